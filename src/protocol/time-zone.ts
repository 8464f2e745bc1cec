// A time zone by the name that Intl knows it by: the same in a browser and on the server.
import { text } from './model/text-types';

export const timeZoneName = text(64).refine(isTimeZone, 'Use an IANA time zone, such as Europe/Berlin.');

function isTimeZone(name: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: name })) && !/^[+-]/.test(name);
  } catch {
    return false;
  }
}
