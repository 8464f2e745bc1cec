// Reading the last 50 messages of a session, by how many messages the store holds.
import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import type { MessageLog } from '../../src/sessions/store';
import { median } from './load';

const perSession = 100;

/** Fills the table up to `total` messages, 100 a session, and returns the sessions that it made. */
export async function fill(pool: Pool, organizationId: string, total: number): Promise<void> {
  const { rows } = await pool.query<{ count: string }>('SELECT count(*) FROM messages');
  const missing = total - Number(rows[0]!.count);
  if (missing <= 0) return;
  await pool.query(
    `WITH made AS (SELECT gen_random_uuid() AS session_id, gen_random_uuid() AS customer_id
       FROM generate_series(1, $1::int) ORDER BY 1)
     INSERT INTO messages (session_id, seq, organization_id, customer_id, channel_id, client_message_id, sender, type, timestamp, is_read, doc)
     SELECT session_id, seq, $2::uuid, customer_id, $3::uuid, md5(session_id::text || seq), 'customer', 'text', now(), false,
       jsonb_build_object('id', gen_random_uuid(), 'type', 'text', 'sender', 'customer', 'content',
         jsonb_build_object('text', repeat('Where is my parcel? ', 6)), 'metadata', '{}'::jsonb, 'timestamp', now())
     FROM made CROSS JOIN generate_series(1, $4::int) AS seq`,
    [Math.ceil(missing / perSession), organizationId, randomUUID(), perSession],
  );
  await pool.query('VACUUM ANALYZE messages').catch(() => pool.query('ANALYZE messages'));
}

/** Median milliseconds of one page. */
export async function pageMs(pool: Pool, log: MessageLog, organizationId: string): Promise<number> {
  const { rows } = await pool.query<{ session_id: string }>(
    'SELECT session_id FROM (SELECT DISTINCT session_id FROM messages) s ORDER BY random() LIMIT 500',
  );
  const times: number[] = [];
  for (const pass of [0, 1, 2]) {
    for (const { session_id: sessionId } of rows) {
      const began = performance.now();
      const page = await log.read({ organizationId, sessionId }, { limit: 50 });
      if (pass > 0) times.push(performance.now() - began);
      if (page.length === 0) throw new Error('an empty page measures nothing');
    }
  }
  return median(times);
}
