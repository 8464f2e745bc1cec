// What a customer does besides writing: now or not at all.
import type { Message } from '../protocol/model/message';
import type { Session } from '../protocol/model/session';
import type { Connection } from './connection';
import type { MessageSender } from './message-sender';
import { messageChanged, sessionChanged, which, type Store } from './state';

export interface Actions {
  /** @param text what to say where nobody can be asked yet: before the first message, or not connected */
  requestHuman(text: string): void;
  rate(score: number, comment?: string): Promise<boolean>;
  writeAgain(): void;
  endChat(): void;
  /** The conversation from before the sign-in goes on in the customer's own. */
  bring(sessionId: string): void;
  feedback(message: Message, helpful: boolean, why?: { reason?: string; comment?: string }): void;
  typing(now: boolean): void;
  /** An e-mail address or a phone number, for an answer to who has left. */
  leaveContact(
    contact: Partial<Record<'name' | 'email' | 'phone', string>>,
  ): Promise<'done' | 'contactWrong' | 'notDone'>;
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
    requestHuman(text) {
      const { session, opened } = store.state();
      if ((opened ?? session)?.status !== 'active' || !connection.live()) return sender.send(text);
      store.patch({ asking: true });
      void act('session:request_human', which(store.state())).then(() => store.patch({ asking: false }));
    },
    rate: (score, comment) =>
      act('session:rate', { score, ...(comment && { comment }), ...which(store.state()) }),
    writeAgain: () =>
      store.update(({ opened: _, ...state }) => ({ ...state, again: state.session?.status === 'closed' })),
    endChat: () => void act('session:close', which(store.state())),
    bring: (sessionId) =>
      void act('session:bring', { sessionId }).then(
        (done) => done && store.update(({ opened: _, list: __, ...state }) => state),
      ),
    feedback({ id, seq, metadata, sessionId }, helpful, why) {
      const mark = (value: boolean | undefined) =>
        store.update((state) => messageChanged(state, { id, metadata: { helpful: value } }));
      mark(helpful);
      const of = sessionId === store.state().session?.id ? {} : { sessionId };
      void act('message:feedback', { seq, helpful, ...why, ...of }).then(
        (done) => done || mark(metadata.helpful),
      );
    },
    async leaveContact(contact) {
      const ack = await connection.call('customer:contact', contact);
      if (ack.ok) {
        store.patch({ introduced: true });
        return 'done';
      }
      return ack.error.code === 'invalid' ? 'contactWrong' : 'notDone';
    },
    typing(now) {
      if (now ? Date.now() - typedAt < typingEveryMs : typedAt === 0) return;
      typedAt = now ? Date.now() : 0;
      void connection.call('typing', { typing: now, ...which(store.state()) });
    },
  };
}
