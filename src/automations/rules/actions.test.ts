import { DomainError } from '../../errors';
import type { RuleAction } from '../../protocol/automation-rules';
import type { Message } from '../../protocol/model/message';
import { emptySession } from '../../sessions/session';
import { act, type ActionDeps, type Place } from './actions';

const session = emptySession({
  ...{ id: 's', organizationId: 'o', customerId: 'c', channelId: 'ch', channelType: 'email' },
  startedAt: '2026-01-05T09:00:00.000Z',
});
const never = () => Promise.reject(new Error('not asked for here'));

function build(last: Partial<Message>, change: Partial<ActionDeps> = {}) {
  const sent: unknown[] = [];
  const deps: ActionDeps = {
    sessions: {
      get: () => Promise.resolve(session),
      messages: () =>
        Promise.resolve([{ seq: 1, type: 'text', sender: 'customer', content: {}, ...last } as Message]),
      reply: (given) => (sent.push(given), Promise.resolve({} as never)),
      update: never,
      transfer: never,
      giveToAi: never,
      close: never,
    },
    rules: { secret: never },
    setAttribute: never,
    setCompanyAttribute: never,
    runs: { did: () => Promise.resolve(false), mayWrite: () => Promise.resolve(true) },
    fetch: never,
    handOver: never,
    agentOf: never,
    teamOf: never,
    macroOf: never,
    valuesOf: () => Promise.resolve({ 'customer.first_name': 'Grace' }),
    nameOf: () => Promise.resolve('The shop'),
    aiAnswers: never,
    shown: () => ({}),
    ...change,
  };
  const place = {
    organizationId: 'o',
    rule: { id: 'r', name: 'R' },
    run: { id: 'run', sessionId: 's', seq: 1 },
  };
  const run = (action: RuleAction) => act(deps, place as unknown as Place, { action, index: 0 });
  return { run, sent };
}

const reply = (text: string): RuleAction => ({ do: 'reply', text });

test.each(['reply', 'list', 'notification'] as const)(
  'A mail that a program wrote (%s) is answered by no rule',
  async (automatic) => {
    const { run, sent } = build({ content: { mail: { automatic } } });
    expect(await run(reply('Thank you'))).toMatchObject({ do: 'reply', outcome: 'failed' });
    expect(sent).toEqual([]);
  },
);

test('What a person wrote is answered in the name of the organization, under a name of its own', async () => {
  const { run, sent } = build({});
  expect(await run(reply('Hi {{customer.first_name}}'))).toEqual({ do: 'reply', outcome: 'done' });
  expect(sent).toEqual([
    {
      ...{ organizationId: 'o', sessionId: 's', clientMessageId: 'rule:run:0' },
      by: { kind: 'system', name: 'The shop' },
      content: { text: 'Hi Grace' },
      metadata: { automated: { ruleId: 'r', rule: 'R' } },
    },
  ]);
});

test('What is not known is not sent with a hole in it', async () => {
  const { run, sent } = build({});
  expect(await run(reply('Hi {{customer.email}}'))).toMatchObject({
    outcome: 'failed',
    why: "It is not known here: customer's e-mail address.",
  });
  expect(sent).toEqual([]);
});

test('What a channel refuses is said; a store that is away is asked again later', async () => {
  const refusing = (error: Error) => {
    const { run } = build({}, { valuesOf: () => Promise.reject(error) });
    return run(reply('Hi {{customer.name}}'));
  };
  expect(await refusing(new DomainError('conflict', 'The window is closed.'))).toEqual({
    ...{ do: 'reply', outcome: 'failed', why: 'The window is closed.' },
  });
  await expect(refusing(new DomainError('unavailable', 'away'))).rejects.toThrow('away');
});
