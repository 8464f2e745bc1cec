// What a clock says where somebody else is.
import { locale as ownLocale, t } from '../i18n/translate';
import { duration } from './time';

const dayMs = 86_400_000;

/**
 * "14:05 there, 2 h ahead"; with the day of the week where that is another. Undefined for a zone that this browser does not know.
 * @param own the reader's zone; the browser's, unless said
 */
export function timeThere(
  timeZone: string,
  now: number,
  { locale = ownLocale(), own }: { locale?: string | undefined; own?: string } = {},
): string | undefined {
  try {
    const [there, here] = [wallClock(timeZone, now), wallClock(own, now)];
    const isOtherDay = Math.floor(there / dayMs) !== Math.floor(here / dayMs);
    const time = new Intl.DateTimeFormat(locale, {
      timeZone,
      ...(isOtherDay && { weekday: 'short' }),
      hour: '2-digit',
      minute: '2-digit',
    }).format(now);
    if (there === here) return t('{time} there, as here', { time });
    const difference = duration(Math.abs(there - here) / 1_000);
    return there > here
      ? t('{time} there, {difference} ahead', { time, difference })
      : t('{time} there, {difference} behind', { time, difference });
  } catch {
    return undefined;
  }
}

/** What a clock on the wall says, to the minute, as if it were UTC. */
function wallClock(timeZone: string | undefined, now: number): number {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
  });
  const part = Object.fromEntries(format.formatToParts(now).map(({ type, value }) => [type, Number(value)]));
  return Date.UTC(part['year']!, part['month']! - 1, part['day'], part['hour'], part['minute']);
}
