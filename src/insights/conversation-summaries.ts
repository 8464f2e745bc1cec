// Writes the summary of a session when it is closed or rated. Built from the whole log: written twice, it is the same.
import type { EventBus } from '../events';
import type { Message } from '../protocol/model/message';
import type { Session } from '../protocol/model/session';
import type { MessageLog, Page } from '../sessions/store';
import type { Conversation, ConversationStore } from './store';
import {
  askedFor,
  isLeftToRules,
  lastSaid,
  readUpTo,
  rereadOf,
  withReread,
  type Asked,
  type Reread,
} from './model-summary';
import type { Reading } from './summary-by-rules';
import { summarize } from './summarize';

interface ConversationsDeps {
  events: Pick<EventBus, 'on'>;
  messages: Pick<MessageLog, 'read'>;
  store: Pick<ConversationStore, 'upsert' | 'get' | 'read' | 'messageCounts' | 'remove'>;
  /** Closed sessions of an organization, newest last message first. */
  closed(organizationId: string, page: { limit: number; cursor?: string }): Promise<Page<Session>>;
  reading?: Reading;
  /** Which of these closed sessions cannot be found by meaning yet. */
  lacking(organizationId: string, sessionIds: readonly string[]): Promise<ReadonlySet<string>>;
  /** Sees to it that `summarize` is called soon, on whichever node. */
  summarizeLater(ended: EndedSession): void;
}

export interface EndedSession {
  organizationId: string;
  sessionId: string;
}

/**
 * Undefined where the rules have to do.
 * @param how.after what a model has read before
 * @param how.noteAsked to be called once a model is about to be asked
 */
export type ReadAgain = (
  ended: EndedSession,
  messages: readonly Message[],
  how: { after: number; noteAsked(): Promise<void> },
) => Promise<Omit<Reread, 'upTo'> | undefined>;

export interface Conversations {
  /** Writes the summary of a session from its whole log; an erased one has none. */
  summarize(ended: EndedSession): Promise<void>;
  /** Has a closed session read once more, by a model, which is asked a few times at most. False where its summary stays as it is. */
  sumUp(ended: EndedSession, readAgain: ReadAgain): Promise<boolean>;
  /** Looks for summaries that no bell led to: after a crash, or of a store that was away. Some 500 sessions a call. */
  findLost(organizationId: string): Promise<void>;
  /** Sessions closed since then whose summary no model has made, and none was asked for too often. */
  unread(organizationId: string, since: Date): Promise<EndedSession[]>;
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
    async summarize(ended) {
      const { messages, stored } = await readWhole(deps, ended);
      const known = rereadOf(stored);
      await writeSummary(deps, ended, {
        messages,
        known: known?.upTo === lastSaid(messages) ? known : undefined,
        upTo: readUpTo(stored),
        asked: askedFor(stored, lastSaid(messages)),
      });
    },
    async sumUp(ended, readAgain) {
      const { messages, stored } = await readWhole(deps, ended);
      const upTo = lastSaid(messages);
      const asked = askedFor(stored, upTo);
      if (rereadOf(stored)?.upTo === upTo || isLeftToRules(asked)) return false;
      const after = readUpTo(stored);
      const isAsked = { upTo, times: asked.times + 1 };
      const made = await readAgain(ended, messages, {
        after,
        // Before it costs anything: a node that dies while the model reads does not have it read without end.
        noteAsked: () =>
          writeSummary(deps, ended, { messages, known: undefined, upTo: after, asked: isAsked }),
      });
      if (!made) return false;
      // A rating comes right after the end, and the model takes its time.
      const { messages: now } = await readWhole(deps, ended);
      if (lastSaid(now) !== upTo || now.some(isErasure)) return false;
      await writeSummary(deps, ended, { messages: now, known: { ...made, upTo }, upTo, asked: isAsked });
      return true;
    },
    async findLost(organizationId) {
      for (let n = 0; n < lookAt.pages && !stopped; n += 1) {
        const cursor = places.get(organizationId);
        const { limit } = lookAt;
        const { items, nextCursor } = await closed(organizationId, { limit, ...(cursor && { cursor }) });
        const lost = await lostAmong(deps, organizationId, items);
        for (const { id: sessionId } of lost) summarizeLater({ organizationId, sessionId });
        if (nextCursor === null) return void places.delete(organizationId);
        places.set(organizationId, nextCursor);
      }
    },
    unread: (organizationId, since) => findUnread(deps, { organizationId, since, isStopped: () => stopped }),
    close() {
      stopped = true;
      stop();
    },
  };
}

type ReadingDeps = Pick<ConversationsDeps, 'messages' | 'store'>;

const readAfter = (
  { messages }: Pick<ReadingDeps, 'messages'>,
  { organizationId, sessionId }: EndedSession,
  after: number,
) => messages.read({ organizationId, sessionId }, { after, limit: page });

async function readWhole(
  deps: ReadingDeps,
  ended: EndedSession,
): Promise<{ messages: Message[]; stored: Conversation | undefined }> {
  const all: Message[] = [];
  for (;;) {
    const some = await readAfter(deps, ended, all.at(-1)?.seq ?? 0);
    all.push(...some);
    if (some.length < page) break;
  }
  return { messages: all, stored: await deps.store.get(ended.organizationId, ended.sessionId) };
}

/** An erasure that came meanwhile, on any node, leaves no summary of what was read before it. */
async function writeSummary(
  deps: ReadingDeps & Pick<ConversationsDeps, 'reading'>,
  ended: EndedSession,
  {
    messages,
    known,
    upTo,
    asked,
  }: { messages: readonly Message[]; known: Reread | undefined; upTo: number; asked: Asked },
): Promise<void> {
  const { organizationId, sessionId } = ended;
  const byRules = summarize({ organizationId, id: sessionId }, messages, deps.reading);
  const summary = known ? withReread(byRules, known) : byRules;
  const metadata = {
    ...summary.metadata,
    ...(upTo > 0 && { readUpTo: upTo }),
    ...(asked.times > 0 && { asked }),
  };
  await deps.store.upsert({ ...summary, metadata });
  const since = await readAfter(deps, ended, messages.at(-1)?.seq ?? 0);
  if ([...messages, ...since].some(isErasure)) await deps.store.remove(organizationId, [sessionId]);
}

const isErasure = ({ content }: Message): boolean => content.systemAction === 'erased';

async function findUnread(
  { closed, store }: Pick<ConversationsDeps, 'closed' | 'store'>,
  { organizationId, since, isStopped }: { organizationId: string; since: Date; isStopped: () => boolean },
): Promise<EndedSession[]> {
  const found: EndedSession[] = [];
  for (let cursor: string | null | undefined; cursor !== null && !isStopped();) {
    const { limit } = lookAt;
    const { items, nextCursor } = await closed(organizationId, { limit, ...(cursor && { cursor }) });
    const recent = items.filter(({ lastMessageAt }) => Date.parse(lastMessageAt) >= since.getTime());
    const ids = recent.filter(({ mergedInto }) => mergedInto === undefined).map(({ id }) => id);
    for (const stored of await store.read(organizationId, ids))
      if (!rereadOf(stored) && !isLeftToRules(askedFor(stored)))
        found.push({ organizationId, sessionId: stored.sessionId });
    cursor = recent.length < items.length ? null : nextCursor;
  }
  return found;
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
