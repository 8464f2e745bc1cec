import type { RuleIf, RuleWhen } from '../../protocol/automation-rules';
import { newRule } from '../../protocol/automation-rules';
import type { Message } from '../../protocol/model/message';
import { actionsOf } from './actions';
import { causesOf, nameOfAction, runOf, silenceFor, unwatched, watchAfter, wokenOf } from './causes';
import { dueSilence } from './look';
import { matched, type Facts, type Moment } from './matching';
import type { Watch } from './store';

const at = (minute: number) => new Date(Date.UTC(2026, 0, 5, 9, minute)).toISOString();
let seq = 0;
beforeEach(() => (seq = 0));

const message = (given: Partial<Message>): Message => ({
  id: 'm',
  sessionId: 's',
  seq: ++seq,
  type: 'text',
  sender: 'customer',
  content: {},
  metadata: {},
  isRead: false,
  timestamp: at(seq),
  ...given,
});
const says = (text = 'Hello') => message({ content: { text } });
const answers = (sender: 'ai' | 'agent' | 'system' = 'agent') => message({ sender, content: { text: 'Hi' } });
const automated = () =>
  message({
    sender: 'system',
    content: { text: 'Still there?' },
    metadata: { automated: { ruleId: 'r', rule: 'R' } },
  });
const did = (systemAction: string, data: Record<string, unknown> = {}, agentId?: string) =>
  message({ type: 'system', sender: 'system', content: { systemAction, data }, ...(agentId && { agentId }) });

function watched(...messages: Message[]) {
  let watch: Watch = unwatched;
  const causes: string[][] = [];
  for (const each of messages) {
    const after = watchAfter(watch, each);
    causes.push(causesOf(each, watch, after).map(({ on }) => on));
    watch = after;
  }
  return { watch, causes };
}

test('Each thing that happens wakes what waits for it, and nothing else', () => {
  const { causes, watch } = watched(
    says(),
    message({ type: 'handover', sender: 'system' }),
    did('claimed', {}, 'ada'),
    answers(),
    did('labeled', { labels: ['vip', 'late'] }),
    did('labeled', { labels: ['late'] }),
    did('snoozed', {}, 'ada'),
    did('closed'),
    did('rated', { score: 2 }),
  );
  expect(causes).toEqual([
    ['opened', 'customer_message'],
    ['handed_over', 'status_changed'],
    ['status_changed'],
    [],
    ['label_added'],
    [],
    [],
    ['status_changed', 'closed'],
    ['rated'],
  ]);
  expect(watch).toEqual({ seq: 9, status: 'closed', labels: ['late'] });
});

test('What was said elsewhere wakes nothing and is no silence', () => {
  const past = { metadata: { past: true as const } };
  const { causes, watch } = watched(message(past), message({ sender: 'agent', ...past }));
  expect(causes).toEqual([[], []]);
  expect(watch).toEqual({ seq: 2, status: 'active', labels: [] });
});

test('A silence begins with the first word that nobody answered, or the last that the team said; what a rule sends is neither', () => {
  const asked = watched(says(), says(), automated());
  expect(asked.watch.awaiting).toEqual({ seq: 1, at: at(1) });
  seq = 0;
  const answered = watched(
    says(),
    answers('ai'),
    answers(),
    automated(),
    message({ type: 'note', sender: 'agent' }),
  );
  expect(answered.watch.answered).toEqual({ seq: 3, at: at(3) });
  expect(answered.watch.awaiting).toBeUndefined();
  const waits: RuleWhen = { on: 'customer_silent', minutes: 60 };
  expect(silenceFor(waits, answered.watch)).toEqual({ seq: 3, at: at(3), minutes: 60 });
  expect(silenceFor({ on: 'team_silent', minutes: 60 }, answered.watch)).toBeUndefined();
});

