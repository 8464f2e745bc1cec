// What an organization keeps no longer, in the tables: some at a time, of nobody else, and on from where a run broke off.
import { randomUUID } from 'node:crypto';
import { createRetention, type RetentionCounts, type RetentionDeps } from '../../src/privacy/retention';
import type { Place, RetentionStore } from '../../src/privacy/retention-store';
import { kept, type Kept } from '../../src/protocol/retention';
import { createRetentionStore } from '../../src/stores/postgres/tenant/privacy/retention';
import { createSessionRows } from '../../src/stores/postgres/tenant/sessions/sessions';
import { eventually } from '../../src/tools/eventually';
import { openMigratedPostgres, type MigratedPostgres } from './migrated-postgres';

let opened: MigratedPostgres;
let postgres: MigratedPostgres['postgres'];
let owner: MigratedPostgres['owner'];

beforeAll(async () => {
  opened = await openMigratedPostgres();
  ({ postgres, owner } = opened);
});
afterAll(() => opened?.close());

interface Shop {
  organizationId: string;
  channelId: string;
}

async function aShop(): Promise<Shop> {
  const [organizationId, channelId] = [randomUUID(), randomUUID()];
  await owner.query(`INSERT INTO organizations (id, name) VALUES ($1, 'Shop')`, [organizationId]);
  await owner.query(
    `INSERT INTO channels (id, organization_id, name, type, key) VALUES ($1, $2, 'Web', 'web', gen_random_uuid())`,
    [channelId, organizationId],
  );
  return { organizationId, channelId };
}

interface Given {
  days?: number;
  status?: string;
  labels?: string[];
  mergedInto?: string;
}

/** A customer's only conversation, in which nothing has happened for so many days. */
async function conversation(
  { organizationId, channelId }: Shop,
  { days = 40, status = 'closed', labels = [], mergedInto }: Given = {},
): Promise<string> {
  const { rows } = await owner.query<{ id: string }>(
    `WITH c AS (INSERT INTO customers (organization_id) VALUES ($1) RETURNING id)
     INSERT INTO sessions (organization_id, customer_id, channel_id, channel_type, status, labels, merged_into, started_at, last_message_at)
     SELECT $1, c.id, $2, 'web', $3, $4, $5, at, at FROM c, (SELECT now() - $6 * interval '1 day' AS at) t RETURNING id`,
    [organizationId, channelId, status, labels, mergedInto ?? null, days],
  );
  return rows[0]!.id;
}

/** As the log and the projection do: closed ones say that they are erased. */
const expire: RetentionDeps['expire'] = async ({ organizationId, sessionIds, before }) => {
  const { rows } = await owner.query<{ id: string }>(
    `UPDATE sessions SET metadata = '{"erased": 9, "expired": true}'
     WHERE organization_id = $1 AND id = ANY ($2) AND status = 'closed' AND last_message_at < $3 RETURNING id`,
    [organizationId, sessionIds, before],
  );
  return rows.map(({ id }) => id);
};

function retentionOf(keep: Partial<Kept>, changed: Partial<RetentionDeps> = {}) {
  const done: Array<Partial<RetentionCounts>> = [];
  const retention = createRetention({
    store: createRetentionStore(postgres.withOrganization),
    keptOf: () => Promise.resolve(kept.parse(keep)),
    expire,
    removeConversations: () => Promise.resolve(),
    forgetMemoryFrom: () => Promise.resolve(0),
    removeFilesIn: () => Promise.resolve(0),
    removeFiles: () => Promise.resolve(),
    audit: { expire: () => Promise.resolve(0), countBefore: () => Promise.resolve(0) },
    done: (_, counts) => Promise.resolve(void done.push(counts)),
    ...changed,
  });
  return { ...retention, done };
}

async function leftOf({ organizationId }: Shop): Promise<string[]> {
  const { items } = await createSessionRows(postgres).find(organizationId, {}, { limit: 1_000 });
  return items.map(({ id }) => id).sort();
}

