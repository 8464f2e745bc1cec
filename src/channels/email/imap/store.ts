// How far a mailbox is read, and which node reads it.

/** A place that a mailbox is read to. */
export interface Cursor {
  /** Server, user and mailbox: another place may give the same numbers to other mails. */
  place: string;
  /** As text: it may be larger than a safe integer. */
  uidValidity: string;
  /** Every mail up to this one is stored, or was there before us. */
  lastUid: number;
  /** Set while a mailbox that has moved is read again: only mails that came after it are of interest. ISO 8601. */
  since?: string;
  /** When it was last read to its end. ISO 8601. */
  completeAt?: string;
}

export interface Leased {
  channelId: string;
  /** Undefined before it was first reached. */
  cursor?: Cursor;
  /** Since when it is to be read, though it may not have been reached yet. ISO 8601. */
  begunAt: string;
  /** When somebody last asked to read it now. */
  askedAt?: string;
}

export interface Mailboxes {
  /** Those of these that this node reads from now on, or still: nobody else does for `leaseMs`. */
  lease(
    channels: ReadonlyArray<{ channelId: string; organizationId: string }>,
    reader: string,
    leaseMs: number,
  ): Promise<Leased[]>;
  /** False when another node reads it now. */
  advance(channelId: string, reader: string, cursor: Cursor): Promise<boolean>;
  /** Another node may read it at once. */
  release(channelIds: readonly string[], reader: string): Promise<void>;
  /** Whoever reads it, or waits to, does it now. */
  ask(channelId: string): Promise<void>;
}
