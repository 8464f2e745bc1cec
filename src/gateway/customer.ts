// Namespace /customer: a visitor's own conversation.
import { customerHandshake, type customerEvents } from '../protocol/sockets';
import type { Visitor } from '../identity/principal';
import type { Session } from '../protocol/model/session';
import type { ReportedVisit, Visit } from '../protocol/visits';
import type { GatewayDeps } from './deps';
import { parse, type Handlers } from './handle-event';
import { takeFrom } from './rate-rules';
import { type ConnectionInfo } from './store';
import { visitingBrowser } from './user-agent';
import { rooms, roomOf, type CustomerData, type CustomerNamespace, type CustomerSocket } from './sockets';

/** What a socket was welcomed with holds this long: what changed since, it has heard. */
const seenForMs = 10_000;

type Bag = Pick<GatewayDeps, 'web' | 'renewVisitor' | 'leaveContact' | 'noteVisit' | 'options'> & {
  /** Tells agents that have the session open, and the customer's other sockets. */
  showTyping(socket: CustomerSocket, sessionId: string, typing: boolean): void;
  /** Tells agents that have the session open. */
  showVisit(sessionId: string, news: { customerId: string; visit: Visit }): void;
};

export function createCustomerHandlers(deps: Bag): Handlers<CustomerSocket, typeof customerEvents> {
  const { web } = deps;
  return {
    async 'message:send'(socket, { sessionId, ...said }) {
      const { data } = socket;
      // Nothing may be awaited for a session that the socket knows: messages keep their order.
      const person = knows(data, sessionId)
        ? personOf(data, sessionId)
        : (await web.reach(data.visitor, sessionId)).person;
      const { session, message } = await web.send(person, said, socket.id);
      // A message that is sent again may be of an earlier session.
      if (session.status !== 'closed' && person === data.visitor) data.sessionId = session.id;
      return { message };
    },
    async 'session:sync'({ data, handshake }, asked) {
      const { visitor, seen } = data;
      delete data.seen;
      const isNew = seen?.id === data.sessionId && Date.now() - handshake.issued < seenForMs;
      const page = await web.sync(visitor, asked, isNew ? seen : undefined);
      if (page.session && asked.sessionId === undefined) data.sessionId = page.session.id;
      return page;
    },
    'session:request_human': async ({ data }, asked) => ({
      session: await web.requestHuman(data.visitor, asked),
    }),
    'session:rate': async ({ data }, rating) => ({ session: await web.rate(data.visitor, rating) }),
    'session:close': async ({ data }, { sessionId }) => ({
      session: await web.close(data.visitor, sessionId),
    }),
    'session:transcript': ({ data, request }, asked) =>
      web.mailTranscript(data.visitor, { ...asked, address: deps.options.addressOf(request) }),
    async 'session:bring'({ data }, { sessionId }) {
      const session = await web.bring(data.visitor, sessionId);
      if (session.status !== 'closed') data.sessionId = session.id;
      return { session };
    },
    async 'message:read'({ data }, { seq, sessionId }) {
      if (!data.blocked) await web.read(data.visitor, seq, await sessionOf(web, data, sessionId));
      return {};
    },
    async 'message:feedback'({ data }, { sessionId, ...word }) {
      await web.feedback(data.visitor, word, await sessionOf(web, data, sessionId));
      return {};
    },
    'message:react': async ({ data }, reaction) => ({ message: await web.react(data.visitor, reaction) }),
    typing(socket, { typing, sessionId = socket.data.sessionId }) {
      if (sessionId && !socket.data.blocked && knows(socket.data, sessionId))
        deps.showTyping(socket, sessionId, typing);
      return {};
    },
    async 'customer:contact'({ data: { visitor } }, contact) {
      await web.mayWrite(visitor);
      await deps.leaveContact(visitor, contact);
      return {};
    },
    'customer:visit': (socket, reported) => noteVisit(deps, socket, reported),
    'auth:refresh': (socket, { identity }) => renew(deps, socket, identity),
  };
}

async function noteVisit(
  { noteVisit: note, showVisit, options }: Bag,
  { data, request, handshake: { headers } }: CustomerSocket,
  reported: ReportedVisit,
): Promise<Record<string, never>> {
  const { visitor, blocked } = data;
  if (blocked) return {};
  const browser = visitingBrowser(headers, options.fromProxy(request));
  const visit = await note(visitor, { reported, browser });
  if (visit && data.sessionId) showVisit(data.sessionId, { customerId: visitor.customer.id, visit });
  return {};
}

async function renew(
  { renewVisitor }: Bag,
  { data, handshake }: CustomerSocket,
  identity: string,
): Promise<{ expiresAt: string }> {
  const { channelKey } = parse(customerHandshake, handshake.auth);
  const signIn = await renewVisitor(data.visitor, channelKey, identity);
  data.visitor = { ...data.visitor, signIn };
  return { expiresAt: new Date(signIn.expiresAt).toISOString() };
}

