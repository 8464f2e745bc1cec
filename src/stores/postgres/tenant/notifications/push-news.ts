import type { DueNews, PushNewsStore } from '../../../../notifications/store';
import { withPlace } from '../../rows/news-place';
import type { WithOrganization } from '../../sql/paging';

/** What is newer goes at the time of what it replaces: news that come without end do not put it off. */
const add = `WITH added AS (
    INSERT INTO push_news (device_id, session_id, note_id, organization_id, kind, at, due_at, until)
    SELECT p.id, $2::uuid, $8::uuid, $1::uuid, $3::text, $5::timestamptz, $6::timestamptz,
      $7::timestamptz
    FROM push_devices p
    WHERE p.organization_id = $1 AND p.id = ANY($4::uuid[])
      AND (EXISTS (SELECT FROM sessions s WHERE s.organization_id = $1 AND s.id = $2)
        OR EXISTS (SELECT FROM customer_notes c WHERE c.organization_id = $1 AND c.id = $8))
    ORDER BY p.id
    ON CONFLICT (device_id, about_id) DO UPDATE SET kind = excluded.kind, at = excluded.at, until = excluded.until,
      due_at = least(push_news.due_at, excluded.due_at)
    RETURNING device_id, due_at)
  SELECT a.device_id AS "deviceId", a.due_at AS "dueAt" FROM added a
  WHERE NOT EXISTS (SELECT FROM push_news n
    WHERE n.organization_id = $1 AND n.device_id = a.device_id AND n.about_id <> coalesce($2, $8) AND n.due_at <= a.due_at)`;

/** Of what was taken: what came since is not among it. */
const taken = `organization_id = $1 AND device_id = $2
  AND (about_id, at) IN (SELECT * FROM unnest($3::uuid[], $4::timestamptz[]))`;
const named = (news: readonly DueNews[]) => [
  news.map(({ sessionId, noteId }) => sessionId ?? noteId),
  news.map(({ at }) => at),
];

type Row = Pick<DueNews, 'kind' | 'at' | 'until' | 'tries'> & {
  sessionId: string | null;
  noteId: string | null;
};

type Ask = <Rows>(organizationId: string, sql: string, values?: unknown[]) => Promise<Rows>;

export function createPushNewsStore(withOrganization: WithOrganization): PushNewsStore {
  const ask: Ask = (organizationId, sql, values = []) =>
    withOrganization(organizationId, (manager) => manager.query(sql, [organizationId, ...values]));
  return {
    add: (organizationId, { sessionId = null, noteId = null, kind, deviceIds, at, dueAt, until }) =>
      ask(organizationId, add, [sessionId, kind, deviceIds, at, dueAt, until, noteId]),

    async take(organizationId, deviceId, { now, again }) {
      const [rows] = await ask<[Row[], number]>(
        organizationId,
        `UPDATE push_news SET due_at = $4 WHERE organization_id = $1 AND device_id = $2
           AND (due_at <= $3 OR kind = 'waiting' AND due_at IS NOT NULL AND EXISTS (SELECT FROM push_news n
             WHERE n.organization_id = $1 AND n.device_id = $2 AND n.kind = 'waiting' AND n.due_at <= $3))
         RETURNING session_id AS "sessionId", note_id AS "noteId", kind, at, until, tries`,
        [deviceId, now, again],
      );
      return rows.map(withPlace).sort((one, other) => one.at.getTime() - other.at.getTime());
    },

    ...settling(ask),

    ...counting(ask),

    async expire(organizationId) {
      const [, count] = await ask<[unknown, number]>(
        organizationId,
        `DELETE FROM push_news WHERE organization_id = $1 AND until < now()`,
      );
      return count;
    },
  };
}

function settling(ask: Ask): Pick<PushNewsStore, 'settle' | 'postpone'> {
  return {
    async settle(organizationId, deviceId, news) {
      if (news.length > 0)
        await ask(organizationId, `UPDATE push_news SET due_at = NULL, tries = 0 WHERE ${taken}`, [
          deviceId,
          ...named(news),
        ]);
    },

    async postpone(organizationId, deviceId, { news, dueAt, hasFailed }) {
      await ask(organizationId, `UPDATE push_news SET due_at = $5, tries = tries + $6 WHERE ${taken}`, [
        deviceId,
        ...named(news),
        dueAt,
        hasFailed ? 1 : 0,
      ]);
    },
  };
}

function counting(ask: Ask): Pick<PushNewsStore, 'next' | 'countWaiting'> {
  return {
    async next(organizationId, deviceId) {
      const [row] = await ask<Array<{ next: Date | null }>>(
        organizationId,
        `SELECT min(due_at) AS next FROM push_news WHERE organization_id = $1 AND device_id = $2`,
        [deviceId],
      );
      return row?.next ?? undefined;
    },

    async countWaiting(organizationId) {
      const [row] = await ask<Array<{ count: number }>>(
        organizationId,
        `SELECT count(*)::int AS count FROM sessions WHERE organization_id = $1 AND status = 'waiting'`,
      );
      return row!.count;
    },
  };
}
