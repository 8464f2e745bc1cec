// A route in layers: authenticate, limit, authorize, read, validate, act, record, present.
import express, { type Express, type Request, type RequestHandler, type Response } from 'express';
import type { z } from 'zod';
import type { Audit } from '../audit/audit';
import { DomainError } from '../errors';
import type { Principal } from '../identity/principal';
import { clean } from '../protocol/sanitize-input';
import { once, type IdempotencyStore } from './idempotency';
import { Answer, isKept, permissionsOf, statusOf, type Call, type Route } from './route';
import { readUpload } from './upload';

export interface RouterDeps {
  authenticate(header: unknown): Promise<Principal>;
  limits: { take(type: 'api' | 'upload', id: string): Promise<void> };
  audit: Pick<Audit, 'record'>;
  idempotency: IdempotencyStore;
}

const mebibyte = 1024 * 1024;
export const apiRoot = '/api/v1/';

export function mountRoutes(app: Express, routes: readonly Route[], deps: RouterDeps): void {
  for (const route of routes) {
    app[route.method](apiRoot + route.path, ...layers(route, deps));
  }
}

function layers(route: Route, deps: RouterDeps): RequestHandler[] {
  return [
    async (request, response, next) => {
      response.set('Cache-Control', 'no-store');
      response.locals['principal'] = await admit(route, request, deps);
      next();
    },
    ...readers(route),
    async (request, response) => {
      const call = callOf(route, request, response);
      const key = request.get('Idempotency-Key');
      const act = async () => {
        const answer = await perform(route, call, response);
        if (isAudited(route)) await record(route, { call, body: answer.body }, deps.audit);
        return answer;
      };
      const answer =
        isKept(route) && key !== undefined
          ? await once(deps.idempotency, { route, call, key }, act)
          : await act();
      if (answer.body === undefined) response.status(answer.status).end();
      else response.status(answer.status).json(answer.body);
    },
  ];
}

async function admit(route: Route, request: Request, deps: RouterDeps): Promise<Principal | undefined> {
  if (route.guard === 'public') return undefined;
  const principal = await deps.authenticate(request.get('Authorization'));
  await deps.limits.take(route.limit ?? 'api', principal.id);
  for (const permission of permissionsOf(route.guard)) {
    if (!principal.permissions.has(permission))
      throw new DomainError('forbidden', `This needs the permission ${permission}.`);
  }
  return principal;
}

function readers(route: Route): RequestHandler[] {
  if (route.upload) return [readUpload(route.upload)];
  if (!route.body) return [];
  return [
    (request, _response, next) => {
      const empty = !request.headers['transfer-encoding'] && !Number(request.headers['content-length']);
      if (empty || request.is('application/json')) return next();
      throw new DomainError('invalid', 'Send the body as application/json.');
    },
    express.json({ limit: route.maxBytes ?? mebibyte }),
  ];
}

function callOf(route: Route, request: Request, response: Response): Call {
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
    cookie: (name) => cookieOf(request.headers.cookie, name),
    address: request.ip ?? '',
    userAgent,
    secure: request.secure,
  };
}

/** What a schema makes of a value that came from outside. @throws `invalid`, one entry a field */
function valid(schema: z.ZodType | undefined, given: unknown, what: string): unknown {
  if (!schema) return undefined;
  const cleaned = clean(given);
  if ('refused' in cleaned) throw invalid([{ path: what, message: cleaned.refused }]);
  const parsed = schema.safeParse(cleaned.value);
  if (parsed.success) return parsed.data;
  throw invalid(parsed.error.issues.map(({ path, message }) => ({ path: path.join('.'), message })));
}

function invalid(errors: Array<{ path: string; message: string }>): DomainError {
  return new DomainError('invalid', 'Some of what was sent is not valid.', { errors: errors.slice(0, 50) });
}

async function perform(route: Route, call: Call, response: Response) {
  const result = await route.handle(call);
  const body = result instanceof Answer ? (result.body as unknown) : result;
  if (result instanceof Answer) response.set(result.headers);
  return { status: statusOf(route), body };
}

/** What the audit log keeps: every change by a person or a program. */
export function isAudited(route: Route): boolean {
  return route.method !== 'get' && route.guard !== 'public' && !route.readOnly;
}

async function record(
  route: Route,
  { call, body }: { call: Call; body: unknown },
  audit: RouterDeps['audit'],
): Promise<void> {
  const { kind, id, name, organizationId } = call.principal;
  const resourceId = (call.params as { id?: string } | undefined)?.id ?? (body as { id?: string } | null)?.id;
  const given = call.body;
  await audit.record({
    organizationId,
    actor: { kind, id, name },
    action: route.name,
    resource: route.name.split('.')[0]!,
    ...(typeof resourceId === 'string' && { resourceId }),
    ...(typeof given === 'object' &&
      given !== null &&
      !Array.isArray(given) && { fields: Object.keys(given) }),
    ipAddress: call.address,
    ...(call.userAgent && { userAgent: call.userAgent }),
  });
}

function cookieOf(header: string | undefined, name: string): string | undefined {
  for (const pair of (header ?? '').split(';')) {
    const [key, ...value] = pair.split('=');
    if (key?.trim() === name) return value.join('=').trim();
  }
  return undefined;
}
