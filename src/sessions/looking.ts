// Questions: nothing is written.
import { notFound } from '../errors';
import type { Sessions } from './commands';
import type { Ledger } from './ledger';
import type { OpenSessions } from './open-sessions';
import type { SessionState } from './session';
import type { MessageLog, SessionRows } from './store';

/** Places in the queue beyond this one are not told. */
const queueShown = 500;

interface LookingDeps {
  log: MessageLog;
  rows: SessionRows;
  ledger: Ledger;
  open: OpenSessions;
}

export function looking({
  log,
  rows,
  ledger,
  open,
}: LookingDeps): Pick<Sessions, 'get' | 'list' | 'messages' | 'current' | 'queuePosition'> {
  /** The row, unless this node knows more of the log than the row does. */
  function newest(row: SessionState): SessionState {
    const known = ledger.peek(row.id);
    return known && known.headSeq > row.headSeq ? known : row;
  }

  async function get(organizationId: string, sessionId: string): Promise<SessionState> {
    const row = await rows.get(organizationId, sessionId);
    if (!row) throw notFound('session');
    return newest(row);
  }

  return {
    get,
    list: (organizationId, filter, page) => rows.find(organizationId, filter, page),
    async messages(organizationId, sessionId, page) {
      const known = ledger.peek(sessionId);
      if (known?.organizationId !== organizationId) await get(organizationId, sessionId);
      return log.read({ organizationId, sessionId }, page);
    },
    async current(organizationId, customerId, channelId) {
      const row = await rows.latest(organizationId, customerId, channelId);
      if (!row) return undefined;
      // What a customer who connects asks first is what its next message needs.
      if (!ledger.peek(row.id)) ledger.put(row);
      if (row.status !== 'closed') open.set(channelId, customerId, row.id);
      return newest(row);
    },
    async queuePosition(session) {
      if (session.status !== 'waiting') return undefined;
      const waiting = await rows.waiting(session.organizationId, queueShown);
      const index = waiting.findIndex(({ id }) => id === session.id);
      return index < 0 ? undefined : index + 1;
    },
  };
}
