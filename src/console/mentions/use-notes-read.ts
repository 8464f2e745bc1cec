import { useRead, useUnread } from './use-mentions';

/** Whoever has notes about a customer on a visible page has read what calls them there. */
export function useNotesRead(noteIds: readonly string[]): void {
  const mention = useUnread()?.items.find(({ noteId }) => noteId !== undefined && noteIds.includes(noteId));
  useRead('noteId', mention?.noteId);
}
