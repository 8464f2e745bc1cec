// The pages behind the tabs.
import type { Session } from '../../protocol/model/session';
import { sentence } from './failure';
import type { Http, Page } from './http';
import type { InboxState, ListState } from './inbox-state';
import { nextSources, rows as findMessage, sourcesOf, type Source, type Tab } from './session-list';
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
/** The queue is shown in its own order, so all of it is read; nobody reads further than this. */
const wholeQueue = 500;

export function createLists({ state, http, rows, current }: Deps) {
  function set(tab: Tab, list: ListState): void {
    state.set((now) => ({ ...now, lists: { ...now.lists, [tab]: list } }));
  }

  async function readPage(source: Source): Promise<{ source: Source; items: Session[] }> {
    const { items, nextCursor } = await http.get<Page<Session>>('sessions', {
      ...source.query,
      limit: pageSize,
      cursor: source.cursor ?? undefined,
    });
    const floor = items.at(-1)?.lastMessageAt ?? source.floor;
    return { items, source: { ...source, cursor: nextCursor, ...(floor && { floor }) } };
  }

  async function read(tab: Tab, sources: Source[]): Promise<void> {
    set(tab, { sources: state.get().lists[tab]?.sources ?? sources, loading: true });
    try {
      const wanted = new Set(nextSources(sources));
      const pages = await Promise.all(
        sources.map((source) => (wanted.has(source) ? readPage(source) : { source, items: [] })),
      );
      rows.hear(
        pages.flatMap(({ items }) => items),
        false,
      );
      const next = pages.map(({ source }) => source);
      set(tab, { sources: next, loading: false });
      const more = tab === 'waiting' && next.some(({ cursor }) => cursor != null);
      const read = Object.values(state.get().sessions).filter(({ status }) => status === 'waiting').length;
      if (more && read < wholeQueue) await load(tab, next);
    } catch (error) {
      set(tab, {
        sources: state.get().lists[tab]?.sources ?? sources,
        loading: false,
        error: sentence(error),
      });
    }
  }

  function load(tab: Tab, sources: Source[]): Promise<void> {
    return read(tab, sources);
  }

  /** From the first page; what is shown stays until the answer is there. */
  const reload = (tab: Tab) => load(tab, sourcesOf(tab, state.get().agent?.id));

  /** Reads it again and takes out what the pages would have named, if it still belonged there. */
  async function renew(tab: Tab): Promise<void> {
    // What an ack told a moment ago may not be in the pages yet.
    const since = rows.readAgain() - 1;
    await reload(tab);
    const { agent, sessions, lists } = state.get();
    const list = lists[tab];
    if (!list || list.error) return;
    const shown = new Set(
      findMessage(Object.values(sessions), tab, { agentId: agent?.id, sources: list.sources }),
    );
    rows.dropUnheard(since, (session) => session.id === current() || !shown.has(session));
  }

  /** Tabs that were read before news were lost are read again when they are shown next. */
  function forget(except: Tab): void {
    state.set((now) => ({ ...now, lists: now.lists[except] ? { [except]: now.lists[except] } : {} }));
  }

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
      return load(tab, list.sources);
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