test('what is held stays held while its label gets another name, whatever the case', async () => {
  const shop = await aShop();
  const held = [
    await conversation(shop, { labels: ['Dispute'] }),
    await conversation(shop, { labels: ['claim'] }),
  ];
  await owner.query(
    `INSERT INTO label_changes (organization_id, label, becomes, by_name) VALUES ($1, 'claim', 'dispute', 'Ada')`,
    [shop.organizationId],
  );
  await conversation(shop);
  await retentionOf({ conversations: 30, heldLabel: 'dispute' }).run(shop.organizationId);
  expect((await leftOf(shop)).sort()).toEqual(held.sort());
});

test('a row that lags behind its log is found again by the next run, not for ever by this one', async () => {
  const shop = await aShop();
  await conversation(shop);
  const store = createRetentionStore(postgres.withOrganization);
  const { run, done } = retentionOf(
    { conversations: 30 },
    {
      expire: ({ sessionIds }) => Promise.resolve([...sessionIds]),
      store: { ...store, emptySessions: () => Promise.resolve() },
    },
  );
  await run(shop.organizationId);
  expect(done).toEqual([{ conversations: 1 }]);
});

test('where one step fails the others are done all the same, and told', async () => {
  const shop = await aShop();
  const { run, done } = retentionOf(
    { conversations: 30, audit: 100 },
    {
      expire: () => Promise.reject(new Error('the log is away')),
      audit: { expire: () => Promise.resolve(7), countBefore: () => Promise.resolve(0) },
    },
  );
  await conversation(shop);
  await expect(run(shop.organizationId)).rejects.toThrow('the log is away');
  expect(done).toEqual([{ audit: 7 }]);
});

test('only closed ones that are old enough go, not those that a label holds, and nothing of another organization', async () => {
  const [shop, other] = [await aShop(), await aShop()];
  const stay = [
    await conversation(shop, { days: 20 }),
    await conversation(shop, { labels: ['dispute'] }),
    await conversation(shop, { status: 'active' }),
    await conversation(shop, { status: 'with_agent' }),
  ];
  const goes = await conversation(shop, { labels: ['refund'] });
  const theirs = await conversation(other);
  const keep = { conversations: 30, heldLabel: 'dispute' };
  const { run, preview, done } = retentionOf(keep);
  const told = await preview(shop.organizationId, kept.parse(keep));
  expect(told).toMatchObject({ conversations: 1, files: 0 });
  expect(Date.now() - Date.parse(told.oldest!)).toBeGreaterThan(39 * 86_400_000);
  await run(shop.organizationId);
  expect(await leftOf(shop)).toEqual([...stay].sort());
  expect(await leftOf(other)).toEqual([theirs]);
  expect(done).toEqual([{ conversations: 1 }]);
  const { rows } = await owner.query('SELECT deleted_at FROM sessions WHERE id = $1', [goes]);
  expect(rows).toEqual([{ deleted_at: expect.any(Date) }]);
  await run(shop.organizationId);
  expect(done).toHaveLength(1);
});

test('many go some at a time; a run that broke off tells what it did, and the next one goes on', async () => {
  const shop = await aShop();
  for (let n = 0; n < 250; n += 1) await conversation(shop, { days: 31 + n });
  const steps: number[] = [];
  let broken = true;
  const { run, done } = retentionOf(
    { conversations: 30 },
    {
      removeFilesIn(_, sessionIds) {
        steps.push(sessionIds.length);
        if (broken && steps.length === 2) return Promise.reject(new Error('the bucket is away'));
        return Promise.resolve(0);
      },
    },
  );
  await expect(run(shop.organizationId)).rejects.toThrow('the bucket is away');
  expect(await leftOf(shop)).toHaveLength(150);
  broken = false;
  await run(shop.organizationId);
  expect(await leftOf(shop)).toEqual([]);
  expect(steps).toEqual([100, 100, 100, 50]);
  expect(done).toEqual([{ conversations: 100 }, { conversations: 150 }]);
});

