// A transcript as it is read: day lines, groups of one sender within five minutes, system lines.
import type { Message } from '../../protocol/model/message';
import type { Pending } from '../data/outbox';
import { sameSubject } from './same-subject';
import { t } from '../i18n/translate';
import { clock, dateShort, sameDay } from './time';

export type Entry = { kind: 'message'; message: Message } | { kind: 'pending'; pending: Pending };

interface Place {
  /** The same before and after the ack, and whatever comes above: nothing blinks, and a reader keeps the place. */
  key: string;
  at: string;
  /** The first of its day. */
  day: boolean;
  /** What stands at it now, of each side the newest. */
  reactions?: Reactions;
}

export type System = Place & { kind: 'system'; message: Message };
export type Said = Place & {
  kind: 'said';
  /** The first of its group: of one sender within five minutes. */
  head: boolean;
  side: 'customer' | 'team';
  by: 'customer' | 'ai' | 'agent' | 'note';
  name: string;
  entry: Entry;
  /** What it answers: the message, or its number when that is not held here. */
  quoted?: Message | number;
  /** Of a mail, where it is about something else than the mail before. */
  subject?: string;
};
export type Line = System | Said;

export type Reactions = Partial<Record<'customer' | 'team', Message>>;

const groupMs = 5 * 60_000;
/** Numbers between a reaction and its message: no page is shorter, so with so few whoever reads the one comes to the other. */
const near = 50;

export function lines(messages: readonly Message[], pending: readonly Pending[], ownName: string): Line[] {
  const found: Line[] = [];
  const add = (line: Line) => found.push(placed(line, found.at(-1)));
  const bySeq = new Map(messages.map((message) => [message.seq, message]));
  let subject = '';
  const reactions = reactionsIn(messages);
  for (const message of withoutOldRatings(messages)) {
    if (isShownAtTarget(message)) continue;
    const line = lineOf(message, bySeq);
    const own = reactions.get(message.seq);
    if (own) line.reactions = own;
    const now = message.content.mail?.subject;
    const changes = line.kind === 'said' && now !== undefined && !sameSubject(subject, now);
    add(changes ? { ...line, subject: now } : line);
    subject = now ?? subject;
  }
  for (const item of pending) add(lineOfPending(item, ownName));
  return found;
}

function placed(line: Line, last: Line | undefined): Line {
  const day = !last || !sameDay(new Date(last.at), new Date(line.at));
  if (line.kind === 'system') return { ...line, day };
  const joins =
    last?.kind === 'said' &&
    last.by === line.by &&
    last.name === line.name &&
    Math.abs(Date.parse(line.at) - Date.parse(last.at)) < groupMs;
  return { ...line, day, head: day || !joins };
}

/** A rating replaces the one before it (the score comes first, the comment a moment later): the last one stands. */
function withoutOldRatings(messages: readonly Message[]): Message[] {
  const replaced = new Set<Message>();
  let rated: Message | undefined;
  for (const message of messages) {
    const { systemAction } = message.content;
    if (systemAction === 'reopened') rated = undefined;
    if (systemAction !== 'rated') continue;
    if (rated) replaced.add(rated);
    rated = message;
  }
  return replaced.size ? messages.filter((message) => !replaced.has(message)) : [...messages];
}

/** By the number of the message that they are at. */
function reactionsIn(messages: readonly Message[]): Map<number, Reactions> {
  const found = new Map<number, Reactions>();
  for (const message of messages) {
    const { systemAction, data } = message.content;
    if (systemAction !== 'reacted' || typeof data?.['seq'] !== 'number') continue;
    const side = message.sender === 'customer' || data['by'] === 'customer' ? 'customer' : 'team';
    found.set(data['seq'], { ...found.get(data['seq']), [side]: message });
  }
  return found;
}

/**
 * What did not go out, and what is at a message far above or of another conversation, has a line of its own. So it is whichever
 * messages are here: no line that somebody reads goes, or comes, with an earlier page.
 */
function isShownAtTarget({ seq, content, delivery }: Message): boolean {
  if (content.systemAction !== 'reacted' || delivery === 'failed' || delivery === 'uncertain') return false;
  return seq - Number(content.data?.['seq']) <= near;
}

function lineOf(message: Message, bySeq: ReadonlyMap<number, Message>): Line {
  const place = { at: message.timestamp, day: false };
  const { automated, replyTo } = message.metadata;
  const isSystem = message.sender === 'system' && message.type !== 'note' && !automated;
  if (message.type === 'system' || message.type === 'handover' || isSystem) {
    return { ...place, kind: 'system', key: String(message.seq), message };
  }
  const by = message.type === 'note' ? 'note' : message.sender === 'system' ? 'agent' : message.sender;
  return {
    ...place,
    kind: 'said',
    key: message.metadata.clientMessageId ?? String(message.seq),
    head: true,
    side: by === 'customer' ? 'customer' : 'team',
    by,
    name: automated
      ? t('Rule “{rule}”', { rule: automated.rule })
      : (message.senderName ?? (by === 'ai' ? t('AI assistant') : '')),
    entry: { kind: 'message', message },
    ...(replyTo !== undefined && replyTo < message.seq && { quoted: bySeq.get(replyTo) ?? replyTo }),
  };
}

function lineOfPending(pending: Pending, ownName: string): Line {
  return {
    kind: 'said',
    key: pending.clientMessageId,
    at: pending.at,
    day: false,
    head: true,
    side: 'team',
    by: pending.note ? 'note' : 'agent',
    name: ownName,
    entry: { kind: 'pending', pending },
  };
}

/** It was written so much earlier than it came that the difference is worth a word. */
const lateMs = 2 * 60_000;

/** What is honest to say of when a message was written; undefined when that is when it came. */
export function writtenEarlier({ timestamp, metadata }: Message, locale?: string): string | undefined {
  const { sentAt = timestamp, past } = metadata;
  const isLate = Date.parse(timestamp) - Date.parse(sentAt) >= lateMs;
  if (!isLate) return past ? t('Said elsewhere: nobody is asked to answer') : undefined;
  const day = sameDay(new Date(sentAt), new Date(timestamp)) ? '' : `${dateShort(sentAt, locale)}, `;
  return t('Written {time}, arrived later', { time: day + clock(sentAt, locale) });
}
