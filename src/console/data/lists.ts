// The pages behind the tabs.
import type { Session } from '../../protocol/model/session';
import { sentence } from './failure';
import type { Http, Page } from './http';
import { withoutOldMarks, type InboxState, type ListState } from './inbox-state';
import {
  belongs,
  isReadWhole as isOfOwnOrder,
  nextSources,
  rows as rowsOf,
  sourcesOf,
  type Source,
  type Tab,
} from './session-list';
import type { SessionRows } from './session-rows';
import type { Store } from './store';

interface Deps {
  state: Store<InboxState>;
  http: Http;
  rows: SessionRows;
  /** The session on the screen. */
  current(): string | undefined;
}

const pageSize = 50;
/** Of a page that is read again: the most that the server gives. */
const largePage = 200;
/** Rows: so far down a list that is read again is read, so that whoever is there keeps their place. */
const keptRows = 1_000;
/** Nobody reads further than this in a list that is read whole. */
const wholeList = 500;

export function createLists({ state, http, rows, current }: Deps) {
  function set(tab: Tab, list: ListState): void {
    state.set((now) => ({ ...now, lists: { ...now.lists, [tab]: list } }));
  }

  /** @param atLeast rows, if there are so many */
  async function read(tab: Tab, sources: Source[], atLeast = 0): Promise<void> {
    set(tab, { sources: state.get().lists[tab]?.sources ?? sources, loading: true });
    try {
      let next = sources;
      let left = atLeast;
      do {
        const page = await readPages(http, next, left > pageSize ? largePage : pageSize);
        rows.hear(page.items, false);
        next = page.read;
        left -= page.items.length;
      } while (left > 0 && goesOn(next));
      set(tab, { sources: next, loading: false });
      if (goesOn(next) && isReadWhole(state.get(), tab)) await read(tab, next);
      if (!goesOn(next) && tab === 'mine') state.set(withoutOldMarks);
    } catch (error) {
      const known = state.get().lists[tab]?.sources ?? sources;
      set(tab, { sources: known, loading: false, error: sentence(error) });
    }
  }

  /** From the first page and as far as it was read; what is shown stays until the answer is there. */
  const reload = (tab: Tab) =>
    read(tab, sourcesOf(tab, state.get().agent?.id), Math.min(shown(state.get(), tab).length, keptRows));

  /** Reads it again and takes out what the pages would have named, if it still belonged there. */
  async function renew(tab: Tab): Promise<void> {
    // What an ack told a moment ago may not be in the pages yet.
    const since = rows.readAgain() - 1;
    await reload(tab);
    const list = state.get().lists[tab];
    if (!list || list.error) return;
    const named = new Set(shown(state.get(), tab));
    rows.dropUnheard(since, (session) => session.id === current() || !named.has(session));
  }

  /** Tabs that were read before news were lost are read again when they are shown next. */
  const forget = (except: Tab) => state.set((now) => ({ ...now, lists: onlyList(now.lists, except) }));

  return {
    reload,
    renew,

    /** All that was known before has to be named again. */
    async reconnected(tab: Tab): Promise<void> {
      const since = rows.readAgain();
      forget(tab);
      await reload(tab);
      if (since > 1 && !state.get().lists[tab]?.error) rows.dropUnheard(since, ({ id }) => id === current());
    },

    more(tab: Tab): Promise<void> {
      const list = state.get().lists[tab];
      if (!list || list.loading || list.error || nextSources(list.sources).length === 0)
        return Promise.resolve();
      return read(tab, list.sources);
    },

    /** News may have been lost. The server says so every few seconds while it lasts: one reading at a time. */
    catchUp(tab: Tab): void {
      if (state.get().lists[tab]?.loading) return;
      void rows.count();
      forget(tab);
      void renew(tab);
    },
  };
}

const goesOn = (sources: readonly Source[]) => sources.some(({ cursor }) => cursor != null);

function onlyList(lists: InboxState['lists'], tab: Tab): InboxState['lists'] {
  return lists[tab] ? { [tab]: lists[tab] } : {};
}

function shown({ agent, sessions, lists }: InboxState, tab: Tab): Session[] {
  const list = lists[tab];
  return list ? rowsOf(Object.values(sessions), tab, { agentId: agent?.id, sources: list.sources }) : [];
}

interface Read<Of> {
  read: Of;
  items: Session[];
}

async function readPages(http: Http, sources: Source[], limit: number): Promise<Read<Source[]>> {
  const wanted = new Set(nextSources(sources));
  const pages = await Promise.all(
    sources.map((source) =>
      wanted.has(source) ? readPage(http, source, limit) : { read: source, items: [] },
    ),
  );
  return { read: pages.map(({ read }) => read), items: pages.flatMap(({ items }) => items) };
}

async function readPage(http: Http, source: Source, limit: number): Promise<Read<Source>> {
  const { items, nextCursor } = await http.get<Page<Session>>('sessions', {
    ...source.query,
    limit,
    cursor: source.cursor ?? undefined,
  });
  const last = items.at(-1);
  const floor = (source.priority ? last?.queuedAt : last?.lastMessageAt) ?? source.floor;
  return { items, read: { ...source, cursor: nextCursor, ...(floor && { floor }) } };
}

function isReadWhole({ sessions, agent }: InboxState, tab: Tab): boolean {
  if (!isOfOwnOrder(tab)) return false;
  return Object.values(sessions).filter((one) => belongs(one, tab, agent?.id)).length < wholeList;
}
