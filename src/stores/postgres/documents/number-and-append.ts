// Appending to the log on PostgreSQL. The hot path: one prepared INSERT … SELECT gives a whole group its numbers and stores it.
import type { Pool } from 'pg';
import { DomainError } from '../../../errors';
import type { Append, Appended, MessageLog } from '../../../sessions/store';
import { type Draft, draftOf, insertValues, lookValues, messageRow, type Row, toMessage } from './rows';

/** Losing one race means that somebody else's message was written: so many in a row do not happen. */
const maxAttempts = 200;
const deadlock = '40P01';

const columns =
  'session_id, seq, organization_id, customer_id, channel_id, client_message_id, channel_message_id, sender, type, timestamp, is_read, read_at, doc';

// The lateral read of the primary key's last entry is the only look-up; the unique keys do the rest. The documents come
// as one JSON array: no side has to escape, or to unescape, each of them.
const insert = `
INSERT INTO messages (${columns})
SELECT t.session_id, coalesce(head.seq, 0) + 1, t.organization_id, t.customer_id, t.channel_id, t.client_message_id,
  t.channel_message_id, t.sender, t.type, t.timestamp, t.is_read, NULL, t.doc
FROM ROWS FROM (
  unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::text[], $6::text[], $7::text[], $8::text[],
    $9::timestamptz[], $10::boolean[], $11::integer[]),
  jsonb_array_elements($12::jsonb)
) AS t (session_id, organization_id, customer_id, channel_id, client_message_id, channel_message_id, sender, type,
    timestamp, is_read, expect_seq, doc)
LEFT JOIN LATERAL (
  SELECT seq FROM messages m WHERE m.session_id = t.session_id ORDER BY m.seq DESC LIMIT 1
) head ON true
WHERE t.expect_seq IS NULL OR t.expect_seq = coalesce(head.seq, 0)
ON CONFLICT DO NOTHING
RETURNING session_id, seq`;

// Why a row was not inserted: the message that was there first, else the head that moved.
const look = `
SELECT t.n::integer AS n, coalesce(head.seq, 0) AS head, ${messageRow}
FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::text[])
  WITH ORDINALITY AS t (session_id, customer_id, channel_id, client_message_id, channel_message_id, sender, n)
LEFT JOIN LATERAL (
  SELECT seq FROM messages m WHERE m.session_id = t.session_id ORDER BY m.seq DESC LIMIT 1
) head ON true
LEFT JOIN LATERAL (
  (SELECT * FROM messages m
    WHERE m.client_message_id = t.client_message_id AND m.customer_id = t.customer_id
      AND m.sender = 'customer' AND t.sender = 'customer')
  UNION ALL
  (SELECT * FROM messages m
    WHERE m.client_message_id = t.client_message_id AND m.session_id = t.session_id
      AND m.sender <> 'customer' AND t.sender <> 'customer')
  UNION ALL
  (SELECT * FROM messages m
    WHERE m.channel_message_id = t.channel_message_id AND m.channel_id = t.channel_id)
  LIMIT 1
) m ON true`;

export function createAppend(pool: Pool): MessageLog['append'] {
  async function append(group: readonly Append[]): Promise<Appended[]> {
    const results = new Array<Appended>(group.length);
    // In order of session: two nodes that write to the same sessions wait for each other, and never in a circle.
    let pending = group.map(draftOf).sort((a, b) => (a.sessionId < b.sessionId ? -1 : 1));
    for (let attempt = 0; pending.length > 0; attempt += 1) {
      if (attempt === maxAttempts)
        throw new DomainError('unavailable', 'Too many write to this session at once.');
      const left = await insertDrafts(pending, results);
      pending = left.length === 0 ? left : await resolve(left, results);
    }
    return results;
  }

  /** Stores what it can; the rest is returned. */
  async function insertDrafts(drafts: Draft[], results: Appended[]): Promise<Draft[]> {
    const inserted = await attemptInsert(drafts);
    if (inserted === undefined) return drafts;
    const seqs = new Map(inserted.map(({ session_id, seq }) => [session_id, seq]));
    return drafts.filter((draft) => {
      const seq = seqs.get(draft.sessionId);
      if (seq === undefined) return true;
      seqs.delete(draft.sessionId);
      results[draft.index] = {
        outcome: 'appended',
        message: { ...draft.message, sessionId: draft.sessionId, seq },
      };
      return false;
    });
  }

  async function attemptInsert(drafts: Draft[]) {
    try {
      const statement = { name: 'messages.append', text: insert, values: insertValues(drafts) };
      return (await pool.query<{ session_id: string; seq: number }>(statement)).rows;
    } catch (error) {
      if ((error as { code?: string }).code === deadlock) return undefined;
      throw error;
    }
  }

  /** Settles duplicates and stale ones; returns what only lost a race. */
  async function resolve(drafts: Draft[], results: Appended[]): Promise<Draft[]> {
    // Not prepared: it is rare.
    const { rows } = await pool.query<Row & { n: number; head: number }>(look, lookValues(drafts));
    const found = new Map(rows.map((each) => [each.n - 1, each]));
    return drafts.filter((draft, n) => {
      const there = found.get(n)!;
      if (there.doc) results[draft.index] = { outcome: 'duplicate', message: toMessage(there) };
      else if (draft.expectSeq !== undefined && draft.expectSeq !== there.head)
        results[draft.index] = { outcome: 'stale', headSeq: there.head };
      else return true;
      return false;
    });
  }

  return append;
}
