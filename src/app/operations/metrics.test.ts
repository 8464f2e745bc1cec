import { Registry } from 'prom-client';
import type { SweepReport } from '../../jobs/sweep';
import { createLog } from '../../log';
import { createMetrics } from './metrics';

const report: SweepReport = {
  lagging: 1,
  repaired: 1,
  overdue: 0,
  handedOver: 0,
  unowned: 0,
  missingAgents: 2,
  waiting: 3,
  claimed: 0,
  expired: 0,
  failed: [],
  tookMs: 12,
};

function setUp() {
  const world = {
    at: 0,
    messages: 5,
    totals: () => Promise.resolve({ sessions: { active: 2, waiting: 3, with_agent: 0 } }),
  };
  const metrics = createMetrics({
    registry: new Registry(),
    gateway: {
      stats: () => ({
        customers: 1,
        agents: 2,
        connections: 3,
        inFlight: 0,
        cutOff: 0,
        flooding: 0,
        reads: { bytes: 0, waiting: 0 },
      }),
    },
    sessions: {
      stats: () => ({
        queued: 0,
        groups: 1,
        messages: world.messages,
        dirty: 0,
        projectionFailures: 0,
        states: 0,
      }),
    },
    responder: { stats: () => ({ runs: 0, openBreakers: 0 }) },
    answers: { bytes: () => 7 },
    webhooks: { stats: () => ({ bytes: 0, refused: 0 }) },
    mailboxes: { stats: () => new Map([['reconnect_needed', 2]]) },
    postgres: { crossTenant: { totals: () => world.totals() } },
    log: createLog('silent'),
    now: () => world.at,
  });
  const valueOf = async (name: string) =>
    (await metrics.text())
      .split('\n')
      .find((line) => line.startsWith(`parley_${name} `) || line.startsWith(`parley_${name}{`))
      ?.split(' ')
      .at(-1);
  return { world, metrics, valueOf };
}

describe('a number that cannot be known', () => {
  it('is absent before the first sweep, and its age grows', async () => {
    const { world, valueOf } = setUp();
    world.at = 7_000;
    expect(await valueOf('unowned_customers')).toBeUndefined();
    expect(await valueOf('unowned_customers_age_seconds')).toBe('7');
  });

  it('is absent when its step of the sweep failed; what the other steps found is there', async () => {
    const { world, metrics, valueOf } = setUp();
    metrics.swept(report);
    expect(await valueOf('unowned_customers')).toBe('0');
    world.at = 30_000;
    metrics.swept({ ...report, failed: ['own overdue'] });
    expect(await valueOf('unowned_customers')).toBeUndefined();
    expect(await valueOf('unowned_customers_age_seconds')).toBe('30');
    expect(await valueOf('sweep{found="unowned"}')).toBeUndefined();
    expect(await valueOf('sweep{found="waiting"}')).toBe('3');
  });

  it('is absent when no sweep has come to its end for long', async () => {
    const { world, metrics, valueOf } = setUp();
    metrics.swept(report);
    world.at = 61_000;
    expect(await valueOf('unowned_customers')).toBeUndefined();
    expect(await valueOf('sweep')).toBeUndefined();
  });

  it('is absent when the database failed or says nothing, and the numbers of the process are there in time', async () => {
    const { world, valueOf } = setUp();
    expect(await valueOf('sessions_open{status="waiting"}')).toBe('3');
    world.totals = () => Promise.reject(new Error('gone'));
    expect(await valueOf('sessions_open')).toBeUndefined();
    world.totals = () => new Promise(() => undefined);
    expect(await valueOf('sessions_open')).toBeUndefined();
    expect(await valueOf('sockets{kind="agent"}')).toBe('2');
  });
});

it('Mailboxes are counted by how they fare', async () => {
  const { valueOf } = setUp();
  expect(await valueOf('mailboxes{state="reconnect_needed"}')).toBe('2');
  expect(await valueOf('mailboxes{state="connected"}')).toBe('0');
});

it('Counters are counters, whose sums the parts keep', async () => {
  const { world, metrics, valueOf } = setUp();
  expect(await valueOf('messages_committed_total')).toBe('5');
  world.messages = 8;
  expect(await valueOf('messages_committed_total')).toBe('8');
  expect(await metrics.text()).toContain('# TYPE parley_messages_committed_total counter');
});
