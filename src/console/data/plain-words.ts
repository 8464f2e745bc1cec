// What a validator says, for people.

/** Like zod's messages; what is not among them is a sentence of the server's own. */
const usual: Array<[RegExp, (limit: string) => string]> = [
  [/^Invalid email/, () => 'Write a whole address, like name@example.com.'],
  [/^Too small: expected string to have >=1 char/, () => 'Write something here.'],
  [/^Too small: expected string to have >=(\d+)/, (limit) => `At least ${limit} characters are needed.`],
  [/^Too big: expected string to have <=(\d+)/, (limit) => `At most ${limit} characters fit.`],
  [/^Too big: expected array to have <=(\d+)/, (limit) => `At most ${limit} of them.`],
  [/^Too small: expected (?:number|int) to be >=(-?\d+)/, (limit) => `At least ${limit}.`],
  [/^Too big: expected (?:number|int) to be <=(-?\d+)/, (limit) => `At most ${limit}.`],
  [/^Write times as HH:MM/, () => 'Write both times, or take these hours away.'],
  [/^Invalid input: expected int/, () => 'Write a whole number.'],
  [/^Invalid input: expected \w+, received (?:undefined|null|NaN)/, () => 'Write something here.'],
  [/^(?:is required|must not be empty)$/, () => 'Write something here.'],
  [/^Invalid URL/, () => 'Write a whole address, like https://example.com.'],
  [/^must be a phone number/, () => 'Write a phone number, like +49 30 1234567.'],
  [/^(?:Invalid|Unrecognized|Too (?:big|small)|Expected)\b/, () => 'This is not accepted here.'],
];

export function plain(message: string): string {
  for (const [pattern, words] of usual) {
    const found = pattern.exec(message);
    if (found) return words(found[1] ?? '');
  }
  return /^must\b/.test(message) ? `It ${message}.` : message;
}
