// A transcript as it is read: day lines, groups of one sender within five minutes, system lines.
import type { Message } from '../../protocol/model/message';
import type { Pending } from '../data/outbox';
import { sameSubject } from './same-subject';
import { clock, dateShort, sameDay, untilWords } from './time';

export type Entry = { kind: 'message'; message: Message } | { kind: 'pending'; pending: Pending };

interface Place {
  /** The same before and after the ack, and whatever comes above: nothing blinks, and a reader keeps the place. */
  key: string;
  at: string;
  /** The first of its day. */
  day: boolean;
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
  /** What stands at it now, of each side the newest. */
  reactions?: Reactions;
  /** What it answers: the message, or its number when that is not held here. */
  quoted?: Message | number;
  /** Of a mail, where it is about something else than the mail before. */
  subject?: string;
};
export type Line = System | Said;

export type Reactions = Partial<Record<'customer' | 'team', Message>>;

const groupMs = 5 * 60_000;

export function lines(messages: readonly Message[], pending: readonly Pending[], ownName: string): Line[] {
  const found: Line[] = [];
  const add = (line: Line) => found.push(placed(line, found.at(-1)));
  const bySeq = new Map(messages.map((message) => [message.seq, message]));
  let subject = '';
  const reactions = reactionsIn(messages);
  for (const message of withoutOldRatings(messages)) {
    if (isShownAtTarget(message, bySeq)) continue;
    const line = lineOf(message, bySeq);
    const own = reactions.get(message.seq);
    if (own && line.kind === 'said') line.reactions = own;
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

/** What did not go out, and what is at a message that is not here, has a line of its own. */
function isShownAtTarget({ content, delivery }: Message, bySeq: ReadonlyMap<number, Message>): boolean {
  const target = content.systemAction === 'reacted' && bySeq.get(Number(content.data?.['seq']));
  return Boolean(target) && delivery !== 'failed' && delivery !== 'uncertain';
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
      ? `Rule “${automated.rule}”`
      : (message.senderName ?? (by === 'ai' ? 'AI assistant' : '')),
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
  if (!isLate) return past ? 'Said elsewhere: nobody is asked to answer' : undefined;
  const day = sameDay(new Date(sentAt), new Date(timestamp)) ? '' : `${dateShort(sentAt, locale)}, `;
  return `Written ${day}${clock(sentAt, locale)}, arrived later`;
}

/** What a system message says, in one line. */
export function systemLine(message: Message): string {
  const data = message.content.data ?? {};
  const agent = typeof data['agentName'] === 'string' ? data['agentName'] : '';
  const team = typeof data['teamName'] === 'string' ? data['teamName'] : '';
  const reason = typeof data['reason'] === 'string' && data['reason'] ? `: ${data['reason']}` : '';
  if (message.type === 'handover')
    return `Handed over to ${[agent, team].filter(Boolean).join(', ') || 'the queue'}`;
  switch (message.content.systemAction) {
    case 'claimed':
      return tookOver(message, agent);
    case 'transferred':
      return (agent ? `Transferred to ${agent}` : 'Back in the queue') + by(message) + reason;
    case 'queued':
      return `${team ? `Waiting for ${team}` : 'Waiting for a person'}${reason}`;
    case 'agent_left':
      return `Back in the queue${reason || ': the agent left'}`;
    case 'snoozed':
      return `${message.senderName || 'An agent'} put it away ${untilWords(data['until'])}`;
    case 'unsnoozed':
      return data['by'] === 'system'
        ? 'Back: this is the time'
        : `${message.senderName || 'An agent'} took it back`;
    case 'closed':
      return closedBy(message) + askedToRate(message) + reason;
    case 'given_to_ai':
      return `Back with the AI${by(message)}`;
    case 'reopened':
      return `Reopened${agent ? ` by ${agent}` : ''}`;
    case 'rated':
      return rating(data);
    case 'labeled':
      return labels(data) + by(message);
    case 'prioritized':
      return `Priority: ${typeof data['priority'] === 'string' ? data['priority'] : 'changed'}${by(message)}`;
    case 'reacted':
      return reacted(message);
    case 'edited':
      return `Edited a message${typeof data['text'] === 'string' ? `: “${data['text']}”` : ''}`;
    case 'mailed':
      return `Sent by e-mail to ${String(data['to'])}`;
    case 'revoked':
      return 'Deleted a message on their side';
    case 'identity_changed':
      return 'Writes from another number or account now';
    case 'promise_broken':
      return brokenPromise(data);
    case 'erased':
      return 'What was written here was erased';
    default:
      return message.content.text ?? message.content.systemAction ?? '';
  }
}

const promised: Record<string, string> = {
  first_reply: 'First reply',
  next_reply: 'Reply',
  resolution: 'Resolution',
};

function brokenPromise({ target, dueAt, endedAt }: Record<string, unknown>): string {
  const what = promised[String(target)] ?? 'What was';
  const [due, came] = [new Date(String(dueAt)), new Date(String(endedAt))];
  const day = sameDay(due, new Date()) ? '' : `${dateShort(String(dueAt))}, `;
  const late = Number.isNaN(came.getTime())
    ? ''
    : `; it came ${sameDay(due, came) ? '' : `${dateShort(String(endedAt))}, `}${clock(String(endedAt))}`;
  return `${what} promised by ${day}${clock(String(dueAt))} was missed${late}`;
}

/** Who of the team did it. */
const by = ({ senderName }: Message) => (senderName ? `, by ${senderName}` : '');

function reacted({ sender, senderName, content: { data = {} } }: Message): string {
  const what = data['emoji'] ? `eacted with ${String(data['emoji'])}` : 'ook back a reaction';
  const first = data['emoji'] ? 'r' : 't';
  return sender !== 'customer' && senderName
    ? `${senderName} ${first}${what}`
    : `${first.toUpperCase()}${what}`;
}

/** Only who pressed the button took over; what the queue gave out was assigned. */
function tookOver(message: Message, agent: string): string {
  if (message.content.data?.['by'] === 'system') return `Assigned to ${agent || 'an agent'}`;
  return `${agent || message.senderName || 'An agent'} took over`;
}

function closedBy({ sender, senderName, content }: Message): string {
  const by = content.data?.['by'];
  if (sender === 'customer' || by === 'customer') return 'Closed by the customer';
  return by === 'system' ? 'Closed' : `Closed by ${senderName || 'Parley'}`;
}

function askedToRate({ metadata, delivery }: Message): string {
  if (metadata.asks !== 'rating') return '';
  return delivery === 'failed' ? ', could not ask for a rating' : ', asked for a rating';
}

function rating(data: Record<string, unknown>): string {
  const comment = typeof data['comment'] === 'string' && data['comment'] ? `: “${data['comment']}”` : '';
  return `Rated ${String(data['score'])} of 5${comment}`;
}

function labels(data: Record<string, unknown>): string {
  const names = Array.isArray(data['labels']) ? data['labels'].map(String) : [];
  return names.length ? `Labels: ${names.join(', ')}` : 'Labels removed';
}
