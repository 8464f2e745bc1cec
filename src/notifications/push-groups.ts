// What of several news a device is told at once, and how much it is told a minute: pure.
import type { NewsKind } from '../protocol/notifications';
import type { About } from './news';
import type { DueNews, Pace } from './store';

/** Who writes in ten conversations at once does not ring a phone ten times, and what is more than this is told at the minute's end. */
export const mostAMinute = 10;
/** What is more than this at once is told together. */
const mostAtOnce = 5;
const minuteMs = 60_000;

export type LiveNews = DueNews & About;

/** One push. Conversations that wait are told together, so that the newest count replaces the one before. */
export interface Group {
  as: 'one' | 'several' | 'waiting';
  news: readonly LiveNews[];
}

/** How many pushes the device may be told now; none: from when on again. */
export function roomOf({ minuteFrom, minuteCount }: Pace, now: number): { room: number; from?: Date } {
  const ends = (minuteFrom?.getTime() ?? 0) + minuteMs;
  if (ends <= now) return { room: mostAMinute };
  const room = Math.max(0, mostAMinute - minuteCount);
  return { room, ...(room === 0 && { from: new Date(ends) }) };
}

export function paceAfter(pace: Pace, { sent, now }: { sent: number; now: number }): Pace {
  const isOver = (pace.minuteFrom?.getTime() ?? 0) + minuteMs <= now;
  if (isOver) return { minuteFrom: new Date(now), minuteCount: sent };
  return { ...pace, minuteCount: pace.minuteCount + sent };
}

/** @param room at least 1 */
export function groupsOf(live: readonly LiveNews[], room: number): Group[] {
  const is = (kind: NewsKind) => (one: LiveNews) => one.kind === kind;
  const waiting = live.filter(is('waiting'));
  const others = live.filter((one) => !is('waiting')(one));
  const first: Group[] = waiting.length > 0 ? [{ as: 'waiting', news: waiting }] : [];
  if (first.length + others.length <= Math.min(room, mostAtOnce))
    return [...first, ...others.map((one): Group => ({ as: 'one', news: [one] }))];
  // What is left out is told when there is room again.
  return room <= first.length ? first : [...first, { as: 'several', news: others }];
}
