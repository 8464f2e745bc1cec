// What the components share: who is signed in, the API, the inbox; and how to watch a part of its state.
import { createContext, useContext, useSyncExternalStore } from 'react';
import type { AgentSelf, Auth, User } from './data/auth';
import type { Drafts } from './data/drafts';
import type { Http } from './data/http';
import type { Inbox } from './data/inbox';
import type { InboxState } from './data/inbox-state';
import type { Offers } from './data/offers';
import type { Listeners } from './data/store';

export interface Console {
  auth: Auth;
  http: Http;
  inbox: Inbox;
  drafts: Drafts;
  /** A macro is wanted in the conversation that is open: its id, or undefined for the list of them. */
  macros: Listeners<string | undefined>;
  offers: Offers;
  user: User;
  /** The user's agent; who is none can look and manage, not write. */
  agent?: AgentSelf;
}

export const ConsoleContext = createContext<Console | null>(null);

export function useConsole(): Console {
  const found = useContext(ConsoleContext);
  if (!found) throw new Error('Outside of the signed-in console.');
  return found;
}

/** @param select picks a part of the state that stays the same object until it changes. */
export function useInbox<T>(select: (state: InboxState) => T): T {
  const { state } = useConsole().inbox;
  return useSyncExternalStore(state.subscribe, () => select(state.get()));
}
