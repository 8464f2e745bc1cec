import type { Sender } from '../protocol/model/message';
import type { FoundKind } from '../protocol/search';

// What search keeps: a row a message with words, and a row a session (number 0) for its customer, subject and labels.

/** In lower case without accents; as several where people spell it in several ways: "muller", "mueller". */
export type Word = string | readonly string[];

/** Words in their order; the place of each is its rank in the list. */
export type Words = readonly Word[];

export interface IndexedSession {
  sessionId: string;
  /** Every message up to this number is indexed. */
  upTo: number;
  /** What is said of the session itself; undefined: as before. */
  card?: Words;
  messages: readonly IndexedMessage[];
  /** When the session was last written to. */
  at: string;
}

export interface IndexedMessage {
  seq: number;
  words: Words;
  kinds: readonly FoundKind[];
  sender: Sender;
  at: string;
}

/** Which rows are looked at; absent: all of them. */
export interface Where {
  kinds?: readonly FoundKind[];
  senders?: readonly Sender[];
  /** ISO 8601: from then on, and before then. */
  since?: string;
  before?: string;
}

export interface Hit {
  sessionId: string;
  /** 0: the session's own row. */
  seq: number;
  /** The words stand in this file of the message. */
  fileId?: string;
}

export type RankedHit = Hit & { rank: number; at: Date };

export interface Hits<Row = Hit> {
  /** The best first. */
  hits: Row[];
  /** So many messages have the words that only the newest were all looked at. */
  newestOnly: boolean;
}

export interface SearchStore {
  /** Up to which number each session is indexed; absent when it is not. */
  indexedUpTo(organizationId: string, sessionIds: readonly string[]): Promise<Map<string, number>>;
  /** Again, it is as it was. Nothing is kept of a customer who was erased. */
  write(organizationId: string, sessions: readonly IndexedSession[]): Promise<void>;
  /** Of each session that has all of these words in one row, the best one; each may be the beginning of a word. */
  find(organizationId: string, words: Words): Promise<Hits>;
  /** Rows that have all of these words, however many of one session. */
  findRows(organizationId: string, words: Words, where: Where): Promise<Hits<RankedHit>>;
  /**
   * Across organizations: of the next `limit` sessions by id those that have more than is indexed.
   * `next`: after which to go on; undefined at the end.
   */
  behind(after: string | undefined, limit: number): Promise<{ behind: Behind[]; next: string | undefined }>;
}

export interface Behind {
  organizationId: string;
  sessionId: string;
  /** What is indexed lacks something, too: from its first message on. */
  whole: boolean;
}
