// Writes down what is searched of sessions. What events brought is taken where it follows on what is indexed without a gap;
// else the log is read, so that nothing is left out and nothing comes twice.
import { setImmediate } from 'node:timers/promises';
import { LRUCache } from 'lru-cache';
import pLimit from 'p-limit';
import type { MessageLog } from '../sessions/store';
import type { IndexedMessage, IndexedSession, SearchStore, Words } from './store';
import { textOf, type Due, type Text, type Waiting } from './waiting';

const page = 200;
/** Messages of one log in one go: a long one is taken in several, between which others have theirs. */
const mostOfALog = 1_000;
/** Logs read at the same time. */
const readsAtOnce = 8;
/** Longest text of a session's own row, in UTF-16 units. */
const longestCard = 10_000;

export interface IndexingDeps {
  store: Pick<SearchStore, 'indexedUpTo' | 'write'>;
  messages: Pick<MessageLog, 'read'>;
  /** Everything that a customer is known by, in words. */
  customerText(organizationId: string, customerId: string): Promise<string>;
  /** What is written down of a session that is closed, in words. */
  summaryText(organizationId: string, sessionId: string): Promise<string>;
  words(text: string): Words;
}

interface Known {
  upTo: number;
  /** Undefined: to be written anew. */
  card?: string;
}

interface News {
  indexed: IndexedSession;
  card: string;
  /** More of the log is left. */
  more: boolean;
}

export interface Indexing {
  /** Many sessions of one organization in one transaction. Returns those of which more is left. */
  index(organizationId: string, some: readonly Waiting[]): Promise<Due[]>;
  /** The store is asked again how far this session is. */
  forget(sessionId: string): void;
  /** Whatever the store says, this session is to be indexed from its first message on. */
  begin(sessionId: string): void;
}

export function createIndexing(deps: IndexingDeps): Indexing {
  const known = new LRUCache<string, Known>({ max: 50_000 });
  const limit = pLimit(readsAtOnce);
  return {
    async index(organizationId, some) {
      const unknown = some.map(({ session }) => session.id).filter((id) => !known.has(id));
      const stored =
        unknown.length === 0
          ? new Map<string, number>()
          : await deps.store.indexedUpTo(organizationId, unknown);
      const news = await Promise.all(
        some.map((waiting) =>
          limit(() => {
            const before = known.get(waiting.session.id);
            const upTo = before?.upTo ?? stored.get(waiting.session.id) ?? 0;
            return newsOf(deps, waiting, { upTo, card: before?.card });
          }),
        ),
      );
      const fresh = news.filter((one) => one !== undefined);
      if (fresh.length === 0) return [];
      await deps.store.write(
        organizationId,
        fresh.map(({ indexed }) => indexed),
      );
      for (const { indexed, card } of fresh) known.set(indexed.sessionId, { upTo: indexed.upTo, card });
      const unfinished = new Set(fresh.flatMap(({ indexed, more }) => (more ? [indexed.sessionId] : [])));
      return some.flatMap(({ session }) => (unfinished.has(session.id) ? [session] : []));
    },
    forget: (sessionId) => void known.delete(sessionId),
    begin: (sessionId) => void known.set(sessionId, { upTo: 0 }),
  };
}

/** Undefined when everything of it is indexed. */
async function newsOf(
  deps: IndexingDeps,
  { session, texts }: Waiting,
  before: { upTo: number; card: string | undefined },
): Promise<News | undefined> {
  const card = JSON.stringify([session.customerName, session.subject, session.labels]);
  const changed = before.card !== card;
  if (before.upTo >= session.headSeq && !changed) return undefined;
  // Whoever waits for an answer comes first.
  await setImmediate();
  const own = following(texts, before.upTo, session.headSeq);
  const { fresh, more } = own ? { fresh: own, more: false } : await readAfter(deps, session, before.upTo);
  const messages: IndexedMessage[] = [];
  for (const [n, { text, ...one }] of fresh.entries()) {
    if (n % page === page - 1) await setImmediate();
    const words = deps.words(text);
    if (words.length > 0) messages.push({ ...one, words });
  }
  const indexed = {
    sessionId: session.id,
    upTo: fresh.at(-1)?.seq ?? before.upTo,
    at: session.lastMessageAt,
    ...(changed && { card: await cardOf(deps, session) }),
    messages,
  };
  return { indexed, card, more };
}

/** The texts from `upTo` to `headSeq`, when the events brought every one of them. */
function following(texts: readonly Text[], upTo: number, headSeq: number): Text[] | undefined {
  const fresh = texts.filter(({ seq }) => seq > upTo).sort((a, b) => a.seq - b.seq);
  const whole = fresh.every(({ seq }, n) => seq === upTo + 1 + n) && upTo + fresh.length === headSeq;
  return whole ? fresh : undefined;
}

async function readAfter(
  { messages }: IndexingDeps,
  session: Due,
  upTo: number,
): Promise<{ fresh: Text[]; more: boolean }> {
  const ref = { organizationId: session.organizationId, sessionId: session.id };
  const fresh: Text[] = [];
  for (let after = upTo; fresh.length < mostOfALog;) {
    const some = await messages.read(ref, { after, limit: page });
    fresh.push(...some.map(textOf));
    if (some.length < page) return { fresh, more: false };
    after = some.at(-1)!.seq;
  }
  return { fresh, more: true };
}

async function cardOf({ customerText, summaryText, words }: IndexingDeps, session: Due): Promise<Words> {
  const { organizationId, customerId, id, status } = session;
  const known = await customerText(organizationId, customerId);
  const summed = status === 'closed' ? await summaryText(organizationId, id) : '';
  const text = [known, session.subject, ...session.labels, summed].filter(Boolean).join('\n');
  return words(text.slice(0, longestCard));
}
