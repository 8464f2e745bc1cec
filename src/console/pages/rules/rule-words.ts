// A rule in plain words, and the words of its parts.
import { tierWords } from '../../text/tier-words';
import type { Matched, NewRule, RuleAction, RuleIf, RuleWhen } from '../../../protocol/automation-rules';

/** What ids stand for; what is not known is said as something that is gone. */
export interface Names {
  agent(id: string): string | undefined;
  team(id: string): string | undefined;
  channel(id: string): string | undefined;
  macro(id: string): string | undefined;
}

export const whenWords: Record<RuleWhen['on'], string> = {
  opened: 'a conversation begins',
  customer_message: 'the customer writes',
  handed_over: 'it is handed over to people',
  status_changed: 'somebody else has it now',
  label_added: 'a label is added',
  closed: 'it is closed',
  rated: 'the customer rates it',
  customer_silent: 'the customer has not answered for',
  team_silent: 'we have not answered for',
};

export const ifWords: Record<keyof RuleIf, string> = {
  textContains: 'The message contains',
  status: 'Who has it',
  channelType: 'Kind of channel',
  channelId: 'Channel',
  label: 'It has one of the labels',
  withoutLabel: 'It has none of the labels',
  priority: 'Priority',
  agentId: 'Agent',
  teamId: 'Team',
  language: 'Language',
  sentiment: 'Mood',
  companyTier: 'The customer’s company is',
  hours: 'Business hours',
  score: 'Stars of the rating, at most',
  customer: 'The customer',
};

export const doWords: Record<RuleAction['do'], string> = {
  reply: 'Send a message',
  note: 'Write a private note',
  add_labels: 'Add labels',
  remove_labels: 'Remove labels',
  priority: 'Set the priority',
  agent: 'Give it to an agent',
  team: 'Give it to a team',
  queue: 'Put it into the queue',
  ask_ai: 'Give it back to the AI',
  close: 'Close it',
  macro: 'Run a macro',
  webhook: 'Call a webhook',
};

export const statusWords = {
  active: 'the AI',
  waiting: 'the queue',
  with_agent: 'an agent',
  closed: 'nobody, it is closed',
} as const;

export const hourWords = { open: 'open', closed: 'closed' } as const;

const day = 1_440;

/** The largest unit that it is a whole number of. */
export function amountOf(minutes: number): { amount: number; unit: 1 | 60 | 1440 } {
  for (const unit of [day, 60] as const) if (minutes % unit === 0) return { amount: minutes / unit, unit };
  return { amount: minutes, unit: 1 };
}

const unitWords = { 1: 'minute', 60: 'hour', 1440: 'day' } as const;

export function longWords(minutes: number): string {
  const { amount, unit } = amountOf(minutes);
  return `${amount} ${unitWords[unit]}${amount === 1 ? '' : 's'}`;
}

const either = (all: readonly string[]) => all.join(' or ');
const quoted = (all: readonly string[]) => either(all.map((one) => `“${one}”`));
const gone = 'somebody who is gone';

function whenOf(when: RuleWhen): string {
  if ('minutes' in when) return `${whenWords[when.on]} ${longWords(when.minutes)}`;
  if (when.on === 'label_added' && when.label) return `the label “${when.label}” is added`;
  return whenWords[when.on];
}

function conditions(wanted: RuleIf, names: Names): string[] {
  const named = (ids: readonly string[] | undefined, name: (id: string) => string | undefined) =>
    ids && either(ids.map((id) => name(id) ?? gone));
  const all: Array<string | false | undefined> = [
    wanted.textContains && `the message contains ${quoted(wanted.textContains)}`,
    wanted.status && `${either(wanted.status.map((one) => statusWords[one]))} has it`,
    wanted.channelType && `it came by ${either(wanted.channelType)}`,
    wanted.channelId && `it came by ${named(wanted.channelId, names.channel)}`,
    wanted.label && `it has the label ${quoted(wanted.label)}`,
    wanted.withoutLabel && `it has not the label ${quoted(wanted.withoutLabel)}`,
    wanted.priority && `its priority is ${either(wanted.priority)}`,
    wanted.agentId && `${named(wanted.agentId, names.agent)} holds it`,
    wanted.teamId && `it is of ${named(wanted.teamId, names.team)}`,
    wanted.language && `the language is ${either(wanted.language)}`,
    wanted.sentiment && `the mood is ${either(wanted.sentiment)}`,
    wanted.companyTier &&
      `the customer’s company is ${either(wanted.companyTier.map((one) => tierWords[one]))}`,
    wanted.hours && `it is ${wanted.hours} by the business hours`,
    wanted.score && `it has ${wanted.score.atMost ?? 5} stars or fewer`,
    ...(wanted.customer ?? []).map(({ attribute, operator, value }) => {
      return `the customer’s ${attribute} ${operator} “${value}”`;
    }),
  ];
  return all.filter((one) => typeof one === 'string');
}

export function actionWords(action: RuleAction, names: Names): string {
  switch (action.do) {
    case 'reply':
      return `tell the customer “${short(action.text)}”`;
    case 'note':
      return `note “${short(action.text)}”`;
    case 'add_labels':
      return `add the label ${action.labels.join(', ')}`;
    case 'remove_labels':
      return `remove the label ${action.labels.join(', ')}`;
    case 'priority':
      return `set the priority to ${action.priority}`;
    case 'agent':
      return `give it to ${names.agent(action.agentId) ?? gone}`;
    case 'team':
      return `give it to ${names.team(action.teamId) ?? 'a team that is gone'}`;
    case 'macro':
      return `run the macro ${names.macro(action.macroId) ?? 'that is gone'}`;
    case 'webhook':
      return `call ${hostOf(action.url)}`;
    default:
      return doWords[action.do].replace(/^./, (first) => first.toLowerCase());
  }
}

const short = (text: string) => (text.length > 40 ? `${text.slice(0, 39)}…` : text);
const hostOf = (url: string) => (URL.canParse(url) ? new URL(url).host : url || 'a webhook');

export function ruleSentence(rule: Pick<NewRule, 'when' | 'if' | 'then'>, names: Names): string {
  const wanted = conditions(rule.if, names);
  const then = rule.then.map((action) => actionWords(action, names)).join(', then ');
  const only = wanted.length > 0 ? `, if ${wanted.join(' and ')}` : '';
  return `When ${whenOf(rule.when)}${only}: ${then || 'do nothing yet'}.`;
}

/** Why a rule ran, as its log has it. */
export function matchedWords(matched: Matched): string {
  if (matched.length === 0) return 'Without conditions';
  return matched
    .map(({ field, value }) => {
      const name = field.startsWith('customer.') ? field.slice(9) : (ifWords[field as keyof RuleIf] ?? field);
      const isId = ['channelId', 'agentId', 'teamId'].includes(field);
      return isId ? name : `${name}: ${value}`;
    })
    .join(' · ');
}
