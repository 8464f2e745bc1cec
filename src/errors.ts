// Domain errors carry a code; the edges map codes to HTTP statuses and socket acks, each in one total table.

import type { ErrorCode } from './protocol/model/error-codes';
import { textOfWords, wordingOf, type Wording, type Words } from './protocol/model/wording';
import { say } from './protocol/server-texts/said';

export type { ErrorCode };

/** One of `errors`. @param path names and indexes, joined by dots */
export const fieldError = (path: string, message: Words): FieldError => ({
  path,
  message: textOfWords(message),
  ...wordingOf(message),
});

export interface FieldError {
  path: string;
  message: string;
  /** The message as a code. */
  wording?: Wording;
}

/** What is left of a limit. */
export interface Quota {
  /** Its name, such as 'api'. */
  limit: string;
  /** How many in a window of `seconds`. */
  points: number;
  seconds: number;
  left: number;
  /** Seconds until the window ends. */
  resetAfter: number;
}

export interface ErrorDetails {
  /** One entry a field that was refused. */
  errors?: FieldError[];
  /** Seconds after which the same call may work. */
  retryAfter?: number;
  /** The limit that was met. */
  quota?: Quota;
  cause?: unknown;
}

/** An error that the caller may read: its message is shown to people, so it holds no secret and no other tenant's data. */
export class DomainError extends Error {
  readonly errors: FieldError[] | undefined;
  readonly retryAfter: number | undefined;
  readonly quota: Quota | undefined;
  /** The message as a code. */
  readonly wording: Wording | undefined;

  constructor(
    readonly code: ErrorCode,
    message: Words,
    details: ErrorDetails = {},
  ) {
    super(textOfWords(message), details.cause === undefined ? undefined : { cause: details.cause });
    this.name = 'DomainError';
    this.errors = details.errors;
    this.retryAfter = details.retryAfter;
    this.quota = details.quota;
    this.wording = wordingOf(message).wording;
  }
}

/** The log grew since the caller looked (expectSeq no longer holds). */
export class Stale extends DomainError {
  constructor(readonly headSeq: number) {
    super('conflict', say('written_meanwhile'));
    this.name = 'Stale';
  }
}

/** One sentence for what does not exist and for what belongs to another organization. */
export function notFound(what: string): DomainError {
  const { wording } = say('not_there');
  return new DomainError('not_found', { text: `There is no such ${what}.`, wording });
}
