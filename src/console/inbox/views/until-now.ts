import { plural } from '../../i18n/translate';

/** Minutes as people say them. */
export function untilNow(minutes: number): string {
  if (minutes < 60 || minutes % 60 !== 0)
    return plural(minutes, { one: '1 minute', other: '{count} minutes' });
  const hours = minutes / 60;
  if (hours < 24 || hours % 24 !== 0) return plural(hours, { one: '1 hour', other: '{count} hours' });
  return plural(hours / 24, { one: '1 day', other: '{count} days' });
}
