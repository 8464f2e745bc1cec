// What went wrong, as a sentence that may be shown: from problem+json, from a socket's ack, or from having no answer.
import { plain } from './plain-words';
import type { Wording } from '../../protocol/model/wording';
import { fixed, said, t } from '../i18n/translate';

export interface WireError {
  code: string;
  message: string;
  /** The message as a code. */
  wording?: Wording;
  errors?: Array<{ path: string; message: string; wording?: Wording }>;
  retryAfter?: number;
}

export class Failure extends Error {
  readonly errors: NonNullable<WireError['errors']>;
  /** Seconds after which the same may work. */
  readonly retryAfter: number | undefined;

  constructor(
    readonly code: string,
    message: string,
    { errors = [], retryAfter }: Pick<WireError, 'errors' | 'retryAfter'> = {},
  ) {
    super(message);
    this.name = 'Failure';
    this.errors = errors;
    this.retryAfter = retryAfter;
  }
}

export const noAnswer = () =>
  new Failure('unreachable', t('The server does not answer. Check the connection and try again.'));

export function fromWire(error: WireError): Failure {
  const errors = (error.errors ?? []).map(({ path, message, wording }) => ({
    path,
    message: wording ? said(message, wording) : plain(message),
  }));
  const message = error.wording ? said(error.message, error.wording) : withoutCode(error);
  // Nothing is said twice, and the names that fields have for programs are none for people.
  const sentences = new Set([message, ...errors.map((one) => one.message)]);
  return new Failure(error.code, [...sentences].join(' '), { ...error, errors });
}

/** In other languages a sentence that is English alone stands after what kind of trouble it is. */
function withoutCode({ code, message }: WireError): string {
  const [known, kind] = [fixed(message), said('', { code: `error_${code}` })];
  // Of what went wrong inside nothing is said but that.
  if (code === 'internal' && kind) return kind;
  return known === message && kind ? `${kind} ${message}` : known;
}

/** @param body what came with a status that is not 2xx; anything. */
export function fromProblem(status: number, body: unknown): Failure {
  const problem = (body ?? {}) as { title?: string; detail?: string; code?: string } & Partial<WireError>;
  const code = problem.code ?? (status === 404 ? 'not_found' : 'internal');
  const message =
    problem.detail ??
    problem.title ??
    (status === 404
      ? t('This server does not offer that.')
      : t('The server could not do that ({status}). Try again.', { status }));
  const { errors, retryAfter, wording } = problem;
  return fromWire({
    code,
    message,
    ...(wording && { wording }),
    ...(errors && { errors }),
    ...(retryAfter !== undefined && { retryAfter }),
  });
}

export function sentence(error: unknown): string {
  return error instanceof Error ? error.message : t('That did not work. Try again.');
}

/** What was asked for by its id is not there; an id that is none is refused as such. */
export const isMissing = (error: unknown): boolean =>
  error instanceof Failure && (error.code === 'not_found' || error.code === 'invalid');
