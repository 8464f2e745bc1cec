// What search keeps, on a real PostgreSQL: two nodes that index the same sessions, and the walk over what is behind.
import { randomUUID } from 'node:crypto';
import type { Client } from 'pg';
import { createLog } from '../../src/log';
import type { IndexedSession, SearchStore, Where } from '../../src/search/store';
import { openPostgres, type Postgres } from '../../src/stores/postgres/connection/database';
import { connectAsOwner } from '../../src/stores/postgres/connection/migrate';
import { createSearchStore } from '../../src/stores/postgres/tenant/search/search';
import { throwawayPostgres, type ThrowawayPostgres } from '../dev-env/postgres';

let server: ThrowawayPostgres;
let postgres: Postgres;
let owner: Client;
let store: SearchStore;
const organizationId = randomUUID();
const channelId = randomUUID();
const rare = 'search_rare(tsquery, tsquery, integer, timestamptz, timestamptz)';

beforeAll(async () => {
  server = await throwawayPostgres();
  const { url } = await server.migratedDatabase();
  postgres = await openPostgres({ url, log: createLog('silent'), poolSize: 4 });
  store = createSearchStore(postgres.withOrganization, postgres.crossTenant);
  owner = await connectAsOwner(url);
  await owner.query(`INSERT INTO organizations (id, name) VALUES ($1, 'One')`, [organizationId]);
  await owner.query(
    `INSERT INTO channels (id, organization_id, name, type, key) VALUES ($1, $2, 'Web', 'web', 'k')`,
    [channelId, organizationId],
  );
});
afterAll(async () => {
  await owner?.end();
  await postgres?.close();
  await server?.stop();
});

async function sessions(count: number): Promise<string[]> {
  const { rows } = await owner.query<{ id: string }>(
    `WITH people AS (INSERT INTO customers (organization_id) SELECT $1 FROM generate_series(1, $3) RETURNING id)
     INSERT INTO sessions (organization_id, customer_id, channel_id, channel_type, head_seq)
     SELECT $1, id, $2, 'web', 3 FROM people RETURNING id`,
    [organizationId, channelId, count],
  );
  return rows.map(({ id }) => id);
}

const indexed = (sessionId: string, word = 'word'): IndexedSession => ({
  sessionId,
  upTo: 3,
  card: [word],
  messages: [3, 1, 2].map((seq) => ({
    ...{ seq, words: [word], at: new Date().toISOString() },
    ...{ kinds: ['message'], sender: 'customer' },
  })),
  at: new Date().toISOString(),
});

test('Nodes that index the same sessions in different orders do not hold each other up', async () => {
  for (let round = 0; round < 5; round += 1) {
    const ids = await sessions(300);
    const orders = [ids, ids.toReversed(), ids.toSorted(), ids.toSorted().reverse()];
    await Promise.all(
      orders.map((order) =>
        store.write(
          organizationId,
          order.map((id) => indexed(id)),
        ),
      ),
    );
  }
});

test('Of an erased customer no word is kept, of the others in the same write every one', async () => {
  const ids = await sessions(3);
  await owner.query(
    'UPDATE customers SET erased_at = now() WHERE id = (SELECT customer_id FROM sessions WHERE id = $1)',
    [ids[1]],
  );
  await store.write(
    organizationId,
    ids.map((id) => indexed(id, 'quokka')),
  );
  const { hits } = await store.find(organizationId, ['quokka']);
  expect(hits.map(({ sessionId }) => sessionId).sort()).toEqual([ids[0], ids[2]].sort());
  expect(await store.indexedUpTo(organizationId, ids)).toEqual(new Map(ids.map((id) => [id, 3])));
});

test('A word with quotes and backslashes is kept and found as it is', async () => {
  const [id] = await sessions(1);
  const word = "d'arc''\\\\x";
  await store.write(organizationId, [indexed(id!, word)]);
  const { hits } = await store.find(organizationId, [word]);
  expect(hits.map(({ sessionId }) => sessionId)).toEqual([id]);
});

test('A walk finds every session that is behind once, looks at no more than it says, and goes on where it was', async () => {
  const done = await sessions(20);
  await store.write(
    organizationId,
    done.map((id) => indexed(id)),
  );
  const behind = await sessions(25);
  await store.write(organizationId, [{ ...indexed(behind[0]!), upTo: 2 }]);
  const found: string[] = [];
  let steps = 0;
  for (let after: string | undefined; ; steps += 1) {
    const look = await store.behind(after, 10);
    found.push(...look.behind.map(({ sessionId }) => sessionId));
    if (look.next === undefined) break;
    after = look.next;
  }
  expect(steps).toBeGreaterThan(4);
  expect(found.toSorted()).toEqual(behind.toSorted());
});

test('What a node of before wrote is found wherever it stands, and once, to be indexed from its beginning', async () => {
  const ids = await sessions(3);
  await store.write(
    organizationId,
    ids.map((id) => indexed(id, 'wombat')),
  );
  const [, message, card] = ids;
  const asBefore = `INSERT INTO message_search AS card (organization_id, session_id, seq, tsv, at, up_to)
    VALUES ($1, $2, $3, $4, now(), $5) ON CONFLICT (session_id, seq) DO UPDATE SET tsv = excluded.tsv`;
  const words = `'@${organizationId}' '@kind:message' 'wombat':1`;
  for (const seq of [4, 5]) await owner.query(asBefore, [organizationId, message, seq, words, null]);
  await owner.query('UPDATE message_search SET up_to = 5 WHERE session_id = $1 AND seq = 0', [message]);
  await owner.query(asBefore, [organizationId, card, 0, words, 3]);
  const lacking = async () => {
    const { behind } = await store.behind(undefined, 10_000);
    return behind.filter(({ whole }) => whole).map(({ sessionId }) => sessionId);
  };
  expect((await lacking()).toSorted()).toEqual([message, card].toSorted());
  await store.write(organizationId, [
    {
      ...indexed(message!, 'wombat'),
      upTo: 5,
      messages: [4, 5].map((seq) => ({ ...indexed(message!, 'wombat').messages[0]!, seq })),
    },
    indexed(card!, 'wombat'),
  ]);
  expect(await lacking()).toEqual([]);
});

