// Notes that a program of before wrote have no words that are searched: they get them some at a time.
import type { SearchedNoteStore } from './note-store';
import type { Words } from './store';

const atOnce = 100;

interface WordNotesDeps {
  store: Pick<SearchedNoteStore, 'unworded' | 'word'>;
  words(text: string): Words;
}

/** @returns whether there may be more */
export async function wordNotes({ store, words }: WordNotesDeps, organizationId: string): Promise<boolean> {
  const notes = await store.unworded(organizationId, atOnce);
  await store.word(
    organizationId,
    notes.map((note) => ({ ...note, words: words(note.text) })),
  );
  return notes.length === atOnce;
}
