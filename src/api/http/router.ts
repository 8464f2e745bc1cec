// A route in layers: authenticate, limit, authorize, read, validate, act, record, present.
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import express, { type Express, type Request, type RequestHandler, type Response } from 'express';
import type { Audit } from '../../audit/audit';
import { DomainError } from '../../errors';
import type { Principal } from '../../identity/principal';
import { callOf } from './call';
import { HttpRefusal } from '../error-handler';
import { once, type IdempotencyStore } from './idempotency';
import { createIfMatch, type ChangeTurn } from './if-match';
import { showQuota, type Taken } from './rate-limit-headers';
import {
  Answer,
  Streamed,
  hasVersion,
  isKept,
  permissionsOf,
  statusOf,
  type Call,
  type Route,
} from './route';
import { readUpload } from './upload';

export interface RouterDeps {
  authenticate(header: unknown): Promise<Principal>;
  limits: { take(type: 'api' | 'upload', id: string): Promise<Taken> };
  audit: Pick<Audit, 'record'>;
  idempotency: IdempotencyStore;
  changeTurn: ChangeTurn;
  /** People reach this server by https: cookies are never sent without. */
  secureCookies: boolean;
}

const mebibyte = 1024 * 1024;
export const apiRoot = '/api/v1/';

export function mountRoutes(app: Express, routes: readonly Route[], deps: RouterDeps): void {
  const perform = createPerform(app, routes, deps);
  const paths = [...new Set(routes.map(({ path }) => path))];
  // `sessions/counts` before `sessions/:id`, which would take it for an id.
  for (const path of paths.sort((a, b) => Number(a.includes(':')) - Number(b.includes(':')))) {
    const here = routes.filter((route) => route.path === path);
    for (const route of here) app[route.method](apiRoot + path, ...layers(route, perform, deps));
    app.all(apiRoot + path, refuseMethod(here));
  }
}

type Perform = (route: Route, request: Request, response: Response) => Promise<Done>;

interface Done {
  status: number;
  body: unknown;
  replayed?: true;
  /** For the audit log. */
  more?: Record<string, unknown>;
}

function layers(route: Route, perform: Perform, deps: RouterDeps): RequestHandler[] {
  return [
    async (request, response, next) => {
      response.set('Cache-Control', 'no-store');
      response.locals['secureCookies'] = deps.secureCookies;
      response.locals['principal'] = await admit(route, { request, response }, deps);
      next();
    },
    ...readers(route),
    async (request, response) => {
      const { status, body, replayed } = await perform(route, request, response);
      if (replayed) response.set('Idempotent-Replayed', 'true');
      if (body instanceof Streamed)
        await pipeline(Readable.from(body.json), response.status(status).type('json'));
      else if (body === undefined) response.status(status).end();
      else response.status(status).json(body);
    },
  ];
}

async function admit(
  route: Route,
  { request, response }: { request: Request; response: Response },
  deps: RouterDeps,
): Promise<Principal | undefined> {
  if (route.guard === 'public') return undefined;
  const principal = await deps.authenticate(request.get('Authorization'));
  showQuota(response, await deps.limits.take(route.limit ?? 'api', principal.id));
  for (const permission of permissionsOf(route.guard)) {
    if (!principal.permissions.has(permission))
      throw new DomainError('forbidden', `This needs the permission ${permission}.`);
  }
  return principal;
}

async function validCall(route: Route, request: Request, response: Response): Promise<Call> {
  try {
    return callOf(route, request, response);
  } catch (error) {
    if (!route.moreErrors || !(error instanceof DomainError) || !error.errors) throw error;
    const { params, body } = request;
    const principal = response.locals['principal'] as Principal;
    const more = await route.moreErrors({ principal, params, body: body as unknown });
    const isNew = ({ path }: { path: string }) => !error.errors!.some((one) => one.path === path);
    throw new DomainError('invalid', error.message, { errors: [...error.errors, ...more.filter(isNew)] });
  }
}

function readers(route: Route): RequestHandler[] {
  if (route.upload) return [readUpload(route.upload)];
  if (!route.body) return [];
  return [
    (request, _response, next) => {
      const empty = !request.headers['transfer-encoding'] && !Number(request.headers['content-length']);
      if (empty || request.is('application/json')) return next();
      throw new HttpRefusal(415, 'invalid', 'Send the body as application/json.');
    },
    express.json({ limit: route.maxBytes ?? mebibyte }),
  ];
}

/** Does it, once for an Idempotency-Key, only in the state that If-Match names, and says so in the audit log. */
function createPerform(app: Express, routes: readonly Route[], deps: RouterDeps): Perform {
  const tagOf = (body: string) => (app.get('etag fn') as (body: string) => string)(body);
  const ifUnchanged = createIfMatch(tagOf, deps.changeTurn);

  return async (route, request, response) => {
    const call = await validCall(route, request, response);
    const act = async (): Promise<Done> => {
      const done = await handle(route, call, response);
      if (isAudited(route)) await record(route, { call, ...done }, deps.audit);
      const location = done.status === 201 && locationOf(route, routes, done.body);
      if (location) response.set('Location', location);
      return done;
    };
    const key = request.get('Idempotency-Key');
    if (isKept(route) && key !== undefined) return once(deps.idempotency, { route, call, key }, act);
    const reading = hasVersion(route, routes) && routes.find((other) => isReading(other, route));
    if (!reading) return act();
    return ifUnchanged(reading, { call, ifMatch: request.get('If-Match') }, act);
  };
}

const isReading = (other: Route, { path }: Route) => other.method === 'get' && other.path === path;

async function handle(route: Route, call: Call, response: Response): Promise<Done> {
  const result = await route.handle(call);
  if (!(result instanceof Answer)) return { status: statusOf(route), body: result };
  response.set(result.headers);
  return {
    status: result.found ? (route.foundStatus ?? 200) : statusOf(route),
    body: result.body as unknown,
    ...(result.audit && { more: result.audit }),
  };
}

/** Where what was made can be read. */
function locationOf({ path }: Route, routes: readonly Route[], body: unknown): string | undefined {
  const id = (body as { id?: unknown } | null)?.id;
  const isReadable = routes.some((other) => other.method === 'get' && other.path === `${path}/:id`);
  return typeof id === 'string' && isReadable ? `${apiRoot}${path}/${id}` : undefined;
}

/** Comes after the routes of a path: no method of this path took the request. */
function refuseMethod(routes: readonly Route[]): RequestHandler {
  const methods = routes.map(({ method }) => method.toUpperCase());
  const allowed = [...methods, ...(methods.includes('GET') ? ['HEAD'] : []), 'OPTIONS'].join(', ');
  return (request, response) => {
    response.set('Allow', allowed);
    if (request.method === 'OPTIONS') response.status(204).end();
    else throw new HttpRefusal(405, 'invalid', `This takes ${allowed}.`);
  };
}

/** What the audit log keeps: every change by a person or a program. */
export function isAudited(route: Route): boolean {
  return route.method !== 'get' && route.guard !== 'public' && !route.readOnly;
}

export async function record(
  route: Route,
  { call, body, more }: Pick<Done, 'body' | 'more'> & { call: Call },
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
    ...(more && { more }),
    ipAddress: call.address,
    ...(call.userAgent && { userAgent: call.userAgent }),
  });
}
