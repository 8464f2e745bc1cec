// Who is writing, and the AI's answer while it is written. Both are guesses that end by themselves.
import type { ServerEvents, Typing } from './connection';
import type { Box } from './state';

const shownMs = 20_000;
/** After typing has ended, a draft that no message replaced was dropped. */
const droppedMs = 1_000;
/** A draft that was under way when we connected lacks its beginning. */
const joinedMs = 1_500;

export interface Drafting {
  typing: ServerEvents['typing'];
  stream: ServerEvents['message:stream'];
  connected(): void;
}

export function createDrafting(box: Box): Drafting {
  let ends: ReturnType<typeof setTimeout> | undefined;
  let connectedAt = 0;

  function typing(news: Typing): void {
    clearTimeout(ends);
    box.update(({ typing: _, ...state }) => (news.typing ? { ...state, typing: news } : state));
    if (news.typing) ends = setTimeout(() => typing({ ...news, typing: false }), shownMs);
    else ends = setTimeout(() => box.patch({ drafts: {} }), droppedMs);
  }

  return {
    typing,
    stream({ draftId, delta }) {
      const known = box.state().drafts[draftId];
      if (known === undefined && Date.now() - connectedAt < joinedMs) return;
      box.patch({ drafts: { ...box.state().drafts, [draftId]: (known ?? '') + delta } });
    },
    connected: () => (connectedAt = Date.now()),
  };
}
