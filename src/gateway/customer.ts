// Namespace /customer: a visitor's own conversation.
import { customerHandshake, type customerEvents } from '../protocol/sockets';
import type { Session } from '../protocol/model/session';
import type { GatewayDeps } from './deps';
import { parse, type Handlers } from './handle-event';
import { rooms, roomOf, type CustomerNamespace, type CustomerSocket } from './sockets';

/** What a socket was welcomed with holds this long: what changed since, it has heard. */
const seenForMs = 10_000;

type Bag = Pick<GatewayDeps, 'web'> & {
  /** Tells agents that have the session open, and the customer's other sockets. */
  told: { typing(socket: CustomerSocket, sessionId: string, typing: boolean): void };
};

export function createCustomerHandlers({ web, told }: Bag): Handlers<CustomerSocket, typeof customerEvents> {
  return {
    async 'message:send'(socket, said) {
      const { session, message } = await web.send(socket.data.visitor, said, socket.id);
      // A message that is sent again may be of an earlier session.
      if (session.status !== 'closed') socket.data.sessionId = session.id;
      return { message };
    },
    async 'session:sync'(socket, asked) {
      const { visitor, sessionId, seen } = socket.data;
      delete socket.data.seen;
      const isNew = seen?.id === sessionId && Date.now() - socket.handshake.issued < seenForMs;
      const page = await web.sync(visitor, asked, isNew ? seen : undefined);
      if (page.session) socket.data.sessionId = page.session.id;
      return page;
    },
    async 'session:request_human'(socket, { reason }) {
      return { session: await web.requestHuman(socket.data.visitor, reason) };
    },
    async 'session:rate'(socket, rating) {
      return { session: await web.rate(socket.data.visitor, rating) };
    },
    async 'session:close'(socket) {
      return { session: await web.close(socket.data.visitor) };
    },
    async 'message:read'({ data }, { seq }) {
      await web.read(data.visitor, seq, data.sessionId);
      return {};
    },
    async 'message:feedback'({ data }, word) {
      await web.feedback(data.visitor, word, data.sessionId);
      return {};
    },
    typing(socket, { typing }) {
      if (socket.data.sessionId) told.typing(socket, socket.data.sessionId, typing);
      return {};
    },
  };
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
    await limits.take('connect', address);
    if (asked.visitorToken === undefined && asked.identity === undefined)
      await limits.take('visitor', address);
  }
  return web.open(asked);
}

/** Joins before it reads, so that nothing falls between. */
export async function welcomeCustomer(
  { web }: GatewayDeps,
  socket: CustomerSocket,
  { visitorToken, visitor, channel, seen }: Opened,
): Promise<void> {
  await socket.join(rooms.customer(visitor.customer.id, visitor.channelId));
  const state = await web.current(visitor, seen);
  if (state) Object.assign(socket.data, { sessionId: state.id, seen: state });
  const session = state ? await web.present(state) : null;
  socket.emit('ready', { visitorToken, customer: visitor.customer, session, channel });
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
export function noteSession(namespace: CustomerNamespace, room: string, sessionId: string): void {
  for (const id of namespace.adapter.rooms.get(room) ?? []) {
    const socket = namespace.sockets.get(id);
    if (socket) socket.data.sessionId = sessionId;
  }
}
