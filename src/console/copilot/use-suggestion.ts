import { useMutation } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { SuggestedReply } from '../../protocol/copilot';
import type { Session } from '../../protocol/model/session';
import { useConsole } from '../context';
import type { Composing } from '../conversation/use-composing';

export type Suggestion = ReturnType<typeof useSuggestion>;

/** A reply on demand: it becomes part of the draft, and stays known until that is sent or emptied. */
export function useSuggestion({ id: sessionId }: Session, { text }: Composing) {
  const { http, drafts } = useConsole();
  const path = `sessions/${sessionId}/suggested-replies`;
  const made = useMutation({
    mutationFn: () => http.post<SuggestedReply>(path),
    onSuccess({ id, text: words, sources }) {
      if (words === undefined) return;
      const articleId = sources.find(({ internal }) => !internal)?.articleId;
      drafts.insert(sessionId, words, articleId === undefined ? {} : { articleId });
      if (id !== undefined) drafts.set(sessionId, 'suggestion', id);
    },
  });
  const isGone = made.data?.text !== undefined && text.trim() === '';
  useEffect(() => {
    if (isGone) made.reset();
  }, [isGone]);

  return {
    made: isGone ? undefined : made.data,
    error: made.error,
    isPending: made.isPending,
    ask: () => void (made.isPending || made.mutate()),
    close: made.reset,
    /** Takes it out again, as far as nobody changed it, and says that it was of no use. */
    dismiss() {
      const { id, text: words = '' } = made.data ?? {};
      if (id !== undefined) http.post(`${path}/${id}/dismiss`).catch(() => {});
      drafts.set(sessionId, 'suggestion', '');
      const draft = drafts.get(sessionId, 'reply');
      if (draft.includes(words)) drafts.replace(sessionId, draft.replace(words, '').trimEnd());
      made.reset();
    },
  };
}
