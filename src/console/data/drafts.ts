// Unsent words, one draft a session and surface; they survive reloads, crashes and signing out.
export type Surface = 'reply' | 'note';
/** What is kept of a session: words, and of a reply by mail its subject and who gets a copy. */
type Part = Surface | 'letter';

export type Drafts = ReturnType<typeof createDrafts>;

export function createDrafts(storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>, userId: string) {
  const key = (sessionId: string, surface: Part) => `parley.draft.${userId}.${sessionId}.${surface}`;
  // What storage refuses (it is full, or forbidden) is kept for as long as the page lives.
  const kept = new Map<string, string>();
  const listeners = new Set<(sessionId: string, caret: number) => void>();

  function get(sessionId: string, surface: Part): string {
    const at = key(sessionId, surface);
    return kept.get(at) ?? storage.getItem(at) ?? '';
  }
  function set(sessionId: string, surface: Part, text: string): void {
    const at = key(sessionId, surface);
    kept.set(at, text);
    try {
      if (text) storage.setItem(at, text);
      else storage.removeItem(at);
    } catch {
      // See `kept`.
    }
  }
  return {
    get,
    set,
    /** Puts text after what the reply holds already, and tells the composer. @param caret at which end of it to write on */
    insert(sessionId: string, text: string, caret: 'start' | 'end' = 'end'): void {
      const before = get(sessionId, 'reply');
      const start = before.trim() ? `${before}\n` : '';
      set(sessionId, 'reply', start + text);
      const at = start.length + (caret === 'end' ? text.length : 0);
      for (const listener of listeners) listener(sessionId, at);
    },
    onInsert(listener: (sessionId: string, caret: number) => void): () => void {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
