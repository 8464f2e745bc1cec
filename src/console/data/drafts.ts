// Unsent words, one draft a session and surface; they survive reloads, crashes and signing out.
import type { SentFile, WrittenFrom } from './outbox';

export type Surface = 'reply' | 'note';
interface Inserted {
  /** At which end of it to write on. */
  caret?: 'start' | 'end';
  /** The article that it is from. */
  articleId?: string;
}

/** What is kept of a session: words, of a reply by mail its subject and who gets a copy, and what a reply is written from. */
type Part = Surface | 'letter' | 'articles' | 'suggestion' | 'original';

interface Restored {
  sessionId: string;
  text: string;
  from?: WrittenFrom;
  files?: readonly SentFile[];
}

/** @param files that come back with the words */
type Listener = (sessionId: string, caret: number, files?: readonly SentFile[]) => void;

type DraftStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

export type Drafts = ReturnType<typeof createDrafts>;

function createKept(storage: DraftStorage, userId: string) {
  const key = (sessionId: string, surface: Part) => `parley.draft.${userId}.${sessionId}.${surface}`;
  // What storage refuses (it is full, or forbidden) is kept for as long as the page lives.
  const kept = new Map<string, string>();
  return {
    get(sessionId: string, surface: Part): string {
      const at = key(sessionId, surface);
      return kept.get(at) ?? storage.getItem(at) ?? '';
    },
    set(sessionId: string, surface: Part, text: string): void {
      const at = key(sessionId, surface);
      kept.set(at, text);
      try {
        if (text) storage.setItem(at, text);
        else storage.removeItem(at);
      } catch {
        // See `kept`.
      }
    },
  };
}

export function createDrafts(storage: DraftStorage, userId: string) {
  const { get, set } = createKept(storage, userId);
  const listeners = new Set<Listener>();
  const articlesOf = (sessionId: string) => get(sessionId, 'articles').split(' ').filter(Boolean);
  function keepFrom(sessionId: string, { articleIds = [], suggestionId, original }: WrittenFrom): void {
    set(sessionId, 'articles', [...articlesOf(sessionId), ...articleIds].join(' '));
    if (suggestionId) set(sessionId, 'suggestion', suggestionId);
    if (original) set(sessionId, 'original', JSON.stringify(original));
  }
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
      if (articleId !== undefined) keepFrom(sessionId, { articleIds: [articleId] });
      const at = start.length + (caret === 'end' ? text.length : 0);
      for (const listener of listeners) listener(sessionId, at);
    },
    /** Puts text in the place of the reply, and tells the composer. */
    replace(sessionId: string, text: string): void {
      this.set(sessionId, 'reply', text);
      for (const listener of listeners) listener(sessionId, text.length);
    },
    /** What was taken back comes before what has been begun since. */
    restore({ sessionId, text, from = {}, files = [] }: Restored): void {
      const since = get(sessionId, 'reply');
      this.set(sessionId, 'reply', since.trim() ? `${text}\n${since}` : text);
      keepFrom(sessionId, from);
      for (const listener of listeners) listener(sessionId, text.length, files);
    },
    onInsert(listener: Listener): () => void {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
