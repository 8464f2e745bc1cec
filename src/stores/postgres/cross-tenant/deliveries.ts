import type {
  Deliveries,
  DeliveryPlace,
  FoundDelivery,
  PendingDelivery,
  Unnotified,
} from '../../../channels/store';
import type { Delivery } from '../../../protocol/model/message';
import type { Query } from './query';

/** How far a message has come; a state that comes late or twice changes nothing. */
export const rank = (column: string) =>
  `array_position(ARRAY['queued', 'sending', 'uncertain', 'sent', 'failed', 'delivered', 'read'], ${column}::text)`;

const expiredAtOnce = 1_000;

const place = `organization_id AS "organizationId", session_id AS "sessionId", seq`;

const placeAndCustomer = `${place},
  (SELECT customer_id FROM sessions WHERE sessions.id = deliveries.session_id) AS "customerId"`;

export function createDeliveries(query: Query): Deliveries {
  return {
    ...createQueue(query),
    ...createEnds(query),
    ...createStates(query),
    ...createLooks(query),
    ...createTelling(query),
  };
}

/** What is to be sent, a session at a time, in the order of the log. */
function createQueue(query: Query): Pick<Deliveries, 'add' | 'take' | 'begin'> {
  return {
    async add(deliveries) {
      await query(
        'delivery-add',
        `INSERT INTO deliveries (organization_id, session_id, channel_id, seq, sender)
         SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::int[], $5::text[])
         ON CONFLICT (session_id, seq) DO NOTHING`,
        [
          deliveries.map(({ organizationId }) => organizationId),
          deliveries.map(({ sessionId }) => sessionId),
          deliveries.map(({ channelId }) => channelId),
          deliveries.map(({ seq }) => seq),
          deliveries.map(({ sender }) => sender),
        ],
      );
    },
    async take(sessionId, leaseMs) {
      const [row] = await query<Omit<PendingDelivery, 'createdAt'> & { createdAt: Date }>(
        'delivery-take',
        `WITH first AS (
           SELECT id FROM deliveries WHERE session_id = $1 AND state IN ('queued', 'sending')
           ORDER BY seq LIMIT 1 FOR UPDATE)
         UPDATE deliveries d SET leased_until = now() + $2 * interval '1 millisecond', taken_at = clock_timestamp()
         FROM first WHERE d.id = first.id AND d.state = 'queued' AND d.due_at <= now()
           AND (d.leased_until IS NULL OR d.leased_until < now())
         RETURNING d.id, d.organization_id AS "organizationId", d.session_id AS "sessionId",
           d.channel_id AS "channelId", d.seq, d.sender, d.attempts, d.try_id AS "tryId", d.created_at AS "createdAt",
           d.taken_at::text AS "takenAt"`,
        [sessionId, leaseMs],
      );
      return row && { ...row, createdAt: row.createdAt.toISOString() };
    },
    async begin({ id, takenAt }, leaseMs) {
      const begun = await query(
        'delivery-begin',
        `UPDATE deliveries SET state = 'sending', leased_until = now() + $3 * interval '1 millisecond'
         WHERE id = $1 AND taken_at = $2::timestamptz AND state = 'queued' RETURNING 1`,
        [id, takenAt, leaseMs],
      );
      return begun.length > 0;
    },
  };
}

/**
 * Begins a statement that notes an error (`$error`) of the deliveries that `which` names: it names addresses, so nothing is said of
 * whom was erased. An erasure at this very moment is waited for.
 */
const unlessErased = (which: string, error: string) => ({
  begin: `WITH customer AS (
    SELECT c.erased_at FROM deliveries d JOIN sessions s ON s.id = d.session_id JOIN customers c ON c.id = s.customer_id
    WHERE ${which} AND ${error}::text IS NOT NULL FOR SHARE OF c)`,
  error: `CASE WHEN (SELECT max(erased_at) FROM customer) IS NULL THEN ${error}::text END`,
});

/** What comes of a try. */
function createEnds(query: Query): Pick<Deliveries, 'settle' | 'postpone'> {
  const settling = unlessErased('d.id = $1', '$4');
  const postponing = unlessErased('d.id = $1', '$3');
  return {
    async settle({ id, takenAt }, { delivery, providerId, error }) {
      const settled = await query(
        'delivery-settle',
        `${settling.begin}
         UPDATE deliveries SET state = $2, provider_id = coalesce($3, provider_id), last_error = ${settling.error},
           attempts = attempts + 1, leased_until = NULL, changed_at = now()
         WHERE id = $1 AND taken_at = $5::timestamptz AND state IN ('queued', 'sending') RETURNING 1`,
        [id, delivery, providerId ?? null, error ?? null, takenAt],
      );
      return settled.length > 0;
    },
    async postpone({ id, takenAt }, at, error) {
      const postponed = await query(
        'delivery-postpone',
        `${postponing.begin}
         UPDATE deliveries SET state = 'queued', due_at = $2, last_error = ${postponing.error}, attempts = attempts + 1,
           leased_until = NULL, changed_at = now()
         WHERE id = $1 AND taken_at = $4::timestamptz AND state IN ('queued', 'sending') RETURNING 1`,
        [id, at, error, takenAt],
      );
      return postponed.length > 0;
    },
  };
}

