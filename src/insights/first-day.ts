// What a new organization has done of what it takes to serve customers: read from what is there, ticked by nobody.
import type { FirstDay } from '../protocol/first-day';

/** As the stores have it. */
export interface FirstDayFacts {
  /** Names of those that are open. */
  channels: string | null;
  /** Origin of the page of one's own that loaded the widget last. */
  seenOn: string | null;
  article: boolean;
  /** By what somebody chose last, connected or not. */
  online: boolean;
  answer: boolean;
  colleague: boolean;
  hours: boolean;
  message: boolean;
}

export type ReadFirstDay = (organizationId: string) => Promise<FirstDayFacts>;

export function firstDayOf({ channels, seenOn, ...facts }: FirstDayFacts): FirstDay {
  const told = (name: 'channel' | 'widget', detail: string | null) =>
    detail === null ? { name, done: false } : { name, done: true, detail };
  const is = (name: keyof typeof facts) => ({ name, done: facts[name] });
  return {
    steps: [
      told('channel', channels),
      is('article'),
      is('online'),
      is('answer'),
      told('widget', seenOn),
      is('colleague'),
      is('hours'),
      is('message'),
    ],
  };
}
