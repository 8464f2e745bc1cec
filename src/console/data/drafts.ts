// Unsent words, one draft a session and surface; they survive reloads, crashes and signing out.
import type { SentFile, WrittenFrom } from './outbox';
import { createListeners } from './store';

export type Surface = 'reply' | 'note';
interface Inserted {
  /** At which end of it to write on. */
  caret?: 'start' | 'end';
  /** The article that it is from. */
  articleId?: string;
}

/** What is kept of a session: words, of a reply by mail its subject and who gets a copy, and what a reply is written from. */
type Part = Surface | 'letter' | 'articles' | 'suggestion' | 'original';

interface Place {
  sessionId: string;
  kind: Surface;
}

interface Restored {
  sessionId: string;
  text: string;
  from?: WrittenFrom;
  files?: readonly SentFile[];
}

/** @param files that come back with the words */
type Listener = (sessionId: string, caret: number, files?: readonly SentFile[]) => unknown;

type DraftStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>;

export type Drafts = ReturnType<typeof createDrafts>;

function createKept(storage: DraftStorage, userId: string) {
  const prefix = `parley.draft.${userId}.`;
  const key = (sessionId: string, surface: Part) => `${prefix}${sessionId}.${surface}`;
  // What storage refuses (it is full, or forbidden) is kept for as long as the page lives.
  const kept = new Map<string, string>();
  return {
    /** Places where something is written. */
    all(): Array<{ sessionId: string; kind: Surface }> {
      const stored = Array.from({ length: storage.length }, (_, index) => storage.key(index) ?? '');
      const keys = new Set([...stored, ...kept.keys()].filter((name) => name.startsWith(prefix)));
      return [...keys].flatMap((name) => {
        const [sessionId = '', kind] = name.slice(prefix.length).split('.');
        return kind === 'reply' || kind === 'note' ? { sessionId, kind } : [];
      });
    },
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

function writtenFrom(get: (part: Part) => string): WrittenFrom {
  const articleIds = [...new Set(get('articles').split(' ').filter(Boolean))].slice(-5);
  const suggestionId = get('suggestion');
  const original = get('original');
  return {
    ...(articleIds.length > 0 && { articleIds }),
    ...(suggestionId && { suggestionId }),
    ...(original && { original: JSON.parse(original) as WrittenFrom['original'] & object }),
  };
}

export function createDrafts(storage: DraftStorage, userId: string) {
  const { get, set: keep, all } = createKept(storage, userId);
  const listeners = new Set<Listener>();
  const written = createListeners<Place>();
  const adopted = createListeners<Place>();
  function set(sessionId: string, surface: Part, text: string): void {
    keep(sessionId, surface, text);
    if (surface === 'reply' || surface === 'note') written.tell({ sessionId, kind: surface });
  }
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
    from: (sessionId: string) => writtenFrom((part) => get(sessionId, part)),
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
    all,
    onWrite: written.on,
    /** Words of another tab or device. */
    adopt(sessionId: string, kind: Surface, text: string): void {
      keep(sessionId, kind, text);
      adopted.tell({ sessionId, kind });
    },
    onAdopt: adopted.on,
    onInsert(listener: Listener): () => void {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
