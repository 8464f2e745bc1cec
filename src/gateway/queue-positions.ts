// What customers hear of their session, and of their place while they wait: at most one read of a queue at a time.
import { LRUCache } from 'lru-cache';
import type { SessionState } from '../sessions/session';
import { customerSession } from '../sessions/views';
import type { GatewayDeps } from './deps';
import { isHeard, roomOf, type Audience } from './sockets';

/** Customers beyond this place are not told theirs. */
const shown = 500;
/** Everybody's place is told anew at most this often. */
const everyMs = 500;
/** Sessions whose last news are kept; of others, the same is told again. */
const maxTold = 20_000;

/** Tells a customer of its session unless that is what it heard last. */
function createSessionNews({ customers, clustered }: Pick<Audience, 'customers' | 'clustered'>) {
  /** By session: the last news of it, apart from its messages. */
  const lastTold = new LRUCache<string, string>({ max: maxTold });
  return (session: SessionState, position?: number): void => {
    const room = roomOf(session);
    if (!isHeard(customers, room, { clustered })) return;
    const { id, status, agentId = '', agentName = '', metadata } = session;
    const news = `${status} ${agentId} ${agentName} ${position} ${JSON.stringify(metadata['rating'])}`;
    // What only a message changed is told by the message.
    if (lastTold.get(id) === news) return;
    lastTold.set(id, news);
    const place = position === undefined ? {} : { queuePosition: position };
    customers.to(room).emit('session:update', { ...customerSession(session), ...place });
  };
}

type Tell = ReturnType<typeof createSessionNews>;

/** Tells single sessions their places; those that are asked for while a queue is read are told by the next read. */
function createPlaceReader({ waiting, log }: Pick<GatewayDeps, 'waiting' | 'log'>, tell: Tell) {
  /** By organization, by session: what is still to be told with its place. */
  const due = new Map<string, Map<string, SessionState>>();
  const reading = new Set<string>();

  async function answer(organizationId: string): Promise<void> {
    const queue = await waiting(organizationId, shown);
    const places = new Map(queue.map(({ id }, index) => [id, index + 1]));
    const told = due.get(organizationId);
    due.delete(organizationId);
    for (const session of told?.values() ?? []) tell(session, places.get(session.id));
  }

  function read(organizationId: string): void {
    if (reading.has(organizationId)) return;
    reading.add(organizationId);
    answer(organizationId)
      .catch((error: unknown) => {
        due.delete(organizationId);
        log.warn({ err: error }, 'could not tell customers their places in the queue');
      })
      .finally(() => {
        reading.delete(organizationId);
        if (due.has(organizationId)) read(organizationId);
      });
  }

  return {
    add(session: SessionState): void {
      const { organizationId, id } = session;
      due.set(organizationId, (due.get(organizationId) ?? new Map()).set(id, session));
      read(organizationId);
    },
    drop: ({ organizationId, id }: SessionState): void => void due.get(organizationId)?.delete(id),
  };
}

export function createQueuePositions(deps: Audience & Pick<GatewayDeps, 'waiting' | 'log'>) {
  const { customers, clustered, waiting, log } = deps;
  const tell = createSessionNews({ customers, clustered });
  const places = createPlaceReader(deps, tell);
  const later = new Map<string, NodeJS.Timeout>();

  async function tellAll(organizationId: string): Promise<void> {
    const queue = await waiting(organizationId, shown);
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
        tellAll(organizationId).catch((error: unknown) =>
          log.warn({ err: error }, 'could not tell customers their places in the queue'),
        );
      };
      later.set(organizationId, setTimeout(tellThen, everyMs).unref());
    },

    stop(): void {
      for (const timer of later.values()) clearTimeout(timer);
      later.clear();
    },
  };
}
