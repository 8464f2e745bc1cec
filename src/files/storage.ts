// Where the bytes of files lie: on the disk, or in a bucket. Rows know the rest.
import type { Readable } from 'node:stream';
import type { FileRef } from './store';

/** The file as it was sent, or the small picture that was made from it; or a picture that everybody may see. */
export type FilePart = 'original' | 'preview' | 'picture';

export interface StoredFile extends FileRef {
  part: FilePart;
  changedAt: Date;
}

/** A file that may be taken over, or bytes that can be read anew for each try. */
export type FileSource = { path: string } | { read: () => Readable; size: number };

export interface OpenedFile {
  stream: Readable;
  /** Bytes. */
  size: number;
}

/** Every method may say "not now". @throws `unavailable` */
export interface FileStorage {
  /** For people: a folder, or a bucket. */
  place: string;
  /** Durable when it resolves; the file at `path` may be gone then. */
  put(file: FileRef, part: FilePart, source: FileSource): Promise<void>;
  /** undefined: there is none. */
  open(file: FileRef, part: FilePart): Promise<OpenedFile | undefined>;
  /** Every part of them; what is gone already is no fault. */
  remove(files: readonly FileRef[]): Promise<void>;
  /** Of one organization, or all. */
  list(organizationId?: string): AsyncIterable<StoredFile>;
  isEmpty(): Promise<boolean>;
  /** For a restore that is taken back. */
  removeAll(): Promise<void>;
  ping(): Promise<void>;
}
