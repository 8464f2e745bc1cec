import { setImmediate } from 'node:timers/promises';
import type {
  InboundEvent,
  InboundEvents,
  InboundStatus,
  NewInboundEvent,
  PendingEvent,
  WaitingEvent,
} from '../../../channels/store';
import type { Seal } from '../../../tools/seal';
import type { Query } from './query';

interface Row {
  id: string;
  organizationId: string;
  channelId: string;
  providerId: string;
  headers: Record<string, string>;
  body: Buffer;
  status: InboundStatus;
  attempts: number;
  lastError: string | null;
  receivedAt: Date;
  processedAt: Date | null;
}

export const inboundColumns = `id, organization_id AS "organizationId", channel_id AS "channelId",
  provider_id AS "providerId", status, attempts, last_error AS "lastError", received_at AS "receivedAt",
  processed_at AS "processedAt"`;

const expiredAtOnce = 1_000;
/** Bodies that are decrypted before others get a turn. */
const openedInOneGo = 500;
/** Sealed bytes of bodies that are held in memory at once; the one that passes it is the last. */
const mostBytes = 16 * 1024 * 1024;

export function toInboundEvent(row: Row, seal: Seal): InboundEvent {
  return { ...withoutBody(row), body: seal.open(row.body) };
}

function toPendingEvent(row: Row, seal: Seal): PendingEvent {
  try {
    return toInboundEvent(row, seal);
  } catch {
    return { ...withoutBody(row), body: undefined };
  }
}

export function withoutBody({
  lastError,
  receivedAt,
  processedAt,
  ...row
}: Omit<Row, 'body'>): Omit<InboundEvent, 'body'> {
  const { id, organizationId, channelId, providerId, headers, status, attempts } = row;
  return {
    id,
    organizationId,
    channelId,
    providerId,
    headers,
    status,
    attempts,
    receivedAt: receivedAt.toISOString(),
    ...(lastError !== null && { lastError }),
    ...(processedAt !== null && { processedAt: processedAt.toISOString() }),
  };
}

/** @param storing by a connection of its own: what comes in waits for nobody who works on what came before */
export function createInboundEvents(query: Query, storing: Query, seal: Seal): InboundEvents {
  return { ...createIntake(storing, seal), ...createQueue(query, seal), ...createEnds(query) };
}

/** The bodies come as one value: an array of them would be written and read as hexadecimal digits. */
const insert = `INSERT INTO inbound_events (organization_id, channel_id, provider_id, headers, body)
  SELECT ($5::uuid[])[place], ($6::uuid[])[place], provider_id, ($7::jsonb[])[place],
    substr($4::bytea, (sum(bytes) OVER (ORDER BY n) - bytes)::int + 1, bytes)
  FROM unnest($1::text[], $2::int[], $3::int[]) WITH ORDINALITY AS event (provider_id, place, bytes, n)
  ON CONFLICT (channel_id, provider_id) DO NOTHING`;

/** In a flood most come on one channel, with the same headers: what they share is said once, and each says which, from 1. */
function placesOf(events: readonly NewInboundEvent[]) {
  const known = new Map<string, number>();
  const distinct: Array<Pick<NewInboundEvent, 'organizationId' | 'channelId'> & { headers: string }> = [];
  const of = events.map(({ organizationId, channelId, headers: given }) => {
    const headers = JSON.stringify(given);
    const key = `${channelId} ${headers}`;
    const place = known.get(key) ?? distinct.push({ organizationId, channelId, headers });
    known.set(key, place);
    return place;
  });
  return { of, distinct };
}

function createIntake(query: Query, seal: Seal): Pick<InboundEvents, 'add'> {
  return {
    async add(events) {
      const bodies = events.map(({ body }) => seal.seal(body));
      const places = placesOf(events);
      await query('inbound-add', insert, [
        events.map(({ providerId }) => providerId),
        places.of,
        bodies.map(({ length }) => length),
        Buffer.concat(bodies),
        places.distinct.map(({ organizationId }) => organizationId),
        places.distinct.map(({ channelId }) => channelId),
        places.distinct.map(({ headers }) => headers),
      ]);
    },
  };
}

