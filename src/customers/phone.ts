import { parsePhoneNumberFromString } from 'libphonenumber-js/min';

/**
 * A phone number as identities hold it: E.164 (ITU-T), with its plus. Undefined for what is none, and for one that does
 * not say its country.
 */
export function e164(written: string): string | undefined {
  const number = parsePhoneNumberFromString(written.trim().replace(/^00/, '+'));
  return number?.isPossible() ? number.number : undefined;
}