test('who changes what is kept stops a run that is under way', async () => {
  const shop = await aShop();
  for (let n = 0; n < 120; n += 1) await conversation(shop);
  let asked = 0;
  const { run } = retentionOf(
    {},
    { keptOf: () => Promise.resolve(kept.parse((asked += 1) < 3 ? { conversations: 30 } : {})) },
  );
  await run(shop.organizationId);
  expect(await leftOf(shop)).toHaveLength(20);
});

test('what was merged goes with the conversation that it goes on in, not before it', async () => {
  const shop = await aShop();
  const open = await conversation(shop, { status: 'active' });
  const waits = await conversation(shop, { days: 90, mergedInto: open });
  const closed = await conversation(shop, { days: 35 });
  await conversation(shop, { days: 90, mergedInto: closed });
  await retentionOf({ conversations: 30 }).run(shop.organizationId);
  expect(await leftOf(shop)).toEqual([open, waits].sort());
});

test('one that was opened again, as its log says, is left alone, and so is all that was made of it', async () => {
  const shop = await aShop();
  const [reopened] = [await conversation(shop)];
  const emptied: string[] = [];
  await retentionOf(
    { conversations: 30 },
    {
      expire: () => Promise.resolve([]),
      removeConversations: (_, ids) => Promise.resolve(void emptied.push(...ids)),
    },
  ).run(shop.organizationId);
  expect(await leftOf(shop)).toEqual([reopened]);
  expect(emptied).toEqual([]);
});

test('what goes by its own age goes; what is not settled, and what is of another organization, stays', async () => {
  const [shop, other] = [await aShop(), await aShop()];
  for (const { organizationId, channelId } of [shop, other]) {
    const sessionId = await conversation({ organizationId, channelId }, { status: 'active' });
    await owner.query(
      `INSERT INTO answers (organization_id, session_id, question, text, decision, confidence, provider, latency_ms, created_at)
       SELECT $1, $2, 'Where is it?', 'Here', 'answer', 1, 'test', 1, now() - n * interval '20 days' FROM generate_series(1, 2) n`,
      [organizationId, sessionId],
    );
    await owner.query(
      `INSERT INTO inbound_events (organization_id, channel_id, provider_id, headers, body, status, received_at)
       SELECT $1, $2, gen_random_uuid(), '{}', 'raw', status, now() - interval '40 days' FROM unnest(ARRAY['done', 'pending']) status`,
      [organizationId, channelId],
    );
    await owner.query(
      `INSERT INTO customer_visits (organization_id, customer_id, visit)
       SELECT $1, customer_id, jsonb_build_object('pages', '[]'::jsonb, 'updatedAt', '2020-01-01T00:00:00.000Z') FROM sessions WHERE id = $2`,
      [organizationId, sessionId],
    );
  }
  const keep = { visits: 30, answers: 30, events: 30 };
  const { run, preview, done } = retentionOf(keep);
  const counts = { visits: 1, answers: 1, events: 1 };
  expect(await preview(shop.organizationId, kept.parse(keep))).toMatchObject(counts);
  await run(shop.organizationId);
  expect(done).toEqual([counts]);
  const left = async ({ organizationId }: Shop) => {
    const { rows } = await owner.query<object>(
      `SELECT (SELECT count(*)::int FROM answers a WHERE a.organization_id = o.id AND text = 'Here') AS answers,
         (SELECT count(*)::int FROM inbound_events e WHERE e.organization_id = o.id) AS events,
         (SELECT count(*)::int FROM customer_visits v WHERE v.organization_id = o.id) AS visits
       FROM organizations o WHERE id = $1`,
      [organizationId],
    );
    return rows[0];
  };
  expect(await left(shop)).toEqual({ answers: 1, events: 1, visits: 0 });
  expect(await left(other)).toEqual({ answers: 2, events: 2, visits: 1 });
});

