// The core: every change of a session is one append (commands.ts says what each does). Knows no channel, socket or model.
import type { EventBus } from '../events';
import type { Log } from '../log';
import type { BornAs, DetectIn, Sessions } from './commands';
import { createCommitter } from './committer';
import { createDeliveryStates } from './delivery-states';
import { closeOlderSession } from './close-older-session';
import { createErase, createExpire } from './erasure';
import type { HandoverWords } from './hand-over';
import { createReads } from './mark-read';
import { createSessionStates, type WithSla } from './session-states';
import { createSessionWriter } from './session-writer';
import { createProjector } from './projector';
import { readerOf, type Reader, type Readings } from './read-watermarks';
import { fold } from './fold';
import { withResponders } from './human-responses';
import { emptySession, withReadings, type SessionState } from './session';
import type { AssignAgents } from './assign-agents';
import type { MessageLog, Projection, SessionRows } from './store';
import { createQueries } from './queries';
import { createAssignment, type RatingWords } from './assignment';
import { createOpenSessions } from './open-sessions';
import { createMerge, type MergeTurn } from './merging/merge';
import { createMessaging } from './messaging';
import { createReceive } from './receive';

export interface SessionsDeps {
  log: MessageLog;
  rows: SessionRows;
  projection: Projection;
  events: EventBus;
  logger: Log;
  bornAs: BornAs;
  handoverWords: HandoverWords;
  ratingWords: RatingWords;
  assign: AssignAgents;
  detectIn: DetectIn;
  withSla: WithSla;
  mergeTurn: MergeTurn;
  /** Milliseconds since 1970 by the clock that all nodes share: who has waited for how long is decided by it. */
  now(): number;
  lanes?: number;
}

export interface SessionsService extends Sessions {
  /** Folds the whole log again, for rows that lag; `writeRows` writes them. */
  repair(sessionId: string): Promise<void>;
  /** Reads from its log who answered in a session, of which its row does not know, and writes that down. */
  nameResponders(sessionId: string): Promise<void>;
  /** Tells the other log of every merge of which it does not know. */
  finishMerges(): Promise<void>;
  /** Writes every row that waits for it. */
  writeRows(): Promise<void>;
  stats(): {
    queued: number;
    groups: number;
    messages: number;
    dirty: number;
    projectionFailures: number;
    states: number;
  };
  /** Refuses what is new and writes what is under way. */
  drain(): Promise<void>;
}

/** Messages read at once when a whole log is folded. */
const page = 500;

export function createSessions(deps: SessionsDeps): SessionsService {
  const { log, projection, events } = deps;
  const committer = createCommitter(log, deps.lanes === undefined ? {} : { lanes: deps.lanes });
  const closing = new Set<Promise<unknown>>();
  const projector = createProjector({ projection, events, log: deps.logger, onRefused: closeOlder });
  const states = createSessionStates(deps);
  const writer = createSessionWriter({ ...deps, states, committer, projector });
  const open = createOpenSessions();
  const moves = createAssignment({ ...deps, writer, projector });
  let closed = false;
  const receive = createReceive({ ...deps, writer, open });
  const messaging = createMessaging({ ...deps, writer, receive, isClosed: () => closed });

  /**
   * Reopened at the moment in which its customer began another one: the new one stays, and this log says so. Also while the
   * node drains, which waits for it.
   */
  function closeOlder(older: SessionState): void {
    const { organizationId, customerId, channelId, id: sessionId } = older;
    open.delete(channelId, customerId);
    const done = closeOlderSession({ log, writer, events, receive }, older)
      .then(() => events.emit('queue', { organizationId }))
      .catch((error: unknown) =>
        deps.logger.warn({ err: error, sessionId }, 'could not close an older session'),
      )
      .finally(() => closing.delete(done));
    closing.add(done);
  }

  return {
    ...messaging,
    ...createReads({ ...deps, states, writer }),
    ...createQueries({ ...deps, states, writer, open }),
    ...createDeliveryStates({ ...deps, writer }),
    ...moves,
    ...createMerge({ ...deps, writer, projector }),
    erase: createErase({ log, writer, projector, close: moves.close }),
    expire: createExpire({ log, writer, projector }),
    async repair(sessionId) {
      const row = await projection.find(sessionId);
      if (row) await writer.patch(row.organizationId, sessionId, () => rebuilt(deps, row));
    },
    async nameResponders(sessionId) {
      const row = await projection.find(sessionId);
      if (row?.respondersUnknown) await projection.writeResponders(await withResponders(log, row));
    },
    writeRows: projector.flush,
    stats: () => ({
      ...committer.stats(),
      dirty: projector.stats().dirty,
      projectionFailures: projector.stats().failures,
      states: states.size,
    }),
    async drain() {
      closed = true;
      await committer.drained();
      await projector.flush();
      await Promise.all(closing);
      await projector.close();
    },
  };
}

/** The session as its whole log tells it. */
async function rebuilt({ log }: SessionsDeps, row: SessionState): Promise<SessionState> {
  const ref = { organizationId: row.organizationId, sessionId: row.id };
  const firstUnread: Partial<Record<Reader, number>> = {};
  let state = emptySession(row);
  for (;;) {
    const messages = await log.read(ref, { after: state.headSeq, limit: page });
    state = fold(state, messages);
    for (const message of messages) {
      const reader = readerOf(message);
      if (reader && !message.isRead) firstUnread[reader] ??= message.seq;
    }
    if (messages.length < page) return withReadings(state, upToUnread(state, firstUnread));
  }
}

/** Each watermark as far as it may be: whatever a row holds of the reader counts no further. */
function upToUnread(
  { readings, headSeq }: SessionState,
  firstUnread: Partial<Record<Reader, number>>,
): Readings {
  const further = (reader: Reader) => ({
    ...readings[reader],
    readUpTo: Math.max(readings[reader].readUpTo, (firstUnread[reader] ?? headSeq + 1) - 1),
  });
  return { team: further('team'), customer: further('customer') };
}
