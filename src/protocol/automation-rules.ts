// Automation rules: when something happens in a conversation, and it is as described, then this is done.
import { z } from 'zod';
import { companyValue } from './companies';
import { attributeKey, attributeValue } from './customer-attributes';
import { pageQuery } from './lists';
import { channelType } from './model/channel';
import { sentiments } from './model/handover';
import { id, timestamp } from './model/ids';
import { maxTextLength } from './model/message';
import { priority, sessionStatus } from './model/session';
import { tier } from './model/tier';
import { filledText, line, said, text, webAddress } from './model/text-types';
import { fieldName } from './objects';
import { filledReply, holesIn, isAttributeHole, replyVariables, type ReplyValues } from './reply-text';

/** More than anybody keeps in mind. */
export const mostRules = 100;
/** Of one rule. */
export const mostActions = 10;
/** Rules that may follow from one another; no rule follows from itself. */
export const longestChain = 3;
/** Minutes: 60 days. */
export const longestSilence = 86_400;

const minutes = z
  .int()
  .min(1)
  .max(longestSilence)
  .describe('How long nobody has answered, in minutes; at most 60 days.');

const valueWas = line(200).nullable().optional();

const on = <Name extends string>(name: Name) => z.strictObject({ on: z.literal(name) });

export const ruleWhen = z
  .discriminatedUnion('on', [
    on('opened'),
    on('customer_message'),
    on('handed_over'),
    on('status_changed'),
    z.strictObject({
      on: z.literal('label_added'),
      label: text(50).min(1).optional().describe('Which; absent: any.'),
    }),
    on('closed'),
    on('rated'),
    z.strictObject({
      on: z.literal('attribute_changed'),
      attribute: attributeKey.describe('The key of a declared attribute of customers.'),
      is: valueWas.describe('What it is from then on, as text; null: nothing. Absent: whatever.'),
      was: valueWas.describe('What it was before, as text; null: nothing. Absent: whatever.'),
    }),
    z.strictObject({
      on: z.literal('company_attribute_changed'),
      attribute: fieldName.describe('The name of an attribute of companies.'),
      is: valueWas.describe('What it is from then on, as text; null: nothing. Absent: whatever.'),
      was: valueWas.describe('What it was before, as text; null: nothing. Absent: whatever.'),
    }),
    z.strictObject({ on: z.literal('customer_silent'), minutes }),
    z.strictObject({ on: z.literal('team_silent'), minutes }),
  ])
  .describe(
    'What it waits for. `customer_silent` and `team_silent`: since the last word of the other side nobody has answered for so long; what rules send does not count. `attribute_changed`: of the customer, by an agent, a program or a rule, in each conversation that is open then; what an import of a table changes wakes nothing, and one rule runs in 100 conversations an hour by it at most. `company_attribute_changed`: the same of the company of the customer; of its open conversations the 100 that began last say so, in 100 lines an hour of each company and attribute; what is written beyond them wakes nothing.',
  );

/** At least one, or the field is left out. */
const oneOf = <Item extends z.ZodType>(item: Item) =>
  z.array(item).min(1, 'must name at least one').max(20).optional();

const customerTrait = z.strictObject({
  attribute: line(100).describe(
    '`name`, `email`, `phone`, `externalId`, the key of an attribute, or the name of something in `metadata`; yes is `true`.',
  ),
  operator: z.enum(['is', 'contains']).describe('Upper and lower case are one.'),
  value: line(200).describe('What is looked for.'),
});

const stars = z.int().min(1).max(5);

