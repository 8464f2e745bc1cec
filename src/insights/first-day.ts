// What a new organization has done of what it takes to serve customers: read from what is there, ticked by nobody.
import { firstNames, type FirstDay } from '../protocol/first-day';

/** As the stores have it. */
export interface FirstDayFacts {
  /** Of the organization. */
  name: string;
  /** Names of those that are open. */
  channels: string | null;
  /** Origin of the page of one's own that loaded the widget last. */
  seenOn: string | null;
  /** One that the demo did not bring. */
  article: boolean;
  /** How many of those that the demo brought are there. */
  samples: number;
  /** By what somebody chose last, connected or not. */
  online: boolean;
  answer: boolean;
  colleague: boolean;
  hours: boolean;
  message: boolean;
}

export type ReadFirstDay = (organizationId: string) => Promise<FirstDayFacts>;

export function firstDayOf({ name, channels, samples, seenOn, ...facts }: FirstDayFacts): FirstDay {
  const step = (name: 'name' | 'channel' | 'widget', detail: string | null) =>
    detail === null ? { name, done: false } : { name, done: true, detail };
  const isNamed = !Object.values(firstNames).includes(name);
  const is = (name: keyof typeof facts) => ({ name, done: facts[name] });
  return {
    steps: [
      step('name', isNamed ? name : null),
      step('channel', channels),
      is('article'),
      ...(samples > 0 ? [{ name: 'samples' as const, done: false, count: samples }] : []),
      is('online'),
      is('answer'),
      step('widget', seenOn),
      is('colleague'),
      is('hours'),
      is('message'),
    ],
  };
}