/** Words of the AI in a conversation, older each. */
const answered = ({ organizationId }: Shop, sessionId: string, count: number) =>
  owner.query(
    `INSERT INTO answers (organization_id, session_id, question, text, decision, confidence, provider, latency_ms, created_at)
     SELECT $1, $2, 'Where is it?', 'Here', 'answer', 1, 'test', 1, now() - interval '40 days' - n * interval '1 minute'
     FROM generate_series(1, $3) n`,
    [organizationId, sessionId, count],
  );

const wordsLeft = async (sessionId: string): Promise<number> => {
  const { rows } = await owner.query<{ n: number }>(
    `SELECT count(*)::int AS n FROM answers WHERE session_id = $1 AND text IS NOT NULL`,
    [sessionId],
  );
  return rows[0]!.n;
};

test('why the AI said what it said in a conversation that a label holds stays, also among many', async () => {
  const shop = await aShop();
  const [held, free] = [await conversation(shop, { labels: ['Dispute'] }), await conversation(shop)];
  await answered(shop, held, 1_200);
  await answered(shop, free, 1_100);
  const keep = { answers: 30, heldLabel: 'dispute' };
  const { run, preview, done } = retentionOf(keep);
  expect(await preview(shop.organizationId, kept.parse(keep))).toMatchObject({ answers: 1_100 });
  await run(shop.organizationId);
  expect(done).toEqual([{ answers: 1_100 }]);
  expect([await wordsLeft(held), await wordsLeft(free)]).toEqual([1_200, 0]);
});

test('each step goes on after what the step before it saw', async () => {
  const shop = await aShop();
  const [held, free] = [await conversation(shop, { labels: ['dispute'] }), await conversation(shop)];
  await answered(shop, held, 500);
  await answered(shop, free, 2_500);
  const store = createRetentionStore(postgres.withOrganization);
  const [begun, ended]: Array<Array<Place | undefined>> = [[], []];
  const forget: RetentionStore['forget'] = async (organizationId, old, page) => {
    const step = await store.forget(organizationId, old, page);
    begun!.push(page.after);
    ended!.push(step.last);
    return step;
  };
  const keep = { answers: 30, heldLabel: 'dispute' };
  await retentionOf(keep, { store: { ...store, forget } }).run(shop.organizationId);
  expect([await wordsLeft(held), await wordsLeft(free)]).toEqual([500, 0]);
  expect(begun).toHaveLength(3);
  expect(begun).toEqual([undefined, ...ended!.slice(0, 2)]);
  expect(new Set(ended!.map(String)).size).toBe(3);
});

test('rows that the projection writes meanwhile are waited for in its order, and never in a circle', async () => {
  const shop = await aShop();
  const ids = [await conversation(shop), await conversation(shop)].sort() as [string, string];
  // In the table they stand in another order than by id.
  for (const id of ids.toReversed())
    await owner.query(`UPDATE sessions SET metadata = '{"erased": 9, "expired": true}' WHERE id = $1`, [id]);
  const store = createRetentionStore((organizationId, work) =>
    postgres.withOrganization(organizationId, async (manager) => {
      for (const way of ['indexscan', 'bitmapscan', 'indexonlyscan'])
        await manager.query(`SET LOCAL enable_${way} = off`);
      return work(manager);
    }),
  );
  const write = (id: string) => owner.query('UPDATE sessions SET ai_turns = 1 WHERE id = $1', [id]);
  await owner.query('BEGIN');
  await write(ids[0]);
  const emptied = store.emptySessions(shop.organizationId, ids);
  await eventually(async () => (await owner.query('SELECT FROM pg_locks WHERE NOT granted')).rowCount === 1);
  await write(ids[1]);
  await owner.query('COMMIT');
  await emptied;
  expect(await leftOf(shop)).toEqual([]);
});
