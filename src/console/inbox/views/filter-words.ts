// A filter in words: one for each thing that it asks for, with those that are gone named as such.
import type { Tier } from '../../../protocol/model/tier';
import { attributesWanted, type SessionWhere } from '../../../protocol/session-where';
import { tierWords } from '../../text/tier-words';
import { untilNow } from './until-now';
import { listed, locale, t } from '../../i18n/translate';

export interface Named {
  id: string;
  name: string;
}

export interface Known {
  /** Undefined while they are not known, or not for this person to know. */
  agents: readonly Named[] | undefined;
  channels: readonly Named[] | undefined;
  teams: readonly Named[] | undefined;
  companies?: readonly Named[] | undefined;
  /** By their keys. */
  attributes?: readonly Named[] | undefined;
}

export const statusWords = {
  active: t('With AI'),
  waiting: t('Waiting'),
  with_agent: t('With an agent'),
  closed: t('Closed'),
};
export const priorityWords = { urgent: t('Urgent'), high: t('High'), normal: t('Normal'), low: t('Low') };
export const sentimentWords = { negative: t('Upset'), neutral: t('Calm'), positive: t('Happy') };

export const slaWords = { due_soon: t('Due soon'), overdue: t('Overdue') };

export function languageWord(tag: string): string {
  try {
    return new Intl.DisplayNames(locale(), { type: 'language' }).of(tag) ?? tag;
  } catch {
    return tag;
  }
}

const removed = { agent: t('Removed agent'), channel: t('Removed channel'), team: t('Removed team') };
const some = { agent: t('One agent'), channel: t('One channel'), team: t('One team') };

const named = (all: readonly Named[] | undefined, id: string, what: keyof typeof some) =>
  all?.find((one) => one.id === id)?.name ?? (all ? removed : some)[what];

export const agentWord = (id: string, { agents }: Known) =>
  id === 'me' ? t('Me') : named(agents, id, 'agent');
export const channelWordOf = (id: string, { channels }: Known) => named(channels, id, 'channel');
export const teamWord = (id: string, { teams }: Known) => named(teams, id, 'team');

export interface Term {
  key: string;
  words: string;
  isGone: boolean;
}

/** Tiers and companies: both say where the customer belongs. */
function whose({ companyTier = [], companyId = [] }: SessionWhere): string[] | undefined {
  const all = [...companyTier, ...companyId];
  return all.length > 0 ? all : undefined;
}

const companyWord = (one: string, { companies }: Known) =>
  tierWords[one as Tier] ?? companies?.find(({ id }) => id === one)?.name ?? '…';

export function termsOf(where: SessionWhere, known: Known, channelWord: (type: string) => string): Term[] {
  const list = (title: string, values: readonly string[] | undefined, word: (value: string) => string) => {
    if (!values) return [];
    const words = values.map(word);
    return [
      {
        key: title,
        words: `${title}: ${listed(words)}`,
        isGone: words.some((one) => Object.values(removed).includes(one)),
      },
    ];
  };
  const { snoozed, waitsLongerThan } = where;
  return [
    ...list(t('Status'), where.status, (one) => statusWords[one as keyof typeof statusWords]),
    ...list(t('Channel'), where.channelType, channelWord),
    ...list(t('Inbox'), where.channelId, (one) => channelWordOf(one, known)),
    ...list(t('Label'), where.label, (one) => one),
    ...list(t('Priority'), where.priority, (one) => priorityWords[one as keyof typeof priorityWords]),
    ...list(t('Agent'), where.agentId, (one) => agentWord(one, known)),
    ...list(t('Team'), where.teamId, (one) => teamWord(one, known)),
    ...list(t('Language'), where.language, languageWord),
    ...list(t('Mood'), where.sentiment, (one) => sentimentWords[one as keyof typeof sentimentWords]),
    ...list(t('Promised'), where.sla, (one) => slaWords[one as keyof typeof slaWords]),
    ...list(t('Customer'), whose(where), (one) => companyWord(one, known)),
    ...attributesWanted(where.attribute ?? []).flatMap(({ key, values }) =>
      list(known.attributes?.find((one) => one.id === key)?.name ?? key, values, (one) => one),
    ),
    ...(snoozed === undefined
      ? []
      : [{ key: 'Away', words: snoozed ? t('Put away') : t('Not put away'), isGone: false }]),
    ...(waitsLongerThan === undefined
      ? []
      : [
          {
            key: 'Waits',
            words: t('Waits {time} or longer', { time: untilNow(waitsLongerThan) }),
            isGone: false,
          },
        ]),
  ];
}
