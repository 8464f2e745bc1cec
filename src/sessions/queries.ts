// Questions: nothing is written.
import { notFound } from '../errors';
import type { Sessions } from './commands';
import type { SessionWriter } from './session-writer';
import type { OpenSessions } from './open-sessions';
import type { SessionState } from './session';
import type { MessageLog, SessionRows } from './store';

/** Places in the queue beyond this one are not told. */
const queueShown = 500;
const recentMs = 300;
const queuesKept = 1_000;

interface QueriesDeps {
  log: MessageLog;
  rows: SessionRows;
  writer: SessionWriter;
  open: OpenSessions;
}

export function createQueries({
  log,
  rows,
  writer,
  open,
}: QueriesDeps): Pick<Sessions, 'get' | 'list' | 'messages' | 'current' | 'newest' | 'queuePosition'> {
  const queues = createQueues(rows);

  /** The row, unless this node knows more of the log than the row does. */
  function newest(row: SessionState): SessionState {
    const known = writer.peek(row.id);
    return known && known.headSeq > row.headSeq ? known : row;
  }

  async function get(organizationId: string, sessionId: string): Promise<SessionState> {
    const row = await rows.get(organizationId, sessionId);
    if (!row) throw notFound('session');
    return newest(row);
  }

  /** Of a customer's sessions on a channel at most one is open: while its log says so, it is the current one. */
  async function stillOpen(seen: SessionState): Promise<SessionState | undefined> {
    const { organizationId, id: sessionId, channelId, customerId } = seen;
    if ((writer.peek(sessionId)?.headSeq ?? -1) < seen.headSeq) writer.put(seen);
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
      const known = writer.peek(sessionId);
      if (known?.organizationId !== organizationId) await get(organizationId, sessionId);
      const read = await log.read({ organizationId, sessionId }, page);
      writer.learn(sessionId, read);
      return read;
    },
    async current({ organizationId, customerId, channelId }, seen) {
      if (seen === null) return undefined;
      const still = seen && seen.status !== 'closed' && (await stillOpen(seen));
      if (still) return still;
      const row = await rows.latest(organizationId, customerId, channelId);
      if (!row) return undefined;
      // What a customer who connects asks first is what its next message needs.
      if (!writer.peek(row.id)) writer.put(row);
      if (row.status !== 'closed') open.set(channelId, customerId, row.id);
      return newest(row);
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
function createQueues(rows: Pick<SessionRows, 'waiting'>) {
  const read = new Map<string, { places: Promise<Map<string, number>>; until: number }>();

  async function look(organizationId: string): Promise<Map<string, number>> {
    const waiting = await rows.waiting(organizationId, queueShown);
    return new Map(waiting.map(({ id }, index) => [id, index + 1]));
  }

  return {
    /** By session id, from 1. 'recent' may be as old as `recentMs`. */
    places(organizationId: string, age: 'recent' | 'now'): Promise<Map<string, number>> {
      const known = read.get(organizationId);
      if (age === 'recent' && known && known.until > Date.now()) return known.places;
      const places = look(organizationId);
      places.catch(() => read.delete(organizationId));
      read.delete(organizationId);
      read.set(organizationId, { places, until: Date.now() + recentMs });
      if (read.size > queuesKept) read.delete(read.keys().next().value!);
      return places;
    },
  };
}
