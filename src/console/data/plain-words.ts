// What a validator says, for people.
import { fixed, isTranslated, t } from '../i18n/translate';

/** Like zod's messages; what is not among them is a sentence of the server's own. */
const usual: Array<[RegExp, (limit: string) => string]> = [
  [/^Invalid email/, () => t('Write a whole address, like name@example.com.')],
  [/^Too small: expected string to have >=1 char/, () => t('Write something here.')],
  [
    /^Too small: expected string to have >=(\d+)/,
    (limit) => t('At least {limit} characters are needed.', { limit }),
  ],
  [/^Too big: expected string to have <=(\d+)/, (limit) => t('At most {limit} characters fit.', { limit })],
  [/^Too big: expected array to have <=(\d+)/, (limit) => t('At most {limit} of them.', { limit })],
  [/^Too small: expected (?:number|int) to be >=(-?\d+)/, (limit) => t('At least {limit}.', { limit })],
  [/^Too big: expected (?:number|int) to be <=(-?\d+)/, (limit) => t('At most {limit}.', { limit })],
  [/^Write times as HH:MM/, () => t('Write both times, or take these hours away.')],
  [/^Invalid input: expected int/, () => t('Write a whole number.')],
  [/^Invalid input: expected \w+, received (?:undefined|null|NaN)/, () => t('Write something here.')],
  [/^(?:is required|must not be empty)$/, () => t('Write something here.')],
  [/^is in a group already/, () => t('One of these words is in another group already.')],
  [/^must have two words/, () => t('Write two words at least.')],
  [/^must have (\d+) words at most/, (limit) => t('At most {limit} of them.', { limit })],
  [/^Invalid URL/, () => t('Write a whole address, like https://example.com.')],
  [/^must be a phone number/, () => t('Write a phone number, like +49 30 1234567.')],
  [/^(?:Invalid|Unrecognized|Too (?:big|small)|Expected)\b/, () => t('This is not accepted here.')],
];

export function plain(message: string): string {
  for (const [pattern, words] of usual) {
    const found = pattern.exec(message);
    if (found) return words(found[1] ?? '');
  }
  const known = fixed(message);
  if (known !== message) return known;
  const english = /^must\b/.test(message) ? `It ${message}.` : message;
  return isTranslated() ? `${t('This is not accepted here.')} ${english}` : english;
}
