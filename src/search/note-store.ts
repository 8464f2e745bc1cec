import type { FoundInCustomerNote } from '../protocol/search';
import type { Hits, Where, Words } from './store';

// Notes about customers, in no conversation: their words stand in their own row, and go with it.

export interface NoteHit {
  noteId: string;
  rank: number;
  at: Date;
}

/** As it is shown where it was found. */
export interface ShownNote {
  id: string;
  customerId: string;
  customerName?: string;
  author: FoundInCustomerNote['author'];
  text: string;
}

export interface UnwordedNote {
  id: string;
  text: string;
  /** Of this the words are: another one says that it was changed meanwhile. */
  version: string;
}

export interface SearchedNoteStore {
  /** Those that have all of these words; each may be the beginning of a word. */
  find(organizationId: string, words: Words, where: Where): Promise<Hits<NoteHit>>;
  /** Those of them that are still there, in any order. */
  shown(organizationId: string, ids: readonly string[]): Promise<ShownNote[]>;
  /** Some of those whose words are not there, or no longer theirs. */
  unworded(organizationId: string, limit: number): Promise<UnwordedNote[]>;
  /** One that was changed meanwhile stays as it is. */
  word(organizationId: string, notes: ReadonlyArray<UnwordedNote & { words: Words }>): Promise<void>;
}
