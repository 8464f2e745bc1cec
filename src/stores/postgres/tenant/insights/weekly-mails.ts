import type { WeeklyMailStore } from '../../../../insights/weekly-mail';
import type { WeeklyMail } from '../../../../protocol/weekly-mail';
import type { WithOrganization } from '../../sql/paging';

interface Row {
  wanted: boolean;
  state: NonNullable<WeeklyMail['state']>;
  reason: string | null;
  tried_at: Date | null;
}

const lost = 'It is not known whether the last one arrived.';

type Ask = <Rows>(organizationId: string, sql: string, values: unknown[]) => Promise<Rows>;

export function createWeeklyMailStore(withOrganization: WithOrganization): WeeklyMailStore {
  const ask: Ask = (organizationId, sql, values) =>
    withOrganization(organizationId, (manager) => manager.query(sql, [organizationId, ...values]));
  return {
    async get(organizationId, userId) {
      const [row] = await ask<Row[]>(
        organizationId,
        `SELECT wanted, state, reason, tried_at FROM weekly_mails WHERE organization_id = $1 AND user_id = $2`,
        [userId],
      );
      if (!row) return undefined;
      const { wanted, state, reason, tried_at: triedAt } = row;
      return { wanted, state, ...(reason && { reason }), ...(triedAt && { triedAt: triedAt.toISOString() }) };
    },

    async want(organizationId, userId, { wanted, timeZone, week }) {
      await ask(
        organizationId,
        `INSERT INTO weekly_mails AS m (organization_id, user_id, wanted, time_zone, week) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (user_id) DO UPDATE SET wanted = excluded.wanted, time_zone = excluded.time_zone,
           week = CASE WHEN m.wanted THEN m.week ELSE greatest(m.week, excluded.week) END`,
        [userId, wanted, timeZone, week],
      );
    },

    ...sending(ask),
  };
}

function sending(ask: Ask): Pick<WeeklyMailStore, 'wanting' | 'claim' | 'settle'> {
  return {
    wanting: (organizationId) =>
      ask(
        organizationId,
        `SELECT m.user_id AS "userId", u.email, m.time_zone AS "timeZone", m.week::text AS week,
           (SELECT a.language FROM agents a WHERE a.user_id = u.id ORDER BY a.created_at, a.id LIMIT 1) AS language
         FROM weekly_mails m JOIN users u ON u.id = m.user_id
         WHERE m.organization_id = $1 AND m.wanted AND u.is_active AND u.role IN ('admin', 'supervisor') ORDER BY m.user_id`,
        [],
      ),

    async claim(organizationId, userId, week) {
      const [, count] = await ask<[unknown, number]>(
        organizationId,
        `UPDATE weekly_mails SET week = $3, state = 'uncertain', reason = $4, tried_at = now()
         WHERE organization_id = $1 AND user_id = $2 AND wanted AND week < $3`,
        [userId, week, lost],
      );
      return count === 1;
    },

    async settle(organizationId, userId, { state, reason = null, week = null }) {
      await ask(
        organizationId,
        `UPDATE weekly_mails SET state = $3, reason = $4, week = coalesce($5::date, week)
         WHERE organization_id = $1 AND user_id = $2`,
        [userId, state, reason, week],
      );
    },
  };
}
