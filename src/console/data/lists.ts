// The pages behind the tabs.
import type { Session } from '../../protocol/things';
import { sentence } from './failure';
import type { Http, Page } from './http';
import type { InboxState, ListState } from './inbox-state';
import { nextSources, sourcesOf, type Source, type Tab } from './session-list';
import type { Store } from './store';

interface Deps {
  state: Store<InboxState>;
  http: Http;
  hear(sessions: Session[], counted: boolean): void;
}

const pageSize = 50;
/** The queue is shown in its own order, so all of it is read; nobody reads further than this. */
const wholeQueue = 500;

export function createLists({ state, http, hear }: Deps) {
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
      hear(
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

  return {
    /** From the first page; what is shown stays until the answer is there. */
    reload: (tab: Tab) => load(tab, sourcesOf(tab, state.get().agent?.id)),

    more(tab: Tab): Promise<void> {
      const list = state.get().lists[tab];
      if (!list || list.loading || list.error || nextSources(list.sources).length === 0)
        return Promise.resolve();
      return load(tab, list.sources);
    },

    /** Tabs that were read before a connection was lost are read again when they are shown next. */
    forget(except: Tab): void {
      state.set((now) => ({ ...now, lists: now.lists[except] ? { [except]: now.lists[except] } : {} }));
    },
  };
}
