// What events said of sessions until it is indexed: bounded in bytes, for a burst must not cost the node its memory.
import { LRUCache } from 'lru-cache';
import type { Message } from '../protocol/model/message';
import type { IndexedMessage } from './store';
import type { Session } from '../protocol/model/session';
import { kindsOf, searchedText } from './searched-text';

export type Due = Pick<
  Session,
  | 'id'
  | 'organizationId'
  | 'customerId'
  | 'headSeq'
  | 'status'
  | 'customerName'
  | 'subject'
  | 'labels'
  | 'lastMessageAt'
>;

/** What is searched of a message. */
export interface Text extends Omit<IndexedMessage, 'words'> {
  text: string;
}

/** A session that has more than is indexed, and what its events brought of it. */
export interface Waiting {
  session: Due;
  texts: readonly Text[];
}

interface Texts {
  texts: Text[];
  textBytes: number;
}

/** Texts that one session may have waiting; beyond them its log is read. */
const mostTexts = 200;
const mostTextBytes = 1024 * 1024;
/** What an object costs beside its texts. */
const overhead = 500;

export interface WaitingSessions {
  add(session: Due, message?: Message): void;
  take(): Waiting[];
  readonly bytes: number;
}

/** @param options.onOverflow there was no room for all: the sessions that waited longest are left out */
export function createWaiting({
  maxBytes,
  onOverflow,
}: {
  maxBytes: number;
  onOverflow: () => void;
}): WaitingSessions {
  const sessions = new LRUCache<string, Waiting & Texts>({
    maxSize: maxBytes,
    sizeCalculation: ({ session, textBytes }) =>
      bytesOf([session.subject, session.customerName, ...session.labels].join('')) + textBytes,
    dispose: (_waiting, _id, reason) => {
      if (reason === 'evict') onOverflow();
    },
  });
  return {
    add(session, message) {
      const known = sessions.get(session.id);
      // A row is written a moment after its messages: what is told of it then may be of before the last ones.
      const isOld = known !== undefined && known.session.headSeq > session.headSeq;
      const texts = withOneMore(known ?? { texts: [], textBytes: 0 }, message);
      sessions.set(session.id, { session: isOld ? known.session : onlyDue(session), ...texts });
    },
    take() {
      const all = [...sessions.values()];
      sessions.clear();
      return all;
    },
    get bytes() {
      return sessions.calculatedSize;
    },
  };
}

/** The list is the session's own until it is taken: it grows by what comes. */
function withOneMore({ texts, textBytes }: Texts, message: Message | undefined): Texts {
  if (!message || texts.length === mostTexts) return { texts, textBytes };
  const text = textOf(message);
  const bytes = textBytes + bytesOf(text.text);
  if (bytes > mostTextBytes) return { texts, textBytes };
  texts.push(text);
  return { texts, textBytes: bytes };
}

export function textOf(message: Message): Text {
  const { seq, sender, timestamp } = message;
  return { seq, text: searchedText(message), kinds: kindsOf(message), sender, at: timestamp };
}

const bytesOf = (text: string): number => overhead + 2 * text.length;

/** A state may be larger than all that is searched of it. */
function onlyDue(session: Due): Due {
  const { id, organizationId, customerId, headSeq, status, customerName, subject, labels, lastMessageAt } =
    session;
  return {
    id,
    organizationId,
    customerId,
    headSeq,
    status,
    lastMessageAt,
    labels,
    ...(customerName !== undefined && { customerName }),
    ...(subject !== undefined && { subject }),
  };
}
