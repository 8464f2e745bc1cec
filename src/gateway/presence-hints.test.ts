import { createEventBus } from '../events';
import { createLog } from '../log';
import { emptySession } from '../sessions/session';
import { createPresenceHints } from './presence-hints';

const session = (id: string) =>
  emptySession({
    id,
    organizationId: 'o',
    customerId: 'c',
    channelId: 'ch',
    channelType: 'web',
    startedAt: '2026-01-01T00:00:00.000Z',
  });

function build(fails = false) {
  const calls: string[] = [];
  const note =
    (name: string) =>
    async (...args: unknown[]): Promise<void> => {
      calls.push([name, ...args.map((each) => (each instanceof Date ? each.toISOString() : each))].join(' '));
      if (fails) throw new Error('gone');
    };
  const events = createEventBus((error) => {
    throw error;
  });
  const live = createPresenceHints({
    activeSessions: { touch: note('touch'), remove: note('remove') },
    context: {
      view: note('view'),
      leave: note('leave'),
      typing: note('typing'),
      get: async () => ({ viewers: ['anna', 'ben'], typing: [] }),
    },
    events,
    log: createLog('silent'),
  });
  return { calls, events, live };
}

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

test('However often a session changes within a second, one call is made, with its last state', async () => {
  const { calls, events, live } = build();
  for (let n = 1; n <= 500; n += 1)
    events.emit('session', { session: { ...session('s'), lastMessageAt: new Date(n).toISOString() } });
  events.emit('session', { session: session('t') });
  events.emit('session', { session: { ...session('t'), status: 'closed' } });
  live.typing('s', 'customer', true);
  live.typing('s', 'customer', false);
  events.emit('thinking', { session: session('s'), typing: true });
  expect(calls).toEqual([]);
  await jest.advanceTimersByTimeAsync(1_000);
  expect(calls).toEqual([
    'touch o s 1970-01-01T00:00:00.500Z',
    'remove o t',
    'typing s customer false',
    'typing s ai true',
  ]);
  await jest.advanceTimersByTimeAsync(5_000);
  expect(calls).toHaveLength(4);
  events.emit('session', { session: session('s') });
  await live.close();
  events.emit('session', { session: session('s') });
  await jest.advanceTimersByTimeAsync(5_000);
  expect(calls).toHaveLength(5);
});

test('Whoever opens a session hears who else has it open, and nobody when the store is gone', async () => {
  const well = build();
  expect(await well.live.open('s', 'anna')).toEqual(['ben']);
  const { live, calls } = build(true);
  expect(await live.open('s', 'anna')).toEqual([]);
  live.renew(['s', 't'], 'anna');
  live.leave(['s'], 'anna');
  live.typing('s', 'anna', true);
  await live.close();
  expect(calls).toEqual(['view s anna', 'view s anna', 'view t anna', 'leave s anna', 'typing s anna true']);
});
