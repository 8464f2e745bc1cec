// Where days, weeks and hours begin in a time zone: pure. Days of 23 and 25 hours are cut as clocks on the wall say.
import { DateTime, type DurationLikeObject } from 'luxon';
import type { Bucket } from '../protocol/figures';

export interface Days {
  /** YYYY-MM-DD, both included. */
  from: string;
  to: string;
  timeZone: string;
}

/** `until` is the first moment after it. */
export interface Period {
  from: Date;
  until: Date;
}

export function periodOf({ from, to, timeZone }: Days): Period {
  return { from: midnight(from, timeZone).toJSDate(), until: nextDay(to, timeZone).toJSDate() };
}

/** As many days before it; where the days are not over, as far into the days before as it is now. */
export function periodBefore(days: Days, now: Date): Period {
  const first = midnight(days.from, days.timeZone);
  const next = nextDay(days.to, days.timeZone);
  const count = Math.round(next.diff(first, 'days').days);
  const sofar = DateTime.fromJSDate(now, { zone: days.timeZone });
  const end = sofar < next && sofar > first ? sofar : next;
  return { from: first.minus({ days: count }).toJSDate(), until: end.minus({ days: count }).toJSDate() };
}

/** Starts of the hours, days or weeks that the days touch, and the end of the last. The first begins with the first day, be it in a week. */
export function cuts(days: Days, bucket: Bucket): Date[] {
  const first = midnight(days.from, days.timeZone);
  const end = nextDay(days.to, days.timeZone);
  const found: DateTime[] = [first];
  for (let at = following(first, bucket); at < end; at = following(at, bucket)) found.push(at);
  return [...found, end].map((at) => at.toJSDate());
}

/** Weekday (1 = Monday) and hour as a clock there shows them. */
export function clockOf(at: Date, timeZone: string): { weekday: number; hour: number } {
  const { weekday, hour } = DateTime.fromJSDate(at, { zone: timeZone });
  return { weekday, hour };
}

/** The day that it is there, YYYY-MM-DD. */
export function dayAt(at: Date, timeZone: string): string {
  return DateTime.fromJSDate(at, { zone: timeZone }).toISODate()!;
}

/** An hour is an hour of time: the one that the clock shows twice is two. */
function following(at: DateTime, bucket: Bucket): DateTime {
  if (bucket === 'hour') return DateTime.fromMillis(nextFullHour(at), { zone: at.zone });
  const step: DurationLikeObject = bucket === 'week' ? { weeks: 1 } : { days: 1 };
  return at.startOf(bucket).plus(step).startOf('day');
}

function nextFullHour(at: DateTime): number {
  const rest = (at.minute * 60 + at.second) * 1000 + at.millisecond;
  return at.toMillis() - rest + 3_600_000;
}

const midnight = (day: string, zone: string) => DateTime.fromISO(day, { zone }).startOf('day');
const nextDay = (day: string, zone: string) => midnight(day, zone).plus({ days: 1 }).startOf('day');

/** When the mail about the week before goes out. */
const sentAt = { hour: 7 };

/** The Monday of the newest week whose first morning has come, YYYY-MM-DD. */
export function latestMonday(now: Date, timeZone: string): string {
  const monday = DateTime.fromJSDate(now, { zone: timeZone }).startOf('week');
  const isSent = now >= monday.set(sentAt).toJSDate();
  return (isSent ? monday : monday.minus({ weeks: 1 })).toISODate()!;
}

/** Monday to Sunday before a Monday. */
export function weekBefore(monday: string): { from: string; to: string } {
  const day = DateTime.fromISO(monday, { zone: 'utc' });
  return { from: day.minus({ days: 7 }).toISODate()!, to: day.minus({ days: 1 }).toISODate()! };
}
