// The core: every change of a session is one append (commands.ts says what each does). Knows no channel, socket or model.
import { DomainError, notFound } from '../errors';
import type { BellRope } from '../events';
import type { Log } from '../log';
import type { ChannelType } from '../protocol/things';
import type { AgentRef, Sessions } from './commands';
import { createCommitter } from './committer';
import { createKeyedMutex } from './keyed-mutex';
import { createLedger, type Change } from './ledger';
import { createProjector } from './projector';
import { fold, emptySession, type SessionState } from './session';
import type { MessageLog, Projection, SessionRows } from './store';
import { looking } from './looking';
import { talking } from './talking';
import * as transitions from './transitions';

export interface SessionsDeps {
  log: MessageLog;
  rows: SessionRows;
  projection: Projection;
  bells: BellRope;
  logger: Log;
  /** Who should get a session now; undefined = the queue. A question: it writes nothing. */
  pick(wanted: {
    organizationId: string;
    specialty?: string;
    channelType: ChannelType;
    customerId: string;
  }): Promise<AgentRef | undefined>;
  lanes?: number;
}

export interface SessionsService extends Sessions {
  /** Folds the whole log again and writes the row: for rows that lag. */
  repair(sessionId: string): Promise<void>;
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
  const { log, rows, projection, bells } = deps;
  const committer = createCommitter(log, deps.lanes === undefined ? {} : { lanes: deps.lanes });
  const projector = createProjector({ projection, bells, log: deps.logger });
  const ledger = createLedger({ log, rows, committer, projector, bells });
  const assigning = createKeyedMutex();
  let closed = false;

  async function update({
    by,
    labels,
    priority,
    ...command
  }: Parameters<Sessions['update']>[0]): Promise<SessionState> {
    const { organizationId, sessionId } = command;
    let { expectSeq } = command;
    let session = await ledger.read(organizationId, sessionId);
    if (labels) {
      session = await transition({ ...command, decide: (state) => transitions.labeling(state, labels, by) });
      expectSeq = undefined;
    }
    if (!priority) return session;
    const decide = (state: SessionState) => transitions.prioritizing(state, priority, by);
    return transition({ organizationId, sessionId, expectSeq, decide });
  }

  /** A change of who holds the session: the row is written before the caller hears, and the queue is told. */
  async function transition(change: Omit<Change, 'fresh'>): Promise<SessionState> {
    const { session, message } = await ledger.change({ ...change, fresh: true });
    if (!message) return session;
    await projector.flush();
    bells.ring('queue', { organizationId: session.organizationId });
    return session;
  }

  async function handOver({
    packet,
    ...command
  }: Parameters<Sessions['handOver']>[0]): Promise<SessionState> {
    // One assignment at a time in an organization, so that two do not both take the last free place of an agent.
    return assigning.run(command.organizationId, async () => {
      const { channelType, customerId, status } = await ledger.read(
        command.organizationId,
        command.sessionId,
      );
      const specialty = packet.suggestedSpecialty;
      const agent =
        status === 'active'
          ? await deps.pick({
              organizationId: command.organizationId,
              channelType,
              customerId,
              ...(specialty !== undefined && { specialty }),
            })
          : undefined;
      return transition({ ...command, decide: (state) => transitions.handingOver(state, packet, agent) });
    });
  }

  async function reopen({ agent, ...command }: Parameters<Sessions['reopen']>[0]): Promise<SessionState> {
    const before = await ledger.read(command.organizationId, command.sessionId);
    if (!transitions.reopening(before, agent)) return before;
    // The row first: its unique index says whether the customer has another open session.
    if (!(await rows.reopen(command.organizationId, command.sessionId))) {
      throw new DomainError('conflict', 'The customer has a newer open conversation on this channel.');
    }
    return transition({ ...command, decide: (state) => transitions.reopening(state, agent) });
  }

  async function repair(sessionId: string): Promise<void> {
    const row = await projection.find(sessionId);
    if (!row) return;
    const ref = { organizationId: row.organizationId, sessionId };
    let state = emptySession(row);
    for (;;) {
      const messages = await log.read(ref, { after: state.headSeq, limit: page });
      state = fold(state, messages);
      if (messages.length < page) break;
    }
    ledger.put(state);
    projector.mark(state);
    await projector.flush();
  }

  return {
    ...talking({ ...deps, ledger, isClosed: () => closed }),
    ...looking({ ...deps, ledger }),
    handOver,
    claim: ({ agent, ...command }) =>
      transition({ ...command, decide: (state) => transitions.claiming(state, agent) }),
    transfer: ({ by, to, reason, action, ...command }) =>
      transition({
        ...command,
        decide: (state) =>
          transitions.transferring(state, { by, to, ...(reason && { reason }), ...(action && { action }) }),
      }),
    close: ({ by, ...command }) =>
      transition({ ...command, decide: (state) => transitions.closing(state, by) }),
    reopen,
    rate: ({ customerId, score, comment, ...command }) =>
      transition({
        ...command,
        decide(state) {
          if (state.customerId !== customerId) throw notFound('session');
          return transitions.rating(state, { customerId, score, ...(comment && { comment }) });
        },
      }),
    update,
    repair,
    stats: () => ({
      ...committer.stats(),
      dirty: projector.stats().dirty,
      projectionFailures: projector.stats().failures,
      states: ledger.size,
    }),
    async drain() {
      closed = true;
      await committer.drained();
      await projector.close();
    },
  };
}
