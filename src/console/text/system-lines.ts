// What happened to a conversation, in words.
import type { Message } from '../../protocol/model/message';
import type { SystemAction } from '../../protocol/model/system-actions';
import type { Wording } from '../../protocol/model/wording';
import { listed, said, t } from '../i18n/translate';
import { clock, dateShort, sameDay, untilWords } from './time';

/** What a system message says, in one line. */
export function systemLine(message: Message): string {
  const { systemAction, text, data = {} } = message.content;
  const detail = (name: string) => (typeof data[name] === 'string' ? data[name] : '');
  const [agent, team] = [detail('agentName'), detail('teamName')];
  if (message.type === 'handover')
    return t('Handed over to {who}', { who: listed([agent, team].filter(Boolean)) || t('the queue') });
  const why = detail('reason') && said(detail('reason'), data['wording'] as Wording | undefined);
  const words = Object.hasOwn(happened, systemAction ?? '') && happened[systemAction as SystemAction];
  return words
    ? words({ message, data, agent, team, reason: why && `: ${why}` })
    : (text ?? systemAction ?? '');
}

interface Happened {
  message: Message;
  data: Record<string, unknown>;
  /** '' where there is none. */
  agent: string;
  team: string;
  /** After what happened: ": why"; '' where nobody said. */
  reason: string;
}

const happened: Record<SystemAction, (of: Happened) => string> = {
  claimed: ({ message, agent }) => tookOver(message, agent),
  transferred: ({ message, agent, reason }) => {
    const isOwn = agent && message.senderId !== undefined && message.senderId === message.agentId;
    if (isOwn) return tookOver(message, agent) + reason;
    return (agent ? t('Transferred to {agent}', { agent }) : t('Back in the queue')) + by(message) + reason;
  },
  queued: ({ team, reason }) =>
    (team ? t('Waiting for {team}', { team }) : t('Waiting for a person')) + reason,
  agent_left: ({ reason }) =>
    reason ? t('Back in the queue') + reason : t('Back in the queue: the agent left'),
  snoozed: ({ message, data }) =>
    t('{who} put it away {until}', {
      who: message.senderName || t('An agent'),
      until: untilWords(data['until']),
    }),
  unsnoozed: ({ message, data }) =>
    data['by'] === 'system'
      ? t('Back: this is the time')
      : t('{who} took it back', { who: message.senderName || t('An agent') }),
  closed: ({ message, reason }) => closedBy(message) + askedToRate(message) + reason,
  given_to_ai: ({ message }) => t('Back with the AI') + by(message),
  reopened: ({ agent }) => (agent ? t('Reopened by {agent}', { agent }) : t('Reopened')),
  rated: ({ data }) => rating(data),
  labeled: ({ message, data }) => labels(data) + by(message),
  prioritized: ({ message, data }) =>
    t('Priority: {priority}', { priority: priorityOf(data['priority']) }) + by(message),
  reacted: ({ message }) => reacted(message),
  edited: ({ data }) =>
    t('Edited a message') + (typeof data['text'] === 'string' ? `: “${data['text']}”` : ''),
  attribute_changed: ({ message, data }) =>
    [nameIn(data['company']), attribute(data)].filter(Boolean).join(' · ') + by(message),
  mailed: ({ data }) => t('Sent by e-mail to {address}', { address: String(data['to']) }),
  rating_asked: ({ message, data }) =>
    message.delivery === 'failed'
      ? t('Could not ask {address} for a rating', { address: String(data['to']) })
      : t('Asked {address} for a rating by e-mail', { address: String(data['to']) }),
  revoked: () => t('Deleted a message on their side'),
  identity_changed: () => t('Writes from another number or account now'),
  promise_broken: ({ data }) => slaBreach(data),
  erased: ({ data }) =>
    data['expired'] === true
      ? t('What was written here was deleted: its time to be kept was over')
      : t('What was written here was erased'),
  merged: ({ message, data }) => {
    const subject = nameIn(data['intoSubject']);
    const what = subject ? t('Merged into “{subject}”', { subject }) : t('Merged into another conversation');
    return what + by(message);
  },
  merged_here: ({ message, data }) => {
    const subject = nameIn(data['subject']);
    const what = subject
      ? t('“{subject}” was merged into this one', { subject })
      : t('Another conversation was merged into this one');
    return what + by(message);
  },
  separated: ({ message }) => t('Separated again: what is written to it stays here') + by(message),
  separated_here: ({ message }) => t('What was merged into this one was separated again') + by(message),
};

