// What jobs do, in plain words: pure.
import type { JobCounts } from '../../../protocol/jobs';
import { t } from '../../i18n/translate';

const words: Record<string, string> = {
  embed: t('Learn what articles mean'),
  summarize: t('Sum up a conversation that ended'),
  'sum-up': t('Have a model read a conversation that ended'),
  'embed-conversations': t('Learn what ended conversations were about'),
  'test-answers': t('Ask the tests of the answer lab'),
  search: t('Bring search up to date'),
  'read-file': t('Read what a file says, so that it is found'),
  'find-files': t('Look for files that are not read yet'),
  'word-notes': t('Bring notes about customers into search'),
  'idle-conversations': t('Look for conversations in which nobody writes'),
  import: t('Take knowledge in'),
  'due-imports': t('Look for imports that are to be fetched again'),
  rules: t('Look which rules a conversation wakes'),
  inbox: t('Read what came in on a channel'),
  deliver: t('Send what is due in a conversation'),
  'send-scheduled': t('Send a reply whose time has come'),
  'fetch-file': t('Fetch a file that a customer sent'),
  templates: t('Fetch the templates of WhatsApp'),
  'check-channels': t('Look whether the channels work'),
  push: t('Send a pushed notification'),
  'news-mail': t('Mail an agent what waits for them'),
  'weekly-mails': t('Send the weekly numbers'),
  insights: t('Look what has become more'),
  promises: t('Decide again what was promised'),
  labels: t('Have conversations follow a label'),
  retention: t('Delete what is kept no longer'),
  maintenance: t('Tidy up, and find what was lost'),
};

/** What this version does not know is called as the server calls it. */
export const jobWords = (name: string): string => words[name] ?? name;

/** @param ms until then; what is late by a moment is due now */
export function runsIn(ms: number): string {
  const seconds = Math.round(ms / 1000);
  if (seconds < 1) return t('now');
  if (seconds < 60) return t('in {count} s', { count: seconds });
  if (seconds < 3_600) return t('in {count} min', { count: Math.round(seconds / 60) });
  return t('in {count} h', { count: Math.round(seconds / 3_600) });
}

export interface Elsewhere {
  what: string;
  count: string;
  wrong: boolean;
  /** Where one sees to it. */
  to: string;
  where: string;
}

export function elsewhereOf({
  deliveries,
  inboundEvents,
  imports,
  scheduledMessages,
}: JobCounts): Elsewhere[] {
  return [
    {
      what: t('Messages that go out'),
      count: t('{queued} on their way, {failed} failed and {uncertain} uncertain in 7 days', deliveries),
      wrong: deliveries.failed + deliveries.uncertain > 0,
      to: '/settings?section=channels',
      where: t('Channels'),
    },
    {
      what: t('What came in on channels'),
      count: t('{pending} to be read, {failed} failed', inboundEvents),
      wrong: inboundEvents.failed > 0,
      to: '/settings?section=channels',
      where: t('Channels'),
    },
    {
      what: t('Imports of knowledge'),
      count: t('{running} under way, {failed} failed in 7 days', imports),
      wrong: imports.failed > 0,
      to: '/knowledge',
      where: t('Knowledge'),
    },
    {
      what: t('Replies that go out later'),
      count: t('{waiting} wait for their time, {held} wait for their agent', scheduledMessages),
      wrong: scheduledMessages.held > 0,
      to: '/inbox?tab=all',
      where: t('Inbox'),
    },
  ];
}
