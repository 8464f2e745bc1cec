// Keeps what is searched up with the logs: by the events, and by looking for what they did not lead to.
import pLimit from 'p-limit';
import type { EventBus } from '../events';
import { DomainError } from '../errors';
import type { Log } from '../log';
import type { Message } from '../protocol/model/message';
import { catchUp } from './catch-up';
import { createIndexing, type Indexing, type IndexingDeps } from './index-sessions';
import type { SearchStore } from './store';
import { createWaiting, type Due, type Waiting } from './waiting';

/** Well within the 5 s after which everything must be found. */
const defaultEveryMs = 1_000;
/** Longest pause before what failed is tried again. */
const longestPauseMs = 60_000;
const batch = 200;
/** What waits to be indexed may hold so much memory. */
const defaultMaxBytes = 32 * 1024 * 1024;
/** After so long other jobs have their turn. */
const defaultTurnMs = 5_000;

interface CustomerRef {
  organizationId: string;
  customerId: string;
}

export interface IndexerDeps extends IndexingDeps {
  events: Pick<EventBus, 'on'>;
  store: SearchStore;
  session(organizationId: string, sessionId: string): Promise<Due>;
  /** Open and closed ones. */
  sessionsOf(customer: CustomerRef): Promise<Due[]>;
  /** More came than could be kept: `catchUp` will find it. */
  catchUpLater(): void;
  log: Log;
  everyMs?: number;
  maxBytes?: number;
  turnMs?: number;
}

export interface Indexer {
  /**
   * Indexes what no event led to (after a crash, or before there was an index), for some seconds.
   * @param after the session up to which it has looked; @returns where to go on, undefined at the end
   */
  catchUp(after?: string): Promise<string | undefined>;
  /** What is written down of a session has changed. @throws `not_found` */
  again(session: { organizationId: string; sessionId: string }): Promise<void>;
  close(): Promise<void>;
}

export function createIndexer(deps: IndexerDeps): Indexer {
  const { everyMs = defaultEveryMs, maxBytes = defaultMaxBytes, turnMs = defaultTurnMs } = deps;
  const waiting = createWaiting({ maxBytes, onOverflow: deps.catchUpLater });
  const changed = new Map<string, CustomerRef>();
  const indexing = createIndexing(deps);
  let failures = 0;
  const { schedule, inTurn, stop, isStopped } = createTurns(
    () => flush(),
    () => pauseAfter(failures, everyMs),
  );

  function add(session: Due, message?: Message): void {
    waiting.add(session, message);
    schedule();
  }

  async function flush(): Promise<void> {
    const outcomes: Outcome[] = [await findSessions(deps, changed, (session) => anew(session))];
    for (const [organizationId, some] of byOrganization(waiting.take()))
      for (let n = 0; n < some.length; n += batch)
        outcomes.push(await attempt(deps, indexing, { organizationId, some: some.slice(n, n + batch) }));
    failures = outcomes.some(({ failed }) => failed) ? failures + 1 : 0;
    for (const { left } of outcomes) left.forEach((session) => add(session));
    if (changed.size > 0) schedule();
  }

  function anew(session: Due): void {
    indexing.forget(session.id);
    waiting.add(session);
  }

  const off = [
    deps.events.on('message', ({ session, message }) => add(session, message)),
    deps.events.on('session', ({ session }) => add(session)),
    deps.events.on('customer', (customer) => {
      changed.set(customer.customerId, customer);
      schedule();
    }),
  ];
  return {
    catchUp: (after) =>
      catchUp(deps, {
        after,
        isOver: overAfter(turnMs, isStopped),
        index: (sessions, whole) =>
          inTurn(async () => {
            for (const { id } of sessions)
              if (whole.has(id)) indexing.begin(id);
              else indexing.forget(id);
            for (const [organizationId, some] of byOrganization(sessions.map(withoutTexts)))
              (await attempt(deps, indexing, { organizationId, some })).left.forEach((one) => add(one));
          }),
      }),
    async again({ organizationId, sessionId }) {
      anew(await deps.session(organizationId, sessionId));
      schedule();
    },
    async close() {
      stop();
      for (const end of off) end();
      await inTurn(flush);
    },
  };
}

/** `work` some time after it was asked for, and everything one after the other: two that write the same session would read it twice. */
function createTurns(work: () => Promise<void>, pauseMs: () => number) {
  let timer: NodeJS.Timeout | undefined;
  const inTurn = pLimit(1);
  let stopped = false;
  return {
    inTurn,
    schedule(): void {
      if (stopped) return;
      timer ??= setTimeout(() => {
        timer = undefined;
        void inTurn(work);
      }, pauseMs()).unref();
    },
    stop(): void {
      stopped = true;
      clearTimeout(timer);
    },
    isStopped: () => stopped,
  };
}

const withoutTexts = (session: Due): Waiting => ({ session, texts: [] });

function overAfter(ms: number, isStopped: () => boolean): () => boolean {
  const end = performance.now() + ms;
  return () => isStopped() || performance.now() > end;
}

function pauseAfter(failures: number, everyMs: number): number {
  return Math.min(everyMs * 2 ** failures, Math.max(everyMs, longestPauseMs));
}

interface Outcome {
  /** To be done again, or to its end. */
  left: readonly Due[];
  /** A store could not be reached. */
  failed: boolean;
}

/** Where a store cannot be reached all of it is left; else one session that fails does not hold the others. */
async function attempt(
  deps: IndexerDeps,
  indexing: Indexing,
  { organizationId, some }: { organizationId: string; some: readonly Waiting[] },
): Promise<Outcome> {
  try {
    return { left: await indexing.index(organizationId, some), failed: false };
  } catch (error) {
    for (const { session } of some) indexing.forget(session.id);
    const failed = isUnavailable(error);
    if (!failed && some.length > 1) {
      const outcomes: Outcome[] = [];
      for (const one of some) outcomes.push(await attempt(deps, indexing, { organizationId, some: [one] }));
      return {
        left: outcomes.flatMap(({ left }) => left),
        failed: outcomes.some((outcome) => outcome.failed),
      };
    }
    deps.log.warn({ err: error, organizationId, sessions: some.length }, 'could not index for search');
    return { left: failed ? some.map(({ session }) => session) : [], failed };
  }
}

/** Those of customers that changed. Of whom a store does not tell now waits. */
async function findSessions(
  { sessionsOf, log }: IndexerDeps,
  changed: Map<string, CustomerRef>,
  anew: (session: Due) => void,
): Promise<Outcome> {
  let failed = false;
  for (const [id, customer] of [...changed]) {
    changed.delete(id);
    try {
      (await sessionsOf(customer)).forEach(anew);
    } catch (error) {
      log.warn({ err: error, ...customer }, 'could not index a customer for search');
      if (!isUnavailable(error)) continue;
      changed.set(id, customer);
      failed = true;
      break;
    }
  }
  return { left: [], failed };
}

function isUnavailable(error: unknown): boolean {
  return error instanceof DomainError && error.code === 'unavailable';
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
