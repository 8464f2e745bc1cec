import type { EntityManager } from 'typeorm';
import type {
  FollowUpCandidate,
  FollowUpRow,
  FollowUpStore,
  NewFollowUp,
} from '../../../../automations/follow-ups/store';
import type { FollowUpState } from '../../../../protocol/follow-ups';
import { inOrder, pageOfIds, type WithOrganization } from '../../sql/paging';
import { isBlocked } from '../customers/blocked-customers';
import { customersNamed } from '../privacy/erasure-guard';

type Optional = 'agentId' | 'agentName' | 'customerName' | 'promised' | 'language' | 'model';
type Row = Omit<FollowUpRow, Optional | 'since' | 'createdAt'> & {
  [Name in Optional]: string | null;
} & { since: Date; createdAt: Date };

/** When no more of an old silence is made. */
const oldest = `interval '30 days'`;
/** How long it is known what became of one. */
const keptDays = 90;

/** In another conversation of whoever is the same person as the customer of session `s`, something has been said since. */
const elsewhereSince = (at: string) => `EXISTS (
  WITH RECURSIVE person (id) AS (
    SELECT s.customer_id
    UNION
    SELECT CASE WHEN l.customer_id = p.id THEN l.linked_customer_id ELSE l.customer_id END
    FROM person p JOIN customer_links l ON l.customer_id = p.id OR l.linked_customer_id = p.id
    WHERE l.organization_id = $1 AND l.undone_at IS NULL)
  SELECT FROM person p JOIN sessions o ON o.customer_id = p.id
  WHERE o.organization_id = $1 AND o.id <> s.id
    AND (o.started_at > ${at} OR (o.last_message ->> 'timestamp')::timestamptz > ${at}))`;

/** Of `f`, with its session `s` and its customer `c`: nothing has been said since, and the customer can be written to. */
const stands = `f.state = 'open' AND s.status = CASE f.kind WHEN 'waiting' THEN 'with_agent' ELSE 'closed' END
  AND s.merged_into IS NULL AND coalesce((s.last_message ->> 'seq')::int, 0) <= f.seen_seq AND NOT ${isBlocked('c')} AND c.erased_at IS NULL
  AND NOT ${elsewhereSince('f.created_at')}`;
const joined = `follow_ups f JOIN sessions s ON s.id = f.session_id JOIN customers c ON c.id = s.customer_id`;

const select = `SELECT f.id, f.session_id AS "sessionId", nullif(concat_ws(' ', c.first_name, c.last_name), '') AS "customerName",
    s.channel_type AS "channelType", s.channel_id AS "channelId", s.customer_id AS "customerId", s.agent_id AS "agentId",
    s.agent_name AS "agentName", f.kind, f.since, f.promised, f.text, f.language, f.model, f.seen_seq AS "seenSeq",
    f.created_at AS "createdAt"
  FROM ${joined} WHERE f.organization_id = $1 AND ${stands}`;

/** Silent for so long, or closed so long ago; `$2` is in days. */
const inTime = (at: string) =>
  `${at} <= now() - $2::int * interval '1 day' AND ${at} > now() - $2::int * interval '1 day' - ${oldest}`;

/** The oldest and the newest in turn: a backlog holds up no silence of today, and is worked off from its end. */
const due = `WITH quiet AS (
    SELECT s.id, 'waiting' AS kind, (s.last_message ->> 'timestamp')::timestamptz AS since,
      (s.last_message ->> 'seq')::int AS seen_seq, s.customer_id
    FROM sessions s WHERE s.organization_id = $1 AND s.status = 'with_agent' AND s.awaiting_since IS NULL
      AND s.last_message ->> 'sender' <> 'customer' AND coalesce(s.snoozed_until, 'infinity') = 'infinity'
      AND ${inTime(`(s.last_message ->> 'timestamp')::timestamptz`)}
    UNION ALL
    SELECT s.id, 'promised', s.ended_at, coalesce((s.last_message ->> 'seq')::int, 0), s.customer_id
    FROM sessions s WHERE s.organization_id = $1 AND s.status = 'closed' AND s.first_human_response_seconds IS NOT NULL
      AND s.merged_into IS NULL AND ${inTime('s.ended_at')}
  ), due AS (
    SELECT s.*, row_number() OVER (ORDER BY s.since, s.id) AS from_oldest,
      row_number() OVER (ORDER BY s.since DESC, s.id) AS from_newest
    FROM quiet s JOIN customers c ON c.id = s.customer_id
    WHERE NOT ${isBlocked('c')} AND c.erased_at IS NULL
      AND NOT EXISTS (SELECT FROM follow_ups f WHERE f.session_id = s.id AND f.kind = s.kind AND f.seen_seq >= s.seen_seq)
      AND NOT ${elsewhereSince('s.since')})
  SELECT id AS "sessionId", kind, since, seen_seq AS "seenSeq" FROM due
  ORDER BY least(from_oldest, from_newest), since LIMIT $3`;

