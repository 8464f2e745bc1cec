import type { Inbox } from '../data/inbox';
import { rows, type Tab } from '../data/session-list';

/** More are not chosen at once: nobody sees what they do with more. */
export const mostChosen = 1_000;

/** Reads on until the view is whole or enough are known. @returns ids, in the order of the view */
export async function loadAll(inbox: Inbox, tab: Tab): Promise<string[]> {
  const known = () => {
    const { sessions, lists, agent } = inbox.state.get();
    const sources = lists[tab]?.sources ?? [];
    return rows(Object.values(sessions), tab, { agentId: agent?.id, sources }).map(({ id }) => id);
  };
  for (let before = -1; before < known().length && known().length < mostChosen;) {
    before = known().length;
    await inbox.lists.more(tab);
  }
  return known().slice(0, mostChosen);
}
