// What the server refuses, at the fields that it is about, in words for people.
import { Failure, sentence } from './failure';

export interface FieldErrors {
  /** By the path that the server names. */
  fields: Record<string, string>;
  /** What belongs to no field on the screen; '' when there is nothing. */
  rest: string;
}

export const noErrors: FieldErrors = { fields: {}, rest: '' };

/** @param shown the paths that have a field on the screen; what lies deeper belongs to the first that holds it. */
export function fieldErrors(error: unknown, shown: readonly string[]): FieldErrors {
  const errors = error instanceof Failure ? error.errors : [];
  const placed = errors.map(
    ({ path, message }) =>
      [shown.find((field) => `${path}.`.startsWith(`${field}.`)), plain(message)] as const,
  );
  const complete = errors.length > 0 && placed.every(([field]) => field !== undefined);
  return {
    // Of several, the first.
    fields: Object.fromEntries(placed.filter(([field]) => field !== undefined).reverse()),
    rest: complete ? '' : sentence(error),
  };
}

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
];

function plain(message: string): string {
  for (const [pattern, words] of usual) {
    const found = pattern.exec(message);
    if (found) return words(found[1] ?? '');
  }
  return message;
}