const nameIn = (subject: unknown): string => (typeof subject === 'string' ? subject : '');

const promised: Record<string, string> = {
  first_reply: t('First reply'),
  next_reply: t('Reply|noun'),
  resolution: t('Resolution'),
};

const priorities: Record<string, string> = {
  urgent: t('urgent'),
  high: t('high'),
  normal: t('normal'),
  low: t('low'),
};

/** 'high' -> "high", in the reader's words. */
export const priorityOf = (priority: unknown): string =>
  typeof priority === 'string' ? (priorities[priority] ?? priority) : t('changed');

function slaBreach({ target, dueAt, endedAt }: Record<string, unknown>): string {
  const what = promised[String(target)] ?? t('What was');
  const [due, came] = [new Date(String(dueAt)), new Date(String(endedAt))];
  const day = sameDay(due, new Date()) ? '' : `${dateShort(String(dueAt))}, `;
  const time = day + clock(String(dueAt));
  if (Number.isNaN(came.getTime())) return t('{what} promised by {time} was missed', { what, time });
  const late = (sameDay(due, came) ? '' : `${dateShort(String(endedAt))}, `) + clock(String(endedAt));
  return t('{what} promised by {time} was missed; it came {late}', { what, time, late });
}

/** Who of the team did it. */
const by = ({ senderName }: Message) => (senderName ? t(', by {name}', { name: senderName }) : '');

function reacted({ sender, senderName, content: { data = {} } }: Message): string {
  const emoji = data['emoji'] ? String(data['emoji']) : '';
  if (sender === 'customer' || !senderName)
    return emoji ? t('Reacted with {emoji}', { emoji }) : t('Took back a reaction');
  const name = senderName;
  return emoji
    ? t('{name} reacted with {emoji}', { name, emoji })
    : t('{name} took back a reaction', { name });
}

/** Only who pressed the button took over; what the queue gave out was assigned. */
function tookOver(message: Message, agent: string): string {
  if (message.content.data?.['by'] === 'system')
    return t('Assigned to {agent}', { agent: agent || t('an agent') });
  return t('{who} took over', { who: agent || message.senderName || t('An agent') });
}

function closedBy({ sender, senderName, content }: Message): string {
  const by = content.data?.['by'];
  if (sender === 'customer' || by === 'customer') return t('Closed by the customer');
  return by === 'system'
    ? t('Closed|one conversation')
    : t('Closed by {name}', { name: senderName || 'Parley' });
}

function askedToRate({ metadata, delivery }: Message): string {
  if (metadata.asks !== 'rating') return '';
  return delivery === 'failed' ? t(', could not ask for a rating') : t(', asked for a rating');
}

function rating(data: Record<string, unknown>): string {
  const comment = typeof data['comment'] === 'string' && data['comment'] ? `: “${data['comment']}”` : '';
  return t('Rated {score} of 5', { score: String(data['score']) }) + comment;
}

function attribute({ label, is, was }: Record<string, unknown>): string {
  const [value, before] = [is, was].map((one) =>
    typeof one === 'boolean' ? (one ? t('Yes') : t('No')) : one,
  );
  const words = { label: String(label), value: String(value), before: String(before) };
  if (value === undefined) return t('{label}: not known any more, was {before}', words);
  return before === undefined ? t('{label}: {value}', words) : t('{label}: {value}, was {before}', words);
}

function labels(data: Record<string, unknown>): string {
  const names = Array.isArray(data['labels']) ? data['labels'].map(String) : [];
  return names.length ? t('Labels: {labels}', { labels: listed(names) }) : t('Labels removed');
}
