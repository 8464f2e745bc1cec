// Who is writing, and the AI's answer while it is written. Both are guesses that end by themselves.
import type { ServerEvents } from './connection';
import type { Store } from './state';

const shownMs = 20_000;
/** After typing has ended, a draft that no message replaced was dropped. */
const droppedMs = 1_000;

export interface AnswerStream {
  typing: ServerEvents['typing'];
  stream: ServerEvents['message:stream'];
}

export function createAnswerStream(store: Store): AnswerStream {
  let timer: ReturnType<typeof setTimeout> | undefined;

  function after(ms: number, then: () => void): void {
    clearTimeout(timer);
    timer = setTimeout(then, ms);
  }
  function stopped(): void {
    store.update(({ typing: _, ...state }) => state);
    after(droppedMs, () => store.patch({ drafts: {} }));
  }
  /** The AI that begins anew has given up what it wrote before. */
  const typing: AnswerStream['typing'] = (news) => {
    if (!news.typing) return stopped();
    store.patch({ typing: news, ...(news.sender === 'ai' && { drafts: {} }) });
    after(shownMs, stopped);
  };

  return {
    typing,
    stream({ sessionId, draftId, offset, delta }) {
      const { session, drafts } = store.state();
      // Somebody has taken over meanwhile.
      if (session?.id === sessionId && session.status !== 'active') return;
      const draft = drafts[sessionId];
      const text = draft?.draftId === draftId ? draft.text : '';
      // Who came in the middle of an answer lacks its beginning, and sees it when it is whole.
      if (text.length !== offset) return typing({ sessionId, sender: 'ai', typing: true });
      store.patch({ drafts: { ...drafts, [sessionId]: { draftId, text: text + delta } } });
      after(shownMs, stopped);
    },
  };
}
