import { newRule } from '../../../protocol/automation-rules';
import { ruleTemplates } from './rule-templates';
import { amountOf, longWords, matchedWords, ruleSentence, type Names } from './rule-words';

const nobody = () => undefined;
const names: Names = {
  agent: (id) => (id === 'a' ? 'Ada' : undefined),
  team: nobody,
  channel: nobody,
  macro: nobody,
  attribute: (key) => (key === 'plan' ? 'Plan' : undefined),
};

test('A rule is a sentence', () => {
  expect(
    ruleSentence(
      {
        when: { on: 'customer_silent', minutes: 4_320 },
        if: { status: ['with_agent'], textContains: ['refund', 'money'], hours: 'closed' },
        then: [
          { do: 'add_labels', labels: ['late', 'vip'] },
          { do: 'agent', agentId: 'a' },
        ],
      },
      names,
    ),
  ).toBe(
    'When the customer has not answered for 3 days, if the message contains “refund” or “money” and an agent has it and it is closed by the business hours: add the label late, vip, then give it to Ada.',
  );
  expect(
    ruleSentence(
      { when: { on: 'opened' }, if: {}, then: [{ do: 'agent', agentId: 'x' }, { do: 'ask_ai' }] },
      names,
    ),
  ).toBe('When a conversation begins: give it to somebody who is gone, then give it back to the AI.');
});

test('A change of an attribute is said with what it was and becomes', () => {
  const said = (when: object) =>
    ruleSentence(
      { when: { on: 'attribute_changed', attribute: 'plan', ...when }, if: {}, then: [{ do: 'close' }] },
      names,
    );
  expect([said({}), said({ is: 'pro', was: null }), said({ is: null, was: 'pro' })]).toEqual([
    'When the customer’s Plan changes: close it.',
    'When the customer’s Plan becomes “pro”, and was not known before: close it.',
    'When the customer’s Plan is cleared, and was “pro” before: close it.',
  ]);
  const then = [
    { do: 'set_attribute' as const, attribute: 'vip', value: true },
    { do: 'set_attribute' as const, attribute: 'plan', value: null },
    { do: 'set_company_attribute' as const, attribute: 'seats', value: 5 },
    { do: 'set_company_attribute' as const, attribute: 'plan', value: null },
  ];
  expect(ruleSentence({ when: { on: 'opened' }, if: {}, then }, names)).toBe(
    'When a conversation begins: set the customer’s vip to “yes”, then clear the customer’s Plan, then set the company’s seats to “5”, then clear the company’s plan.',
  );
  expect(matchedWords([{ field: 'changed.plan', value: '' }])).toBe('plan: not known');
});

test('A time is said in its largest whole unit', () => {
  expect([1, 90, 120, 1_440, 2_880].map(longWords)).toEqual([
    '1 minute',
    '90 minutes',
    '2 hours',
    '1 day',
    '2 days',
  ]);
  expect(amountOf(4_320)).toEqual({ amount: 3, unit: 1_440 });
});

test('Why it ran is said without ids', () => {
  expect(matchedWords([])).toBe('Without conditions');
  expect(
    matchedWords([
      { field: 'label', value: 'vip' },
      { field: 'agentId', value: '4711' },
      { field: 'customer.tier', value: 'gold' },
    ]),
  ).toBe('It has one of the labels: vip · Agent · tier: gold');
});

test('A change of a company is told from one of the customer', () => {
  const said = (on: 'attribute_changed' | 'company_attribute_changed') =>
    ruleSentence({ when: { on, attribute: 'plan', is: 'pro' }, if: {}, then: [{ do: 'close' }] }, names);
  expect(said('attribute_changed')).toBe('When the customer’s Plan becomes “pro”: close it.');
  expect(said('company_attribute_changed')).toBe('When the company’s plan becomes “pro”: close it.');
});

test('Every template is a rule, switched off', () => {
  const rules = ruleTemplates.flatMap((template) => template.rules);
  expect(rules.filter((rule) => !newRule.safeParse(rule).success || rule.isActive)).toEqual([]);
});
