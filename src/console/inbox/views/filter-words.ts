// A filter in words: one for each thing that it asks for, with those that are gone named as such.
import type { SessionWhere } from '../../../protocol/session-where';
import { untilNow } from './until-now';

export interface Named {
  id: string;
  name: string;
}

export interface Known {
  /** Undefined while they are not known, or not for this person to know. */
  agents: readonly Named[] | undefined;
  channels: readonly Named[] | undefined;
  teams: readonly Named[] | undefined;
}

export const statusWords = {
  active: 'With AI',
  waiting: 'Waiting',
  with_agent: 'With an agent',
  closed: 'Closed',
};
export const priorityWords = { urgent: 'Urgent', high: 'High', normal: 'Normal', low: 'Low' };
export const moodWords = { negative: 'Upset', neutral: 'Calm', positive: 'Happy' };

export const slaWords = { due_soon: 'Due soon', overdue: 'Overdue' };

export function languageWord(tag: string): string {
  try {
    return new Intl.DisplayNames(undefined, { type: 'language' }).of(tag) ?? tag;
  } catch {
    return tag;
  }
}

const named = (all: readonly Named[] | undefined, id: string, what: string) =>
  all?.find((one) => one.id === id)?.name ?? (all ? `Removed ${what}` : `One ${what}`);

export const agentWord = (id: string, { agents }: Known) => (id === 'me' ? 'Me' : named(agents, id, 'agent'));
export const channelWordOf = (id: string, { channels }: Known) => named(channels, id, 'channel');
export const teamWord = (id: string, { teams }: Known) => named(teams, id, 'team');

export interface Term {
  key: string;
  words: string;
  isGone: boolean;
}

export function termsOf(where: SessionWhere, known: Known, channelWord: (type: string) => string): Term[] {
  const list = (title: string, values: readonly string[] | undefined, word: (value: string) => string) => {
    if (!values) return [];
    const words = values.map(word);
    return [
      {
        key: title,
        words: `${title}: ${words.join(', ')}`,
        isGone: words.some((one) => one.startsWith('Removed ')),
      },
    ];
  };
  const { snoozed, waitsLongerThan } = where;
  return [
    ...list('Status', where.status, (one) => statusWords[one as keyof typeof statusWords]),
    ...list('Channel', where.channelType, channelWord),
    ...list('Inbox', where.channelId, (one) => channelWordOf(one, known)),
    ...list('Label', where.label, (one) => one),
    ...list('Priority', where.priority, (one) => priorityWords[one as keyof typeof priorityWords]),
    ...list('Agent', where.agentId, (one) => agentWord(one, known)),
    ...list('Team', where.teamId, (one) => teamWord(one, known)),
    ...list('Language', where.language, languageWord),
    ...list('Mood', where.sentiment, (one) => moodWords[one as keyof typeof moodWords]),
    ...list('Promised', where.sla, (one) => slaWords[one as keyof typeof slaWords]),
    ...(snoozed === undefined
      ? []
      : [{ key: 'Away', words: snoozed ? 'Put away' : 'Not put away', isGone: false }]),
    ...(waitsLongerThan === undefined
      ? []
      : [{ key: 'Waits', words: `Waits ${untilNow(waitsLongerThan)} or longer`, isGone: false }]),
  ];
}
