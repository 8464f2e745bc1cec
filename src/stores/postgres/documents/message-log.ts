// The log on PostgreSQL. The hot path: one prepared INSERT … SELECT gives a whole group its numbers and stores it.
import type { Pool } from 'pg';
import { DomainError } from '../../../errors';
import type { Message } from '../../../protocol/model/message';
import type { Append, Appended, LogRef, MessageLog, Redacted } from '../../../sessions/store';
import { indexKey, storable } from '../../storable';
import { type Draft, draftOf, insertValues, lookValues, type Row, toMessage } from './rows';

/** Losing one race means that somebody else's message was written: so many in a row do not happen. */
const maxAttempts = 200;
const deadlock = '40P01';

const columns =
  'session_id, seq, organization_id, customer_id, channel_id, client_message_id, channel_message_id, sender, type, timestamp, is_read, read_at, doc';
const row = 'm.seq, m.session_id, m.is_read, m.read_at, m.doc';

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
SELECT t.n::integer AS n, coalesce(head.seq, 0) AS head, ${row}
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

const readPage = (order: 'ASC' | 'DESC') => `
SELECT ${row} FROM messages m
WHERE session_id = $1 AND organization_id = $2 AND seq > $3 AND seq < $4 ORDER BY seq ${order} LIMIT $5`;

// One half an index.
const byClientId = `
SELECT ${row} FROM (
  SELECT * FROM messages WHERE client_message_id = $1 AND customer_id = $3 AND sender = 'customer'
  UNION ALL
  SELECT * FROM messages WHERE client_message_id = $1 AND customer_id = $3 AND sender <> 'customer'
) m WHERE organization_id = $2 ORDER BY timestamp DESC, seq DESC LIMIT 1`;

const byChannelId = `
SELECT ${row} FROM messages m WHERE channel_message_id = $1 AND channel_id = $3 AND organization_id = $2`;

const headOf = `
SELECT session_id AS "sessionId", head.seq AS "headSeq" FROM which
CROSS JOIN LATERAL (
  SELECT seq FROM messages m WHERE m.session_id = which.session_id ORDER BY m.seq DESC LIMIT 1
) head`;
const headsOf = `WITH which AS (SELECT DISTINCT unnest($1::uuid[]) AS session_id) ${headOf}`;
const headsSince = `WITH which AS (SELECT DISTINCT session_id FROM messages WHERE timestamp >= $1) ${headOf}`;

const read = {
  customer: `sender <> 'customer' AND type NOT IN ('system', 'handover', 'note')`,
  team: `sender = 'customer'`,
};
const unread = `
SELECT w.session_id AS "sessionId", count(*) FILTER (WHERE ${read.team})::int AS team,
  count(*) FILTER (WHERE ${read.customer})::int AS customer
FROM unnest($1::uuid[], $2::int[], $3::int[]) AS w (session_id, after, up_to)
JOIN messages m ON m.session_id = w.session_id AND m.seq > w.after AND m.seq <= w.up_to AND NOT m.is_read
GROUP BY w.session_id`;
const markRead = (reader: keyof typeof read) => `
UPDATE messages SET is_read = true, read_at = $4
WHERE session_id = $1 AND organization_id = $2 AND seq <= $3 AND NOT is_read AND ${read[reader]}
RETURNING seq, doc ->> 'id' AS id`;

const change = `
UPDATE messages m SET doc = CASE WHEN $5::jsonb IS NULL THEN m.doc - $4::text[]
  ELSE jsonb_set(m.doc - $4::text[], '{metadata}', coalesce(m.doc -> 'metadata', '{}') || $5::jsonb) END || $6::jsonb
WHERE session_id = $1 AND organization_id = $2 AND seq = $3
RETURNING ${row}`;

const redact = `
UPDATE messages m SET doc = m.doc - '{senderName,deliveryError}'::text[] || left_of.doc
FROM unnest($3::integer[], $4::jsonb[]) AS left_of (seq, doc)
WHERE m.session_id = $1 AND m.organization_id = $2 AND m.seq = left_of.seq`;

/** @param pool of `createDocumentsPool`: it sees the document tables of every organization, and never scans one. */
export function createMessageLog(pool: Pool): MessageLog {
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

  return {
    append,

    async read({ organizationId, sessionId }, { after, before, limit }) {
      const fromEnd = after === undefined;
      const { rows } = await pool.query<Row>({
        name: fromEnd ? 'messages.last' : 'messages.after',
        text: readPage(fromEnd ? 'DESC' : 'ASC'),
        values: [sessionId, organizationId, after ?? 0, before ?? 2 ** 31 - 1, limit],
      });
      const messages = rows.map(toMessage);
      return fromEnd ? messages.reverse() : messages;
    },

    async heads(which) {
      const { rows } =
        'since' in which
          ? await pool.query(headsSince, [which.since])
          : await pool.query(headsOf, [which.sessionIds]);
      return rows as Array<{ sessionId: string; headSeq: number }>;
    },

    async findByClientMessageId(organizationId, customerId, clientMessageId) {
      const values = [indexKey(clientMessageId), organizationId, customerId];
      const { rows } = await pool.query<Row>(byClientId, values);
      return rows[0] && toMessage(rows[0]);
    },

    async findByChannelMessageId(organizationId, channelId, channelMessageId) {
      const values = [indexKey(channelMessageId), organizationId, channelId];
      const { rows } = await pool.query<Row>(byChannelId, values);
      return rows[0] && toMessage(rows[0]);
    },

    async unread(which) {
      const { rows } = await pool.query<Awaited<ReturnType<MessageLog['unread']>>[number]>({
        name: 'messages.unread',
        text: unread,
        values: [
          which.map(({ sessionId }) => sessionId),
          which.map(({ after }) => after),
          which.map(({ upTo }) => upTo),
        ],
      });
      return rows;
    },

    async markRead({ organizationId, sessionId }, { upTo, reader, at }) {
      const { rows } = await pool.query<{ id: string; seq: number }>({
        name: `messages.read-by-${reader}`,
        text: markRead(reader),
        values: [sessionId, organizationId, upTo, at],
      });
      return rows.sort((a, b) => a.seq - b.seq);
    },

    async update({ organizationId, sessionId }, seq, { delivery, deliveryError, helpful }) {
      const state: Partial<Message> = delivery === undefined ? {} : { delivery };
      if (deliveryError !== undefined) state.deliveryError = deliveryError;
      const { rows } = await pool.query<Row>(change, [
        sessionId,
        organizationId,
        seq,
        // A new state of delivery takes the error of the last one away.
        delivery === undefined ? [] : ['delivery', 'deliveryError'],
        helpful === undefined ? null : JSON.stringify({ helpful }),
        JSON.stringify(storable(state)),
      ]);
      return rows[0] && toMessage(rows[0]);
    },

    async redact(ref, messages) {
      const { rowCount } = await pool.query(redact, redactValues(ref, messages));
      return rowCount ?? 0;
    },
  };
}

function redactValues({ organizationId, sessionId }: LogRef, messages: readonly Redacted[]): unknown[] {
  const docs = messages.map(({ seq, ...doc }) => JSON.stringify(storable(doc)));
  return [sessionId, organizationId, messages.map(({ seq }) => seq), docs];
}
