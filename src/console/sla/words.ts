// What is promised, in words.
import type { PromiseTarget, Sla } from '../../protocol/model/sla';
import { clock, dateShort, sameDay } from '../text/time';

const minute = 60_000;

export const targetWords: Record<PromiseTarget, string> = {
  first_reply: 'First reply',
  next_reply: 'Reply',
  resolution: 'Resolution',
};

/** Milliseconds as people say them, the two largest units: "5 min", "3 h 20 min", "2 d". */
export function spanWords(milliseconds: number): string {
  const minutes = Math.floor(milliseconds / minute);
  if (minutes < 1) return 'under 1 min';
  const [hours, days] = [Math.floor(minutes / 60), Math.floor(minutes / 1_440)];
  if (days >= 2) return `${days} d`;
  if (hours < 1) return `${minutes} min`;
  return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`;
}

const moment = (iso: string, now: number, locale?: string) =>
  sameDay(new Date(iso), new Date(now))
    ? clock(iso, locale)
    : `${dateShort(iso, locale)}, ${clock(iso, locale)}`;

/** Each promise in a line, for whoever asks which one it is. */
export function promiseLines({ policy, promises }: Sla, now: number, locale?: string): string {
  const lines = promises.map(({ target, dueAt, minutesLeft }) => {
    if (dueAt === undefined)
      return `${targetWords[target]}: paused, ${spanWords((minutesLeft ?? 0) * minute)} left`;
    const isLate = Date.parse(dueAt) <= now;
    return `${targetWords[target]}: ${isLate ? 'was promised by' : 'promised by'} ${moment(dueAt, now, locale)}`;
  });
  return [policy, ...lines].join('\n');
}
