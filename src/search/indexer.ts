// Keeps what is searched up with the logs. An event only says that there is more: what is indexed is read from the log,
// after what the index has, so that nothing is left out and nothing comes twice.
import { LRUCache } from 'lru-cache';
import pLimit from 'p-limit';
import type { EventBus } from '../events';
import type { Log } from '../log';
import type { Message } from '../protocol/model/message';
import type { Session } from '../protocol/model/session';
import type { MessageLog } from '../sessions/store';
import type { IndexedSession, SearchStore, Words } from './store';

/** Well within the 5 s after which everything must be found. */
const everyMs = 1_000;
const page = 200;
const sessionsAtOnce = 8;
/** Sessions that wait; above it the oldest are left to the next look for what is behind. */
const maxDue = 20_000;
/** Sessions that are behind, looked up at once. */
const lookAt = 500;
/** Longest text of a session's own row, in UTF-16 units. */
const longestCard = 10_000;

type Due = Pick<
  Session,
  'id' | 'organizationId' | 'customerId' | 'headSeq' | 'customerName' | 'subject' | 'labels' | 'lastMessageAt'
>;

export interface IndexerDeps {
  events: Pick<EventBus, 'on'>;
  store: SearchStore;
  messages: Pick<MessageLog, 'read'>;
  /** Everything that a customer is known by, in words. */
  customerText(organizationId: string, customerId: string): Promise<string>;
  session(organizationId: string, sessionId: string): Promise<Due>;
  /** Open and closed ones. */
  sessionsOf(customer: { organizationId: string; customerId: string }): Promise<Due[]>;
  words(text: string): string[];
  log: Log;
}

interface Known {
  upTo: number;
  card: string;
}

export type Indexer = ReturnType<typeof createIndexer>;

export function createIndexer(deps: IndexerDeps) {
  const { events, store, log } = deps;
  const due = new LRUCache<string, Due>({ max: maxDue });
  const known = new LRUCache<string, Known>({ max: 50_000 });
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> = Promise.resolve();
  let stopped = false;

  function add(session: Due): void {
    due.set(session.id, session);
    if (!stopped) timer ??= setTimeout(start, everyMs).unref();
  }

  function start(): void {
    timer = undefined;
    running = running.then(flush);
  }

  async function flush(): Promise<void> {
    const sessions = [...due.values()];
    due.clear();
    const limit = pLimit(sessionsAtOnce);
    await Promise.all(sessions.map((session) => limit(() => attempt(session))));
  }

  async function attempt(session: Due): Promise<void> {
    try {
      await index(deps, session, known);
    } catch (error) {
      known.delete(session.id);
      log.warn({ err: error, sessionId: session.id }, 'could not index a session for search');
    }
  }

  async function customerChanged(customer: { organizationId: string; customerId: string }): Promise<void> {
    for (const session of await deps.sessionsOf(customer)) {
      known.delete(session.id);
      add(session);
    }
  }

  const off = [
    events.on('message', ({ session }) => add(session)),
    events.on('session', ({ session }) => add(session)),
    events.on('customer', (customer) => {
      customerChanged(customer).catch((error: unknown) =>
        log.warn({ err: error, ...customer }, 'could not index a customer for search'),
      );
    }),
  ];

  return {
    /** What events did not lead to: after a crash, or before there was an index. */
    async catchUp(): Promise<void> {
      const tried = new Set<string>();
      while (!stopped) {
        const behind = (await store.behind(lookAt)).filter(({ sessionId }) => !tried.has(sessionId));
        for (const { organizationId, sessionId } of behind) {
          tried.add(sessionId);
          known.delete(sessionId);
          due.set(sessionId, await deps.session(organizationId, sessionId));
        }
        if (behind.length === 0) return;
        await flush();
      }
    },
    async close(): Promise<void> {
      stopped = true;
      clearTimeout(timer);
      for (const stop of off) stop();
      start();
      await running;
    },
  };
}

async function index(deps: IndexerDeps, session: Due, known: LRUCache<string, Known>): Promise<void> {
  const { store } = deps;
  const { id: sessionId, organizationId } = session;
  const before = known.get(sessionId);
  const upTo = before?.upTo ?? (await store.indexedUpTo(organizationId, [sessionId])).get(sessionId) ?? 0;
  const card = JSON.stringify([session.customerName, session.subject, session.labels]);
  const changed = before?.card !== card;
  if (upTo >= session.headSeq && !changed) return;
  const messages = await readAfter(deps, session, upTo);
  const indexed: IndexedSession = {
    sessionId,
    upTo: messages.at(-1)?.seq ?? upTo,
    at: session.lastMessageAt,
    ...(changed && { card: await cardOf(deps, session) }),
    messages: messages.flatMap((message) => {
      const words = deps.words(searchedText(message));
      return words.length === 0 ? [] : [{ seq: message.seq, words, at: message.timestamp }];
    }),
  };
  await store.write(organizationId, [indexed]);
  known.set(sessionId, { upTo: indexed.upTo, card });
}

async function readAfter({ messages }: IndexerDeps, session: Due, upTo: number): Promise<Message[]> {
  const ref = { organizationId: session.organizationId, sessionId: session.id };
  const all: Message[] = [];
  for (let after = upTo; ;) {
    const some = await messages.read(ref, { after, limit: page });
    all.push(...some);
    if (some.length < page) return all;
    after = some.at(-1)!.seq;
  }
}

async function cardOf({ customerText, words }: IndexerDeps, session: Due): Promise<Words> {
  const known = await customerText(session.organizationId, session.customerId);
  const text = [known, session.subject, ...session.labels].filter(Boolean).join('\n');
  return words(text.slice(0, longestCard));
}

/** What is searched of a message: its words, its file's name, and what an agent got with a handover. */
export function searchedText({ type, content }: Message): string {
  const { text, fileName, packet, data } = content;
  if (type === 'handover')
    return [packet?.summary, packet?.intent, ...Object.values(packet?.facts ?? {})]
      .filter(Boolean)
      .join('\n');
  if (type === 'system') return typeof data?.['comment'] === 'string' ? data['comment'] : '';
  return [text, fileName].filter(Boolean).join('\n');
}
