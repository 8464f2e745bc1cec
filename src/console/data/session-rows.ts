// The rows of sessions that this browser has heard of, and the counts that follow them.
import type { Session } from '../../protocol/model/session';
import type { Http } from './http';
import { withSessions, type InboxState, type ListState } from './inbox-state';
import { belongs, readIn, type Counts, type Tab } from './session-list';
import type { Store } from './store';

export type SessionRows = ReturnType<typeof createSessionRows>;

interface Deps {
  state: Store<InboxState>;
  http: Http;
  /** The tab on the screen at this moment. */
  tab?: () => Tab | undefined;
  /** The conversation on the screen at this moment. */
  open?: () => string | undefined;
}

/** Closed sessions kept in memory; older ones are read again when they are looked for. */
const maxClosed = 2_000;
/** Beyond that they go in such portions, so that not every event sorts them. */
const portion = 200;
/** Counts are asked for so long after the first change that only the server can count, and no more often than that. */
const [countAfterMs, countEveryMs] = [400, 2_000];

const none = () => undefined;

export function createSessionRows({ state, http, tab = none, open = none }: Deps) {
  const heardIn = new Map<string, number>();
  let found: ReadonlySet<string> = new Set();
  let reading = 0;
  const { count, countLater, stop } = createCounting({ state, http });

  function forget(ids: ReadonlySet<string>): void {
    for (const id of ids) heardIn.delete(id);
    state.set((now) => ({
      ...now,
      sessions: Object.fromEntries(Object.entries(now.sessions).filter(([id]) => !ids.has(id))),
    }));
  }

  /** The counts stay: they are the server's. */
  function dropOldClosed(): void {
    const { sessions, lists } = state.get();
    const stays = onScreen(state.get(), tab(), new Set(found).add(open() ?? ''));
    const closed = Object.values(sessions).filter((one) => one.status === 'closed' && !stays(one));
    if (closed.length <= maxClosed + portion) return;
    closed.sort((a, b) => b.lastMessageAt.localeCompare(a.lastMessageAt));
    const old = closed.slice(maxClosed);
    forget(new Set(old.map(({ id }) => id)));
    // A page that lost rows is read again when its tab is shown.
    const agentId = state.get().agent?.id;
    const lost = ([name, list]: [string, ListState | undefined]) =>
      old.some((one) => belongs(one, name as Tab, agentId) && readIn(list?.sources ?? [])(one));
    const kept = Object.entries(lists).filter((list) => !lost(list));
    state.set((now) => ({ ...now, lists: Object.fromEntries(kept) }));
  }

  /** `counted`: they come from an event, so the counts change with them. */
  function hear(sessions: readonly Session[], counted: boolean): void {
    // Before, not after: what is heard now is there for whoever asks next.
    if (counted) dropOldClosed();
    for (const { id } of sessions) heardIn.set(id, reading);
    const { state: next, countsUnknown } = withSessions(state.get(), sessions, counted);
    state.set(() => next);
    if (countsUnknown) countLater();
  }

  return {
    count,
    dropOldClosed,
    hear,
    /** What is saved: their counts follow what happens from now on. */
    watchViews: (views: InboxState['views']) => watchViews({ state, http }, views),
    /** What the search shows. */
    hearFound(sessions: readonly Session[]): void {
      found = new Set(sessions.map(({ id }) => id));
      hear(sessions, false);
    },
    /** Lists are read again, and what was known before has to be heard again: the number of this reading, from 1. */
    readAgain(): number {
      reading += 1;
      return reading;
    },
    /** Rows that no page and no event has named since this reading may be long gone. */
    dropUnheard(since: number, isKept: (session: Session) => boolean): void {
      const unheard = Object.values(state.get().sessions).filter(
        (session) => !isKept(session) && (heardIn.get(session.id) ?? 0) < since,
      );
      if (unheard.length > 0) forget(new Set(unheard.map(({ id }) => id)));
    },
    stop,
  };
}

function createCounting(deps: Pick<Deps, 'state' | 'http'>) {
  let counting: ReturnType<typeof setTimeout> | undefined;
  let countedAt = -Infinity;

  function stop(): void {
    clearTimeout(counting);
    counting = undefined;
  }

  function count(): Promise<void> {
    stop();
    countedAt = Date.now();
    return readCounts(deps);
  }

  return {
    count,
    stop,
    /** Changes that follow each other put it off no further: where they never end, the counts would stand still. */
    countLater(): void {
      const inMs = Math.max(countAfterMs, countedAt + countEveryMs - Date.now());
      counting ??= setTimeout(() => void count(), inMs);
    },
  };
}

/** What somebody may be looking at stays, whatever its age. */
function onScreen(
  { lists, agent }: InboxState,
  shown: Tab | undefined,
  stays: ReadonlySet<string>,
): (session: Session) => boolean {
  const isRead = readIn((shown && lists[shown]?.sources) ?? []);
  return (one) => stays.has(one.id) || (shown !== undefined && belongs(one, shown, agent?.id) && isRead(one));
}

function watchViews({ state, http }: Pick<Deps, 'state' | 'http'>, views: InboxState['views']): void {
  state.set((now) => ({ ...now, views }));
  void readViewCounts({ state, http });
}

async function readCounts({ state, http }: Pick<Deps, 'state' | 'http'>): Promise<void> {
  void readViewCounts({ state, http });
  const counts = await http.get<Counts>('sessions/counts').catch(() => undefined);
  if (counts) state.set((now) => ({ ...now, counts }));
}

/** Only where somebody has views. */
async function readViewCounts({ state, http }: Pick<Deps, 'state' | 'http'>): Promise<void> {
  if (Object.keys(state.get().views).length === 0) return;
  const found = await http.get<{ counts: Record<string, number> }>('views/counts').catch(() => undefined);
  if (found) state.set((now) => ({ ...now, viewCounts: found.counts }));
}
