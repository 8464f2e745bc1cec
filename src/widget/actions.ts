// What a customer does besides writing: now or not at all.
import type { Session } from '../protocol/model/session';
import type { Connection } from './connection';
import type { MessageSender } from './message-sender';
import { sessionChanged, which, type Store } from './state';

export interface Actions extends Pick<Connection, 'call'>, Pick<Store, 'update'> {
  /** What fails is said above the composer. @param event one whose ack may bring the session as it is then */
  act(event: string, body: object): Promise<boolean>;
  /** @param text what to say where nobody can be asked yet: before the first message, or not connected */
  requestHuman(text: string): void;
  writeAgain(): void;
  typing(now: boolean): void;
}

const typingEveryMs = 3_000;

export function createActions(store: Store, connection: Connection, sender: MessageSender): Actions {
  let typedAt = 0;

  async function act(event: string, body: object): Promise<boolean> {
    store.patch({ notice: false });
    const ack = await connection.call<{ session?: Session }>(event, body);
    if (!ack.ok) store.patch({ notice: true });
    else if (ack.session) store.update((state) => sessionChanged(state, ack.session!));
    return ack.ok;
  }

  return {
    act,
    call: connection.call,
    update: store.update,
    requestHuman(text) {
      const { session, opened } = store.state();
      if ((opened ?? session)?.status !== 'active' || !connection.live()) return sender.send(text);
      store.patch({ asking: true });
      void act('session:request_human', which(store.state())).then(() => store.patch({ asking: false }));
    },
    writeAgain: () =>
      store.update(({ opened: _, ...state }) => ({ ...state, again: state.session?.status === 'closed' })),
    typing(now) {
      if (now ? Date.now() - typedAt < typingEveryMs : typedAt === 0) return;
      typedAt = now ? Date.now() : 0;
      void connection.call('typing', { typing: now, ...which(store.state()) });
    },
  };
}
