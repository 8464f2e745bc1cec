// Keeps what is searched up with the logs. What events brought is taken where it follows on what is indexed without a gap;
// else the log is read, so that nothing is left out and nothing comes twice.
import { setImmediate } from 'node:timers/promises';
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
/** Logs read at the same time. */
const readsAtOnce = 8;
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

/** A session that has more than is indexed, and what its events brought of it. */
interface Waiting {
  session: Due;
  messages: Message[];
}

export type Indexer = ReturnType<typeof createIndexer>;

export function createIndexer(deps: IndexerDeps) {
  const { log } = deps;
  const due = new LRUCache<string, Waiting>({ max: maxDue });
  const known = new LRUCache<string, Known>({ max: 50_000 });
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> = Promise.resolve();
  let stopped = false;

  function add(session: Due, message?: Message): void {
    const messages = due.get(session.id)?.messages ?? [];
    if (message && messages.length < page) messages.push(message);
    due.set(session.id, { session, messages });
    if (!stopped) timer ??= setTimeout(start, everyMs).unref();
  }

  function start(): void {
    timer = undefined;
    running = running.then(flush);
  }

  async function flush(): Promise<void> {
    const groups = byOrganization([...due.values()]);
    due.clear();
    for (const [organizationId, all] of groups)
      for (let n = 0; n < all.length; n += page) await attempt(organizationId, all.slice(n, n + page));
  }

  async function attempt(organizationId: string, some: readonly Waiting[]): Promise<void> {
    try {
      await index(deps, { organizationId, some }, known);
    } catch (error) {
      for (const { session } of some) known.delete(session.id);
      log.warn({ err: error, organizationId }, 'could not index sessions for search');
    }
  }

  function anew(sessions: readonly Due[]): void {
    for (const session of sessions) {
      known.delete(session.id);
      add(session);
    }
  }

  const off = listen(deps, add, anew);
  return {
    catchUp: () =>
      catchUp(deps, async (sessions) => {
        anew(sessions);
        start();
        await running;
        return !stopped;
      }),
    async close(): Promise<void> {
      stopped = true;
      clearTimeout(timer);
      for (const stop of off) stop();
      start();
      await running;
    },
  };
}

/** @returns how to stop listening */
function listen(
  { events, sessionsOf, log }: IndexerDeps,
  add: (session: Due, message?: Message) => void,
  anew: (sessions: Due[]) => void,
): Array<() => void> {
  return [
    events.on('message', ({ session, message }) => add(session, message)),
    events.on('session', ({ session }) => add(session)),
    events.on('customer', (customer) => {
      sessionsOf(customer).then(anew, (error: unknown) => {
        log.warn({ err: error, ...customer }, 'could not index a customer for search');
      });
    }),
  ];
}

function byOrganization(all: readonly Waiting[]): Map<string, Waiting[]> {
  const groups = new Map<string, Waiting[]>();
  for (const waiting of all) {
    const { organizationId } = waiting.session;
    const group = groups.get(organizationId);
    if (group) group.push(waiting);
    else groups.set(organizationId, [waiting]);
  }
  return groups;
}

/** What events did not lead to: after a crash, or before there was an index. */
async function catchUp(
  { store, session }: IndexerDeps,
  indexed: (sessions: Due[]) => Promise<boolean>,
): Promise<void> {
  const tried = new Set<string>();
  for (;;) {
    const behind = (await store.behind(lookAt)).filter(({ sessionId }) => !tried.has(sessionId));
    for (const { sessionId } of behind) tried.add(sessionId);
    const sessions = await Promise.all(
      behind.map(({ organizationId, sessionId }) => session(organizationId, sessionId)),
    );
    if (sessions.length === 0 || !(await indexed(sessions))) return;
  }
}

/** Many sessions in one transaction: what a message costs here does not grow with how many there are. */
async function index(
  deps: IndexerDeps,
  { organizationId, some }: { organizationId: string; some: readonly Waiting[] },
  known: LRUCache<string, Known>,
): Promise<void> {
  const unknown = some.map(({ session }) => session.id).filter((id) => !known.has(id));
  const stored =
    unknown.length === 0 ? new Map<string, number>() : await deps.store.indexedUpTo(organizationId, unknown);
  const limit = pLimit(readsAtOnce);
  const news = await Promise.all(
    some.map((waiting) =>
      limit(async () => {
        const before = known.get(waiting.session.id);
        const upTo = before?.upTo ?? stored.get(waiting.session.id) ?? 0;
        return newsOf(deps, waiting, { upTo, card: before?.card });
      }),
    ),
  );
  const fresh = news.filter((one) => one !== undefined);
  if (fresh.length === 0) return;
  await deps.store.write(
    organizationId,
    fresh.map(({ indexed }) => indexed),
  );
  for (const { indexed, card } of fresh) known.set(indexed.sessionId, { upTo: indexed.upTo, card });
}

/** Undefined when everything of it is indexed. */
async function newsOf(
  deps: IndexerDeps,
  { session, messages }: Waiting,
  before: { upTo: number; card: string | undefined },
): Promise<{ indexed: IndexedSession; card: string } | undefined> {
  const card = JSON.stringify([session.customerName, session.subject, session.labels]);
  const changed = before.card !== card;
  if (before.upTo >= session.headSeq && !changed) return undefined;
  // Whoever waits for an answer comes first.
  await setImmediate();
  const own = following(messages, before.upTo, session.headSeq);
  const fresh = own ?? (await readAfter(deps, session, before.upTo));
  const indexed = {
    sessionId: session.id,
    upTo: fresh.at(-1)?.seq ?? before.upTo,
    at: session.lastMessageAt,
    ...(changed && { card: await cardOf(deps, session) }),
    messages: fresh.flatMap((message) => {
      const words = deps.words(searchedText(message));
      return words.length === 0 ? [] : [{ seq: message.seq, words, at: message.timestamp }];
    }),
  };
  return { indexed, card };
}

/** The messages from `upTo` to `headSeq`, when the events brought every one of them. */
function following(messages: readonly Message[], upTo: number, headSeq: number): Message[] | undefined {
  const fresh = messages.filter(({ seq }) => seq > upTo).sort((a, b) => a.seq - b.seq);
  const whole = fresh.every(({ seq }, n) => seq === upTo + 1 + n) && upTo + fresh.length === headSeq;
  return whole ? fresh : undefined;
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
