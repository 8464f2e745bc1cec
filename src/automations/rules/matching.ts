// Whether a conversation is as a rule describes it: pure but for what is asked only where the rule wants it.
import type { Matched, RuleIf } from '../../protocol/automation-rules';
import type { Message } from '../../protocol/model/message';
import type { Session } from '../../protocol/model/session';

export type Facts = Pick<
  Session,
  | 'status'
  | 'channelType'
  | 'channelId'
  | 'labels'
  | 'priority'
  | 'agentId'
  | 'teamId'
  | 'language'
  | 'sentiment'
  | 'company'
>;

export type Trait = string | number | boolean;

export interface Moment {
  session: Facts;
  /** What woke the rule. */
  message: Message;
  /** Whether it is open by the business hours then. */
  isOpen(): Promise<boolean>;
  /** By `name`, `email`, `phone`, `externalId`, and the names in `metadata`. */
  customer(): Promise<Record<string, Trait>>;
}

/** What was found to be as described; undefined where anything is not. */
export async function matched(wanted: RuleIf, moment: Moment): Promise<Matched | undefined> {
  const found: Matched = [];
  for (const look of [lists, labels, words, score]) {
    const some = look(wanted, moment);
    if (!some) return undefined;
    found.push(...some);
  }
  if (wanted.hours !== undefined) {
    if ((await moment.isOpen()) !== (wanted.hours === 'open')) return undefined;
    found.push({ field: 'hours', value: wanted.hours });
  }
  if (!wanted.customer) return found;
  const traits = customerTraits(wanted.customer, await moment.customer());
  return traits && [...found, ...traits];
}

type Look = (wanted: RuleIf, moment: Moment) => Matched | undefined;

const listed = [
  'status',
  'channelType',
  'channelId',
  'priority',
  'agentId',
  'teamId',
  'language',
  'sentiment',
  'companyTier',
] as const;

const lists: Look = (wanted, { session }) => {
  const found: Matched = [];
  for (const field of listed) {
    const among: readonly string[] | undefined = wanted[field];
    if (!among) continue;
    // Who held it last does not hold what is with the AI.
    const isLast = field === 'agentId' && session.status === 'active';
    const value = field === 'companyTier' ? session.company?.tier : isLast ? undefined : session[field];
    if (value === undefined || !among.includes(value)) return undefined;
    found.push({ field, value });
  }
  return found;
};

const labels: Look = ({ label, withoutLabel }, { session }) => {
  if (withoutLabel?.some((one) => session.labels.includes(one))) return undefined;
  if (!label) return [];
  const there = label.find((one) => session.labels.includes(one));
  return there === undefined ? undefined : [{ field: 'label', value: there }];
};

/** Upper and lower case are one. */
export const plain = (text: string) => text.normalize('NFKC').toLowerCase();

/** Whether it is what a rule calls so: of a number "5.0" is 5. */
export const isNamed = (value: unknown, words: string): boolean =>
  typeof value === 'number' ? Number(words) === value : plain(String(value)) === plain(words);

const words: Look = ({ textContains }, { message: { content } }) => {
  if (!textContains) return [];
  const said = plain([content.text, content.mail?.subject].filter(Boolean).join('\n'));
  const there = textContains.find((one) => said.includes(plain(one)));
  return there === undefined ? undefined : [{ field: 'textContains', value: there }];
};

const score: Look = ({ score: wanted }, { message: { content } }) => {
  if (!wanted) return [];
  const given = content.data?.['score'];
  if (typeof given !== 'number') return undefined;
  const fits = given <= (wanted.atMost ?? 5) && given >= (wanted.atLeast ?? 1);
  return fits ? [{ field: 'score', value: String(given) }] : undefined;
};

function customerTraits(
  wanted: NonNullable<RuleIf['customer']>,
  known: Record<string, Trait>,
): Matched | undefined {
  const found: Matched = [];
  for (const { attribute, operator, value } of wanted) {
    const has = Object.hasOwn(known, attribute) ? known[attribute]! : '';
    const fits = operator === 'is' ? isNamed(has, value) : plain(String(has)).includes(plain(value));
    if (!fits) return undefined;
    found.push({ field: `customer.${attribute}`, value });
  }
  return found;
}
