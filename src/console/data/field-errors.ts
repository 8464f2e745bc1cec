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
    ({ path, message }) => [shown.find((field) => `${path}.`.startsWith(`${field}.`)), message] as const,
  );
  const complete = errors.length > 0 && placed.every(([field]) => field !== undefined);
  return {
    // Of several, the first.
    fields: Object.fromEntries(placed.filter(([field]) => field !== undefined).reverse()),
    rest: complete ? '' : sentence(error),
  };
}
