// Writes the summary of a session when it is closed or rated. Built from the whole log: written twice, it is the same.
import type { EventBus } from '../events';
import type { Message } from '../protocol/model/message';
import type { Session } from '../protocol/model/session';
import type { MessageLog, Page } from '../sessions/store';
import type { ConversationStore } from './store';
import type { Reading } from './story';
import { summarize } from './summarize';

interface ConversationsDeps {
  events: Pick<EventBus, 'on'>;
  messages: Pick<MessageLog, 'read'>;
  store: Pick<ConversationStore, 'upsert' | 'messageCounts' | 'remove'>;
  /** Closed sessions of an organization, newest last message first. */
  closed(organizationId: string, page: { limit: number; cursor?: string }): Promise<Page<Session>>;
  reading?: Reading;
  /** Which of these closed sessions cannot be found by meaning yet. */
  lacking(organizationId: string, sessionIds: readonly string[]): Promise<ReadonlySet<string>>;
  /** Sees to it that `summarize` is called soon, on whichever node. */
  summarizeLater(ended: EndedSession): void;
}

interface EndedSession {
  organizationId: string;
  sessionId: string;
}

export interface Conversations {
  /** Writes the summary of a session from its whole log; an erased one has none. */
  summarize(ended: EndedSession): Promise<void>;
  /** Looks for summaries that no bell led to: after a crash, or of a store that was away. Some 500 sessions a call. */
  findLost(organizationId: string): Promise<void>;
  close(): void;
}

const page = 500;
/** How many closed sessions one look for lost summaries takes: so many pages of so many. */
const lookAt = { pages: 5, limit: 100 };

export function keepConversations(deps: ConversationsDeps): Conversations {
  const { events, closed, summarizeLater } = deps;
  /** Where the next look for lost summaries goes on, by organization. A start begins with the newest: a crash lost those. */
  const places = new Map<string, string>();
  let stopped = false;

  const stop = events.on('message', ({ session: { organizationId, id }, message: { type, content } }) => {
    if (type !== 'system' || !['closed', 'rated'].includes(content.systemAction!)) return;
    summarizeLater({ organizationId, sessionId: id });
  });

  return {
    summarize: (ended) => writeSummary(deps, ended),
    async findLost(organizationId) {
      for (let n = 0; n < lookAt.pages && !stopped; n += 1) {
        const cursor = places.get(organizationId);
        const { items, nextCursor } = await closed(organizationId, {
          limit: lookAt.limit,
          ...(cursor && { cursor }),
        });
        const lost = await lostAmong(deps, organizationId, items);
        for (const { id: sessionId } of lost) summarizeLater({ organizationId, sessionId });
        if (nextCursor === null) return void places.delete(organizationId);
        places.set(organizationId, nextCursor);
      }
    },
    close() {
      stopped = true;
      stop();
    },
  };
}

/** An erasure that came meanwhile, on any node, leaves no summary of what was read before it. */
async function writeSummary(
  { messages, store, reading }: Pick<ConversationsDeps, 'messages' | 'store' | 'reading'>,
  { organizationId, sessionId }: EndedSession,
): Promise<void> {
  const read = (after: number) => messages.read({ organizationId, sessionId }, { after, limit: page });
  const all: Message[] = [];
  for (;;) {
    const some = await read(all.at(-1)?.seq ?? 0);
    all.push(...some);
    if (some.length < page) break;
  }
  await store.upsert(summarize({ organizationId, id: sessionId }, all, reading));
  const since = await read(all.at(-1)?.seq ?? 0);
  if ([...all, ...since].some(({ content }) => content.systemAction === 'erased'))
    await store.remove(organizationId, [sessionId]);
}

/** Those whose summary is missing, counts fewer messages than there are, or lacks vectors. What was erased stays without one. */
async function lostAmong(
  { store, lacking }: Pick<ConversationsDeps, 'store' | 'lacking'>,
  organizationId: string,
  sessions: readonly Session[],
): Promise<Session[]> {
  const ids = sessions.map(({ id }) => id);
  const counts = await store.messageCounts(organizationId, ids);
  const bare = await lacking(organizationId, ids);
  return sessions.filter(
    ({ id, headSeq, metadata, mergedInto }) =>
      mergedInto === undefined &&
      metadata['erased'] !== headSeq &&
      ((counts.get(id) ?? 0) < headSeq || bare.has(id)),
  );
}
