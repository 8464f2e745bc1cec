// The log on PostgreSQL.
import type { Pool } from 'pg';
import type { Message } from '../../../protocol/model/message';
import type { LogRef, MessageLog, Redacted, Undelivered } from '../../../sessions/store';
import { indexKey, storable } from '../../storable';
import { createAppend } from './number-and-append';
import { messageRow, type Row, toMessage } from './rows';

const readPage = (order: 'ASC' | 'DESC') => `
SELECT ${messageRow} FROM messages m
WHERE session_id = $1 AND organization_id = $2 AND seq > $3 AND seq < $4 ORDER BY seq ${order} LIMIT $5`;

// One half an index.
const byClientId = `
SELECT ${messageRow} FROM (
  SELECT * FROM messages WHERE client_message_id = $1 AND customer_id = $3 AND sender = 'customer'
  UNION ALL
  SELECT * FROM messages WHERE client_message_id = $1 AND customer_id = $3 AND sender <> 'customer'
) m WHERE organization_id = $2 ORDER BY timestamp DESC, seq DESC LIMIT 1`;

const byChannelId = `
SELECT ${messageRow} FROM messages m WHERE channel_message_id = $1 AND channel_id = $3 AND organization_id = $2`;

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
/** Rows of a session, locked in the order of the log: of two that change the same ones neither waits for the other in a circle. */
const locked = (where: string) =>
  `SELECT seq FROM messages WHERE session_id = $1 AND organization_id = $2 AND ${where} ORDER BY seq FOR UPDATE`;
const markRead = (reader: keyof typeof read) => `
WITH due AS MATERIALIZED (${locked(`seq <= $3 AND NOT is_read AND ${read[reader]}`)})
UPDATE messages m SET is_read = true, read_at = $4 FROM due WHERE m.session_id = $1 AND m.seq = due.seq
RETURNING m.seq, m.doc ->> 'id' AS id`;

const change = `
UPDATE messages m SET doc = CASE WHEN $5::jsonb IS NULL THEN m.doc - $4::text[]
  ELSE jsonb_set(m.doc - $4::text[], '{metadata}', coalesce(m.doc -> 'metadata', '{}') || $5::jsonb) END
  || CASE WHEN m.doc #>> '{content,data,redacted}' = 'true' THEN $6::jsonb - 'deliveryError' ELSE $6::jsonb END
WHERE session_id = $1 AND organization_id = $2 AND seq = $3
  AND ($7::text[] IS NULL OR m.doc ->> 'delivery' = ANY ($7))
RETURNING ${messageRow}`;

const fill = `
UPDATE messages m SET doc = jsonb_set(m.doc, '{content}', (m.doc -> 'content') - 'file' || $4::jsonb)
WHERE session_id = $1 AND organization_id = $2 AND seq = $3 AND m.doc #>> '{content,file}' = 'pending'
RETURNING ${messageRow}`;

const undelivered = `
SELECT organization_id AS "organizationId", session_id AS "sessionId", channel_id AS "channelId", seq, sender, timestamp
FROM messages WHERE doc ->> 'delivery' IN ('queued', 'sending') AND (session_id, seq) > ($1::uuid, $2::int)
ORDER BY session_id, seq LIMIT $3`;
const nobody = '00000000-0000-0000-0000-000000000000';

const redact = `
WITH due AS MATERIALIZED (${locked('seq = ANY ($3::integer[])')})
UPDATE messages m SET doc = m.doc - '{senderName,deliveryError}'::text[] || left_of.doc
FROM due JOIN unnest($3::integer[], $4::jsonb[]) AS left_of (seq, doc) USING (seq)
WHERE m.session_id = $1 AND m.seq = due.seq`;

/** @param pool of `createDocumentsPool`: it sees the document tables of every organization, and never scans one. */
export function createMessageLog(pool: Pool): MessageLog {
  return { ...createReads(pool), ...createReadMarks(pool), ...createWrites(pool) };
}

function createReads(
  pool: Pool,
): Pick<MessageLog, 'read' | 'heads' | 'findByClientMessageId' | 'findByChannelMessageId' | 'undelivered'> {
  return {
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

    async undelivered(after, limit) {
      const values = [after?.sessionId ?? nobody, after?.seq ?? 0, limit];
      const { rows } = await pool.query<Omit<Undelivered, 'timestamp'> & { timestamp: Date }>({
        name: 'messages.undelivered',
        text: undelivered,
        values,
      });
      return rows.map(({ timestamp, ...row }) => ({ ...row, timestamp: timestamp.toISOString() }));
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
  };
}

function createReadMarks(pool: Pool): Pick<MessageLog, 'unread' | 'markRead'> {
  return {
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
  };
}

function createWrites(pool: Pool): Pick<MessageLog, 'append' | 'redact' | 'update' | 'fill'> {
  return {
    append: createAppend(pool),

    async update({ organizationId, sessionId }, seq, { delivery, deliveryError, helpful, from }) {
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
        from ?? null,
      ]);
      return rows[0] && toMessage(rows[0]);
    },

    async fill({ organizationId, sessionId }, seq, content) {
      const values = [sessionId, organizationId, seq, JSON.stringify(storable(content))];
      const { rows } = await pool.query<Row>(fill, values);
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
