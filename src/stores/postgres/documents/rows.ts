// Between a message and its row: what indexes and updates need is in columns, the rest in `doc`.
import type { Message } from '../../../protocol/model/message';
import type { NewMessage } from '../../../sessions/session';
import type { Append } from '../../../sessions/store';
import { clean, indexKey, mayBePoisoned } from '../../storable';
import { plainArray, textArray } from '../sql/arrays';

/** A message on its way into the log. */
export interface Draft {
  /** Its place in the group. */
  index: number;
  session: Append['session'];
  /** In the spelling that the database gives back. */
  sessionId: string;
  message: NewMessage;
  doc: string;
  clientKey: string | undefined;
  channelKey: string | undefined;
  expectSeq: number | undefined;
}

export interface Row {
  session_id: string;
  seq: number;
  is_read: boolean;
  read_at: Date | null;
  doc: Omit<Message, 'sessionId' | 'seq' | 'isRead' | 'readAt'>;
}

/** What `Row` needs of a message `m`. */
export const messageRow = 'm.seq, m.session_id, m.is_read, m.read_at, m.doc';

export function draftOf({ session, message, expectSeq }: Append, index: number): Draft {
  const { clientMessageId, channelMessageId } = message.metadata;
  const draft: Draft = {
    index,
    session,
    sessionId: session.id.toLowerCase(),
    message,
    doc: docOf(message),
    clientKey: clientMessageId === undefined ? undefined : indexKey(clientMessageId),
    channelKey: channelMessageId === undefined ? undefined : indexKey(channelMessageId),
    expectSeq,
  };
  if (!mayBePoisoned(draft.doc)) return draft;
  const cleaned = clean(message) as NewMessage;
  return { ...draft, message: cleaned, doc: docOf(cleaned) };
}

function docOf({ isRead, ...doc }: NewMessage): string {
  return JSON.stringify(doc);
}

export function toMessage({ session_id, seq, is_read, read_at, doc }: Row): Message {
  return {
    ...doc,
    sessionId: session_id,
    seq,
    isRead: is_read,
    ...(read_at && { readAt: read_at.toISOString() }),
  };
}

/** One array a column, in the order of the INSERT; the last is JSON. */
export function insertValues(drafts: readonly Draft[]): string[] {
  return [
    plainArray(drafts.map(({ sessionId }) => sessionId)),
    plainArray(drafts.map(({ session }) => session.organizationId)),
    plainArray(drafts.map(({ session }) => session.customerId)),
    plainArray(drafts.map(({ session }) => session.channelId)),
    textArray(drafts.map(({ clientKey }) => clientKey)),
    textArray(drafts.map(({ channelKey }) => channelKey)),
    plainArray(drafts.map(({ message }) => message.sender)),
    plainArray(drafts.map(({ message }) => message.type)),
    plainArray(drafts.map(({ message }) => message.timestamp)),
    plainArray(drafts.map(({ message }) => message.isRead)),
    plainArray(drafts.map(({ expectSeq }) => expectSeq)),
    `[${drafts.map(({ doc }) => doc).join(',')}]`,
  ];
}

export function lookValues(drafts: readonly Draft[]): string[] {
  return [
    plainArray(drafts.map(({ sessionId }) => sessionId)),
    plainArray(drafts.map(({ session }) => session.customerId)),
    plainArray(drafts.map(({ session }) => session.channelId)),
    textArray(drafts.map(({ clientKey }) => clientKey)),
    textArray(drafts.map(({ channelKey }) => channelKey)),
    plainArray(drafts.map(({ message }) => message.sender)),
  ];
}
