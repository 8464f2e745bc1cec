// Where the SLA needs somebody: what was breached, or is due soon, of all organizations.
import type { SlaTarget } from '../../../protocol/model/sla';
import type { Projection } from '../../../sessions/store';
import { selectSessions, toState, type StoredSession } from '../rows/session-mapping';
import type { Query } from './query';

export function createSlaLooks(query: Query): Pick<Projection, 'brokenByNow' | 'dueSoon' | 'waitedIn'> {
  return {
    async brokenByNow(limit) {
      const rows = await query<StoredSession>(
        'broken-by-now',
        // In any order: one that fails again and again does not keep the others waiting.
        `${selectSessions} WHERE s.id IN (SELECT id FROM sessions WHERE sla_breaks_at <= now() ORDER BY random() LIMIT $1)`,
        [limit],
      );
      return rows.map(toState);
    },

    async dueSoon(limit) {
      const rows = await query<StoredSession & { breaksAt: Date }>('due-soon', dueSoon, [limit]);
      return rows.flatMap((row) => {
        const dueAt = row.breaksAt.toISOString();
        const target = row.sla?.promises.find((one) => one.dueAt === dueAt)?.target;
        return target ? [{ session: toState(row), target: target satisfies SlaTarget, dueAt }] : [];
      });
    },

    async waitedIn(organizationId, sessionId, limit) {
      const rows = await query<StoredSession>(
        'waited-in',
        `${selectSessions} WHERE s.organization_id = $1 AND s.status <> 'closed' AND s.clocks IS NOT NULL AND s.id > $2
         ORDER BY s.id LIMIT $3`,
        [organizationId, sessionId ?? '00000000-0000-0000-0000-000000000000', limit],
      );
      return rows.map(toState);
    },
  };
}

/** Locked in order of id, as the projection does. */
const dueSoon = `WITH near AS MATERIALIZED (
    SELECT m.id FROM sessions m WHERE m.id IN (
      SELECT n.id FROM sessions n WHERE n.sla_warn_at <= now() AND n.sla_breaks_at > now()
        AND n.sla_warned_for IS DISTINCT FROM n.sla_breaks_at ORDER BY n.sla_warn_at LIMIT $1
    ) ORDER BY m.id FOR UPDATE OF m
  ), warned AS (
    UPDATE sessions m SET sla_warned_for = m.sla_breaks_at FROM near
    WHERE m.id = near.id AND m.sla_warned_for IS DISTINCT FROM m.sla_breaks_at RETURNING m.id, m.sla_breaks_at
  )
  ${selectSessions.replace(' FROM sessions', ', warned.sla_breaks_at AS "breaksAt" FROM sessions')} JOIN warned ON warned.id = s.id`;
