// Messages in both directions, and what is said about them.
import { DomainError, notFound } from '../errors';
import type { EventBus } from '../events';
import type { Committed, Receive, Reply, Sessions } from './commands';
import { createKeyedMutex } from '../tools/keyed-mutex';
import type { Changed, SessionWriter } from './session-writer';
import type { OpenSessions } from './open-sessions';
import type { Reader, SessionState } from './session';
import type { MessageLog, Projection, SessionRows } from './store';
import * as transitions from './transitions';
import { ClosedMeanwhile } from './transitions';

/** A customer who finds their session closed five times in a row meets something worse than a race. */
const openAttempts = 5;

interface MessagingDeps {
  log: MessageLog;
  rows: SessionRows;
  projection: Pick<Projection, 'project'>;
  writer: SessionWriter;
  events: EventBus;
  open: OpenSessions;
  /** No new message is accepted any more. */
  isClosed(): boolean;
}

/** Messages in both directions, and what is said about them. */
export function createMessaging(
  inner: MessagingDeps,
): Pick<Sessions, 'receive' | 'reply' | 'markRead' | 'readElsewhere' | 'feedback'> {
  const { log, writer, events } = inner;
  const receiving = createKeyedMutex();
  const receive = createReceive(inner);

  function accepting(): void {
    if (inner.isClosed())
      throw new DomainError('unavailable', 'Parley is restarting. Try again.', { retryAfter: 2 });
  }

  /** A message sent again after its ack was lost is that message, whatever became of the session meanwhile. */
  async function sentBefore(input: Reply): Promise<Committed | undefined> {
    if (input.clientMessageId === undefined) return undefined;
    const session = await writer.read(input.organizationId, input.sessionId);
    const message = await log.findByClientMessageId(
      input.organizationId,
      session.customerId,
      input.clientMessageId,
    );
    const same =
      message?.sessionId === session.id &&
      message.sender === input.by.kind &&
      message.senderId === input.by.id;
    return same ? { session, message, duplicate: true } : undefined;
  }

  return {
    async receive(input) {
      accepting();
      return receiving.run(`${input.channelId}:${input.customerId}`, () => receive(input));
    },
    async reply(input) {
      accepting();
      const { organizationId, sessionId, expectSeq, origin } = input;
      try {
        const decide = (state: SessionState) => transitions.replying(state, input);
        return own(
          await writer.change({ organizationId, sessionId, expectSeq, origin, decide }),
          input.by.kind,
        );
      } catch (error) {
        const before =
          error instanceof DomainError && error.code === 'conflict' ? await sentBefore(input) : undefined;
        if (before) return before;
        throw error;
      }
    },
    async markRead({ organizationId, sessionId, upTo, reader }) {
      const at = new Date().toISOString();
      return writer.patch(organizationId, sessionId, async (state) => {
        const seqs = await log.markRead({ organizationId, sessionId }, { upTo, reader, at });
        if (seqs.length === 0) return state;
        const session = read(state, reader, seqs.length);
        const changes = seqs.map(({ id, seq }) => ({ id, seq, isRead: true, readAt: at }));
        events.emit('messageChanged', { session, changes, reader });
        return session;
      });
    },
    async readElsewhere({ sessionId, reader, seqs }) {
      const known = writer.peek(sessionId);
      if (!known) return;
      await writer.patch(known.organizationId, sessionId, async (state) =>
        read(state, reader, seqs.filter((seq) => seq <= state.headSeq).length),
      );
    },
    async feedback({ organizationId, sessionId, seq, helpful }) {
      const ref = { organizationId, sessionId };
      const [found] = await log.read(ref, { after: seq - 1, limit: 1 });
      if (found?.seq !== seq || found.sender !== 'ai') throw notFound('answer');
      const message = await log.update(ref, seq, { helpful });
      if (!message) throw notFound('answer');
      const session = await writer.read(organizationId, sessionId);
      events.emit('messageChanged', {
        session,
        changes: [{ id: message.id, seq, metadata: message.metadata }],
      });
      return message;
    },
  };
}

function createReceive({
  log,
  rows,
  writer,
  projection,
  open,
}: MessagingDeps): (input: Receive) => Promise<Committed> {
  async function openSession(input: Receive): Promise<SessionState> {
    const { organizationId, customerId, channelId, channelType } = input;
    const { state: row } = await rows.openOrGet({
      organizationId,
      customerId,
      channelId,
      channelType,
    });
    const state = await writer.read(organizationId, row.id);
    // The log says closed while the row does not yet: bring the row up, and the next try opens another.
    if (state.status === 'closed') await projection.project([state]);
    return state;
  }

  /** Sent before, perhaps into a session that is closed by now, and its ack was lost. */
  async function sentBefore({
    organizationId,
    customerId,
    clientMessageId,
  }: Receive): Promise<Committed | undefined> {
    if (clientMessageId === undefined) return undefined;
    const message = await log.findByClientMessageId(organizationId, customerId, clientMessageId);
    if (message?.sender !== 'customer') return undefined;
    return { session: await writer.read(organizationId, message.sessionId), message, duplicate: true };
  }

  return async function receive(input) {
    const { organizationId, channelId, customerId, origin } = input;
    for (let attempt = 0; attempt < openAttempts; attempt += 1) {
      let sessionId = open.get(channelId, customerId);
      if (sessionId === undefined) {
        const before = await sentBefore(input);
        if (before) return before;
        sessionId = (await openSession(input)).id;
        open.set(channelId, customerId, sessionId);
      }
      try {
        const decide = (state: SessionState) => transitions.receiving(state, input);
        const sent = own(await writer.change({ organizationId, sessionId, origin, decide }), 'customer');
        if (sent.message.sessionId === sent.session.id) return sent;
        // Sent before, into a session that is closed by now.
        return { ...sent, session: await writer.read(organizationId, sent.message.sessionId) };
      } catch (error) {
        open.delete(channelId, customerId);
        if (!(error instanceof ClosedMeanwhile)) throw error;
      }
    }
    throw new DomainError('unavailable', 'Your message could not be stored right now. Try again.', {
      retryAfter: 1,
    });
  };
}

/** A clientMessageId that somebody else used first in this session tells nothing of that message. */
function own(changed: Changed, sender: string): Committed {
  const { message } = changed;
  if (!message || (changed.duplicate && message.sender !== sender)) {
    throw new DomainError('conflict', 'This clientMessageId is taken.');
  }
  return { ...changed, message };
}

function read(state: SessionState, reader: Reader, count: number): SessionState {
  if (count === 0) return state;
  return reader === 'customer'
    ? { ...state, customerUnread: Math.max(0, state.customerUnread - count) }
    : { ...state, unread: Math.max(0, state.unread - count) };
}