/** What the sweep looks for. */
function createLooks(query: Query): Pick<Deliveries, 'due' | 'abandon' | 'statesOf'> {
  return {
    due: (limit) =>
      query(
        'delivery-due',
        `SELECT "organizationId", "channelId", "sessionId" FROM (
           SELECT DISTINCT ON (session_id) organization_id AS "organizationId", channel_id AS "channelId",
             session_id AS "sessionId", state, due_at, leased_until
           FROM deliveries WHERE state IN ('queued', 'sending') ORDER BY session_id, seq) first
         WHERE state = 'queued' AND due_at <= now() AND (leased_until IS NULL OR leased_until < now())
         ORDER BY row_number() OVER (PARTITION BY "channelId" ORDER BY due_at), due_at LIMIT $1`,
        [limit],
      ),
    abandon: () =>
      query<DeliveryPlace>(
        'delivery-abandon',
        `UPDATE deliveries SET state = 'uncertain', leased_until = NULL, changed_at = now(),
           last_error = 'Nobody knows whether it was sent.'
         WHERE state = 'sending' AND leased_until < now() RETURNING ${place}`,
      ),
    async statesOf(places) {
      const rows = await query<{ sessionId: string; seq: number; delivery: Delivery; error: string | null }>(
        'delivery-states',
        `SELECT d.session_id AS "sessionId", d.seq, d.state AS delivery, d.last_error AS error
         FROM unnest($1::uuid[], $2::int[]) AS asked (session_id, seq)
           JOIN deliveries d ON d.session_id = asked.session_id AND d.seq = asked.seq`,
        [places.map(({ sessionId }) => sessionId), places.map(({ seq }) => seq)],
      );
      return new Map(
        rows.map(({ sessionId, seq, delivery, error }) => [
          `${sessionId} ${seq}`,
          { delivery, ...(error !== null && { error }) },
        ]),
      );
    },
  };
}

/** What became of what was sent. */
function createStates(query: Query): Pick<Deliveries, 'advance' | 'find' | 'retry' | 'arrived'> {
  const named = (row: string) =>
    `${row}.channel_id = $1 AND (${row}.provider_id = $2 OR (${row}.provider_id IS NULL AND ${row}.try_id = $5::uuid))`;
  const advancing = unlessErased(named('d'), '$4');
  return {
    async advance(channelId, { providerId, tryId, delivery, error }) {
      const [moved] = await query<FoundDelivery>(
        'delivery-advance',
        `${advancing.begin}
         UPDATE deliveries SET state = $3, last_error = ${advancing.error}, provider_id = coalesce(provider_id, $2),
           leased_until = NULL, changed_at = now()
         WHERE ${named('deliveries')}
           AND ${rank('state')} <= ${rank('$3')}
         RETURNING ${placeAndCustomer}`,
        [channelId, providerId, delivery, error ?? null, tryId ?? null],
      );
      return moved;
    },
    async find(channelId, providerId) {
      const [found] = await query<FoundDelivery>(
        'delivery-find',
        `SELECT ${placeAndCustomer} FROM deliveries WHERE channel_id = $1 AND provider_id = $2`,
        [channelId, providerId],
      );
      return found;
    },
    async retry(sessionId, seq) {
      const [again] = await query<{ channelId: string }>(
        'delivery-retry',
        `UPDATE deliveries SET state = 'queued', due_at = now(), last_error = NULL, provider_id = NULL, attempts = 0,
           created_at = now(), changed_at = now(), try_id = gen_random_uuid(), taken_at = NULL, told_at = NULL
         WHERE session_id = $1 AND seq = $2 AND state IN ('failed', 'uncertain')
         RETURNING channel_id AS "channelId"`,
        [sessionId, seq],
      );
      return again?.channelId;
    },
    async arrived(sessionId, seq) {
      await query(
        'delivery-arrived',
        `UPDATE deliveries SET state = 'sent', last_error = NULL, changed_at = now()
         WHERE session_id = $1 AND seq = $2 AND state = 'uncertain'`,
        [sessionId, seq],
      );
    },
  };
}

/** Answers of the AI that did not arrive, as far as is known: a person has to know. */
function createTelling(query: Query): Pick<Deliveries, 'unnotified' | 'markNotified' | 'expire'> {
  return {
    // In any order: one of which nobody can be told does not keep the others waiting.
    unnotified: ({ sessionId, limit }) =>
      query<Unnotified>(
        'delivery-unnotified',
        `SELECT ${place}, state AS delivery, try_id AS "tryId", coalesce(last_error, '') AS error FROM deliveries
         WHERE sender = 'ai' AND told_at IS NULL AND state IN ('failed', 'uncertain')
           AND (state = 'failed' OR changed_at < now() - interval '2 minutes')
           AND ($1::uuid IS NULL OR session_id = $1) ORDER BY random() LIMIT $2`,
        [sessionId ?? null, limit],
      ),
    async expire(before) {
      let gone = 0;
      for (let more = true; more;) {
        const rows = await query(
          'delivery-expire',
          `DELETE FROM deliveries WHERE id IN (
             SELECT id FROM deliveries WHERE state NOT IN ('queued', 'sending') AND created_at < $1
             ORDER BY created_at LIMIT ${expiredAtOnce}) RETURNING 1`,
          [before],
        );
        gone += rows.length;
        more = rows.length === expiredAtOnce;
      }
      return gone;
    },
    async markNotified(tryId) {
      await query('delivery-notified', `UPDATE deliveries SET told_at = now() WHERE try_id = $1`, [tryId]);
    },
  };
}
