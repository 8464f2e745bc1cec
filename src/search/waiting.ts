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
  const sessions = new LRUCache<string, Waiting>({
    maxSize: maxBytes,
    sizeCalculation: ({ session, texts }) =>
      bytesOf([session.subject, session.customerName, ...session.labels].join('')) + bytesOfAll(texts),
    dispose: (_waiting, _id, reason) => {
      if (reason === 'evict') onOverflow();
    },
  });
  return {
    add(session, message) {
      const texts = withOneMore(sessions.get(session.id)?.texts ?? [], message);
      sessions.set(session.id, { session: onlyDue(session), texts });
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

function withOneMore(texts: readonly Text[], message: Message | undefined): readonly Text[] {
  if (!message || texts.length === mostTexts) return texts;
  const more = [...texts, textOf(message)];
  return bytesOfAll(more) > mostTextBytes ? texts : more;
}

export function textOf(message: Message): Text {
  const { seq, sender, timestamp } = message;
  return { seq, text: searchedText(message), kinds: kindsOf(message), sender, at: timestamp };
}

const bytesOf = (text: string): number => overhead + 2 * text.length;
const bytesOfAll = (texts: readonly Text[]): number =>
  texts.reduce((sum, { text }) => sum + bytesOf(text), 0);

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
