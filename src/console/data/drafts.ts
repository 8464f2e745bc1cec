// Unsent words, one draft a session and surface; they survive reloads, crashes and signing out.
export type Surface = 'reply' | 'note';
interface Inserted {
  /** At which end of it to write on. */
  caret?: 'start' | 'end';
  /** The article that it is from. */
  articleId?: string;
}

/** What a reply was written from: articles, a suggested reply, an agent's own words in another language. */
export interface WrittenFrom {
  articleIds?: string[];
  suggestionId?: string;
  original?: { text: string; language: string };
}
/** What is kept of a session: words, of a reply by mail its subject and who gets a copy, and what a reply is written from. */
type Part = Surface | 'letter' | 'articles' | 'suggestion' | 'original';

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
  const articlesOf = (sessionId: string) => get(sessionId, 'articles').split(' ').filter(Boolean);
  return {
    get,
    set(sessionId: string, surface: Part, text: string): void {
      set(sessionId, surface, text);
      // Words that are begun anew are not written from what was inserted before.
      if (surface === 'reply' && !text.trim())
        for (const part of ['articles', 'suggestion', 'original'] as const) set(sessionId, part, '');
    },
    /** The articles are those that were inserted, each once. */
    from(sessionId: string): WrittenFrom {
      const articleIds = [...new Set(articlesOf(sessionId))].slice(-5);
      const suggestionId = get(sessionId, 'suggestion');
      const original = get(sessionId, 'original');
      return {
        ...(articleIds.length > 0 && { articleIds }),
        ...(suggestionId && { suggestionId }),
        ...(original && { original: JSON.parse(original) as WrittenFrom['original'] & object }),
      };
    },
    /** Puts text after what the reply holds already, and tells the composer. */
    insert(sessionId: string, text: string, { caret = 'end', articleId }: Inserted = {}): void {
      const before = get(sessionId, 'reply');
      const start = before.trim() ? `${before}\n` : '';
      set(sessionId, 'reply', start + text);
      if (articleId !== undefined)
        set(sessionId, 'articles', [...articlesOf(sessionId), articleId].join(' '));
      const at = start.length + (caret === 'end' ? text.length : 0);
      for (const listener of listeners) listener(sessionId, at);
    },
    /** Puts text in the place of the reply, and tells the composer. */
    replace(sessionId: string, text: string): void {
      this.set(sessionId, 'reply', text);
      for (const listener of listeners) listener(sessionId, text.length);
    },
    onInsert(listener: (sessionId: string, caret: number) => void): () => void {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
