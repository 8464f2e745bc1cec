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
/** Nobody reads further than this in a list that is read whole. */
const wholeList = 500;

export function createLists({ state, http, rows, current }: Deps) {
  function set(tab: Tab, list: ListState): void {
    state.set((now) => ({ ...now, lists: { ...now.lists, [tab]: list } }));
  }

  async function read(tab: Tab, sources: Source[]): Promise<void> {
    set(tab, { sources: state.get().lists[tab]?.sources ?? sources, loading: true });
    try {
      const wanted = new Set(nextSources(sources));
      const pages = await Promise.all(
        sources.map((source) => (wanted.has(source) ? readPage(http, source) : { source, items: [] })),
      );
      const items = pages.flatMap((page) => page.items);
      rows.hear(items, false);
      const next = pages.map(({ source }) => source);
      set(tab, { sources: next, loading: false });
      const goesOn = next.some(({ cursor }) => cursor != null);
      if (goesOn && isReadWhole(state.get(), tab)) await read(tab, next);
      if (!goesOn && tab === 'mine') state.set(withoutOldMarks);
    } catch (error) {
      const known = state.get().lists[tab]?.sources ?? sources;
      set(tab, { sources: known, loading: false, error: sentence(error) });
    }
  }

  /** From the first page; what is shown stays until the answer is there. */
  const reload = (tab: Tab) => read(tab, sourcesOf(tab, state.get().agent?.id));

  /** Reads it again and takes out what the pages would have named, if it still belonged there. */
  async function renew(tab: Tab): Promise<void> {
    // What an ack told a moment ago may not be in the pages yet.
    const since = rows.readAgain() - 1;
    await reload(tab);
    const { agent, sessions, lists } = state.get();
    const list = lists[tab];
    if (!list || list.error) return;
    const shown = new Set(
      rowsOf(Object.values(sessions), tab, { agentId: agent?.id, sources: list.sources }),
    );
    rows.dropUnheard(since, (session) => session.id === current() || !shown.has(session));
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

function onlyList(lists: InboxState['lists'], tab: Tab): InboxState['lists'] {
  return lists[tab] ? { [tab]: lists[tab] } : {};
}

async function readPage(http: Http, source: Source): Promise<{ source: Source; items: Session[] }> {
  const { items, nextCursor } = await http.get<Page<Session>>('sessions', {
    ...source.query,
    limit: pageSize,
    cursor: source.cursor ?? undefined,
  });
  const floor = items.at(-1)?.lastMessageAt ?? source.floor;
  return { items, source: { ...source, cursor: nextCursor, ...(floor && { floor }) } };
}

function isReadWhole({ sessions, agent }: InboxState, tab: Tab): boolean {
  if (!isOfOwnOrder(tab)) return false;
  return Object.values(sessions).filter((one) => belongs(one, tab, agent?.id)).length < wholeList;
}
