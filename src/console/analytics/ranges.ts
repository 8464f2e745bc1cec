// Which days are looked at, and how what came of them is said: pure.
import type { Bucket } from '../../protocol/figures';
import { duration } from '../text/time';
import { locale, plural, t } from '../i18n/translate';

export type Choice = 'today' | '7' | '28' | '90' | 'own';

export interface Days {
  /** YYYY-MM-DD, both included. */
  from: string;
  to: string;
}

const lastDays = (count: number) => plural(count, { one: '1 day', other: '{count} days' });

export const choices: ReadonlyArray<{ value: Choice; label: string }> = [
  { value: 'today', label: t('Today') },
  { value: '7', label: lastDays(7) },
  { value: '28', label: lastDays(28) },
  { value: '90', label: lastDays(90) },
  { value: 'own', label: t('Own days') },
];

/** The last days, today included, as a calendar on this wall says. */
export function daysOf(choice: Exclude<Choice, 'own'>, now: Date): Days {
  const count = choice === 'today' ? 1 : Number(choice);
  return {
    from: dayOf(new Date(now.getFullYear(), now.getMonth(), now.getDate() - count + 1)),
    to: dayOf(now),
  };
}

function dayOf(date: Date): string {
  const two = (n: number) => String(n).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

export function lengthOf({ from, to }: Days): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000) + 1;
}

/** As many pieces as one can tell apart. */
export function bucketFor(days: Days): Bucket {
  const length = lengthOf(days);
  if (length <= 2) return 'hour';
  return length <= 92 ? 'day' : 'week';
}

export function pieceName(from: string, bucket: Bucket, language = locale()): string {
  const options: Intl.DateTimeFormatOptions =
    bucket === 'hour'
      ? { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' }
      : { day: 'numeric', month: 'short', year: 'numeric' };
  const name = new Intl.DateTimeFormat(language, options).format(Date.parse(from));
  return bucket === 'week' ? t('Week from {name}', { name }) : name;
}

export interface Change {
  words: string;
  /** Whether more is better here: for what is neither good nor bad it is not said. */
  good?: boolean;
}

/** @param better which way is the good one; undefined: neither. */
export function changeOf(
  now: number | null,
  before: number | null,
  better?: 'more' | 'less',
): Change | undefined {
  // Nothing is neither as before nor a part of it.
  if (now === null || before === null || before === 0) return undefined;
  if (now === before) return { words: t('As before') };
  const percent = Math.round((100 * (now - before)) / before);
  const words = percent === 0 ? t('About as before') : `${percent > 0 ? '+' : '−'}${Math.abs(percent)} %`;
  return { words, ...(better && percent !== 0 && { good: percent > 0 === (better === 'more') }) };
}

export const tenths = new Intl.NumberFormat(locale(), {
  minimumFractionDigits: 1,
  maximumFractionDigits: 1,
});
export const time = (seconds: number | null) => (seconds === null ? '–' : duration(seconds));
export const share = (part: number, whole: number) => (whole ? `${Math.round((100 * part) / whole)} %` : '–');
