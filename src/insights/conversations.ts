// Writes the summary of a session when it is closed or rated. Built from the whole log: written twice, it is the same.
import type { EventBus } from '../events';
import type { Log } from '../log';
import type { Message } from '../protocol/model/message';
import type { Session } from '../protocol/model/session';
import type { MessageLog, Page } from '../sessions/store';
import type { ConversationStore } from './store';
import { summarize } from './summarize';

interface ConversationsDeps {
  events: Pick<EventBus, 'on'>;
  messages: Pick<MessageLog, 'read'>;
  store: Pick<ConversationStore, 'upsert' | 'messageCounts' | 'remove'>;
  /** Closed sessions of an organization, newest last message first. */
  closed(organizationId: string, page: { limit: number; cursor?: string }): Promise<Page<Session>>;
  log: Log;
}

interface Ended {
  organizationId: string;
  id: string;
}

const page = 500;
/** Sessions that may wait for their summary; above it the oldest go without one. */
const maxWaiting = 10_000;
/** How many closed sessions one look for lost summaries takes: so many pages of so many. */
const lookAt = { pages: 5, limit: 100 };

export function keepConversations({ events, messages, store, closed, log }: ConversationsDeps) {
  const waiting = new Map<string, Ended>();
  /** Where the next look for lost summaries goes on, by organization. A start begins with the newest: a crash lost those. */
  const places = new Map<string, string>();
  let running: Promise<void> | undefined;
  let stopped = false;

  async function wholeLog({ organizationId, id: sessionId }: Ended): Promise<Message[]> {
    const all: Message[] = [];
    for (;;) {
      const some = await messages.read(
        { organizationId, sessionId },
        { after: all.at(-1)?.seq ?? 0, limit: page },
      );
      all.push(...some);
      if (some.length < page) return all;
    }
  }

  /** An erasure that came meanwhile, on any node, leaves no summary of what was read before it. */
  async function write(ended: Ended): Promise<void> {
    const { organizationId, id: sessionId } = ended;
    const all = await wholeLog(ended);
    await store.upsert(summarize(ended, all));
    const since = await messages.read(
      { organizationId, sessionId },
      { after: all.at(-1)?.seq ?? 0, limit: page },
    );
    if ([...all, ...since].some(({ content }) => content.systemAction === 'erased'))
      await store.remove(organizationId, [sessionId]);
  }

  /** One after the other: nobody waits for a summary. */
  async function work(): Promise<void> {
    for (const ended of waiting.values()) {
      waiting.delete(ended.id);
      try {
        await write(ended);
      } catch (error) {
        log.warn({ err: error, sessionId: ended.id }, 'a conversation has no summary');
      }
    }
    running = undefined;
  }

  const stop = events.on('message', ({ session: { organizationId, id }, message: { type, content } }) => {
    if (type !== 'system' || !['closed', 'rated'].includes(content.systemAction!)) return;
    add({ organizationId, id });
  });

  function add(ended: Ended): void {
    waiting.set(ended.id, ended);
    if (waiting.size > maxWaiting) waiting.delete(waiting.keys().next().value!);
    running ??= work();
  }

  /** Those whose summary is missing, or counts fewer messages than there are. What was erased stays without one. */
  async function lostAmong(organizationId: string, sessions: readonly Session[]): Promise<Session[]> {
    const counts = await store.messageCounts(
      organizationId,
      sessions.map(({ id }) => id),
    );
    return sessions.filter(
      ({ id, headSeq, metadata }) => metadata['erased'] !== headSeq && (counts.get(id) ?? 0) < headSeq,
    );
  }

  return {
    /** Writes the summaries that no bell led to: after a crash, or of a store that was away. Some 500 sessions a call. */
    async findLost(organizationId: string): Promise<void> {
      for (let n = 0; n < lookAt.pages && !stopped; n += 1) {
        const cursor = places.get(organizationId);
        const { items, nextCursor } = await closed(organizationId, {
          limit: lookAt.limit,
          ...(cursor && { cursor }),
        });
        for (const { id } of await lostAmong(organizationId, items)) add({ organizationId, id });
        await running;
        if (nextCursor === null) return void places.delete(organizationId);
        places.set(organizationId, nextCursor);
      }
    },
    /** Resolves once every summary that was due is written, or has failed. */
    idle: async () => running,
    async close() {
      stopped = true;
      stop();
      await running;
    },
  };
}
