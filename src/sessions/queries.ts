// Questions: nothing is written.
import { notFound } from '../errors';
import type { Sessions } from './commands';
import { LRUCache } from 'lru-cache';
import type { SessionWriter } from './session-writer';
import type { SessionStates } from './session-states';
import type { OpenSessions } from './open-sessions';
import { newerOf, withCustomerOf, type SessionState } from './session';
import type { MessageLog, SessionRows } from './store';

const recentMs = 300;
const queuesKept = 1_000;

interface QueriesDeps {
  log: MessageLog;
  rows: SessionRows;
  states: SessionStates;
  writer: SessionWriter;
  open: OpenSessions;
}

export function createQueries({
  log,
  rows,
  states,
  writer,
  open,
}: QueriesDeps): Pick<Sessions, 'get' | 'list' | 'messages' | 'current' | 'newest' | 'queuePosition'> {
  const queues = createQueues(rows);

  /** The row, and what this node knows beyond it. */
  function newest(row: SessionState): SessionState {
    const known = states.peek(row.id);
    if (!known) return row;
    const { customerGoneSince } = row;
    const now = withCustomerOf(row, newerOf(row, known));
    return customerGoneSince !== undefined && now.status === 'waiting' ? { ...now, customerGoneSince } : now;
  }

  async function get(organizationId: string, sessionId: string): Promise<SessionState> {
    const row = await rows.get(organizationId, sessionId);
    if (!row) throw notFound('session');
    // Whoever looks at it reads its messages next: what they tell is learned.
    states.putRow(row);
    return newest(row);
  }

  /** Of a customer's sessions on a channel at most one is open: while its log says so, it is the current one. */
  async function stillOpen(seen: SessionState): Promise<SessionState | undefined> {
    const { organizationId, id: sessionId, channelId, customerId } = seen;
    states.putRow(seen);
    if (!open.get(channelId, customerId)) open.set(channelId, customerId, sessionId);
    // In turn with the changes: a message that comes with the handshake finds the state brought up to the log.
    await writer.change({ organizationId, sessionId, fresh: true, decide: () => null });
    const known = newest(seen);
    return known.status === 'closed' ? undefined : known;
  }

  return {
    get,
    newest,
    list: (organizationId, filter, page) => rows.find(organizationId, filter, page),
    async messages(organizationId, sessionId, page) {
      const known = states.peek(sessionId);
      if (known?.organizationId !== organizationId) await get(organizationId, sessionId);
      const read = await log.read({ organizationId, sessionId }, page);
      states.learn(sessionId, read);
      return read;
    },
    async current(customer, seen) {
      if (seen === null) return undefined;
      const still = seen && seen.status !== 'closed' && (await stillOpen(seen));
      if (still) return still;
      const row = await rows.latest(customer);
      if (!row) return undefined;
      // What a customer who connects asks first is what its next message needs.
      const known = states.putRow(row);
      if (row.status !== 'closed') open.set(customer.channelId, customer.customerId, row.id);
      return known;
    },
    async queuePosition({ status, organizationId, id }) {
      if (status !== 'waiting') return undefined;
      return (
        (await queues.places(organizationId, 'recent')).get(id) ??
        (await queues.places(organizationId, 'now')).get(id)
      );
    },
  };
}

/** Many who wait ask for their place at once, after a restart all of them: one read of the queue answers them. */
function createQueues(rows: Pick<SessionRows, 'queue'>) {
  const recent = new LRUCache<string, Promise<Map<string, number>>>({ max: queuesKept, ttl: recentMs });

  async function look(organizationId: string): Promise<Map<string, number>> {
    const order = await rows.queue(organizationId);
    return new Map(order.map((id, index) => [id, index + 1]));
  }

  return {
    /** By session id, from 1. 'recent' may be as old as `recentMs`. */
    places(organizationId: string, age: 'recent' | 'now'): Promise<Map<string, number>> {
      const known = age === 'recent' ? recent.get(organizationId) : undefined;
      if (known) return known;
      const places = look(organizationId);
      places.catch(() => recent.delete(organizationId));
      recent.set(organizationId, places);
      return places;
    },
  };
}
