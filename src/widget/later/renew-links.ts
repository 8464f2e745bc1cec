import type { Connection, Page } from '../connection';
import { threadChanged, type Store } from '../state';
import { withMessage } from '../thread';

/** Reads messages with files again: their links run out. */
export async function renewLinks(store: Store, connection: Connection): Promise<void> {
  for (const { sessionId, messages } of store.state().threads) {
    const first = messages.find(({ content }) => content.mediaUrl);
    if (!first) continue;
    const ack = await connection.call<Page>('session:sync', { afterSeq: first.seq - 1, sessionId });
    if (ack.ok && ack.session?.id === sessionId)
      store.update((state) =>
        threadChanged(state, sessionId, (now) => ack.messages.reduce(withMessage, now)),
      );
  }
}
