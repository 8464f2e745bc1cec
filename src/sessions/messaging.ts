// Messages in both directions, and what is said about them.
import { DomainError, notFound } from '../errors';
import type { EventBus } from '../events';
import type { BornAs, Committed, Reply, Sessions } from './commands';
import { NotNow, ownMessage } from './refusals';
import type { SessionState } from './session';
import type { SessionWriter } from './session-writer';
import type { MessageLog, SessionRows } from './store';
import * as transitions from './transitions';
import { say } from '../protocol/server-texts/said';

interface MessagingDeps {
  log: MessageLog;
  rows: SessionRows;
  writer: SessionWriter;
  events: EventBus;
  bornAs: BornAs;
  receive: Sessions['receive'];
  /** No new message is accepted any more. */
  isClosed(): boolean;
}

export function createMessaging(
  deps: MessagingDeps,
): Pick<Sessions, 'receive' | 'reply' | 'mayReply' | 'feedback'> {
  const { log, writer, events, receive } = deps;

  const restarting = () => new DomainError('unavailable', say('restarting'), { retryAfter: 2 });
  function accepting(): void {
    if (deps.isClosed()) throw restarting();
  }

  return {
    receive: (input) => (deps.isClosed() ? Promise.reject(restarting()) : receive(input)),
    async reply(input) {
      accepting();
      try {
        return await reply(deps, input);
      } catch (error) {
        const isConflict = error instanceof DomainError && error.code === 'conflict';
        const before = isConflict ? await sentBefore(deps, input) : undefined;
        if (before) return before;
        throw error;
      }
    },
    async mayReply(input) {
      accepting();
      const state = await writer.read(input.organizationId, input.sessionId);
      await asking(deps, state, async (wroteAt) =>
        transitions.replying(state, input, deps.bornAs(state, input, wroteAt)),
      );
    },
    async feedback({ organizationId, sessionId, seq, helpful }) {
      const ref = { organizationId, sessionId };
      const [found] = await log.read(ref, { after: seq - 1, limit: 1 });
      if (found?.seq !== seq || !found.metadata.sources?.length) throw notFound('answer');
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

async function reply(deps: MessagingDeps, input: Reply): Promise<Committed> {
  const { organizationId, sessionId, expectSeq, origin } = input;
  return asking(deps, { organizationId, id: sessionId }, async (wroteAt) => {
    const decide = (state: SessionState) =>
      transitions.replying(state, input, input.delivery ?? deps.bornAs(state, input, wroteAt));
    const change = { organizationId, sessionId, expectSeq, origin, decide };
    return ownMessage(await deps.writer.change(change), input.by.kind);
  });
}

/** What the session's own log forbids is looked up once more: the customer may have written in another session since. */
async function asking<T>(
  { writer, rows }: Pick<MessagingDeps, 'writer' | 'rows'>,
  { organizationId, id }: Pick<SessionState, 'organizationId' | 'id'>,
  write: (customerWroteAt?: string) => Promise<T>,
): Promise<T> {
  try {
    return await write();
  } catch (error) {
    if (!(error instanceof NotNow)) throw error;
    const { customerId, channelId } = await writer.known(organizationId, id);
    const wroteAt = await rows.customerWroteAt({ organizationId, customerId, channelId });
    if (wroteAt === undefined) throw error;
    return write(wroteAt);
  }
}

/** A message sent again after its ack was lost is that message, whatever became of the session meanwhile. */
async function sentBefore(
  { log, writer }: Pick<MessagingDeps, 'log' | 'writer'>,
  { organizationId, sessionId, by, clientMessageId }: Reply,
): Promise<Committed | undefined> {
  if (clientMessageId === undefined) return undefined;
  const session = await writer.read(organizationId, sessionId);
  const message = await log.findByClientMessageId(organizationId, session.customerId, clientMessageId);
  const same = message?.sessionId === session.id && message.sender === by.kind && message.senderId === by.id;
  return same ? { session, message, duplicate: true } : undefined;
}
