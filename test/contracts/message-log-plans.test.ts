import { randomUUID } from 'node:crypto';
import { Client, type Pool } from 'pg';
import { createLog } from '../../src/log';
import type { MessageLog } from '../../src/sessions/store';
import { createMessageLog } from '../../src/stores/postgres/documents';
import { createDocumentsPool } from '../../src/stores/postgres/documents/pool';
import { migratedPostgres } from './document-stores';

const session = {
  id: randomUUID(),
  organizationId: randomUUID(),
  customerId: randomUUID(),
  channelId: randomUUID(),
};
const ref = { organizationId: session.organizationId, sessionId: session.id };
const message = () => ({
  id: randomUUID(),
  type: 'text' as const,
  sender: 'customer' as const,
  content: { text: 'Hello' },
  metadata: { clientMessageId: randomUUID() },
  isRead: false,
  timestamp: new Date().toISOString(),
});

/** A session that is much longer than a page, among others. */
const grow = `
  INSERT INTO messages (session_id, seq, organization_id, customer_id, channel_id, client_message_id, sender, type,
    timestamp, is_read, doc)
  SELECT s, n + 1000, $2, $2, $2, gen_random_uuid()::text, 'customer', 'text', now(), true, '{}'
  FROM unnest(ARRAY[$1::uuid, gen_random_uuid(), gen_random_uuid()]) s, generate_series(1, 4000) n`;

describe('the plans of the log on PostgreSQL', () => {
  let postgres: Awaited<ReturnType<typeof migratedPostgres>>;
  let owner: Client;
  let pool: Pool;
  let log: MessageLog;

  beforeEach(async () => {
    postgres = await migratedPostgres();
    owner = new Client({ connectionString: postgres.url });
    await owner.connect();
    pool = createDocumentsPool({
      url: postgres.url,
      login: postgres.logins.documents,
      log: createLog('warn'),
      size: 1,
    });
    log = createMessageLog(pool);
  });
  afterEach(async () => {
    await pool.end();
    await owner.end();
    await postgres.stop();
  });

  /** The statements of every message, often enough that the server settles on one plan. */
  async function walk(): Promise<void> {
    for (let n = 0; n < 10; n += 1) {
      await log.append([{ session, message: message() }]);
      await log.read(ref, { limit: 50 });
      await log.read(ref, { after: 1, limit: 50 });
      await log.heads({ sessionIds: [session.id] });
      await log.findByClientMessageId(session.organizationId, session.customerId, 'unknown');
    }
  }

  /** Rows and index entries of `messages` read so far. */
  async function counters(): Promise<{ scans: number; entries: number }> {
    await pool.query('SELECT pg_stat_force_next_flush()');
    await owner.query('SELECT pg_stat_clear_snapshot()');
    const { rows } = await owner.query<{ scans: number; entries: number }>(
      `SELECT seq_scan::integer AS scans,
         (SELECT sum(idx_tup_read)::integer FROM pg_stat_user_indexes WHERE relname = 'messages') AS entries
       FROM pg_stat_user_tables WHERE relname = 'messages'`,
    );
    return rows[0]!;
  }

  it.each(['empty', 'tiny and analyzed'])(
    'stay look-ups in the indexes after the table has grown, made when it was %s',
    async (start) => {
      if (start !== 'empty') {
        await log.append([{ session, message: message() }]);
        await owner.query('ANALYZE messages');
      }
      await walk();
      await owner.query(grow, [session.id, session.organizationId]);
      const before = await counters();
      await walk();
      const after = await counters();
      expect(after.scans - before.scans).toBe(0);
      // Two pages of 50, and a handful for each of the other statements: nothing that grows with the session.
      expect(after.entries - before.entries).toBeLessThan(10 * 120);
    },
  );

  it('let groups that name the same sessions in another order pass each other', async () => {
    const nodes = [0, 1, 2, 3].map(() =>
      createDocumentsPool({
        url: postgres.url,
        login: postgres.logins.documents,
        log: createLog('warn'),
        size: 1,
      }),
    );
    const sessions = Array.from({ length: 100 }, () => ({ ...session, id: randomUUID() }));
    const shuffled = () => [...sessions].sort(() => Math.random() - 0.5);
    await Promise.all(
      nodes.map(async (node) => {
        for (let n = 0; n < 10; n += 1)
          await createMessageLog(node).append(
            shuffled().map((each) => ({ session: each, message: message() })),
          );
        await node.end();
      }),
    );
    expect(await deadlocks()).toBe(0);
  });

  it('let who marks and who redacts the same messages pass each other, whichever way the server finds them', async () => {
    // In the index they stand in another order than in the table.
    await owner.query(
      `INSERT INTO messages (session_id, seq, organization_id, customer_id, channel_id, client_message_id, sender, type,
         timestamp, is_read, doc)
       SELECT $1, 2001 - n, $2, $2, $2, gen_random_uuid()::text, 'customer', 'text', now(), false, '{}'
       FROM generate_series(1, 2000) n`,
      [session.id, session.organizationId],
    );
    const redacted = Array.from({ length: 2000 }, (_, n) => ({ ...message(), seq: 2000 - n }));
    const nodes = ['enable_indexscan', 'enable_bitmapscan'].map((off) => {
      const url = new URL(postgres.url);
      url.searchParams.set('options', `-c ${off}=off`);
      return createDocumentsPool({
        ...{ url: url.href, login: postgres.logins.documents, log: createLog('warn') },
        size: 2,
      });
    });
    for (let round = 0; round < 3; round += 1) {
      await owner.query('UPDATE messages SET is_read = false');
      await Promise.all(
        nodes.flatMap((node) => {
          const there = createMessageLog(node);
          const at = new Date().toISOString();
          return [there.markRead(ref, { upTo: 2000, reader: 'team', at }), there.redact(ref, redacted)];
        }),
      );
    }
    for (const node of nodes) await node.end();
    expect(await deadlocks()).toBe(0);
  });

  async function deadlocks(): Promise<number> {
    const { rows } = await owner.query<{ deadlocks: number }>(
      'SELECT deadlocks::integer FROM pg_stat_database WHERE datname = current_database()',
    );
    return rows[0]!.deadlocks;
  }
});
