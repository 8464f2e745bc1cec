// Replies that go out at their time. The row is the truth, the job only a bell with a time: run twice, it is sent once.
import { DomainError, fieldError, notFound, Stale } from '../errors';
import type { EventBus } from '../events';
import type { Message } from '../protocol/model/message';
import type { Session } from '../protocol/model/session';
import type { ScheduledMessage } from '../protocol/scheduled-messages';
import { say } from '../protocol/server-texts/said';
import type { AgentRef, Sessions } from '../sessions/commands';
import type { MergeTurn } from '../sessions/merging/merge';

/** A row: with how far its conversation had come when its agent last decided. */
export interface ScheduledStore {
  list(organizationId: string, sessionId: string): Promise<ScheduledMessage[]>;
  get(organizationId: string, id: string): Promise<ScheduledMessage | null>;
  /** @returns null where the conversation has `atMost` already */
  create(
    organizationId: string,
    row: Omit<ScheduledMessage, 'id' | 'agentId'> & { agentId: string; atMost: number },
  ): Promise<ScheduledMessage | null>;
  /** Its time, words and place are changed together; it waits for its time again. @returns null when it is gone */
  change(
    organizationId: string,
    id: string,
    change: { text: string; sendAt: string; seenSeq: number },
  ): Promise<ScheduledMessage | null>;
  hold(organizationId: string, id: string, because: string): Promise<void>;
  /**
   * @param how.alsoGoing false: not while it is being sent
   * @returns whether it is gone by this
   */
  remove(organizationId: string, id: string, how: { alsoGoing: boolean }): Promise<boolean>;
}

/** Replies whose time is over, of all organizations: their bell was lost. */
export type LostReplies = (
  limit: number,
) => Promise<Array<{ organizationId: string; id: string; sendAt: string }>>;

interface Deps {
  store: ScheduledStore;
  lost: LostReplies;
  sessions: Pick<Sessions, 'get' | 'messages' | 'reply' | 'target'>;
  /** While it works no conversation of the organization is merged into another. */
  unmerged: MergeTurn;
  events: Pick<EventBus, 'emit'>;
  /** Rings at its time. */
  enqueue(organizationId: string, row: Pick<ScheduledMessage, 'id' | 'sendAt'>): Promise<void>;
}

export type ScheduledMessages = ReturnType<typeof createScheduledMessages>;

const mostOfASession = 20;
const longestMs = 366 * 24 * 3_600_000;
const pageSize = 200;
const lostAtOnce = 200;

function checkTime(sendAt: string): void {
  const inMs = Date.parse(sendAt) - Date.now();
  if (inMs > 0 && inMs <= longestMs) return;
  throw new DomainError('invalid', say('within_a_year'), {
    errors: [fieldError('sendAt', say('within_a_year'))],
  });
}

/** As of a reply that goes out at once. @throws `conflict` for who does not hold the conversation */
function checkHolder(
  { agentId, agentName }: Pick<Session, 'agentId' | 'agentName'>,
  writer: string | undefined,
) {
  if (agentId !== undefined && agentId === writer) return;
  throw new DomainError(
    'conflict',
    agentName ? say('held_by_take_over', { agent: agentName }) : say('not_yours_take_over'),
  );
}

/** What was written since its agent decided, by the customer; and whether it went out itself. */
async function since(
  { sessions }: Deps,
  organizationId: string,
  { id, sessionId, seenSeq }: ScheduledMessage,
) {
  let after = seenSeq;
  let wrote = false;
  for (;;) {
    const page: Message[] = await sessions.messages(organizationId, sessionId, { after, limit: pageSize });
    if (page.some(({ metadata }) => metadata.clientMessageId === id)) return { wrote, isSent: true };
    wrote ||= page.some(({ sender, type }) => sender === 'customer' && type !== 'system');
    if (page.length < pageSize) return { wrote, isSent: false };
    after = page.at(-1)!.seq;
  }
}

/** @throws Stale when something is written at the same moment: it is looked at again */
async function send(
  { sessions, store }: Deps,
  row: ScheduledMessage & { organizationId: string },
  expectSeq?: number,
): Promise<void> {
  const { organizationId } = row;
  const { id: clientMessageId, sessionId, text, agentId, agentName } = row;
  if (agentId === undefined) throw new DomainError('conflict', `${agentName} is no longer here.`);
  await sessions.reply({
    organizationId,
    sessionId,
    by: { kind: 'agent', id: agentId, name: agentName },
    type: 'text',
    content: { text },
    clientMessageId,
    ...(expectSeq !== undefined && { expectSeq }),
  });
  await store.remove(organizationId, row.id, { alsoGoing: true });
}

