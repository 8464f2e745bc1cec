// Times in the viewer's zone and language: short beside things, whole on hover.
import { locale as ownLocale, t } from '../i18n/translate';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

const formats = {
  weekday: { weekday: 'short' },
  dayMonth: { day: 'numeric', month: 'short' },
  dayMonthYear: { day: 'numeric', month: 'short', year: 'numeric' },
  whole: { dateStyle: 'full', timeStyle: 'medium' },
  clock: { hour: '2-digit', minute: '2-digit' },
  date: { dateStyle: 'long' },
  calendarDay: { dateStyle: 'long', timeZone: 'UTC' },
  dayLine: { weekday: 'long', day: 'numeric', month: 'long' },
  dayLineYear: { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' },
  weekdayClock: { weekday: 'short', hour: '2-digit', minute: '2-digit' },
  moment: { weekday: 'short', day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' },
} satisfies Record<string, Intl.DateTimeFormatOptions>;

/** Making one costs as much as using it a hundred times, and every row and message uses some. */
const made = new Map<string, Intl.DateTimeFormat>();

function format(
  name: keyof typeof formats,
  time: Date | number | string,
  locale: string | undefined,
): string {
  const key = `${name} ${locale}`;
  let found = made.get(key);
  if (!found) made.set(key, (found = new Intl.DateTimeFormat(locale, formats[name])));
  return found.format(typeof time === 'string' ? Date.parse(time) : time);
}

/** "now", "5 min", "3 h", "Tue", "12 Mar", "12 Mar 2024". */
export function short(iso: string, now: number, locale = ownLocale()): string {
  const then = Date.parse(iso);
  const age = now - then;
  if (age < minute) return t('now');
  if (age < hour) return minutesOf(age);
  if (age < day) return hoursOf(age);
  if (age < 6 * day) return format('weekday', then, locale);
  const sameYear = new Date(then).getFullYear() === new Date(now).getFullYear();
  return format(sameYear ? 'dayMonth' : 'dayMonthYear', then, locale);
}

/** "just now", "5 min ago", "3 h ago", "Tue". */
export function ago(iso: string, now: number, locale = ownLocale()): string {
  const age = now - Date.parse(iso);
  if (age < minute) return t('just now');
  const words = short(iso, now, locale);
  return age < day ? t('{age} ago', { age: words }) : words;
}

const minutesOf = (ms: number) => t('{count} min', { count: Math.floor(ms / minute) });
const hoursOf = (ms: number) => t('{count} h', { count: Math.floor(ms / hour) });

/** How long somebody has waited: "0:42", "12:05", "3 h 20 min", "2 d". */
export function waited(iso: string, now: number): string {
  const age = Math.max(0, now - Date.parse(iso));
  if (age >= 2 * day) return t('{count} d', { count: Math.floor(age / day) });
  if (age >= hour) return `${hoursOf(age)} ${minutesOf(age % hour)}`;
  const seconds = Math.floor((age % minute) / 1000);
  return `${Math.floor(age / minute)}:${String(seconds).padStart(2, '0')}`;
}

/** How long until then, rounded down to hours, up to minutes: "3 h", "42 min". */
export function left(iso: string, now: number): string {
  const ms = Math.max(0, Date.parse(iso) - now);
  return ms >= hour ? hoursOf(ms) : minutesOf(Math.max(1, Math.ceil(ms / minute)) * minute);
}

export function whole(iso: string, locale = ownLocale()): string {
  return format('whole', iso, locale);
}

export function clock(iso: string, locale = ownLocale()): string {
  return format('clock', iso, locale);
}

/** "12 March 2026" in the viewer's zone. */
export function dateShort(iso: string, locale = ownLocale()): string {
  return format('date', iso, locale);
}

/** A day of the calendar, the same in every zone: "21 January 2027". */
export function dateOf(day: string, locale = ownLocale()): string {
  return format('calendarDay', day, locale);
}

/** "Today", "Yesterday", "Tuesday, 3 March", with the year when it is another. */
export function dayLine(iso: string, now: number, locale = ownLocale()): string {
  const then = new Date(iso);
  if (sameDay(then, new Date(now))) return t('Today');
  if (sameDay(then, new Date(now - day))) return t('Yesterday');
  const sameYear = then.getFullYear() === new Date(now).getFullYear();
  return format(sameYear ? 'dayLine' : 'dayLineYear', then, locale);
}

export function sameDay(a: Date, b: Date): boolean {
  return a.toDateString() === b.toDateString();
}

/** Seconds as people say them: "40 s", "3 min", "2 h 5 min". */
export function duration(seconds: number): string {
  if (seconds < 1) return t('under 1 s');
  if (seconds < 60) return t('{count} s', { count: Math.round(seconds) });
  if (seconds < 3600) return minutesOf(Math.round(seconds / 60) * minute);
  const minutes = Math.round((seconds % 3600) / 60);
  return [hoursOf(seconds * 1000), ...(minutes ? [minutesOf(minutes * minute)] : [])].join(' ');
}

/** The same where there is little room: "Fri 09:00", "3 Mar", "they write". */
export function untilShort(until: string | undefined, now: number, locale = ownLocale()): string {
  if (until === undefined) return t('they write');
  const soon = Date.parse(until) - now < 6 * day;
  return format(soon ? 'weekdayClock' : 'dayMonth', until, locale);
}

/** Until when something is put away: "until Mon, 3 March, 09:00", or "until they write". */
export function untilWords(until: unknown, locale = ownLocale()): string {
  return typeof until === 'string'
    ? t('until {time}', { time: momentWords(until, locale) })
    : t('until they write');
}

/** "Mon, 3 March, 09:00" */
export const momentWords = (iso: string, locale = ownLocale()): string => format('moment', iso, locale);
