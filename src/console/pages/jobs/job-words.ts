// What jobs do, in plain words: pure.
import type { JobCounts } from '../../../protocol/jobs';

const words: Record<string, string> = {
  embed: 'Learn what articles mean',
  summarize: 'Sum up a conversation that ended',
  'embed-conversations': 'Learn what ended conversations were about',
  'test-answers': 'Ask the tests of the answer lab',
  search: 'Bring search up to date',
  'idle-conversations': 'Look for conversations in which nobody writes',
  import: 'Take knowledge in',
  'due-imports': 'Look for imports that are to be fetched again',
  rules: 'Look which rules a conversation wakes',
  inbox: 'Read what came in on a channel',
  deliver: 'Send what is due in a conversation',
  'send-scheduled': 'Send a reply whose time has come',
  'fetch-file': 'Fetch a file that a customer sent',
  templates: 'Fetch the templates of WhatsApp',
  'check-channels': 'Look whether the channels work',
  'weekly-mails': 'Send the weekly numbers',
  insights: 'Look what has become more',
  promises: 'Decide again what was promised',
  maintenance: 'Tidy up, and find what was lost',
};

/** What this version does not know is called as the server calls it. */
export const jobWords = (name: string): string => words[name] ?? name;

/** @param ms until then; what is late by a moment is due now */
export function runsIn(ms: number): string {
  const seconds = Math.round(ms / 1000);
  if (seconds < 1) return 'now';
  if (seconds < 60) return `in ${seconds} s`;
  if (seconds < 3_600) return `in ${Math.round(seconds / 60)} min`;
  return `in ${Math.round(seconds / 3_600)} h`;
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
      what: 'Messages that go out',
      count: `${deliveries.queued} on their way, ${deliveries.failed} failed and ${deliveries.uncertain} uncertain in 7 days`,
      wrong: deliveries.failed + deliveries.uncertain > 0,
      to: '/settings?section=channels',
      where: 'Channels',
    },
    {
      what: 'What came in on channels',
      count: `${inboundEvents.pending} to be read, ${inboundEvents.failed} failed`,
      wrong: inboundEvents.failed > 0,
      to: '/settings?section=channels',
      where: 'Channels',
    },
    {
      what: 'Imports of knowledge',
      count: `${imports.running} under way, ${imports.failed} failed in 7 days`,
      wrong: imports.failed > 0,
      to: '/knowledge',
      where: 'Knowledge',
    },
    {
      what: 'Replies that go out later',
      count: `${scheduledMessages.waiting} wait for their time, ${scheduledMessages.held} wait for their agent`,
      wrong: scheduledMessages.held > 0,
      to: '/inbox?tab=all',
      where: 'Inbox',
    },
  ];
}
