// Unsent words, one draft a session and surface; they survive reloads, crashes and signing out.
export type Surface = 'reply' | 'note';

export type Drafts = ReturnType<typeof createDrafts>;

export function createDrafts(storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>, userId: string) {
  const key = (sessionId: string, surface: Surface) => `parley.draft.${userId}.${sessionId}.${surface}`;
  // What storage refuses (it is full, or forbidden) is kept for as long as the page lives.
  const kept = new Map<string, string>();
  const listeners = new Set<(sessionId: string) => void>();

  function get(sessionId: string, surface: Surface): string {
    const at = key(sessionId, surface);
    return kept.get(at) ?? storage.getItem(at) ?? '';
  }
  function set(sessionId: string, surface: Surface, text: string): void {
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
    /** Puts text after what the reply holds already, and tells the composer. */
    insert(sessionId: string, text: string): void {
      const before = get(sessionId, 'reply');
      set(sessionId, 'reply', before.trim() ? `${before}\n${text}` : text);
      for (const listener of listeners) listener(sessionId);
    },
    onInsert(listener: (sessionId: string) => void): () => void {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
