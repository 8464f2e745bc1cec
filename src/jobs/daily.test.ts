import { createLog } from '../log';
import { createDaily, type DailyDeps } from './daily';

const start = Date.parse('2026-03-01T00:30:00Z');
const minutes = (count: number) => count * 60_000;

function build(change: Partial<DailyDeps> = {}) {
  const calls: string[] = [];
  const clock = { now: start };
  const daily = createDaily({
    organizationIds: async () => ['a', 'b'],
    rollUp: async (date, ids) => void calls.push(`${date} ${ids.join()}`),
    forgetIdempotencyKeys: async (id) => calls.push(`keys ${id}`),
    forgetRefreshTokens: async () => calls.push('tokens'),
    embedPending: async (id) => calls.push(`vectors ${id}`),
    findLostConversations: async (id) => calls.push(`conversations ${id}`),
    removeUnattached: async (olderThan) => calls.push(`files ${olderThan.toISOString()}`),
    log: createLog('silent'),
    now: () => clock.now,
    ...change,
  });
  return { daily, calls, clock };
}

const settled = () => new Promise((resolve) => setTimeout(resolve, 20));

test('Yesterday and today are counted for every organization, and what ran out is forgotten', async () => {
  const { daily, calls } = build();
  daily.due();
  await settled();
  const of = (id: string) => [
    `vectors ${id}`,
    `conversations ${id}`,
    `keys ${id}`,
    `2026-02-28 ${id}`,
    `2026-03-01 ${id}`,
  ];
  expect(calls).toEqual(['tokens', 'files 2026-02-28T00:30:00.000Z', ...of('a'), ...of('b')]);
});

test('It runs at most once an hour, however often it is due', async () => {
  const { daily, calls, clock } = build({ organizationIds: async () => [] });
  for (const minute of [0, 1, 59, 60, 61, 119, 121]) {
    clock.now = start + minutes(minute);
    daily.due();
  }
  await settled();
  expect(calls.filter((call) => call === 'tokens')).toHaveLength(3);
});

test('A step that fails keeps no other from running, and stop waits for what runs', async () => {
  const gone = () => Promise.reject(new Error('gone'));
  const failing = build({ forgetRefreshTokens: gone, forgetIdempotencyKeys: gone });
  failing.daily.due();
  await settled();
  expect(failing.calls).toHaveLength(9);
  let ended = false;
  const slow = build({ rollUp: () => settled().then(() => void (ended = true)) });
  slow.daily.due();
  await new Promise((resolve) => setTimeout(resolve, 5));
  await slow.daily.stop();
  const before = ['tokens', 'files 2026-02-28T00:30:00.000Z', 'vectors a', 'conversations a', 'keys a'];
  expect([ended, slow.calls]).toEqual([true, before]);
  slow.daily.due();
  await settled();
  expect(slow.calls).toEqual(before);
});
