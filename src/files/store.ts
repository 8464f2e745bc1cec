// What the files' rows know; the bytes lie in the storage.

/** A customer, or a person or program of the team: only who uploaded a file may send it. */
export interface Uploader {
  organizationId: string;
  /** customers.id, users.id or api_keys.id. */
  id: string;
  /** The same id again, for a customer. */
  customerId?: string;
}

/** Where its bytes lie follows from the two. */
export interface FileRef {
  id: string;
  organizationId: string;
}

export interface Attachment extends FileRef {
  fileName: string;
  mediaType: string;
  /** Bytes. */
  size: number;
  /** Of a picture that has a preview. */
  pixels?: Pixels;
}

export interface Pixels {
  width: number;
  height: number;
}

export interface NewAttachment extends Omit<Attachment, 'pixels'> {
  uploader: Uploader;
}

/** A send took it, and it is not known whether its message came to be. */
export interface TakenFile extends FileRef {
  /** Where an agent sent it. */
  sessionId?: string;
  customerId?: string;
}

export interface Taking {
  ids: readonly string[];
  /** Of the message that carries them: the same again gets the same files. */
  messageKey: string;
  /** Where it is known before the message is there. */
  sessionId?: string;
  /** Of a file that a channel brings. */
  maxBytes?: number;
}

/** The rows of `attachments`; every method but the last two runs inside withOrganization. */
export interface AttachmentStore {
  /** False when the uploader has `most` files already that no message carries. */
  add(attachment: NewAttachment, most: number): Promise<boolean>;
  /** All of them, in the order asked, or undefined: one is unknown, somebody else's, or in another message. */
  take(uploader: Uploader, taking: Taking): Promise<Attachment[] | undefined>;
  /** Its preview is there. False: the file is gone meanwhile. */
  addPreview(file: FileRef, pixels: Pixels): Promise<boolean>;
  place(organizationId: string, ids: readonly string[], sessionId: string): Promise<void>;
  get(organizationId: string, id: string): Promise<Attachment | undefined>;
  /** Which of these ids there are, among the pictures of agents, too. */
  known(organizationId: string, ids: readonly string[]): Promise<Set<string>>;
  /** What a customer sent, and what was sent into the customer's sessions. */
  filesOf(customer: { organizationId: string; customerId: string }): Promise<FileRef[]>;
  /** Forgets what a customer sent, and what was sent into the customer's sessions. */
  removeOf(customer: { organizationId: string; customerId: string }): Promise<FileRef[]>;
  /** What was sent in these sessions, by whomever. */
  inSessions(organizationId: string, sessionIds: readonly string[]): Promise<FileRef[]>;
  /** Forgets these files, whose bytes are gone. */
  forget(organizationId: string, ids: readonly string[]): Promise<void>;
  /** A message carries it: nobody asks again. */
  settle(file: TakenFile, sessionId: string): Promise<void>;
  /** No message carries it: forgets it, unless it was taken again since. */
  removeTaken(file: TakenFile, before: Date): Promise<boolean>;
  /** Across organizations: files that were taken before then, the longest ago first, and are not settled. */
  taken(before: Date): Promise<TakenFile[]>;
  /** Across organizations: forgets files that nobody took. */
  removeUnattached(olderThan: Date): Promise<FileRef[]>;
}
