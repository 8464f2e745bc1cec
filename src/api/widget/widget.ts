// The customers' HTTP twin of namespace /customer: the same conversation, for clients without sockets.
import express, {
  Router,
  type NextFunction,
  type Request,
  type RequestHandler,
  type Response,
} from 'express';
import type { Files } from '../../files/files';
import { maxFileBytes } from '../../files/limits';
import { bearer } from '../../identity/access';
import type { Visitor } from '../../identity/principal';
import type { OpenedVisitor, OpenVisitor } from '../../identity/visitors';
import type { CustomerReady } from '../../protocol/server-events';
import type { CustomerSync } from '../../protocol/sockets';
import type { Message } from '../../protocol/model/message';
import type { Session } from '../../protocol/model/session';
import { listWidgetMessages, listWidgetSessions, openWidget, sendWidgetMessage } from '../../protocol/widget';
import type { Page } from '../../sessions/store';
import { once, type IdempotencyStore } from '../http/idempotency';
import { parse } from '../http/parse';
import { showQuota, type Taken } from '../http/rate-limit-headers';
import type { UploadedFile } from '../http/route';
import { readUpload } from '../http/upload';

export interface WidgetDeps {
  /** channels/web, handed over by app/. */
  web: {
    open(asked: OpenVisitor): Promise<OpenedVisitor>;
    welcome(opened: OpenedVisitor): Promise<{ ready: CustomerReady }>;
    /** @throws `forbidden` for a blocked customer */
    mayWrite(visitor: Visitor): Promise<void>;
    reach(visitor: Visitor, sessionId?: string): Promise<{ person: Visitor }>;
    list(visitor: Visitor, page: { limit: number; cursor?: string }): Promise<Page<Session>>;
    send(
      visitor: Visitor,
      said: { clientMessageId: string; text?: string; attachmentIds?: string[] },
    ): Promise<{ message: Message }>;
    sync(visitor: Visitor, asked: { afterSeq: number; sessionId?: string }): Promise<CustomerSync>;
  };
  /** Ends a visitor's token and whatever is open with it. */
  signOut(visitor: Visitor): Promise<void>;
  /** @throws `unauthenticated` */
  visitor(token: string): Promise<Visitor>;
  files: Pick<Files, 'keep' | 'incoming'>;
  idempotency: IdempotencyStore;
  limits: { take(type: 'message' | 'event' | 'upload', id: string): Promise<Taken> };
  /** Counts one by the network that an address belongs to. @throws `rate_limited` */
  takeFrom(type: 'connect' | 'visitor' | 'upload', address: string): Promise<void>;
}

/** To be mounted at /api/v1/widget. Errors go to `next`. Tokens, not cookies, say who calls: any page may ask. */
export function createWidgetRouter(deps: WidgetDeps): Router {
  const router = Router();
  router.use(allowAnyOrigin);
  router.use(express.json({ limit: '100kb', strict: true }));
  serveSessions(router, deps);
  serveMessages(router, deps);
  serveUploads(router, deps);
  return router;
}

function serveSessions(router: Router, deps: WidgetDeps): void {
  const { web, limits } = deps;
  router.post('/sessions', async (request, response) => {
    const asked = parse(openWidget, request.body ?? {});
    const address = request.ip ?? '';
    await deps.takeFrom('connect', address);
    if (asked.visitorToken === undefined && asked.identity === undefined)
      await deps.takeFrom('visitor', address);
    const { ready } = await web.welcome(await web.open(asked));
    response.json(ready);
  });

  router.get('/sessions', async (request, response) => {
    const visitor = await visitorOf(deps, request);
    showQuota(response, await limits.take('event', visitor.customer.id));
    response.json(await web.list(visitor, parse(listWidgetSessions, request.query)));
  });

  router.post('/logout', async (request, response) => {
    await deps.signOut(await visitorOf(deps, request));
    response.sendStatus(204);
  });
}

