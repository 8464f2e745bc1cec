// Who has read how far: one watermark a reader, which only grows. What is unread follows from it and the log: pure.
import type { Message } from '../protocol/model/message';

/** The customer reads what the AI, agents and programs wrote, the team what the customer wrote. */
export type Reader = 'customer' | 'team';

export interface Reading {
  /** Messages so far that are meant for this reader. */
  received: number;
  /** The last `seq` that the reader has seen, and how many of those meant for it came up to there. */
  readUpTo: number;
  read: number;
}

export type Readings = Record<Reader, Reading>;

const nothing: Reading = { received: 0, readUpTo: 0, read: 0 };
export const nothingWritten: Readings = { team: nothing, customer: nothing };

/** Undefined for what nobody is asked to read. */
export function readerOf({ type, sender }: Pick<Message, 'type' | 'sender'>): Reader | undefined {
  if (type === 'system' || type === 'handover' || type === 'note') return undefined;
  return sender === 'customer' ? 'team' : 'customer';
}

/** What readers have before them once the message is in the log. */
export function withMessage(readings: Readings, message: Message): Readings {
  const reader = readerOf(message);
  if (!reader) return readings;
  const before = readings[reader];
  const received = before.received + 1;
  // What nobody is asked to read says nothing of what stands unread before it; else whoever read it has read all before it.
  const isAside = message.metadata.past === true && before.read < before.received;
  const seen =
    message.isRead && (isAside ? { read: before.read + 1 } : { readUpTo: message.seq, read: received });
  return { ...readings, [reader]: { ...before, received, ...seen } };
}

/** @param left messages for this reader after `upTo` */
export function withRead(
  readings: Readings,
  reader: Reader,
  { upTo, left }: { upTo: number; left: number },
): Readings {
  const { received, readUpTo } = readings[reader];
  if (upTo < readUpTo) return readings;
  return { ...readings, [reader]: { received, readUpTo: upTo, read: received - left } };
}

/** What both know together: the messages as the one that knows more of the log, each watermark as far as it is known. */
export function together(newer: Readings, older: Readings): Readings {
  const further = (a: Reading, b: Reading): Reading =>
    b.readUpTo > a.readUpTo ? { ...b, received: a.received } : a;
  const team = further(newer.team, older.team);
  const customer = further(newer.customer, older.customer);
  return team === newer.team && customer === newer.customer ? newer : { team, customer };
}

export function unreadOf({ received, read }: Reading): number {
  return Math.max(0, received - read);
}
