// A transcript as it is read: day lines, groups of one sender within five minutes, system lines.
import type { Message } from '../../protocol/model/message';
import type { Pending } from '../data/outbox';
import { sameDay } from './time';

export interface Bubble {
  kind: 'message';
  message: Message;
}
export interface Waiting {
  kind: 'pending';
  pending: Pending;
}
export type Entry = Bubble | Waiting;

export type Line =
  | { kind: 'day'; key: string; at: string }
  | { kind: 'system'; key: string; message: Message }
  | {
      kind: 'group';
      key: string;
      side: 'customer' | 'team';
      by: 'customer' | 'ai' | 'agent' | 'note';
      name: string;
      at: string;
      entries: Entry[];
    };

type Group = Extract<Line, { kind: 'group' }>;

const together = 5 * 60_000;

export function lines(messages: readonly Message[], pending: readonly Pending[], ownName: string): Line[] {
  const found: Line[] = [];
  let last: { at: string } | undefined;
  const begin = (at: string) => {
    if (!last || !sameDay(new Date(last.at), new Date(at))) found.push({ kind: 'day', key: `day ${at}`, at });
    last = { at };
  };
  for (const message of messages) {
    begin(message.timestamp);
    if (message.type === 'system' || message.type === 'handover' || message.sender === 'system') {
      found.push({ kind: 'system', key: String(message.seq), message });
    } else {
      join(found, groupOf(message));
    }
  }
  for (const item of pending) {
    begin(item.at);
    join(found, {
      kind: 'group',
      key: item.clientMessageId,
      side: 'team',
      by: item.note ? 'note' : 'agent',
      name: ownName,
      at: item.at,
      entries: [{ kind: 'pending', pending: item }],
    });
  }
  return found;
}

function groupOf(message: Message): Group {
  const by = message.type === 'note' ? 'note' : message.sender === 'system' ? 'agent' : message.sender;
  return {
    kind: 'group',
    // The same key before and after the ack, so that a message does not blink when it settles.
    key: message.metadata.clientMessageId ?? String(message.seq),
    side: message.sender === 'customer' ? 'customer' : 'team',
    by,
    name: message.senderName ?? (by === 'ai' ? 'AI assistant' : ''),
    at: message.timestamp,
    entries: [{ kind: 'message', message }],
  };
}

function join(found: Line[], group: Group): void {
  const last = found.at(-1);
  const fits =
    last?.kind === 'group' &&
    last.by === group.by &&
    last.name === group.name &&
    Math.abs(Date.parse(group.at) - Date.parse(timeOf(last.entries.at(-1)!))) < together;
  if (fits) last.entries.push(...group.entries);
  else found.push(group);
}

function timeOf(entry: Entry): string {
  return entry.kind === 'message' ? entry.message.timestamp : entry.pending.at;
}

/** What a system message says, in one line. */
export function systemLine(message: Message): string {
  const data = message.content.data ?? {};
  const who = message.senderName || (message.sender === 'customer' ? 'The customer' : 'Parley');
  const agent = typeof data['agentName'] === 'string' ? data['agentName'] : '';
  const reason = typeof data['reason'] === 'string' && data['reason'] ? `: ${data['reason']}` : '';
  if (message.type === 'handover') return agent ? `Handed over to ${agent}` : 'Handed over to the queue';
  switch (message.content.systemAction) {
    case 'claimed':
      return `${agent || who} took over`;
    case 'transferred':
      return (agent ? `Transferred to ${agent}` : 'Back in the queue') + reason;
    case 'queued':
      return `Waiting for a person${reason}`;
    case 'agent_left':
      return `Back in the queue${reason || ': the agent left'}`;
    case 'closed':
      return `Closed by ${message.sender === 'customer' ? 'the customer' : who}`;
    case 'reopened':
      return `Reopened${agent ? ` by ${agent}` : ''}`;
    case 'rated':
      return rating(data);
    case 'labeled':
      return labels(data);
    case 'prioritized':
      return `Priority: ${typeof data['priority'] === 'string' ? data['priority'] : 'changed'}`;
    case 'erased':
      return 'What was written here was erased';
    default:
      return message.content.text ?? message.content.systemAction ?? '';
  }
}

function rating(data: Record<string, unknown>): string {
  const comment = typeof data['comment'] === 'string' && data['comment'] ? `: “${data['comment']}”` : '';
  return `Rated ${String(data['score'])} of 5${comment}`;
}

function labels(data: Record<string, unknown>): string {
  const names = Array.isArray(data['labels']) ? data['labels'].map(String) : [];
  return names.length ? `Labels: ${names.join(', ')}` : 'Labels removed';
}
