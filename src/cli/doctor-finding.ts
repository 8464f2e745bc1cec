import { createSafeFetch } from '../tools/safe-fetch';

export interface Finding {
  state: 'ok' | 'look' | 'wrong';
  /** What was looked at, and how it is. */
  what: string;
  /** What to do, where it is not ok. */
  todo?: string;
}

/** The operator's own addresses, wherever they are. */
export const fetchOwn = createSafeFetch({ allow: ['0.0.0.0/0', '::/0'] });

/** Where something else made it fail, that says more. */
export function causeOf(error: unknown): string {
  const { cause, message } = error as Error;
  return cause instanceof Error && cause.message ? cause.message : message;
}