describe('in an organization that has written much', () => {
  const place = randomUUID();
  const total = 5_000;
  const at = (n: number) => new Date(Date.UTC(2026, 0, 1) + n * 1000).toISOString();
  /** One session of many messages, the oldest first; of each its words. */
  beforeAll(async () => {
    await owner.query(`INSERT INTO organizations (id, name) VALUES ($1, 'Much')`, [place]);
    const [sessionId] = await sessions(1);
    await owner.query('UPDATE sessions SET organization_id = $1 WHERE id = $2', [place, sessionId]);
    for (const begin of [1, 2_501])
      await store.write(place, [
        {
          sessionId: sessionId!,
          upTo: begin + 2_499,
          messages: Array.from({ length: 2_500 }, (_, index) => begin + index).map((seq) => ({
            seq,
            words: ['parcel', ...(seq === 1 ? ['zeppelin'] : []), ...(seq <= 1_500 ? ['winter'] : [])],
            at: at(seq),
            kinds: seq === 1 ? ['note'] : ['message'],
            sender: seq % 2 ? 'customer' : 'agent',
          })),
          at: at(total),
        },
      ]);
    await owner.query('ANALYZE message_search');
  });

  test('a word that every message has is looked for among the newest, and the answer says so', async () => {
    const { hits, newestOnly } = await store.find(place, ['parcel']);
    expect(newestOnly).toBe(true);
    expect(hits[0]!.seq).toBe(total);
  });

  test('a word that one message has is found however old it is', async () => {
    const { hits, newestOnly } = await store.find(place, ['zeppelin', 'parcel']);
    expect([hits.map(({ seq }) => seq), newestOnly]).toEqual([[1], false]);
    expect(await store.find(place, ['submarine'])).toEqual({ hits: [], newestOnly: false });
  });

  test('a word that only old messages have, often, is found too', async () => {
    const { hits, newestOnly } = await store.find(place, ['wint']);
    expect([hits.length, newestOnly]).toEqual([1, true]);
  });

  test('rows are found by what they are, who wrote them and when, and those of one session are several', async () => {
    const count = async (where: Where, word = 'zeppelin') =>
      (await store.findRows(place, [word, 'parcel'], where)).hits.length;
    expect(await count({ kinds: ['note', 'file'] })).toBe(1);
    expect(await count({ kinds: ['message'] })).toBe(0);
    expect(await count({ senders: ['agent'] })).toBe(0);
    expect(await count({ senders: ['agent', 'customer'], kinds: ['note'] })).toBe(1);
    expect(await count({ since: at(1), before: at(2) })).toBe(1);
    expect(await count({ since: at(2) })).toBe(0);
    expect(await count({ before: at(1) })).toBe(0);
    // Of a word that every message has, days lead to the older ones, and the answer is whole.
    const old = await store.findRows(place, ['parcel'], {
      since: at(101),
      before: at(151),
      senders: ['agent'],
    });
    expect(old.hits.map(({ seq }) => seq).sort((a, b) => a - b)).toEqual(
      Array.from({ length: 25 }, (_, n) => 102 + 2 * n),
    );
    expect(old.newestOnly).toBe(false);
  });

  test('the words that stand near to each other come first', async () => {
    const [sessionId] = await sessions(1);
    const filler = (n: number) => Array.from({ length: n }, (_, index) => `filler${index}`);
    const message = (seq: number, words: string[], hour: number) => ({
      ...{ seq, words, at: new Date(Date.UTC(2026, 0, 1, hour)).toISOString() },
      ...{ kinds: ['message'] as const, sender: 'customer' as const },
    });
    const near = message(1, ['lost', 'umbrella'], 1);
    const far = message(2, ['lost', ...filler(40), 'umbrella'], 2);
    await store.write(organizationId, [{ ...indexed(sessionId!), messages: [near, far] }]);
    const { hits } = await store.findRows(organizationId, ['lost', 'umbrella'], {});
    expect(hits.map(({ seq }) => seq)).toEqual([1, 2]);
  });

  test('an index that does not answer in time costs its hits, not the search', async () => {
    await owner.query(`ALTER FUNCTION ${rare} RENAME TO search_rare_kept`);
    await owner.query(
      `CREATE FUNCTION ${rare} RETURNS TABLE (session_id uuid, seq integer, rank real, at timestamptz)
         LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(60); END $$`,
    );
    await owner.query(`GRANT EXECUTE ON FUNCTION ${rare} TO parley_app`);
    try {
      expect(await store.find(place, ['zeppelin'])).toEqual({ hits: [], newestOnly: true });
    } finally {
      await owner.query(`DROP FUNCTION ${rare}`);
      await owner.query(`ALTER FUNCTION ${rare.replace('rare', 'rare_kept')} RENAME TO search_rare`);
    }
  });
});