function toRow({ since, createdAt, ...row }: Row): FollowUpRow {
  const given = Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null));
  return {
    ...(given as Omit<FollowUpRow, 'since' | 'createdAt'>),
    since: since.toISOString(),
    createdAt: createdAt.toISOString(),
  };
}

export function createFollowUpStore(withOrganization: WithOrganization): FollowUpStore {
  return { ...reading(withOrganization), ...drafting(withOrganization), ...settling(withOrganization) };
}

function reading(withOrganization: WithOrganization): Pick<FollowUpStore, 'list' | 'get' | 'fateOf'> {
  return {
    list: (organizationId, page) =>
      withOrganization(organizationId, async (manager) => {
        const where = `id IN (SELECT f.id FROM ${joined} WHERE f.organization_id = $1 AND ${stands})`;
        const { ids, nextCursor } = await pageOfIds(
          manager,
          { table: 'follow_ups', organizationId, where },
          page,
        );
        const rows = await manager.query<Row[]>(`${select} AND f.id = ANY ($2::uuid[])`, [
          organizationId,
          ids,
        ]);
        return { items: inOrder(ids, rows.map(toRow)), nextCursor };
      }),

    get: (organizationId, id) =>
      withOrganization(organizationId, async (manager) => {
        const [row] = await manager.query<Row[]>(`${select} AND f.id = $2`, [organizationId, id]);
        return row && toRow(row);
      }),

    fateOf: (organizationId, id) =>
      withOrganization(organizationId, async (manager) => {
        const [row] = await manager.query<
          Array<{ state: FollowUpState; sessionId: string; seenSeq: number }>
        >(
          'SELECT state, session_id AS "sessionId", seen_seq AS "seenSeq" FROM follow_ups WHERE organization_id = $1 AND id = $2',
          [organizationId, id],
        );
        return row;
      }),
  };
}

function drafting(withOrganization: WithOrganization): Pick<FollowUpStore, 'due' | 'add' | 'pass'> {
  return {
    due: (organizationId, afterDays, limit) =>
      withOrganization(organizationId, async (manager) => {
        const rows = await manager.query<Array<Omit<FollowUpCandidate, 'since'> & { since: Date }>>(due, [
          organizationId,
          afterDays,
          limit,
        ]);
        return rows.map(({ since, ...row }) => ({ ...row, since: since.toISOString() }));
      }),
    add: (organizationId, draft) =>
      withOrganization(organizationId, (manager) => insert(manager, organizationId, draft, 'open')),
    pass: (organizationId, candidate) =>
      withOrganization(organizationId, (manager) =>
        insert(manager, organizationId, { ...candidate, text: '' }, 'nothing'),
      ),
  };
}

// eslint-disable-next-line max-params -- a row
async function insert(
  manager: EntityManager,
  organizationId: string,
  { sessionId, kind, since, seenSeq, text, promised, language, model }: NewFollowUp,
  state: 'open' | 'nothing',
): Promise<void> {
  const there = await customersNamed(manager, [sessionId]);
  if (there.length === 0 || there.some(({ erased }) => erased)) return;
  await manager.query(
    `INSERT INTO follow_ups (organization_id, session_id, kind, state, seen_seq, since, text, promised, language, model)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, left($9, 35), left($10, 255)) ON CONFLICT DO NOTHING`,
    [
      ...[organizationId, sessionId, kind, state, seenSeq, since, text],
      ...[promised ?? null, language ?? null, model ?? null],
    ],
  );
}

function settling(
  withOrganization: WithOrganization,
): Pick<FollowUpStore, 'setText' | 'settle' | 'dropStale'> {
  const changes = (organizationId: string, statement: string, values: unknown[]) =>
    withOrganization(organizationId, async (manager) => {
      const [, count] = await manager.query<[unknown[], number]>(statement, [organizationId, ...values]);
      return count;
    });
  return {
    setText: async (organizationId, id, text) =>
      (await changes(
        organizationId,
        `UPDATE follow_ups SET text = $3 WHERE organization_id = $1 AND id = $2 AND state = 'open'`,
        [id, text],
      )) > 0,

    settle: async (organizationId, id, { state, by, reason }) =>
      (await changes(
        organizationId,
        `UPDATE follow_ups SET state = $3, decided_by = left($4, 255), reason = $5, decided_at = now(), text = '', promised = NULL
         WHERE organization_id = $1 AND id = $2 AND state = 'open'`,
        [id, state, by ?? null, reason ?? null],
      )) > 0,

    async dropStale(organizationId) {
      await changes(
        organizationId,
        `DELETE FROM follow_ups WHERE organization_id = $1 AND state <> 'open' AND created_at < now() - $2::int * interval '1 day'`,
        [keptDays],
      );
      return changes(
        organizationId,
        `UPDATE follow_ups SET state = 'stale', decided_at = now(), text = '', promised = NULL
         WHERE organization_id = $1 AND state = 'open'
           AND id NOT IN (SELECT f.id FROM ${joined} WHERE f.organization_id = $1 AND ${stands})`,
        [],
      );
    },
  };
}
