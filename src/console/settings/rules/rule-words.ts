// A rule in plain words, and the words of its parts.
import { tierWords } from '../../text/tier-words';
import type { Matched, NewRule, RuleAction, RuleIf, RuleWhen } from '../../../protocol/automation-rules';
import { listed, midSentence, plural, t } from '../../i18n/translate';

/** What ids stand for; what is not known is said as something that is gone. */
export interface Names {
  agent(id: string): string | undefined;
  team(id: string): string | undefined;
  channel(id: string): string | undefined;
  macro(id: string): string | undefined;
  attribute(key: string): string | undefined;
}

export const whenWords: Record<RuleWhen['on'], string> = {
  opened: t('a conversation begins'),
  customer_message: t('the customer writes'),
  handed_over: t('it is handed over to people'),
  status_changed: t('somebody else has it now'),
  label_added: t('a label is added'),
  attribute_changed: t('an attribute of the customer changes'),
  company_attribute_changed: t('an attribute of the customer’s company changes'),
  closed: t('it is closed'),
  rated: t('the customer rates it'),
  customer_silent: t('the customer has not answered for'),
  team_silent: t('we have not answered for'),
};

export const ifWords: Record<keyof RuleIf, string> = {
  textContains: t('The message contains'),
  status: t('Who has it'),
  channelType: t('Kind of channel'),
  channelId: t('Channel'),
  label: t('It has one of the labels'),
  withoutLabel: t('It has none of the labels'),
  priority: t('Priority'),
  agentId: t('Agent'),
  teamId: t('Team'),
  language: t('Language'),
  sentiment: t('Mood'),
  companyTier: t('The customer’s company is'),
  hours: t('Business hours'),
  score: t('Stars of the rating, at most'),
  customer: t('The customer'),
};

export const doWords: Record<RuleAction['do'], string> = {
  reply: t('Send a message'),
  note: t('Write a private note'),
  add_labels: t('Add labels'),
  remove_labels: t('Remove labels'),
  priority: t('Set the priority'),
  set_attribute: t('Set an attribute of the customer'),
  set_company_attribute: t('Set an attribute of the customer’s company'),
  agent: t('Give it to an agent'),
  team: t('Give it to a team'),
  queue: t('Put it into the queue'),
  ask_ai: t('Give it back to the AI'),
  close: t('Close it'),
  macro: t('Run a macro'),
  webhook: t('Call a webhook'),
};

export const statusWords = {
  active: t('the AI'),
  waiting: t('the queue'),
  with_agent: t('an agent'),
  closed: t('nobody, it is closed'),
} as const;

export const hourWords = { open: t('open|business hours'), closed: t('closed|business hours') } as const;

const day = 1_440;

/** The largest unit that it is a whole number of. */
export function amountOf(minutes: number): { amount: number; unit: 1 | 60 | 1440 } {
  for (const unit of [day, 60] as const) if (minutes % unit === 0) return { amount: minutes / unit, unit };
  return { amount: minutes, unit: 1 };
}

export function longWords(minutes: number): string {
  const { amount, unit } = amountOf(minutes);
  return unit === 1
    ? plural(amount, { one: '1 minute', other: '{count} minutes' })
    : unit === 60
      ? plural(amount, { one: '1 hour', other: '{count} hours' })
      : plural(amount, { one: '1 day', other: '{count} days' });
}

/** “a or b or c” */
export const either = ([first = '', ...others]: readonly string[]): string =>
  others.reduce((one, other) => t('{one} or {other}', { one, other }), first);

export const operatorWords = { contains: t('contains'), is: t('is') } as const;
export const priorityWords = {
  urgent: t('urgent'),
  high: t('high'),
  normal: t('normal'),
  low: t('low'),
} as const;
const channelWords: Readonly<Record<string, string>> = {
  web: t('web'),
  whatsapp: t('whatsapp'),
  email: t('email'),
};
export const sentimentWords = {
  positive: t('positive'),
  neutral: t('neutral'),
  negative: t('negative'),
} as const;
const quoted = (all: readonly string[]) => either(all.map((one) => `“${one}”`));
const gone = t('somebody who is gone');

const valueWords = (value: unknown): string =>
  value === true || value === 'true'
    ? t('yes')
    : value === false || value === 'false'
      ? t('no')
      : String(value);

type ChangeWhen = Extract<RuleWhen, { attribute: string }>;

function becomesOf({ on, attribute: key, is }: ChangeWhen, names: Names): string {
  const value = valueWords(is);
  if (on === 'company_attribute_changed') {
    if (is === undefined) return t('the company’s {attribute} changes', { attribute: key });
    if (is === null) return t('the company’s {attribute} is cleared', { attribute: key });
    return t('the company’s {attribute} becomes “{value}”', { attribute: key, value });
  }
  const attribute = names.attribute(key) ?? key;
  if (is === undefined) return t('the customer’s {attribute} changes', { attribute });
  if (is === null) return t('the customer’s {attribute} is cleared', { attribute });
  return t('the customer’s {attribute} becomes “{value}”', { attribute, value });
}

function changeOf(when: ChangeWhen, names: Names): string {
  const { was } = when;
  const becomes = becomesOf(when, names);
  if (was === undefined) return becomes;
  return was === null
    ? t('{change}, and was not known before', { change: becomes })
    : t('{change}, and was “{value}” before', { change: becomes, value: valueWords(was) });
}