/** No session: the current one, whichever it is. */
const knows = ({ sessionId, anonymousSessionId }: CustomerData, asked: string | undefined): boolean =>
  asked === undefined || asked === sessionId || asked === anonymousSessionId;

/** Whose conversation that is: the visitor's own, or the one from before it signed in. */
function personOf({ visitor, anonymousSessionId }: CustomerData, asked: string | undefined): Visitor {
  const { anonymous } = visitor;
  return asked !== undefined && asked === anonymousSessionId && anonymous
    ? { ...visitor, customer: anonymous }
    : visitor;
}

async function sessionOf(web: Bag['web'], data: CustomerData, asked?: string): Promise<string> {
  const known = knows(data, asked) ? (asked ?? data.sessionId) : undefined;
  return known ?? (await web.reach(data.visitor, asked)).state.id;
}

type Opened = Awaited<ReturnType<GatewayDeps['web']['open']>>;

/** @throws what `web.open` and the limits throw, `invalid` for a handshake of another shape */
export async function openCustomer(
  { web, limits, options }: GatewayDeps,
  socket: CustomerSocket,
): Promise<Opened> {
  const asked = parse(customerHandshake, socket.handshake.auth);
  if (options.rateLimits) {
    const address = options.addressOf(socket.request);
    await takeFrom(limits, 'connect', address);
    if (asked.visitorToken === undefined && asked.identity === undefined)
      await takeFrom(limits, 'visitor', address);
  }
  return web.open(asked);
}

/** What the realtime store says of it. */
export function connectionOf({ id, data: { visitor }, handshake }: CustomerSocket, node: string) {
  const info: ConnectionInfo = {
    kind: 'customer',
    organizationId: visitor.organizationId,
    customerId: visitor.customer.id,
    ...(visitor.anonymous && { anonymousId: visitor.anonymous.id }),
    node,
    connectedAt: new Date(handshake.issued).toISOString(),
  };
  return { id, info };
}

/** Joins before it reads, so that nothing falls between. */
export async function welcomeCustomer(
  { web }: GatewayDeps,
  socket: CustomerSocket,
  opened: Opened,
): Promise<void> {
  const { channelId, customer, anonymous } = opened.visitor;
  if (customer.blocked) socket.data.blocked = true;
  const names = [customer.id, ...(anonymous ? [anonymous.id] : [])];
  await socket.join(names.map((id) => rooms.customer(id, channelId)));
  const { ready, shown, current, before } = await web.welcome(opened);
  if (current) Object.assign(socket.data, { sessionId: current.id, seen: current });
  if (before) socket.data.anonymousSessionId = before.id;
  socket.data.channelTold = JSON.stringify(shown);
  socket.emit('ready', ready);
}

/** What the bell `began` should have told these sockets: whose session is another one by now hears of it. */
export async function announceSession(
  { web, begunSince }: Pick<GatewayDeps, 'web' | 'begunSince'>,
  sockets: readonly CustomerSocket[],
): Promise<void> {
  const known = sockets.map(({ data: { visitor, sessionId } }) => ({
    customerId: visitor.customer.id,
    channelId: visitor.channelId,
    sessionId,
  }));
  const begun = new Map<string, { id: string; session: Session }>();
  for (const state of known.length > 0 ? await begunSince(known) : [])
    begun.set(roomOf(state), { id: state.id, session: await web.present(state) });
  for (const [index, socket] of sockets.entries()) {
    const { customerId, channelId, sessionId } = known[index]!;
    const now = begun.get(rooms.customer(customerId, channelId));
    // Whoever learned of another one meanwhile knows better.
    if (!now || now.id === sessionId || socket.data.sessionId !== sessionId) continue;
    socket.data.sessionId = now.id;
    socket.emit('session:update', now.session);
  }
}

/** The sockets of this node in a room learn which session their customer is in. */
export function noteSession({ adapter, sockets }: CustomerNamespace, room: string, sessionId: string): void {
  for (const id of adapter.rooms.get(room) ?? []) {
    const data = sockets.get(id)?.data;
    if (!data) continue;
    if (room === roomOfVisitor(data.visitor)) data.sessionId = sessionId;
    else data.anonymousSessionId = sessionId;
  }
}

/** A conversation from before a sign-in is over: what the customer writes now is of the signed-in one. */
export function forgetAnonymousSession(
  { adapter, sockets }: CustomerNamespace,
  room: string,
  sessionId: string,
): void {
  for (const id of adapter.rooms.get(room) ?? []) {
    const data = sockets.get(id)?.data;
    if (data?.anonymousSessionId === sessionId) delete data.anonymousSessionId;
  }
}

const roomOfVisitor = ({ customer, channelId }: Visitor) => rooms.customer(customer.id, channelId);