test('A silence is due at its time, for a week, and only where it began while the rule was on', () => {
  const watch: Watch = { ...unwatched, answered: { seq: 3, at: at(3) } };
  const due = (now: string, activeSince = at(0)) =>
    dueSilence(
      { when: { on: 'customer_silent', minutes: 10 }, activeSince: new Date(activeSince) },
      watch,
      Date.parse(now),
    );
  expect(due(at(12))).toBeUndefined();
  expect(due(at(13))).toBe(3);
  expect(due(new Date(Date.parse(at(12)) + 7 * 86_400_000).toISOString())).toBe(3);
  expect(due(new Date(Date.parse(at(14)) + 7 * 86_400_000).toISOString())).toBeUndefined();
  expect(due(at(13), at(4))).toBeUndefined();
});

test('A label wakes the rule that waits for it, or for any', () => {
  const cause = { on: 'label_added' as const, labels: ['vip'] };
  expect(wokenOf({ on: 'label_added' }, [cause])).toEqual([]);
  expect(wokenOf({ on: 'label_added', label: 'vip' }, [cause])).toEqual([]);
  expect(wokenOf({ on: 'label_added', label: 'late' }, [cause])).toBeUndefined();
  expect(wokenOf({ on: 'closed' }, [cause])).toBeUndefined();
});

test.each<[string, object, object, boolean]>([
  ['any change', {}, { is: 'pro' }, true],
  ['another attribute', { attribute: 'city' }, { is: 'pro' }, false],
  ['what it becomes, whatever its case', { is: 'Pro' }, { is: 'pro', was: 'free' }, true],
  ['what it does not become', { is: 'free' }, { is: 'pro' }, false],
  ['what it was', { was: 'free' }, { is: 'pro', was: 'free' }, true],
  ['what it was not', { was: 'free' }, { is: 'pro' }, false],
  ['a number', { is: '3' }, { is: 3 }, true],
  ['a number written otherwise', { is: '1e3', was: '05.0' }, { is: 1000, was: 5 }, true],
  ['another number', { is: '5.1' }, { is: 5 }, false],
  ['digits that are a text', { is: '5.0' }, { is: '5' }, false],
  ['yes', { is: 'true' }, { is: true, was: false }, true],
  ['what is cleared', { is: null }, { was: 'pro' }, true],
  ['what is not cleared', { is: null }, { is: 'pro' }, false],
  ['what is known for the first time', { was: null }, { is: 'pro' }, true],
  ['what was known', { was: null }, { is: 'pro', was: 'free' }, false],
])('A change of an attribute wakes by its words: %s', (_what, wanted, change, isWoken) => {
  const when = { on: 'attribute_changed', attribute: 'plan', ...wanted } as RuleWhen;
  const line = did('attribute_changed', { attribute: 'plan', label: 'Plan', ...change });
  const woken = wokenOf(when, causesOf(line, unwatched, watchAfter(unwatched, line)));
  expect(woken !== undefined).toBe(isWoken);
});

test('What a run wrote is known by its name; a customer writes under no such name', () => {
  const clientMessageId = nameOfAction('0b8f4a0e-6f0e-4d5e-8b1a-2f8f3a1c9d11', 2);
  const metadata = { clientMessageId };
  expect(runOf(message({ sender: 'system', metadata }))).toBe('0b8f4a0e-6f0e-4d5e-8b1a-2f8f3a1c9d11');
  expect(runOf(message({ metadata }))).toBeUndefined();
});

const facts: Facts = {
  status: 'with_agent',
  channelType: 'web',
  channelId: 'c1',
  labels: ['vip'],
  priority: 'high',
  agentId: 'ada',
  language: 'de',
};
const fits = (wanted: RuleIf, given: Partial<Moment> = {}) =>
  matched(wanted, {
    session: facts,
    message: says('Where is my REFUND?'),
    isOpen: async () => false,
    customer: async () => ({ name: 'Grace Hopper', tier: 'Gold' }),
    ...given,
  });

