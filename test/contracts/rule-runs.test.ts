// Runs of rules that meet: the database lets one of them write to a customer, and counts them one after another.
import { randomUUID } from 'node:crypto';
import { createLog } from '../../src/log';
import { openPostgres, type Postgres } from '../../src/stores/postgres/connection/database';
import { connectAsOwner } from '../../src/stores/postgres/connection/migrate';
import { createRuleRunStore } from '../../src/stores/postgres/tenant/automations/automation-runs';
import { throwawayPostgres, type ThrowawayPostgres } from '../dev-env/postgres';

const [organizationId, ruleId, otherRule] = [randomUUID(), randomUUID(), randomUUID()];
let server: ThrowawayPostgres;
let postgres: Postgres;
let store: ReturnType<typeof createRuleRunStore>;
/** A run of the rule in a conversation of its own. */
let runIn: (
  customerId: string,
  rule?: string,
) => Promise<{ runId: string; ruleId: string; sessionId: string }>;
let customer: () => Promise<string>;
/** Fifty, of the other rule where none is named; the numbers go on from the last of the conversation. */
let addRuns: (sessionId: string, status: string, age: string, rule?: string) => Promise<void>;
let newRule: () => Promise<string>;
let sessionOf: (customerId: string) => Promise<string>;

beforeAll(async () => {
  server = await throwawayPostgres();
  const { url } = await server.migratedDatabase();
  postgres = await openPostgres({ url, log: createLog('silent'), poolSize: 8 });
  store = createRuleRunStore(postgres.withOrganization);
  const owner = await connectAsOwner(url);
  await owner.query(`INSERT INTO organizations (id, name) VALUES ($1, 'Ours')`, [organizationId]);
  for (const [index, id] of [ruleId, otherRule].entries())
    await owner.query(
      `INSERT INTO automation_rules (id, organization_id, name, definition, secret) VALUES ($1, $2, $3, '{}', 'x')`,
      [id, organizationId, `Rule ${index}`],
    );
  await owner.end();
  const one = async (text: string, values: unknown[]) =>
    postgres.withOrganization(
      organizationId,
      async (manager) => (await manager.query<Array<{ id: string }>>(text, values))[0]!.id,
    );
  customer = () => one('INSERT INTO customers (organization_id) VALUES ($1) RETURNING id', [organizationId]);
  newRule = () =>
    one(
      `INSERT INTO automation_rules (organization_id, name, definition, secret) VALUES ($1, $2, '{}', 'x') RETURNING id`,
      [organizationId, randomUUID()],
    );
  addRuns = async (sessionId, status, age, rule = otherRule) => {
    await postgres.withOrganization(organizationId, (manager) =>
      manager.query(
        `INSERT INTO automation_runs (organization_id, rule_id, session_id, seq, woken_by, status, matched, chain, created_at)
         SELECT $1, $2, $3, n, 'attribute_changed', $4, '[]', '{}', now() - $5::interval
         FROM generate_series((SELECT coalesce(max(seq), 0) + 1 FROM automation_runs WHERE session_id = $3),
           (SELECT coalesce(max(seq), 0) + 50 FROM automation_runs WHERE session_id = $3)) AS n`,
        [organizationId, rule, sessionId, status, age],
      ),
    );
  };
  sessionOf = async (customerId) => {
    const channelId = await one(
      `INSERT INTO channels (organization_id, name, type, key) VALUES ($1, 'Web', 'web', $2) RETURNING id`,
      [organizationId, randomUUID()],
    );
    return one(
      `INSERT INTO sessions (organization_id, customer_id, channel_id, channel_type, started_at, last_message_at)
       VALUES ($1, $2, $3, 'web', now(), now()) RETURNING id`,
      [organizationId, customerId, channelId],
    );
  };
  runIn = async (customerId, rule = ruleId) => {
    const sessionId = await sessionOf(customerId);
    const watch = { seq: 1, status: 'active' as const, labels: [] };
    const run = { ruleId: rule, seq: 1, on: 'customer_message' as const, status: 'pending' as const };
    const runs = [{ ...run, matched: [], chain: [] }];
    expect(await store.record(organizationId, { sessionId, before: 0, watch, runs })).toBe(true);
    const { id: runId } = (await store.take(organizationId, sessionId))!;
    return { runId, ruleId: rule, sessionId };
  };
});
afterAll(async () => {
  await postgres?.close();
  await server?.stop();
});

const since = new Date(Date.now() - 86_400_000);
const mayWrite = (run: Awaited<ReturnType<typeof runIn>>) =>
  store.mayWrite(organizationId, { ...run, since });
const amongst = (all: boolean[]) => all.filter(Boolean).length;

test('of runs of one rule for one customer that ask at once, one may write', async () => {
  const who = await customer();
  const runs = await Promise.all(Array.from({ length: 6 }, () => runIn(who)));
  expect(amongst(await Promise.all(runs.map(mayWrite)))).toBe(1);
  // Whoever may is asked to go on after a kill, and may still; the others do not.
  expect(amongst(await Promise.all(runs.map(mayWrite)))).toBe(1);
});

test('another customer, another rule, and whoever comes after one that did not write, may', async () => {
  const [who, other] = [await customer(), await customer()];
  const first = await runIn(who);
  expect(await mayWrite(first)).toBe(true);
  expect(await mayWrite(await runIn(other))).toBe(true);
  expect(await mayWrite(await runIn(who, otherRule))).toBe(true);
  const second = await runIn(who);
  expect(await mayWrite(second)).toBe(false);
  const settle = (outcome: 'failed' | 'done') =>
    store.settle(organizationId, first.runId, { status: 'done', outcomes: [{ do: 'reply', outcome }] });
  await settle('failed');
  expect(await mayWrite(second)).toBe(true);
  await store.settle(organizationId, second.runId, { status: 'done', outcomes: [] });
  await settle('done');
  expect(await mayWrite(second)).toBe(false);
});

test('how often a rule ran lately in a conversation is counted up to what is asked, with what was stopped', async () => {
  const { sessionId } = await runIn(await customer());
  const lately = (atMost: number) => store.lately(organizationId, { ruleId: otherRule, atMost, sessionId });
  await addRuns(sessionId, 'done', '2 hours');
  expect(await lately(1_000)).toBe(0);
  await addRuns(sessionId, 'done', '1 minute');
  await addRuns(sessionId, 'stopped', '0 minutes');
  expect([await lately(1_000), await lately(30)]).toEqual([100, 30]);
});

test('of looks that find runs of one rule at once, no more than the cap are written as to be done, the rest as stopped', async () => {
  const why = 'too often';
  const rule = await newRule();
  const who = await customer();
  const sessions = await Promise.all(Array.from({ length: 12 }, () => sessionOf(who)));
  await addRuns(await sessionOf(who), 'done', '2 hours', rule);
  const run = { ruleId: rule, on: 'attribute_changed' as const, status: 'pending' as const };
  await Promise.all(
    sessions.map((sessionId) =>
      store.record(organizationId, {
        ...{ sessionId, before: 0, watch: { seq: 2, status: 'active', labels: [] } },
        runs: [1, 2].map((seq) => ({ ...run, seq, matched: [], chain: [], atMost: { anHour: 5, why } })),
      }),
    ),
  );
  const { items } = await store.list(organizationId, { ruleId: rule }, { limit: 100 });
  const found = items.filter(({ sessionId }) => sessions.includes(sessionId));
  expect(found.filter(({ status }) => status === 'pending')).toHaveLength(5);
  expect(found.filter((one) => one.status === 'stopped' && one.why === why)).toHaveLength(19);
});