function serveMessages(router: Router, deps: WidgetDeps): void {
  const { web, limits } = deps;
  router.get('/messages', async (request, response) => {
    const visitor = await visitorOf(deps, request);
    showQuota(response, await limits.take('event', visitor.customer.id));
    const { after, ...rest } = parse(listWidgetMessages, request.query);
    response.json(await web.sync(visitor, { afterSeq: after, ...rest }));
  });

  router.post('/messages', async (request, response) => {
    const visitor = await visitorOf(deps, request);
    showQuota(response, await limits.take('message', visitor.customer.id));
    const { sessionId, ...said } = parse(sendWidgetMessage, request.body ?? {});
    const person = sessionId === undefined ? visitor : (await web.reach(visitor, sessionId)).person;
    const call = { visitor, body: said };
    const sent = async () => ({ message: (await web.send(person, said)).message });
    await answerOnce(deps, { request, response }, { name: 'widget.send', call, act: sent });
  });
}

function serveUploads(router: Router, deps: WidgetDeps): void {
  const { web, limits, files } = deps;
  router.post(
    '/attachments',
    async (request, response, next) => {
      const visitor = await visitorOf(deps, request);
      showQuota(response, await limits.take('upload', visitor.customer.id));
      // Anybody may be a new visitor.
      await deps.takeFrom('upload', request.ip ?? '');
      await web.mayWrite(visitor);
      response.locals['visitor'] = visitor;
      next();
    },
    readUpload({ maxBytes: maxFileBytes, folder: files.incoming }),
    async (request, response) => {
      const visitor = response.locals['visitor'] as Visitor;
      const { organizationId, customer } = visitor;
      const { path, originalname: fileName, mimetype: mediaType } = request.file!;
      const uploader = { organizationId, id: customer.id, customerId: customer.id };
      const call = { visitor, file: { path, fileName, mediaType, bytes: Buffer.alloc(0) } };
      const act = () => files.keep(uploader, { path, fileName });
      await answerOnce(deps, { request, response }, { name: 'widget.upload', call, act });
    },
  );
}

interface Keyed {
  name: string;
  call: { visitor: Visitor; body?: unknown; file?: UploadedFile };
  act(): Promise<unknown>;
}

/** With an Idempotency-Key it is done once. A key is its visitor's own: no other visitor meets it. */
async function answerOnce(
  { idempotency }: Pick<WidgetDeps, 'idempotency'>,
  { request, response }: { request: Request; response: Response },
  { name, call: { visitor, ...given }, act }: Keyed,
): Promise<void> {
  const key = request.get('Idempotency-Key');
  if (key === undefined) return void response.status(201).json(await act());
  const { organizationId, customer } = visitor;
  const route = { name: `${name} ${customer.id}` };
  const call = {
    principal: { organizationId, id: customer.id },
    params: undefined,
    query: undefined,
    body: undefined,
    ...given,
  };
  const done = async () => ({ status: 201, body: await act() });
  const { body, replayed } = await once(idempotency, { route, call, key }, done);
  if (replayed) response.set('Idempotent-Replayed', 'true');
  response.status(201).json(body);
}

export async function visitorOf(
  { visitor }: Pick<WidgetDeps, 'visitor'>,
  request: Request,
): Promise<Visitor> {
  return visitor(bearer(request.get('authorization')));
}

/** Tokens and keys, not cookies, say who calls. */
export const allowAnyOrigin: RequestHandler = (request: Request, response: Response, next: NextFunction) => {
  response.set({
    'Access-Control-Allow-Origin': '*',
    'Access-Control-Allow-Headers': 'Authorization, Content-Type, Idempotency-Key',
    'Access-Control-Allow-Methods': 'GET, POST',
    'Access-Control-Expose-Headers': 'Retry-After, RateLimit, RateLimit-Policy, Idempotent-Replayed',
    'Access-Control-Max-Age': '600',
    'Cache-Control': 'no-store',
  });
  if (request.method === 'OPTIONS') response.sendStatus(204);
  else next();
};