function createDue(deps: Deps) {
  const { store, sessions, events } = deps;

  async function hold(organizationId: string, row: ScheduledMessage, because: string): Promise<void> {
    await store.hold(organizationId, row.id, because);
    const session = await sessions.get(organizationId, row.sessionId);
    const { agentId } = row;
    if (agentId !== undefined) events.emit('notSent', { session, agentId, because });
  }

  /** A look at one whose time has come. Rejecting, it is looked at again. */
  return async function due(organizationId: string, id: string): Promise<void> {
    const row = await store.get(organizationId, id);
    if (!row || row.heldBecause !== undefined) return;
    if (Date.parse(row.sendAt) > Date.now()) return deps.enqueue(organizationId, row);
    const session = await sessions.get(organizationId, row.sessionId);
    const { wrote, isSent } = await since(deps, organizationId, row);
    if (isSent) return void (await store.remove(organizationId, id, { alsoGoing: true }));
    if (session.status === 'closed') return hold(organizationId, row, 'The conversation was closed.');
    if (wrote) return hold(organizationId, row, 'The customer wrote meanwhile.');
    try {
      await send(deps, { ...row, organizationId }, session.headSeq);
    } catch (error) {
      if (!(error instanceof DomainError) || error instanceof Stale || error.code === 'unavailable')
        throw error;
      await hold(organizationId, row, error.message);
    }
  };
}

/** What its agent is told to have changed must not go out as it was. */
async function refusal({ store }: Deps, organizationId: string, id: string): Promise<DomainError> {
  if (await store.get(organizationId, id)) return new DomainError('conflict', say('going_out'));
  return notFound('scheduled message');
}

export function createScheduledMessages(deps: Deps) {
  const { store, sessions, enqueue } = deps;

  async function get(organizationId: string, id: string): Promise<ScheduledMessage> {
    const row = await store.get(organizationId, id);
    if (!row) throw notFound('scheduled message');
    return row;
  }

  return {
    get,
    due: createDue(deps),

    async list(organizationId: string, sessionId: string): Promise<ScheduledMessage[]> {
      await sessions.get(organizationId, sessionId);
      return store.list(organizationId, sessionId);
    },

    ...createAdding(deps),

    async change(
      organizationId: string,
      id: string,
      change: { text?: string | undefined; sendAt?: string | undefined },
    ): Promise<ScheduledMessage> {
      const { sessionId, text, sendAt, agentId } = await get(organizationId, id);
      const next = { text: change.text ?? text, sendAt: change.sendAt ?? sendAt };
      checkTime(next.sendAt);
      const session = await sessions.get(organizationId, sessionId);
      checkHolder(session, agentId);
      const { headSeq } = session;
      const changed = await store.change(organizationId, id, { ...next, seenSeq: headSeq });
      if (!changed) throw await refusal(deps, organizationId, id);
      await enqueue(organizationId, changed);
      return changed;
    },

    async remove(organizationId: string, id: string): Promise<void> {
      if (!(await store.remove(organizationId, id, { alsoGoing: false })))
        throw await refusal(deps, organizationId, id);
    },

    /** An agent has read what was written since, and sends it all the same. */
    async sendNow(organizationId: string, id: string): Promise<void> {
      await send(deps, { ...(await get(organizationId, id)), organizationId });
    },

    async enqueueLost(): Promise<void> {
      for (const { organizationId, ...reply } of await deps.lost(lostAtOnce))
        await enqueue(organizationId, reply);
    },
  };
}

function createAdding(deps: Deps) {
  const { store, sessions, enqueue } = deps;
  return {
    async add(
      organizationId: string,
      reply: { sessionId: string; agent: AgentRef; text: string; sendAt: string },
    ): Promise<ScheduledMessage> {
      const { sessionId, agent, text, sendAt } = reply;
      checkTime(sendAt);
      const created = await deps.unmerged(organizationId, async () => {
        const session = await sessions.target(organizationId, sessionId);
        const { id, headSeq, status } = session;
        if (status === 'closed' || id !== sessionId)
          throw new DomainError('conflict', say('the_conversation_closed'));
        checkHolder(session, agent.id);
        const by = { agentId: agent.id, agentName: agent.name };
        const row = { sessionId, ...by, text, sendAt, seenSeq: headSeq, atMost: mostOfASession };
        return store.create(organizationId, row);
      });
      if (!created) throw new DomainError('conflict', say('scheduled_full', { count: mostOfASession }));
      await enqueue(organizationId, created);
      return created;
    },
  };
}