export const ruleIf = z
  .strictObject({
    status: oneOf(sessionStatus).describe('Who has it, after what happened.'),
    channelType: oneOf(channelType).describe('Kinds of channels.'),
    channelId: oneOf(id).describe('Channels.'),
    label: oneOf(text(50).min(1)).describe('It has one of these labels.'),
    withoutLabel: oneOf(text(50).min(1)).describe('It has none of these labels.'),
    priority: oneOf(priority).describe('Priorities.'),
    agentId: oneOf(id).describe('Who holds it.'),
    teamId: oneOf(id).describe('Teams.'),
    language: oneOf(text(35).min(1)).describe("The customer's language, as in BCP 47."),
    sentiment: oneOf(z.enum(sentiments)).describe("The customer's mood."),
    textContains: oneOf(text(100).min(1)).describe(
      'The message has one of these words; upper and lower case are one.',
    ),
    companyTier: oneOf(tier).describe('How much the company of the customer counts.'),
    hours: z.enum(['open', 'closed']).optional().describe('By the business hours, at that moment.'),
    score: z
      .strictObject({
        atMost: stars.optional().describe('This or worse.'),
        atLeast: stars.optional().describe('This or better.'),
      })
      .optional()
      .describe('Of the rating.'),
    customer: z.array(customerTrait).min(1).max(5).optional().describe('All of them.'),
  })
  .describe('All of them; of each list one has to be. Nothing: always.');

const labels = z.array(line(50)).min(1, 'must name at least one').max(20);

/** With every variable known, what is left in braces is something that only a person could fill in. */
const everything = Object.fromEntries(Object.keys(replyVariables).map((name) => [name, 'x'])) as ReplyValues;
const words = filledText(maxTextLength).refine(
  (value) => holesIn(filledReply(value, everything)).every(isAttributeHole),
  {
    message: 'must not have anything in double braces that no rule can fill in',
  },
);

const does = <Name extends string>(name: Name) => z.strictObject({ do: z.literal(name) });

export const ruleAction = z.discriminatedUnion('do', [
  z.strictObject({
    do: z.literal('reply'),
    text: words.describe('What the customer is told, with the variables of a canned reply.'),
  }),
  z.strictObject({ do: z.literal('note'), text: words.describe('A private note, with the same variables.') }),
  z.strictObject({ do: z.literal('add_labels'), labels }),
  z.strictObject({ do: z.literal('remove_labels'), labels }),
  z.strictObject({ do: z.literal('priority'), priority }),
  z.strictObject({
    do: z.literal('set_attribute'),
    attribute: attributeKey.describe('The key of a declared attribute of customers.'),
    value: attributeValue.nullable().describe('What it is then; null clears it.'),
  }),
  z.strictObject({
    do: z.literal('set_company_attribute'),
    attribute: fieldName.describe('The name of an attribute of companies.'),
    value: companyValue
      .refine((value) => value !== '', 'must say something: null clears it')
      .nullable()
      .describe(
        'What it is then at the company of the customer: a text, a number, or yes and no; null clears it.',
      ),
  }),
  z.strictObject({ do: z.literal('agent'), agentId: id.describe('Who gets it.') }),
  z.strictObject({ do: z.literal('team'), teamId: id.describe('Whose queue it goes to.') }),
  does('queue'),
  does('ask_ai'),
  does('close'),
  z.strictObject({ do: z.literal('macro'), macroId: id.describe("A macro of the team's.") }),
  z.strictObject({ do: z.literal('webhook'), url: webAddress.describe('Who is told of it, by POST.') }),
]);

const endings = ['agent', 'team', 'queue', 'ask_ai', 'close'];
const once = ['reply', 'macro', 'priority'];

const ruleThen = z
  .array(ruleAction)
  .min(1, 'must do something')
  .max(mostActions)
  .refine((all) => all.filter((each) => endings.includes(each.do)).length < 2, {
    message: 'must give it to one: an agent, a team, the queue, the AI, or close it',
  })
  .refine((all) => once.every((name) => all.filter((each) => each.do === name).length < 2), {
    message: 'must have one message, one macro and one priority at most',
  })
  .describe('What is done, in this order. What fails is said in the log, and the rest is done.');

const ruleName = line(80).describe('What it is called: lines in conversations say it.');

export const newRule = z.strictObject({
  name: ruleName,
  isActive: z.boolean().describe('Switched on, it counts for what is written from then on.'),
  when: ruleWhen,
  if: ruleIf,
  then: ruleThen,
});

