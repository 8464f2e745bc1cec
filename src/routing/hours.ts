// Business hours in the organization's own time zone; a day that loses or gains an hour keeps its clock times.
import { DateTime, IANAZone } from 'luxon';
import { z } from 'zod';

const clock = z.string().regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/, 'Write times as HH:MM, 00:00 to 24:00.');
const opening = z
  .tuple([clock, clock])
  .refine(([from, to]) => from < to, 'The end must be later than the start; split what goes past midnight.');
const openings = z.array(opening).max(10);
const openingsOn = (day: string) =>
  openings.optional().describe(`Opening and closing, HH:MM, on ${day}; absent: closed.`);
const isDay = (date: string) => DateTime.fromISO(date, { zone: 'utc' }).isValid;
/** A day without hours. `everyYear`: on that day of each year, whatever year the date names. */
const holiday = z.strictObject({
  date: z
    .string()
    .regex(/^\d{4}-\d{2}-\d{2}$/, 'Write days as YYYY-MM-DD.')
    .refine(isDay, 'There is no such day.')
    .describe('YYYY-MM-DD.'),
  name: z.string().trim().min(1, 'Name the day.').max(100).describe('What it is called.'),
  everyYear: z.boolean().optional().describe('On that day of each year, whatever year the date names.'),
});
const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

/** `{timeZone: 'Europe/Berlin', days: {mon: [['09:00','12:00'], ['13:00','17:00']], ...}}`; a day that is left out is closed. */
export const businessHours = z.strictObject({
  timeZone: z
    .string()
    .max(100)
    .refine((name) => IANAZone.isValidZone(name), 'Use an IANA time zone, such as Europe/Berlin.')
    .describe('An IANA time zone, such as Europe/Berlin.'),
  days: z
    .strictObject({
      mon: openingsOn('Mondays'),
      tue: openingsOn('Tuesdays'),
      wed: openingsOn('Wednesdays'),
      thu: openingsOn('Thursdays'),
      fri: openingsOn('Fridays'),
      sat: openingsOn('Saturdays'),
      sun: openingsOn('Sundays'),
    })
    .describe('When it is open.'),
  holidays: z.array(holiday).max(200).optional().describe('Days on which it is closed.'),
});

export type BusinessHours = z.infer<typeof businessHours>;

/** Of an organization, and of those of its teams that have their own, by the id of the team. Absent: always open. */
export interface AllHours {
  hours?: BusinessHours;
  teamHours?: ReadonlyMap<string, BusinessHours>;
}

/** What is stored: settings by key, and by the id of the team; what is no hours counts as none. */
export interface StoredHours {
  hours: Record<string, unknown> | null;
  teamHours: Record<string, unknown> | null;
}

export function knownHours({ hours, teamHours }: StoredHours): AllHours {
  const own = businessHours.safeParse(hours ?? undefined).data;
  const ofTeams = Object.entries(teamHours ?? {}).flatMap(([id, stored]) => {
    const { data } = businessHours.safeParse(stored);
    return data ? [[id, data] as const] : [];
  });
  return { ...(own && { hours: own }), ...(ofTeams.length > 0 && { teamHours: new Map(ofTeams) }) };
}

/** Those of the team, where it has its own. */
export const hoursFor = ({ hours, teamHours }: AllHours, teamId: string | undefined) =>
  (teamId === undefined ? undefined : teamHours?.get(teamId)) ?? hours;

/** Nobody is closed for longer and says when it opens. */
const daysAhead = 400;

/** Start and end of each opening of a day, milliseconds since 1970. */
function openingsOf({ days, holidays = [] }: BusinessHours, day: DateTime): Array<[number, number]> {
  const date = day.toISODate()!;
  const isHoliday = holidays.some((one) =>
    one.everyYear ? one.date.slice(5) === date.slice(5) : one.date === date,
  );
  if (isHoliday) return [];
  return (days[weekdays[day.weekday - 1]!] ?? []).map(([from, to]) => [at(day, from), at(day, to)]);
}

