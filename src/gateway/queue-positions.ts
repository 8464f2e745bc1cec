// What customers hear of their session, and of their place while they wait: at most one read of a queue at a time.
import { LRUCache } from 'lru-cache';
import type { SessionState } from '../sessions/session';
import { customerSession } from '../sessions/visibility';
import type { GatewayDeps } from './deps';
import { isHeard, roomOf, type Audience } from './sockets';

/** Customers beyond this place hear theirs when they come or write. */
const mostTold = 5_000;
/** Everybody's place is told anew at most this often; in a long queue after a millisecond for each who waits. */
const everyMs = 500;
/** Sessions whose last news are kept; of others, the same is told again. */
const maxTold = 20_000;

/** Tells a customer of its session unless that is what it heard last. */
function createSessionNews({
  customers,
  clustered,
  pictureOf,
}: Pick<Audience, 'customers' | 'clustered'> & Pick<GatewayDeps, 'pictureOf'>) {
  /** By session: the last news of it, apart from its messages. */
  const lastSent = new LRUCache<string, { news: string; headSeq: number }>({ max: maxTold });
  return (session: SessionState, position?: number): void => {
    const room = roomOf(session);
    if (!isHeard(customers, room, { clustered })) return;
    const { id, headSeq, status, agentId = '', agentName = '', metadata } = session;
    const picture = pictureOf(session.agentId);
    const news = `${status} ${agentId} ${agentName} ${picture} ${position} ${JSON.stringify(metadata['rating'])}`;
    const last = lastSent.get(id);
    // A row that was read before the session changed.
    if (last && last.headSeq > headSeq) return;
    lastSent.set(id, { news, headSeq });
    // What only a message changed is told by the message. Among several nodes another may have told something else since.
    if (!clustered && last?.news === news) return;
    const place = position === undefined ? {} : { queuePosition: position };
    customers.to(room).emit('session:update', { ...customerSession(session, picture), ...place });
  };
}

type Tell = ReturnType<typeof createSessionNews>;

/** Tells single sessions their places; those that are asked for while a queue is read are told by the next read. */
function createPlaceReader({ queue, log }: Pick<GatewayDeps, 'queue' | 'log'>, tell: Tell) {
  type Due = Map<string, SessionState>;
  /** By organization, by session: what the next read will tell, and what the one under way will. */
  const due = new Map<string, Due>();
  const asked = new Map<string, Due>();

  async function answer(organizationId: string, sessions: Due): Promise<void> {
    const order = await queue(organizationId);
    const places = new Map(order.map((id, index) => [id, index + 1]));
    for (const session of sessions.values()) tell(session, places.get(session.id));
  }

  function read(organizationId: string): void {
    const sessions = due.get(organizationId);
    if (!sessions || asked.has(organizationId)) return;
    due.delete(organizationId);
    asked.set(organizationId, sessions);
    answer(organizationId, sessions)
      .catch((error: unknown) => log.warn({ err: error }, cannotTell))
      .finally(() => {
        asked.delete(organizationId);
        read(organizationId);
      });
  }

  function drop({ organizationId, id }: SessionState): void {
    due.get(organizationId)?.delete(id);
    asked.get(organizationId)?.delete(id);
  }

  return {
    add(session: SessionState): void {
      const { organizationId, id } = session;
      drop(session);
      due.set(organizationId, (due.get(organizationId) ?? new Map()).set(id, session));
      read(organizationId);
    },
    drop,
  };
}

const cannotTell = 'could not tell customers their places in the queue';

export function createQueuePositions(
  deps: Audience & Pick<GatewayDeps, 'queue' | 'waiting' | 'pictureOf' | 'log'>,
) {
  const { customers, clustered, waiting, log } = deps;
  const tell = createSessionNews(deps);
  const places = createPlaceReader(deps, tell);
  const later = new Map<string, NodeJS.Timeout>();
  /** How many wait, where those are many. */
  const long = new Map<string, number>();

  async function tellAll(organizationId: string): Promise<void> {
    const queue = await waiting(organizationId, mostTold);
    if (queue.length > everyMs) long.set(organizationId, queue.length);
    else long.delete(organizationId);
    for (const [index, session] of queue.entries()) tell(session, index + 1);
  }

  return {
    /** One session changed. While it waits, its place is asked for first, unless it stops waiting meanwhile. */
    sessionChanged(session: SessionState): void {
      if (session.status !== 'waiting') {
        places.drop(session);
        tell(session);
      } else if (isHeard(customers, roomOf(session), { clustered })) places.add(session);
    },

    /** The queue itself changed: soon everybody in it hears its place. */
    queueChanged(organizationId: string): void {
      if (later.has(organizationId)) return;
      const tellThen = () => {
        later.delete(organizationId);
        tellAll(organizationId).catch((error: unknown) => log.warn({ err: error }, cannotTell));
      };
      const inMs = Math.max(everyMs, long.get(organizationId) ?? 0);
      later.set(organizationId, setTimeout(tellThen, inMs).unref());
    },

    stop(): void {
      for (const timer of later.values()) clearTimeout(timer);
      later.clear();
    },
  };
}
