import type { EntityManager } from 'typeorm';
import type {
  ByAge,
  Due,
  DueSession,
  FileRef,
  Old,
  Place,
  RetentionStore,
} from '../../../../privacy/retention-store';
import type { WithOrganization } from '../../sql/paging';
import { emptied } from './emptied-sessions';
import { isKept } from '../sessions/session-lists';

/** $1 = the organization. `held` = the label that holds, or null: also one that is about to have its name. */
const isFree = (
  sessionId: string,
  held: string,
) => `(${held}::text IS NULL OR NOT EXISTS (SELECT FROM session_labels l
    WHERE l.organization_id = $1 AND l.session_id = ${sessionId} AND (lower(l.label) = lower(${held}) OR l.label IN (
      SELECT c.label FROM label_changes c WHERE c.organization_id = $1 AND lower(c.becomes) = lower(${held})))))`;

/** $1 = the organization, $2 = before when, $3 = the label that holds, or null. */
const isDue = `s.organization_id = $1 AND s.status = 'closed' AND ${isKept} AND s.settled_at < $2 AND ${isFree('s.id', '$3')}
  AND (s.merged_into IS NULL OR EXISTS (SELECT FROM sessions i WHERE i.id = s.merged_into AND i.deleted_at IS NOT NULL))`;

const filesDue = `attachments a JOIN sessions s ON s.id = a.session_id WHERE a.organization_id = $1 AND ${isDue}`;

const valuesOf = (organizationId: string, { before, heldLabel }: Due) => [organizationId, before, heldLabel];

export function createRetentionStore(withOrganization: WithOrganization): RetentionStore {
  return {
    ...ofSessions(withOrganization),

    dueFiles: (organizationId, due, limit) =>
      withOrganization(organizationId, (manager) =>
        manager.query<FileRef[]>(
          `SELECT a.id, a.organization_id AS "organizationId" FROM ${filesDue} LIMIT $4`,
          [...valuesOf(organizationId, due), limit],
        ),
      ),

    countFiles: (organizationId, due) =>
      withOrganization(organizationId, (manager) =>
        countOf(manager, `SELECT count(*)::int AS n FROM ${filesDue}`, valuesOf(organizationId, due)),
      ),

    forget: (organizationId, one, { after, limit }) =>
      withOrganization(organizationId, async (manager) => {
        const [row] = await manager.query<Array<{ n: number; last: Place | null }>>(
          `WITH old AS MATERIALIZED (${old[one.what]}), gone AS (${gone[one.what]})
          SELECT count(*)::int AS n, (SELECT ARRAY[at::text, id::text] FROM old ORDER BY at DESC, id DESC LIMIT 1) AS last FROM old`,
          valuesOfOld(organizationId, one, { limit, ...(after && { after }) }),
        );
        const { n, last } = row!;
        return { count: n, ...(last && { last }) };
      }),

    count: (organizationId, one) =>
      withOrganization(organizationId, (manager) =>
        countOf(
          manager,
          `SELECT count(*)::int AS n FROM (${old[one.what]}) AS old`,
          valuesOfOld(organizationId, one, {}),
        ),
      ),
  };
}

async function countOf(manager: EntityManager, text: string, values: unknown[]): Promise<number> {
  const [row] = await manager.query<Array<{ n: number }>>(text, values);
  return row!.n;
}

/** In the order of its time, which is text: a Date has no microseconds. */
const beyond = (at: string) =>
  `AND (${at}, id) > (($3::text[])[1]::timestamptz, ($3::text[])[2]::uuid) ORDER BY ${at}, id LIMIT $4`;

/**
 * $1 = the organization, $2 = before when, $3 = the place after which, $4 = at most how many; of answers $5 = the label that
 * holds. What is not settled yet has still to be worked on.
 */
const old: Record<ByAge, string> = {
  visits: `SELECT timestamptz 'epoch' AS at, customer_id AS id FROM customer_visits WHERE organization_id = $1
    AND (visit ->> 'updatedAt')::timestamptz < $2
    AND customer_id > ($3::text[])[2]::uuid ORDER BY customer_id LIMIT $4`,
  answers: `SELECT created_at AS at, id FROM answers WHERE organization_id = $1 AND created_at < $2
    AND (question <> '' OR text IS NOT NULL OR reason IS NOT NULL) AND ${isFree('answers.session_id', '$5')} ${beyond('created_at')}`,
  events: `SELECT received_at AS at, id FROM inbound_events WHERE organization_id = $1 AND received_at < $2
    AND status <> 'pending' ${beyond('received_at')}`,
};