export const rule = z.object({
  id,
  name: said().describe('What it is called.'),
  isActive: z.boolean().describe('Whether it is switched on.'),
  activeSince: timestamp.optional().describe('Since when; what was written before does not wake it.'),
  position: z.int().describe('Its place: rules that wait for the same run in this order.'),
  when: ruleWhen,
  if: ruleIf,
  then: ruleThen,
  runs: z.int().describe('How often it ran, as far as the log goes back.'),
  lastRunAt: timestamp.optional().describe('When it last ran.'),
  createdAt: timestamp.describe('When it was made.'),
  updatedAt: timestamp.describe('When it was last changed.'),
});

export const rulePlace = z.strictObject({
  position: z.int().min(0).max(mostRules).describe('Its place among all rules, from 0.'),
});

export const ruleSecret = z.object({
  secret: said().describe('The key of the HMAC in `X-Parley-Signature`. It is shown this once.'),
});

const outcome = z.object({
  do: said().describe('What was to be done.'),
  outcome: z
    .enum(['done', 'nothing', 'failed', 'waiting'])
    .describe(
      "What became of it: 'nothing' where it was so already; 'waiting': a webhook that is tried again.",
    ),
  why: said().optional().describe('Why it failed, or waits.'),
  did: z.array(said()).optional().describe('Of a macro: which of its steps were done.'),
});

export const runStatuses = ['pending', 'done', 'failed', 'stopped'] as const;

export const ruleRun = z.object({
  id,
  ruleId: id,
  ruleName: said().describe('What the rule is called.'),
  sessionId: id,
  customerName: said().optional().describe('Whose conversation it is.'),
  seq: z.int().describe('The message that woke it.'),
  on: said().describe('What it waited for.'),
  status: z
    .enum(runStatuses)
    .describe("'stopped': nothing was done, and `why` says what forbids it; 'failed': a part of it failed."),
  matched: z
    .array(
      z.object({
        field: said().describe('The condition.'),
        value: said().describe('What it was.'),
      }),
    )
    .describe('What was found to be as described: the condition, and what it was.'),
  outcomes: z.array(outcome).describe('Of each action, in order.'),
  why: said().optional().describe('Why it was stopped.'),
  chain: z.array(id).describe('The rules that led to it, the first one first, and itself.'),
  createdAt: timestamp.describe('When it was woken.'),
});

export const ruleRunList = z.strictObject({
  ...pageQuery,
  ruleId: id.optional().describe('Only of this rule.'),
  sessionId: id.optional().describe('Only in this session.'),
});

/** Sessions that one call of a dry run looks at. */
export const triedAtOnce = 50;

export const ruleTrial = z.strictObject({
  rule: newRule.omit({ name: true, isActive: true }).describe('As it would be saved.'),
  limit: z.int().min(1).max(triedAtOnce).default(triedAtOnce).describe('How many sessions are looked at.'),
  cursor: pageQuery.cursor,
});

export const ruleTried = z.object({
  looked: z.int().describe('How many sessions were looked at.'),
  matches: z
    .array(
      z.object({
        sessionId: id,
        customerName: said().optional().describe('Whose conversation it is.'),
        channelType,
        times: z.int().describe('How often it would have run there.'),
        seq: z.int().describe('The first message that would have woken it.'),
        at: timestamp.describe('When that would have been.'),
        matched: ruleRun.shape.matched,
      }),
    )
    .describe('Where it would have run. Nothing was done.'),
  nextCursor: said().nullable().describe('For the sessions before these; null after the first of all.'),
});

export type NewRule = z.output<typeof newRule>;
export type Rule = z.infer<typeof rule>;
export type RuleWhen = z.output<typeof ruleWhen>;
export type RuleIf = z.output<typeof ruleIf>;
export type RuleAction = z.output<typeof ruleAction>;
export type RuleOutcome = z.infer<typeof outcome>;
export type RuleRun = z.infer<typeof ruleRun>;
export type RuleTrial = z.output<typeof ruleTrial>;
export type RuleTried = z.infer<typeof ruleTried>;
export type Matched = RuleRun['matched'];
