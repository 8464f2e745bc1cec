// The one map from error codes to HTTP, and the one place where an error becomes an answer (RFC 9457).
import type {} from 'pino-http';
import type { ErrorRequestHandler, Request, RequestHandler, Response } from 'express';
import { DomainError, type ErrorCode, type FieldError } from '../errors';
import type { Wording, Words } from '../protocol/model/wording';
import type { Log } from '../log';
import { showQuota } from './http/rate-limit-headers';
import { say } from '../protocol/server-texts/said';

const statuses: Record<ErrorCode, { status: number; title: string }> = {
  invalid: { status: 400, title: 'The request is not valid' },
  unauthenticated: { status: 401, title: 'Sign in first' },
  forbidden: { status: 403, title: 'This is not allowed' },
  not_found: { status: 404, title: 'Not found' },
  conflict: { status: 409, title: 'This does not fit the present state' },
  too_large: { status: 413, title: 'Too large' },
  rate_limited: { status: 429, title: 'Too many requests' },
  capacity: { status: 409, title: 'No room' },
  unavailable: { status: 503, title: 'Not available right now' },
  internal: { status: 500, title: 'Something went wrong on our side' },
};

/** What HTTP has a status of its own for, and the protocol no code. */
export class HttpRefusal extends DomainError {
  constructor(
    readonly status: 405 | 412 | 415,
    code: ErrorCode,
    message: Words,
  ) {
    super(code, message);
  }
}

export const statusOf = (error: DomainError): number => problemOf(error).status;

export interface Problem {
  type: string;
  title: string;
  status: number;
  code: ErrorCode;
  detail?: string;
  /** The detail as a code. */
  wording?: Wording;
  errors?: FieldError[];
  retryAfter?: number;
}

export function problemOf(error: DomainError): Problem {
  const { status: usual, title } = statuses[error.code];
  const status = error instanceof HttpRefusal ? error.status : usual;
  return {
    type: 'about:blank',
    title,
    status,
    code: error.code,
    ...(error.code !== 'internal' && {
      detail: error.message,
      ...(error.wording && { wording: error.wording }),
    }),
    ...(error.errors?.length && { errors: error.errors }),
    ...(error.retryAfter !== undefined && { retryAfter: Math.ceil(error.retryAfter) }),
  };
}

export function sendProblem(response: Response, error: DomainError): void {
  const problem = problemOf(error);
  if (problem.retryAfter !== undefined) response.set('Retry-After', String(problem.retryAfter));
  showQuota(response, error);
  if (problem.status === 401) response.set('WWW-Authenticate', 'Bearer');
  response.set('Cache-Control', 'no-store');
  response.status(problem.status).type('application/problem+json').send(JSON.stringify(problem));
}

/** For the end of the API: no route took the request. */
export function unknownRoute(): RequestHandler {
  return (_request, response) =>
    sendProblem(response, new DomainError('not_found', 'There is nothing here.'));
}

export function createErrorHandler(log: Log): ErrorRequestHandler {
  // eslint-disable-next-line max-params -- express tells error handlers by their four parameters
  return (error: unknown, request: Request, response: Response, next) => {
    const known = domainErrorOf(error);
    if (known.code === 'internal') {
      log.error({ requestId: request.id, method: request.method, err: error }, 'a request failed');
    } else if (known.code === 'unavailable') {
      log.warn({ requestId: request.id, err: error }, 'a store is unavailable');
    }
    if (response.headersSent) return next(error);
    sendProblem(response, known);
  };
}

/** What body parsers, routers and multer throw, in our words; anything unknown is `internal` and says nothing. */
export function domainErrorOf(error: unknown): DomainError {
  if (error instanceof DomainError) return error;
  const { type, code, status, statusCode } = (error ?? {}) as Record<string, unknown>;
  if (type === 'entity.too.large' || code === 'LIMIT_FILE_SIZE') {
    return new DomainError('too_large', say('too_large_body'));
  }
  if (type === 'entity.parse.failed') return new DomainError('invalid', 'The body is not valid JSON.');
  if (error instanceof URIError) return new DomainError('invalid', 'The address is not valid.');
  if (typeof code === 'string' && code.startsWith('LIMIT_')) {
    return new DomainError('invalid', 'Send one file, in the field "file".');
  }
  const http = Number(status ?? statusCode);
  if (http === 404) return new DomainError('not_found', 'There is nothing here.');
  if (http === 415) return new HttpRefusal(415, 'invalid', 'This kind of body cannot be read.');
  if (http === 413) return new DomainError('too_large', say('too_large_body'));
  if (http >= 400 && http < 500) return new DomainError('invalid', 'The request cannot be read.');
  return new DomainError('internal', 'Something went wrong on our side.', { cause: error });
}
