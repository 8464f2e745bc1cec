import type { Message } from '../../protocol/model/message';
import { createLook, type LookDeps } from './look';
import type { NewRun, RuleRow } from './store';

const second = (n: number) => new Date(Date.UTC(2026, 0, 5, 9, 0, n)).toISOString();
const rule = (when: RuleRow['when'], since = 0) =>
  ({ id: 'r', when, if: {}, then: [], activeSince: new Date(second(since)) }) as unknown as RuleRow;
const says = (seq: number) => ({ seq, type: 'text', sender: 'customer', content: {} }) as Partial<Message>;
const changes = (seq: number, made = seq) =>
  ({
    ...{ seq, type: 'system', sender: 'system' },
    content: { systemAction: 'attribute_changed', data: { attribute: 'plan', is: 'pro', at: second(made) } },
  }) as Partial<Message>;

/** What a look writes down, where a rule ran `here` so often before. */
async function found(active: RuleRow, log: Array<Partial<Message>>, here = 0) {
  const written: NewRun[] = [];
  const session = { id: 's', organizationId: 'o', status: 'active', labels: [] };
  await createLook({
    active: async () => [active],
    runs: {
      watch: async () => undefined,
      record: async (_organizationId: string, { runs }: { runs: NewRun[] }) => written.push(...runs) >= 0,
      lately: async (_organizationId: string, { atMost }: { atMost: number }) => Math.min(here, atMost),
      get: async () => undefined,
    },
    sessions: {
      get: async () => session,
      messages: async (_organizationId: string, _sessionId: string, { after }: { after: number }) =>
        log
          .map((each) => ({ metadata: {}, timestamp: second(each.seq!), ...each }))
          .filter(({ seq }) => seq! > after),
    },
    now: () => Date.parse(second(0)),
  } as unknown as LookDeps)('o', 's');
  return written;
}
const going = (runs: NewRun[]) => runs.filter(({ status }) => status === 'pending').length;
const many = <Each>(count: number, each: (seq: number) => Each) =>
  Array.from({ length: count }, (_, index) => each(index + 1));

test('What is found in one look counts as what ran before: the cap holds however much is read at once', async () => {
  const messages = rule({ on: 'customer_message' });
  const runs = await found(messages, many(40, says), 10);
  expect([going(runs), runs.length]).toEqual([20, 40]);
  expect(runs.at(-1)).toMatchObject({ status: 'stopped', why: 'It ran 30 times here within an hour.' });
  expect(runs.every(({ atMost }) => atMost === undefined)).toBe(true);
});

test('What changes of customers wake is counted wherever it runs, when it is written down', async () => {
  const changed = rule({ on: 'attribute_changed', attribute: 'plan' });
  expect(await found(changed, [changes(1)])).toMatchObject([
    { status: 'pending', atMost: { anHour: 100, why: expect.stringMatching(/^It ran 100 times/) as string } },
  ]);
});

test('A change that was made while the rule was off wakes it no later either, whenever its line comes', async () => {
  const changed = rule({ on: 'attribute_changed', attribute: 'plan' }, 10);
  expect(await found(changed, [changes(20, 9)])).toEqual([]);
  expect(await found(changed, [changes(20, 10)])).toMatchObject([{ seq: 20, status: 'pending' }]);
});
