// What the inbox does when the socket is welcomed, and without one.
import type { AgentReady } from '../../protocol/server-events';
import type { createConversations } from './conversations';
import type { InboxState } from './inbox-state';
import type { createLists } from './lists';
import type { Tab } from './session-list';
import type { SessionRows } from './session-rows';
import type { Store } from './store';

interface Deps {
  state: Store<InboxState>;
  rows: SessionRows;
  lists: ReturnType<typeof createLists>;
  conversations: ReturnType<typeof createConversations>;
  /** Sends what is in the outbox. */
  flush(): void;
  /** The tab on the screen. */
  tab(): Tab;
}

/** How often a user who is no agent, and so has no socket, is shown fresh rows. */
const pollMs = 15_000;

export function createConnection({ state, rows, lists, conversations, flush, tab }: Deps) {
  let poll: ReturnType<typeof setInterval> | undefined;

  function syncOpen(): void {
    const open = conversations.current();
    if (open) void conversations.catchUp(open);
  }

  function look(): void {
    void rows.count();
    void lists.reload(tab()).then(rows.dropOldClosed);
    syncOpen();
  }

  return {
    syncOpen,
    ready({ agent, presence, awayReason, team, counts }: AgentReady): void {
      state.set((now) => ({
        ...now,
        connection: 'online',
        agent,
        presence,
        awayReason,
        presences: team,
        counts: { ...now.counts, ...counts },
        typing: {},
      }));
      syncOpen();
      flush();
      void rows.count();
      void lists.reconnected(tab());
      // Marks kept from an earlier visit are shown once their rows are known.
      if (tab() !== 'mine' && Object.keys(state.get().given).length > 0) void lists.reload('mine');
    },
    /** The user is no agent: there will be no events. */
    refused(): void {
      state.set((now) => ({ ...now, connection: 'none' }));
      clearInterval(poll);
      poll = setInterval(look, pollMs);
      look();
    },
    stop: () => clearInterval(poll),
  };
}
