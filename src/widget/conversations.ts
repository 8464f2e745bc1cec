// The visitor's conversations: the list of them, and looking at another one than the current.
import type { Session } from '../protocol/model/session';
import { apiUrl } from './server-url';
import type { MessageSync } from './message-sync';
import type { Store } from './state';

export interface Conversations {
  showHelp(): void;
  listConversations(): void;
  /** Without a session, back to the current one. */
  openConversation(session?: Session): void;
}

export function createConversations(deps: {
  store: Store;
  messages: MessageSync;
  token: () => string | undefined;
}): Conversations {
  const { store, messages, token } = deps;

  async function list(): Promise<void> {
    store.patch({ list: 'loading' });
    const answer = await fetch(apiUrl('widget/sessions?limit=50'), {
      headers: { Authorization: `Bearer ${token()}` },
    }).catch(() => undefined);
    const items = answer?.ok && ((await answer.json()) as { items: Session[] }).items;
    // Whoever went on meanwhile is not called back.
    if (store.state().list) store.patch({ list: items || 'failed' });
  }

  return {
    showHelp: () => store.patch({ help: true }),
    listConversations: () => void list(),
    openConversation(session) {
      store.update(({ list: _, opened: __, help: ___, ...state }) =>
        !session || session.id === state.session?.id ? state : { ...state, opened: session, again: false },
      );
      if (session) void messages.sync(session.id);
      messages.markRead();
    },
  };
}