function whenOf(when: RuleWhen, names: Names): string {
  if ('attribute' in when) return changeOf(when, names);
  if ('minutes' in when) return `${whenWords[when.on]} ${longWords(when.minutes)}`;
  if (when.on === 'label_added' && when.label)
    return t('the label “{label}” is added', { label: when.label });
  return whenWords[when.on];
}

function conditions(wanted: RuleIf, names: Names): string[] {
  const named = (ids: readonly string[], name: (id: string) => string | undefined) =>
    either(ids.map((id) => name(id) ?? gone));
  const all: Array<string | false | undefined> = [
    wanted.textContains && t('the message contains {words}', { words: quoted(wanted.textContains) }),
    wanted.status && t('{who} has it', { who: either(wanted.status.map((one) => statusWords[one])) }),
    wanted.channelType &&
      t('it came by {channel}', {
        channel: either(wanted.channelType.map((one) => channelWords[one] ?? one)),
      }),
    wanted.channelId && t('it came by {channel}', { channel: named(wanted.channelId, names.channel) }),
    wanted.label && t('it has the label {label}', { label: quoted(wanted.label) }),
    wanted.withoutLabel && t('it has not the label {label}', { label: quoted(wanted.withoutLabel) }),
    wanted.priority &&
      t('its priority is {priority}', { priority: either(wanted.priority.map((one) => priorityWords[one])) }),
    wanted.agentId && t('{agent} holds it', { agent: named(wanted.agentId, names.agent) }),
    wanted.teamId && t('it is of {team}', { team: named(wanted.teamId, names.team) }),
    wanted.language && t('the language is {language}', { language: either(wanted.language) }),
    wanted.sentiment &&
      t('the mood is {mood}', { mood: either(wanted.sentiment.map((one) => sentimentWords[one])) }),
    wanted.companyTier &&
      t('the customer’s company is {tier}', {
        tier: either(wanted.companyTier.map((one) => tierWords[one])),
      }),
    wanted.hours &&
      (wanted.hours === 'open'
        ? t('it is open by the business hours')
        : t('it is closed by the business hours')),
    wanted.score && t('it has {stars} stars or fewer', { stars: wanted.score.atMost ?? 5 }),
    ...(wanted.customer ?? []).map(({ attribute, operator, value }) => {
      return operator === 'is'
        ? t('the customer’s {attribute} is “{value}”', { attribute, value })
        : t('the customer’s {attribute} contains “{value}”', { attribute, value });
    }),
  ];
  return all.filter((one) => typeof one === 'string');
}

export function actionWords(action: RuleAction, names: Names): string {
  switch (action.do) {
    case 'reply':
      return t('tell the customer “{words}”', { words: short(action.text) });
    case 'note':
      return t('note “{words}”', { words: short(action.text) });
    case 'add_labels':
      return t('add the label {label}', { label: listed(action.labels) });
    case 'remove_labels':
      return t('remove the label {label}', { label: listed(action.labels) });
    case 'priority':
      return t('set the priority to {priority}', { priority: priorityWords[action.priority] });
    case 'agent':
      return t('give it to {name}', { name: names.agent(action.agentId) ?? gone });
    case 'team':
      return t('give it to {name}', { name: names.team(action.teamId) ?? t('a team that is gone') });
    case 'macro':
      return t('run the macro {name}', { name: names.macro(action.macroId) ?? t('that is gone') });
    case 'set_attribute': {
      const attribute = names.attribute(action.attribute) ?? action.attribute;
      if (action.value === null) return t('clear the customer’s {attribute}', { attribute });
      const value = valueWords(action.value);
      return t('set the customer’s {attribute} to “{value}”', { attribute, value });
    }
    case 'set_company_attribute': {
      const { attribute } = action;
      if (action.value === null) return t('clear the company’s {attribute}', { attribute });
      const value = valueWords(action.value);
      return t('set the company’s {attribute} to “{value}”', { attribute, value });
    }
    case 'webhook':
      return t('call {host}', { host: hostOf(action.url) });
    default:
      return midSentence(doWords[action.do]);
  }
}

const short = (text: string) => (text.length > 40 ? `${text.slice(0, 39)}…` : text);
const hostOf = (url: string) => (URL.canParse(url) ? new URL(url).host : url || t('a webhook'));

export function ruleSentence(rule: Pick<NewRule, 'when' | 'if' | 'then'>, names: Names): string {
  const wanted = conditions(rule.if, names);
  const [first = t('do nothing yet'), ...others] = rule.then.map((action) => actionWords(action, names));
  const then = others.reduce((one, other) => t('{one}, then {other}', { one, other }), first);
  const when = whenOf(rule.when, names);
  if (wanted.length === 0) return t('When {when}: {then}.', { when, then });
  const only = wanted.reduce((one, other) => t('{one} and {other}', { one, other }));
  return t('When {when}, if {only}: {then}.', { when, only, then });
}

/** Why a rule ran, as its log has it. */
export function matchedWords(matched: Matched): string {
  if (matched.length === 0) return t('Without conditions');
  return matched
    .map(({ field, value }) => {
      const [, own] = /^(?:customer|changed)\.(.*)$/.exec(field) ?? [];
      const name = own ?? ifWords[field as keyof RuleIf] ?? field;
      if (field.startsWith('changed.'))
        return `${name}: ${value === '' ? t('not known') : valueWords(value)}`;
      const isId = ['channelId', 'agentId', 'teamId'].includes(field);
      return isId ? name : `${name}: ${value}`;
    })
    .join(' · ');
}
