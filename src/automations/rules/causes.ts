// What of a log wakes rules: pure. A watch is what is known of a session up to a message; each message moves it on.
import type { Matched, RuleWhen } from '../../protocol/automation-rules';
import type { Message } from '../../protocol/model/message';
import type { SessionStatus } from '../../protocol/model/session';
import { isNamed } from './matching';
import type { Silence, Watch } from './store';

export const unwatched: Watch = { seq: 0, status: 'active', labels: [] };

export function watchAfter(before: Watch, message: Message): Watch {
  const { answered, awaiting, ...rest } = before;
  const status = statusAfter(before.status, message);
  const watch: Watch = { ...rest, seq: message.seq, status, labels: labelsAfter(before.labels, message) };
  const silences = silencesAfter(before, message);
  if (status === 'closed') return watch;
  return { ...watch, ...silences };
}

function statusAfter(before: SessionStatus, { type, agentId, content }: Message): SessionStatus {
  if (type !== 'handover' && type !== 'system') return before;
  const held = agentId === undefined ? 'waiting' : 'with_agent';
  if (type === 'handover') return held;
  switch (content.systemAction) {
    case 'claimed':
    case 'transferred':
      return held;
    case 'queued':
    case 'agent_left':
      return 'waiting';
    case 'snoozed':
      return 'with_agent';
    case 'given_to_ai':
      return 'active';
    case 'closed':
      return 'closed';
    case 'separated':
      return content.data?.['isQueued'] === true ? 'waiting' : before;
    case 'reopened':
      return content.data?.['by'] === 'customer' ? 'active' : held;
    default:
      return before;
  }
}

function labelsAfter(before: string[], { type, content }: Message): string[] {
  if (type !== 'system') return before;
  if (content.systemAction === 'erased') return [];
  const labels = content.systemAction === 'labeled' ? content.data?.['labels'] : undefined;
  return Array.isArray(labels) ? labels.map(String) : before;
}

/** Who waits for whom; what rules send, and what was said elsewhere, changes nothing. */
function silencesAfter(
  { answered, awaiting }: Watch,
  { type, sender, seq, timestamp: at, metadata }: Message,
): { answered?: Silence; awaiting?: Silence } {
  const isSaid = !['system', 'handover', 'note'].includes(type);
  if (!isSaid || metadata.past || metadata.automated || metadata.asks === 'helped')
    return { ...(answered && { answered }), ...(awaiting && { awaiting }) };
  if (sender === 'customer') return { awaiting: awaiting ?? { seq, at } };
  return { answered: { seq, at } };
}

export interface Cause {
  on: RuleWhen['on'];
  /** Labels that came. */
  labels?: string[];
  /** What is kept of the customer, or of their company, by its key. */
  change?: { attribute: string; is?: unknown; was?: unknown };
}

/** What of `message` may wake a rule; nothing of what was said elsewhere does. */
export function causesOf(message: Message, before: Watch, after: Watch): Cause[] {
  const { type, sender, seq, content, metadata } = message;
  // What goes on in another conversation has not ended.
  if (metadata.past || content.systemAction === 'merged') return [];
  const causes: Cause[] = [];
  if (seq === 1) causes.push({ on: 'opened' });
  const isSaid = !['system', 'handover', 'note'].includes(type);
  if (isSaid && sender === 'customer') causes.push({ on: 'customer_message' });
  if (type === 'handover') causes.push({ on: 'handed_over' });
  if (before.status !== after.status) causes.push({ on: 'status_changed' });
  // What is called otherwise was there before.
  const came = content.data?.['renamed'] === undefined ? after.labels : [];
  const labels = came.filter((label) => !before.labels.includes(label));
  if (labels.length > 0) causes.push({ on: 'label_added', labels });
  if (type === 'system' && content.systemAction === 'closed') causes.push({ on: 'closed' });
  if (type === 'system' && content.systemAction === 'rated') causes.push({ on: 'rated' });
  if (type === 'system' && content.systemAction === 'attribute_changed') causes.push(changeIn(content));
  return causes;
}

/** A change of a customer is told later than it was made: while a store was away much later. */
export function happenedAt({ content, timestamp }: Message): Date {
  const { at } = content.data ?? {};
  return new Date(content.systemAction === 'attribute_changed' && typeof at === 'string' ? at : timestamp);
}

function changeIn({ data = {} }: Message['content']): Cause {
  const { attribute, company, is, was } = data;
  const on = company === undefined ? 'attribute_changed' : 'company_attribute_changed';
  return { on, change: { attribute: String(attribute), is, was } };
}

/** What of it the log of the rule is told, besides what it waits for; undefined where nothing wakes it. */
export function wokenOf(when: RuleWhen, causes: readonly Cause[]): Matched | undefined {
  const cause = causes.find((one) => wakes(when, one));
  if (!cause?.change) return cause && [];
  const { attribute, is } = cause.change;
  return [{ field: `changed.${attribute}`, value: isNothing(is) ? '' : String(is) }];
}

/** Of what is kept of the customer, or of their company. */
export const waitsForChange = (when: RuleWhen) => 'attribute' in when;

function wakes(when: RuleWhen, { on, labels = [], change }: Cause): boolean {
  if (when.on !== on) return false;
  if (when.on === 'label_added') return when.label === undefined || labels.includes(when.label);
  if (!waitsForChange(when)) return true;
  return change?.attribute === when.attribute && isValue(when.is, change.is) && isValue(when.was, change.was);
}

/** @param wanted null: nothing; undefined: whatever */
function isValue(wanted: string | null | undefined, value: unknown): boolean {
  if (wanted === undefined) return true;
  if (wanted === null || isNothing(value)) return wanted === null && isNothing(value);
  return isNamed(value, wanted);
}

const isNothing = (value: unknown) => value === undefined || value === null;

/** Which silence it waits for, if any. */
export function silenceFor(when: RuleWhen, watch: Watch): (Silence & { minutes: number }) | undefined {
  if (when.on !== 'customer_silent' && when.on !== 'team_silent') return undefined;
  const silence = when.on === 'customer_silent' ? watch.answered : watch.awaiting;
  return silence && { ...silence, minutes: when.minutes };
}

const form = /^rule:([0-9a-f-]{36}):/;

/** The run that wrote it; undefined for what no rule wrote. */
export function runOf({ sender, metadata }: Message): string | undefined {
  return sender === 'customer' ? undefined : form.exec(metadata.clientMessageId ?? '')?.[1];
}

/** What a run's action is called in the log: done again, it is the message that is there. */
export const nameOfAction = (runId: string, action: string | number): string => `rule:${runId}:${action}`;