const everOpens = ({ days }: BusinessHours) => weekdays.some((day) => days[day]?.length);
const startOfDay = ({ timeZone }: BusinessHours, time: number) =>
  DateTime.fromMillis(time, { zone: timeZone }).startOf('day');

/** The day's openings in order, those that overlap as one. */
function spansOf(hours: BusinessHours, day: DateTime): Array<[number, number]> {
  const spans: Array<[number, number]> = [];
  for (const [start, end] of openingsOf(hours, day).sort(([a], [b]) => a - b)) {
    const last = spans.at(-1);
    if (last && start <= last[1]) last[1] = Math.max(last[1], end);
    else if (start < end) spans.push([start, end]);
  }
  return spans;
}

/** How much of the time between two moments is open; all of it without hours. Milliseconds, as all here. */
export function openTime(hours: BusinessHours | undefined, from: number, to: number): number {
  if (!hours) return Math.max(0, to - from);
  let sum = 0;
  for (let day = startOfDay(hours, from); day.toMillis() < to; day = day.plus({ days: 1 })) {
    for (const [start, end] of spansOf(hours, day))
      sum += Math.max(0, Math.min(end, to) - Math.max(start, from));
  }
  return sum;
}

/** When so much open time has passed since a moment; undefined where that does not come within two years or so. */
export function afterOpenTime(
  hours: BusinessHours | undefined,
  from: number,
  milliseconds: number,
): number | undefined {
  if (!hours) return from + milliseconds;
  if (!everOpens(hours)) return undefined;
  let left = milliseconds;
  let day = startOfDay(hours, from);
  for (let ahead = 0; ahead <= 2 * daysAhead; ahead++, day = day.plus({ days: 1 })) {
    for (const [start, end] of spansOf(hours, day)) {
      const begin = Math.max(start, from);
      if (begin >= end) continue;
      if (left <= end - begin) return begin + left;
      left -= end - begin;
    }
  }
  return undefined;
}

/** `opensAt` (ISO, UTC) is the next opening while closed; absent when no day has any. */
export function openAt(hours: BusinessHours, now: Date): { open: boolean; opensAt?: string } {
  if (!everOpens(hours)) return { open: false };
  const today = startOfDay(hours, now.getTime());
  let opensAt: number | undefined;
  for (let ahead = 0; ahead <= daysAhead; ahead++) {
    for (const [start, end] of openingsOf(hours, today.plus({ days: ahead }))) {
      if (start <= now.getTime() && now.getTime() < end) return { open: true };
      if (start > now.getTime() && start < end) opensAt = Math.min(opensAt ?? Infinity, start);
    }
    if (opensAt !== undefined && ahead > 0) break;
  }
  return { open: false, ...(opensAt !== undefined && { opensAt: new Date(opensAt).toISOString() }) };
}

/** The first openings of a later day, and from next Monday on; absent when no day has any. */
export function laterOpenings(hours: BusinessHours, now: Date): { tomorrow?: string; monday?: string } {
  const today = startOfDay(hours, now.getTime());
  const from = (first: number): string | undefined => {
    for (let ahead = first; everOpens(hours) && ahead < first + daysAhead; ahead++) {
      const starts = openingsOf(hours, today.plus({ days: ahead })).map(([start]) => start);
      if (starts.length > 0) return new Date(Math.min(...starts)).toISOString();
    }
    return undefined;
  };
  const [tomorrow, monday] = [from(1), from(8 - today.weekday)];
  return { ...(tomorrow !== undefined && { tomorrow }), ...(monday !== undefined && { monday }) };
}

/** A clock time that a day skips is the first moment after the gap that luxon gives; one that comes twice is the first. */
function at(day: DateTime, time: string): number {
  const [hour, minute] = time.split(':').map(Number) as [number, number];
  if (hour === 24) return day.plus({ days: 1 }).startOf('day').toMillis();
  return day.set({ hour, minute }).toMillis();
}
