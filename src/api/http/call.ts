// What a handler is given, made of a request: validated, and nothing else of it.
import { parseCookie } from 'cookie';
import type { Request, Response } from 'express';
import type { z } from 'zod';
import { DomainError } from '../../errors';
import type { Principal } from '../../identity/principal';
import { sanitizeInput } from '../../protocol/sanitize-input';
import { say } from '../../protocol/server-texts/said';
import type { Call, Route } from './route';

export function callOf(route: Route, request: Request, response: Response): Call {
  const userAgent = request.get('User-Agent');
  const { file } = request;
  return {
    principal: response.locals['principal'] as Principal,
    params: valid(route.params, request.params, ''),
    query: valid(route.query, request.query, ''),
    body: valid(route.body, request.body, ''),
    ...(file && {
      file: {
        fileName: file.originalname,
        mediaType: file.mimetype,
        bytes: file.buffer ?? Buffer.alloc(0),
        ...(file.path && { path: file.path }),
      },
    }),
    cookie: (name) => parseCookie(request.headers.cookie ?? '')[name],
    address: request.ip ?? '',
    userAgent,
    secure: Boolean(response.locals['secureCookies']) || request.secure,
  };
}

/** What a schema makes of a value that came from outside. @throws `invalid`, one entry a field */
function valid(schema: z.ZodType | undefined, given: unknown, what: string): unknown {
  if (!schema) return undefined;
  const cleaned = sanitizeInput(given);
  if ('refused' in cleaned) throw invalid([{ path: what, message: cleaned.refused }]);
  const parsed = schema.safeParse(cleaned.value);
  if (parsed.success) return parsed.data;
  throw invalid(parsed.error.issues.map(({ path, message }) => ({ path: path.join('.'), message })));
}

function invalid(errors: Array<{ path: string; message: string }>): DomainError {
  return new DomainError('invalid', say('partly_invalid'), { errors: errors.slice(0, 50) });
}
