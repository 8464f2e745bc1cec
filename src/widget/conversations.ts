// The visitor's conversations: the list of them, and looking at another one than the current.
import type { Session } from '../protocol/model/session';
import type { MessageSync } from './message-sync';
import type { Store } from './state';

export interface Conversations {
  showHelp(): void;
  listConversations(): Promise<void>;
  /** Without a session, back to the current one. */
  openConversation(session?: Session): void;
}

export function createConversations(deps: {
  store: Store;
  messages: MessageSync;
  token: () => string | undefined;
}): Conversations {
  const { store, messages, token } = deps;

  return {
    showHelp: () => store.patch({ help: true }),
    async listConversations() {
      store.patch({ list: 'loading' });
      const list = await import('./later/read-list')
        .then(({ readList }) => readList(token()))
        .catch(() => 'failed' as const);
      // Whoever went on meanwhile is not called back.
      if (store.state().list) store.patch({ list });
    },
    openConversation(session) {
      store.update(({ list: _, opened: __, help: ___, ...state }) =>
        !session || session.id === state.session?.id ? state : { ...state, opened: session, again: false },
      );
      if (session) void messages.sync(session.id);
      messages.markRead();
    },
  };
}