function valuesOfOld(
  organizationId: string,
  { what, before, heldLabel }: Old,
  { after = ['-infinity', '00000000-0000-0000-0000-000000000000'], limit }: { after?: Place; limit?: number },
): unknown[] {
  const values = [organizationId, before, after, limit ?? null];
  return what === 'answers' ? [...values, heldLabel] : values;
}

/** What a customer said of an answer goes with its words. */
const gone: Record<ByAge, string> = {
  visits: 'DELETE FROM customer_visits WHERE customer_id IN (SELECT id FROM old)',
  answers: `UPDATE answers SET question = '', text = NULL, reason = NULL WHERE id IN (SELECT id FROM old)),
    sources AS (DELETE FROM answer_sources WHERE organization_id = $1 AND answer_id IN (SELECT id FROM old)),
    said AS (UPDATE answer_feedback SET comment = NULL WHERE organization_id = $1 AND comment IS NOT NULL
      AND message_id IN (SELECT a.message_id FROM answers a JOIN old ON old.id = a.id)`,
  events: 'DELETE FROM inbound_events WHERE id IN (SELECT id FROM old)',
};

function ofSessions(
  withOrganization: WithOrganization,
): Pick<RetentionStore, 'dueSessions' | 'countSessions' | 'emptySessions'> {
  return {
    dueSessions: (organizationId, due, { after, limit }) =>
      withOrganization(organizationId, async (manager) => {
        const rows = await manager.query<Array<Omit<DueSession, 'endedAt'> & { endedAt: Date }>>(
          `SELECT s.id, s.customer_id AS "customerId", s.settled_at AS "endedAt" FROM sessions s
           WHERE ${isDue} AND (s.settled_at, s.id) > ($4::timestamptz, $5::uuid)
           ORDER BY s.settled_at, s.id LIMIT $6`,
          [
            ...valuesOf(organizationId, due),
            after?.endedAt ?? '-infinity',
            after?.id ?? '00000000-0000-0000-0000-000000000000',
            limit,
          ],
        );
        return rows.map((row) => ({ ...row, endedAt: row.endedAt.toISOString() }));
      }),

    countSessions: (organizationId, due) =>
      withOrganization(organizationId, async (manager) => {
        const [row] = await manager.query<Array<{ count: number; oldest: Date | null }>>(
          `SELECT count(*)::int AS count, min(s.settled_at) AS oldest FROM sessions s WHERE ${isDue}`,
          valuesOf(organizationId, due),
        );
        const { count, oldest } = row!;
        return { count, ...(oldest && { oldest: oldest.toISOString() }) };
      }),

    emptySessions: (organizationId, sessionIds) =>
      withOrganization(organizationId, (manager) => empty(manager, organizationId, sessionIds)),
  };
}

/** Whoever writes of one of them holds its customer, and is waited for; whoever comes later sees that it is erased. */
async function empty(
  manager: EntityManager,
  organizationId: string,
  sessionIds: readonly string[],
): Promise<void> {
  const values = [organizationId, sessionIds];
  const which = `SELECT id FROM sessions WHERE organization_id = $1 AND id = ANY ($2::uuid[]) AND metadata ? 'erased'`;
  await manager.query(
    `SELECT FROM customers WHERE organization_id = $1 AND id IN (
       SELECT customer_id FROM sessions WHERE organization_id = $1 AND id = ANY ($2::uuid[]))
     ORDER BY id FOR NO KEY UPDATE`,
    values,
  );
  for (const statement of emptied(which)) await manager.query(statement, values);
  // Locked in order of id, as the projection does.
  await manager.query(
    `WITH due AS MATERIALIZED (${which} AND deleted_at IS NULL ORDER BY id FOR NO KEY UPDATE)
     UPDATE sessions s SET deleted_at = now() FROM due WHERE s.id = due.id`,
    values,
  );
}
