// Who is writing, and the AI's answer while it is written. Both are guesses that end by themselves.
import type { ServerEvents, Typing } from './connection';
import type { Store } from './state';

const shownMs = 20_000;
/** After typing has ended, a draft that no message replaced was dropped. */
const droppedMs = 1_000;
/** A draft that was under way when we connected lacks its beginning. */
const joinedMs = 1_500;

export interface AnswerStream {
  typing: ServerEvents['typing'];
  stream: ServerEvents['message:stream'];
  connected(): void;
}

export function createAnswerStream(store: Store): AnswerStream {
  let ends: ReturnType<typeof setTimeout> | undefined;
  let connectedAt = 0;

  function typing(news: Typing): void {
    clearTimeout(ends);
    store.update(({ typing: _, ...state }) => (news.typing ? { ...state, typing: news } : state));
    if (news.typing) ends = setTimeout(() => typing({ ...news, typing: false }), shownMs);
    else ends = setTimeout(() => store.patch({ drafts: {} }), droppedMs);
  }

  return {
    typing,
    stream({ draftId, delta, sessionId }) {
      const known = store.state().drafts[draftId];
      if (known === undefined && Date.now() - connectedAt < joinedMs) return;
      const draft = { ...(sessionId && { sessionId }), text: (known?.text ?? '') + delta };
      store.patch({ drafts: { ...store.state().drafts, [draftId]: draft } });
    },
    connected: () => (connectedAt = Date.now()),
  };
}