test('All conditions have to hold, of each list one; what held is said', async () => {
  expect(await fits({})).toEqual([]);
  expect(
    await fits({
      status: ['waiting', 'with_agent'],
      label: ['late', 'vip'],
      withoutLabel: ['done'],
      textContains: ['money', 'refund'],
      hours: 'closed',
      customer: [{ attribute: 'tier', operator: 'is', value: 'gold' }],
    }),
  ).toEqual([
    { field: 'status', value: 'with_agent' },
    { field: 'label', value: 'vip' },
    { field: 'textContains', value: 'refund' },
    { field: 'hours', value: 'closed' },
    { field: 'customer.tier', value: 'gold' },
  ]);
});

test.each<[string, RuleIf]>([
  ['status', { status: ['closed'] }],
  ['label', { label: ['late'] }],
  ['a label that is there', { withoutLabel: ['vip'] }],
  ['words', { textContains: ['invoice'] }],
  ['what is not known', { teamId: ['t'], sentiment: ['negative'] }],
  ['hours', { hours: 'open' }],
  ['a rating where there is none', { score: { atMost: 2 } }],
  ['an attribute', { customer: [{ attribute: 'tier', operator: 'is', value: 'silver' }] }],
  [
    'an attribute that is not there',
    { customer: [{ attribute: 'constructor', operator: 'contains', value: 'x' }] },
  ],
  ['one of several', { label: ['vip'], priority: ['low'] }],
])('One that does not hold is enough: %s', async (_what, wanted) => {
  expect(await fits(wanted)).toBeUndefined();
});

test('A number that is known of the customer is compared as one', async () => {
  const seats = (value: string, operator: 'is' | 'contains' = 'is') =>
    fits({ customer: [{ attribute: 'seats', operator, value }] }, { customer: async () => ({ seats: 50 }) });
  expect(await seats('50.0')).toEqual([{ field: 'customer.seats', value: '50.0' }]);
  expect(await seats('5')).toBeUndefined();
  expect(await seats('5', 'contains')).toBeDefined();
});

test('Who held it last does not hold what the AI has', async () => {
  expect(await fits({ agentId: ['ada'] })).toEqual([{ field: 'agentId', value: 'ada' }]);
  expect(await fits({ agentId: ['ada'] }, { session: { ...facts, status: 'active' } })).toBeUndefined();
});

test('A rating is matched by its score', async () => {
  const rated = { message: did('rated', { score: 2 }) };
  expect(await fits({ score: { atMost: 2 } }, rated)).toEqual([{ field: 'score', value: '2' }]);
  expect(await fits({ score: { atLeast: 3 } }, rated)).toBeUndefined();
});

test('A rule that cannot be is refused at its field', () => {
  const rule = (change: object) =>
    newRule
      .safeParse({
        ...{ name: 'R', isActive: true, when: { on: 'opened' }, if: {} },
        ...{ then: [{ do: 'close' }], ...change },
      })
      .error?.issues.map(({ path }) => path.join('.'));
  expect(rule({})).toBeUndefined();
  expect(rule({ then: [] })).toEqual(['then']);
  expect(rule({ then: [{ do: 'close' }, { do: 'queue' }] })).toEqual(['then']);
  expect(rule({ then: [{ do: 'reply', text: 'Hi {{parcel number}}' }] })).toEqual(['then.0.text']);
  expect(rule({ then: [{ do: 'reply', text: 'Hi {{customer.first_name|there}}' }] })).toBeUndefined();
  expect(rule({ when: { on: 'customer_silent', minutes: 0 } })).toEqual(['when.minutes']);
  expect(rule({ then: Array.from({ length: 11 }, () => ({ do: 'note', text: 'x' })) })).toEqual(['then']);
});

test('A macro is what its steps say, in their order', () => {
  expect(actionsOf({ reply: 'Hi', addLabels: ['a'], removeLabels: [], assign: { queue: true } })).toEqual([
    { do: 'reply', text: 'Hi' },
    { do: 'add_labels', labels: ['a'] },
    { do: 'queue' },
  ]);
});