/** In the order in which they came. */
function createQueue(query: Query, seal: Seal): Pick<InboundEvents, 'due' | 'waiting' | 'bodyOf'> {
  return {
    async bodyOf(channelId, providerId) {
      const [row] = await query<Row>(
        'inbound-body',
        `SELECT ${inboundColumns}, headers, body FROM inbound_events WHERE channel_id = $1 AND provider_id = $2`,
        [channelId, providerId],
      );
      return row && toPendingEvent(row, seal).body;
    },
    async due(channelId, limit) {
      const rows = await query<Row>(
        'inbound-due',
        `SELECT ${inboundColumns}, headers, body FROM inbound_events JOIN (
           SELECT id, sum(octet_length(body)) OVER (ORDER BY arrival) - octet_length(body) AS before FROM inbound_events
           WHERE channel_id = $1 AND status = 'pending' AND due_at <= now() ORDER BY arrival LIMIT $2
         ) AS first USING (id) WHERE before < ${mostBytes} ORDER BY arrival`,
        [channelId, limit],
      );
      const bytes = rows.reduce((sum, { body }) => sum + body.length, 0);
      const items: PendingEvent[] = [];
      for (const row of rows) {
        items.push(toPendingEvent(row, seal));
        if (items.length % openedInOneGo === 0) await setImmediate();
      }
      return { items, more: rows.length === limit || bytes >= mostBytes };
    },
    async waiting(channelId) {
      const rows = await query<Omit<WaitingEvent, 'dueAt'> & { dueAt: Date }>(
        'inbound-waiting',
        `SELECT waiting_senders AS senders, customer_ids AS "customerIds", due_at AS "dueAt" FROM inbound_events
         WHERE channel_id = $1 AND status = 'pending' AND due_at > now()`,
        [channelId],
      );
      return rows.map((row) => ({ ...row, dueAt: row.dueAt.toISOString() }));
    },
  };
}

/** Whose the event was known to be, and these. */
const alsoOf = (given: string) => `ARRAY(SELECT DISTINCT unnest(customer_ids || ${given}::uuid[]))`;

/** What becomes of them. */
function createEnds(query: Query): Omit<InboundEvents, 'add' | 'due' | 'waiting' | 'bodyOf'> {
  return {
    async hold(id, { at, senders, customerIds }) {
      await query(
        'inbound-hold',
        `UPDATE inbound_events SET due_at = $2, waiting_senders = $3, customer_ids = ${alsoOf('$4')} WHERE id = $1`,
        [id, at, senders, customerIds],
      );
    },
    // An erasure at this very moment looks twice, and finds the row the second time.
    async settle(id, { status, error, customerIds, holds }) {
      await query(
        'inbound-settle',
        `WITH erased AS (
           SELECT FROM customers WHERE erased_at IS NOT NULL AND id = ANY (
             SELECT unnest(${alsoOf('$4')}) FROM inbound_events WHERE inbound_events.id = $1)),
         gone AS (DELETE FROM inbound_events WHERE id = $1 AND EXISTS (SELECT FROM erased))
         UPDATE inbound_events SET status = $2, last_error = $3, processed_at = now(),
           messages = $5, states = $6, customer_ids = ${alsoOf('$4')}
         WHERE id = $1 AND NOT EXISTS (SELECT FROM erased)`,
        [id, status, error ?? null, customerIds, holds?.messages ?? 0, holds?.states ?? 0],
      );
    },
    async failed(id, error, { at, senders, customerIds }) {
      await query(
        'inbound-failed',
        `UPDATE inbound_events SET attempts = attempts + 1, last_error = $2, due_at = $3, waiting_senders = $4,
           customer_ids = ${alsoOf('$5')} WHERE id = $1`,
        [id, error, at, senders, customerIds],
      );
    },
    channels: () =>
      query(
        'inbound-channels',
        `SELECT DISTINCT organization_id AS "organizationId", channel_id AS "channelId" FROM inbound_events
         WHERE status = 'pending' AND due_at <= now()`,
      ),
    ...createExpiry(query),
  };
}

function createExpiry(query: Query): Pick<InboundEvents, 'expire'> {
  return {
    async expire(before) {
      let gone = 0;
      for (let more = true; more;) {
        const rows = await query(
          'inbound-expire',
          `DELETE FROM inbound_events WHERE id IN (
             SELECT id FROM inbound_events WHERE status <> 'pending' AND received_at < $1
             ORDER BY received_at LIMIT ${expiredAtOnce}) RETURNING 1`,
          [before],
        );
        gone += rows.length;
        more = rows.length === expiredAtOnce;
      }
      // Nothing that is left came before them.
      await query(
        'inbound-forget-erased',
        `UPDATE customers SET erased_marks = '{}' WHERE erased_marks <> '{}' AND erased_at < $1`,
        [before],
      );
      return gone;
    },
  };
}
