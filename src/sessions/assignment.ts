// Who holds a session, and what is said about it: each change is one system or handover message.
import { DomainError, notFound } from '../errors';
import type { EventBus } from '../events';
import type { ChannelType } from '../protocol/model/channel';
import type { AgentRef, Sessions } from './commands';
import { createKeyedMutex } from '../tools/keyed-mutex';
import type { Change, SessionWriter } from './session-writer';
import type { Projector } from './projector';
import type { SessionState } from './session';
import type { InTurn, SessionRows } from './store';
import * as transitions from './transitions';

/** Who should get a session now; undefined = the queue. A question: it writes nothing. */
export type PickAgent = (wanted: {
  organizationId: string;
  specialty?: string;
  channelType: ChannelType;
  customerId: string;
}) => Promise<AgentRef | undefined>;

interface AssignmentDeps {
  rows: Pick<SessionRows, 'latest'>;
  writer: SessionWriter;
  projector: Projector;
  events: EventBus;
  pick: PickAgent;
  inTurn?: InTurn;
}

type Moves = Pick<Sessions, 'handOver' | 'claim' | 'transfer' | 'close' | 'reopen' | 'rate' | 'update'>;

export function createAssignment({ rows, writer, projector, events, pick, inTurn }: AssignmentDeps): Moves {
  const mutex = createKeyedMutex();
  /** One assignment at a time in an organization, so that two do not both take the last free place of an agent. */
  const assigning: InTurn = (organizationId, work) =>
    mutex.run(organizationId, () => (inTurn ? inTurn(organizationId, work) : work()));

  /** Decided on the log's end; the row is written before the caller hears. */
  async function record(change: Omit<Change, 'fresh'>): Promise<SessionState> {
    const { session, message } = await writer.change({ ...change, fresh: true });
    if (message) await projector.flush();
    return session;
  }

  /** A change of who holds the session: somebody may be free now, or waiting. */
  async function transition(change: Omit<Change, 'fresh'>): Promise<SessionState> {
    const session = await record(change);
    events.emit('queue', { organizationId: session.organizationId });
    return session;
  }

  async function update({
    by,
    labels,
    priority,
    ...command
  }: Parameters<Sessions['update']>[0]): Promise<SessionState> {
    const { organizationId, sessionId } = command;
    let { expectSeq } = command;
    let session = await writer.read(organizationId, sessionId);
    if (labels) {
      session = await record({ ...command, decide: (state) => transitions.labeling(state, labels, by) });
      expectSeq = undefined;
    }
    if (!priority) return session;
    const decide = (state: SessionState) => transitions.prioritizing(state, priority, by);
    return record({ organizationId, sessionId, expectSeq, decide });
  }

  async function handOver({
    packet,
    ...command
  }: Parameters<Sessions['handOver']>[0]): Promise<SessionState> {
    return assigning(command.organizationId, async () => {
      const { channelType, customerId, status } = await writer.read(
        command.organizationId,
        command.sessionId,
      );
      const specialty = packet.suggestedSpecialty;
      const agent =
        status === 'active'
          ? await pick({
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
    const before = await writer.read(command.organizationId, command.sessionId);
    const { organizationId, customerId, channelId } = before;
    const latest = await rows.latest(organizationId, customerId, channelId);
    if (before.status === 'closed' && latest && latest.id !== before.id && latest.status !== 'closed') {
      throw new DomainError('conflict', 'The customer has a newer open conversation on this channel.');
    }
    return transition({ ...command, decide: (state) => transitions.reopening(state, agent) });
  }

  return {
    handOver,
    claim: ({ agent, ...command }) =>
      transition({ ...command, decide: (state) => transitions.claiming(state, agent) }),
    transfer: ({ by, to, reason, action, ...command }) =>
      transition({
        ...command,
        decide: (state) =>
          transitions.transferring(state, { by, to, ...(reason && { reason }), ...(action && { action }) }),
      }),
    close: ({ by, reason, ...command }) =>
      transition({ ...command, decide: (state) => transitions.closing(state, by, reason) }),
    reopen,
    rate: ({ customerId, score, comment, ...command }) =>
      record({
        ...command,
        decide(state) {
          if (state.customerId !== customerId) throw notFound('session');
          return transitions.rating(state, { customerId, score, ...(comment && { comment }) });
        },
      }),
    update,
  };
}
