import type { Sender } from '../protocol/model/message';
import type { Words } from './store';

// What files of messages say: a row a file, first to be read, then with its words.

/** Where a file is. */
export interface CarriedFile {
  fileId: string;
  sessionId: string;
  /** Of the message that carries it. */
  seq: number;
  sender: Sender;
  /** ISO 8601. */
  at: string;
}

export interface FileToRead {
  fileName: string;
  /** Bytes. */
  size: number;
  /** How often it was begun, this time included. */
  attempts: number;
  sender: Sender;
  /** When it was sent. */
  at: Date;
  /** Where its bytes lie did not answer the last time. */
  wasAway: boolean;
}

/** Nobody noted whether a message carries it. */
export interface UnnotedFile {
  id: string;
  organizationId: string;
  sessionId?: string;
  customerId?: string;
}

/** What became of it: its words, or in one word why there are none. */
export type FileRead = { content: string; words: Words; sender: Sender } | { trouble: string };

export interface FileTextStore {
  /** To be read; those that are known stay as they are, and nothing is kept of a customer who was erased. @returns the ids of new ones */
  add(organizationId: string, files: readonly CarriedFile[]): Promise<string[]>;
  /** Undefined where it is not to be read, or not now. Until `leaseMs` later nobody else gets it. */
  take(organizationId: string, fileId: string, leaseMs: number): Promise<FileToRead | undefined>;
  /** @param isAway it is not the file's fault, and not counted */
  postpone(organizationId: string, fileId: string, to: { at: Date; isAway: boolean }): Promise<void>;
  /** What was away is back: those that wait for it are due, some at a time. @returns their ids */
  wakeAway(organizationId: string, limit: number): Promise<string[]>;
  keep(organizationId: string, fileId: string, read: FileRead): Promise<void>;
  /** Ids of those whose time has come, the longest ago first. */
  due(organizationId: string, limit: number): Promise<string[]>;
  /** Files with one of these endings that were sent and are not noted, by id. */
  unnoted(
    organizationId: string,
    page: { endings: readonly string[]; after?: string; limit: number },
  ): Promise<UnnotedFile[]>;
  /** Of one that was read. */
  contentOf(
    organizationId: string,
    fileId: string,
  ): Promise<{ fileName: string; content: string } | undefined>;
}
