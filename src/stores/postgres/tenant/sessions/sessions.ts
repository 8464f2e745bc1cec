// The `sessions` rows of one organization: the projection of its logs, and the one place that opens a session.
import { notFound } from '../../../../errors';
import { Blocked } from '../../../../sessions/refusals';
import { priorityOfTier } from '../../../../protocol/model/session';
import type { SessionState } from '../../../../sessions/session';
import type { SessionRows } from '../../../../sessions/store';
import type { Postgres } from '../../connection/database';
import { inQueueOrder, waitingFirst } from '../../rows/queue-order';
import {
  newestFirst,
  selectSessions,
  selectSessionsOf,
  toState,
  type StoredSession,
} from '../../rows/session-mapping';
import { isBlocked, isBlockedNow } from '../customers/blocked-customers';
import {
  closedCounted,
  conditionsOf,
  countEach,
  cursorAfter,
  isKept,
  pageOf,
  walkOf,
  whereAll,
} from './session-lists';

type Ways = Pick<Postgres, 'withOrganization' | 'queryOrganization'>;

/** @param holdsLog whether the logs are in this database, too */
export function createSessionRows(postgres: Ways, holdsLog = false): SessionRows {
  const select = async (organizationId: string, rest: string, values: unknown[]): Promise<SessionState[]> => {
    const text = `${selectSessions} ${rest}`;
    return (await postgres.queryOrganization<StoredSession>(organizationId, { text, values })).map(toState);
  };
  return {
    openOrGet: (session) =>
      openOrGet(postgres, { ...session, beforeMessage: holdsLog && session.beforeMessage === true }),

    async get(organizationId, sessionId) {
      return (await select(organizationId, 'WHERE s.id = $1', [sessionId]))[0];
    },

    ...ofCustomers(postgres),

    ...counting(postgres),

    waiting: (organizationId, limit) => select(organizationId, waitingFirst, [organizationId, limit]),

    async find(organizationId, filter, { limit, cursor }) {
      const conditions = conditionsOf(filter);
      if (filter.emptied !== true) conditions.add(() => isKept);
      const walk = walkOf(filter);
      const rows = `(${pageOf(conditions, walk, { filter, limit: limit + 1, cursor })})`;
      const items = await postgres.withOrganization(organizationId, async (manager) => {
        const found = await manager.query<StoredSession[]>(
          `${selectSessionsOf(rows)} ORDER BY s.${walk.column} ${walk.direction}, s.id ${walk.direction}`,
          conditions.values,
        );
        return found.map(toState);
      });
      const page = items.slice(0, limit);
      return { items: page, nextCursor: items.length > limit ? cursorAfter(page.at(-1)!, walk) : null };
    },

    among: (organizationId, ids, filter) => {
      const conditions = conditionsOf(filter);
      conditions.add((p) => `s.id = ANY (${p(ids)})`);
      conditions.add(() => isKept);
      if (filter.updatedSince !== undefined)
        conditions.add((p) => `s.last_message_at >= ${p(filter.updatedSince)}::timestamptz`);
      return select(organizationId, whereAll(conditions.all), conditions.values);
    },
  };
}

function counting(postgres: Ways): Pick<SessionRows, 'queue' | 'counts' | 'countEach'> {
  return {
    queue: (organizationId) =>
      postgres.withOrganization(organizationId, async (manager) => {
        const found = await manager.query<Array<{ id: string }>>(
          `SELECT s.id FROM sessions s ${inQueueOrder}`,
          [organizationId],
        );
        return found.map(({ id }) => id);
      }),

    counts: (organizationId) => counts(postgres, organizationId),

    countEach: (organizationId, filters) =>
      postgres.withOrganization(organizationId, (manager) => countEach(manager, filters)),
  };
}

function ofCustomers(postgres: Ways): Pick<SessionRows, 'latest' | 'customerWroteAt' | 'isBlocked'> {
  return {
    async latest({ organizationId, customerId, channelId, thread = '' }) {
      const statement = { name: 'sessions.latest', text: latest, values: [customerId, channelId, thread] };
      const [row] = await postgres.queryOrganization<StoredSession>(organizationId, statement);
      return row && toState(row);
    },

    customerWroteAt: ({ organizationId, customerId, channelId }) =>
      postgres.withOrganization(organizationId, async (manager) => {
        const [row] = await manager.query<Array<{ at: string | null }>>(
          `SELECT max(metadata ->> 'customerWroteAt') AS at FROM sessions WHERE customer_id = $1 AND channel_id = $2`,
          [customerId, channelId],
        );
        return row?.at ?? undefined;
      }),

    isBlocked: (organizationId, customerId) =>
      postgres.withOrganization(organizationId, (manager) => isBlockedNow(manager, customerId)),
  };
}

type Opening = Parameters<SessionRows['openOrGet']>[0];

/** Looks first, for that is the common case; of two that open at once the partial unique index lets one. */
async function openOrGet(
  postgres: Ways,
  session: Opening,
): Promise<{ state: SessionState; created: boolean }> {
  for (let { looked = false } = session; ; looked = false) {
    const there = looked ? undefined : await openOf(postgres, session);
    if (there) return { state: toState(there), created: false };
    const made = await begin(postgres, session);
    if (made) return { state: toState(made), created: true };
  }
}

const latest = `${selectSessions}
WHERE s.customer_id = $1 AND s.channel_id = $2 AND s.thread = $3 ORDER BY ${newestFirst} LIMIT 1`;
const open = `${selectSessions}
WHERE s.channel_id = $1 AND s.customer_id = $2 AND s.thread = $3 AND s.status <> 'closed'`;

async function openOf(
  { queryOrganization }: Ways,
  { organizationId, channelId, customerId, thread = '' }: Opening,
): Promise<StoredSession | undefined> {
  const values = [channelId, customerId, thread];
  return (await queryOrganization<StoredSession>(organizationId, { text: open, values }))[0];
}

const tierPriority = `CASE c.company_tier WHEN 'vip' THEN '${priorityOfTier.vip}' WHEN 'priority' THEN '${priorityOfTier.priority}' END`;

// The customer and the channel are read here, where row-level security shows only this organization's; who is being erased or
// changed at this moment is waited for, and is in what is handed back as they are then. What is written here after it is on the disk
// no sooner: so where a message follows, and is waited for, nobody waits for this.
const beginning = `
WITH known AS (SELECT c.*, ch.id AS channel_id, ${isBlocked('c')} AS is_blocked, ${tierPriority} AS opening
    FROM customers c, channels ch
    WHERE c.id = $1 AND c.erased_at IS NULL AND ch.id = $2 FOR SHARE OF c),
  opened AS (INSERT INTO sessions (organization_id, customer_id, channel_id, channel_type, subject, thread, priority, opening_priority, started_at, last_message_at)
    SELECT organization_id, id, channel_id, $3, $4, $5, coalesce(opening, 'normal'), opening, now, now
    FROM known, date_trunc('milliseconds', now()) AS now WHERE NOT is_blocked OR $6
    ON CONFLICT (channel_id, customer_id, thread) WHERE status <> 'closed' DO NOTHING RETURNING *)
SELECT EXISTS (SELECT FROM known) AS known, EXISTS (SELECT FROM known WHERE is_blocked) AS blocked,
  EXISTS (SELECT FROM opened) AS opened, made.*,
  set_config('synchronous_commit', CASE WHEN $7 THEN 'off' ELSE current_setting('synchronous_commit') END, true)
FROM (VALUES (1)) AS one LEFT JOIN (${selectSessionsOf('opened', 'known')}) AS made ON true`;

/** Undefined where somebody was faster. */
async function begin({ queryOrganization }: Ways, opening: Opening): Promise<StoredSession | undefined> {
  const { organizationId, customerId, channelId, channelType } = opening;
  const { subject = null, thread = '', evenBlocked = false, beforeMessage = false } = opening;
  const [row] = await queryOrganization<
    StoredSession & { known: boolean; blocked: boolean; opened: boolean }
  >(organizationId, {
    name: 'sessions.begin',
    text: beginning,
    values: [customerId, channelId, channelType, subject, thread, evenBlocked, beforeMessage],
  });
  if (!row?.known) throw notFound('customer');
  if (row.blocked && !evenBlocked) throw new Blocked();
  return row.opened ? row : undefined;
}

async function counts(postgres: Pick<Postgres, 'withOrganization'>, organizationId: string) {
  return postgres.withOrganization(organizationId, async (manager) => {
    const rows = await manager.query<
      Array<{
        status: 'active' | 'waiting' | 'with_agent';
        agent: string | null;
        team: string | null;
        away: boolean;
        awaited: number;
        n: number;
      }>
    >(
      `SELECT status, agent_id AS agent, team_id AS team, snoozed_until IS NOT NULL AS away,
         count(awaiting_since)::int AS awaited, count(*)::int AS n
       FROM sessions WHERE status <> 'closed' GROUP BY status, agent_id, team_id, snoozed_until IS NOT NULL`,
    );
    const [closed] = await manager.query<Array<{ n: number }>>(
      `SELECT count(*)::int AS n FROM (SELECT FROM sessions s WHERE status = 'closed' AND ${isKept} LIMIT $1) AS counted`,
      [closedCounted],
    );
    const byStatus = { active: 0, waiting: 0, with_agent: 0, closed: closed?.n ?? 0 };
    const byAgent: Record<string, number> = {};
    const awaitedByAgent: Record<string, number> = {};
    const byTeam: Record<string, { waiting: number; open: number }> = {};
    let snoozed = 0;
    for (const { status, agent, team, away, awaited, n } of rows) {
      byStatus[status] += n;
      if (team !== null) {
        const { waiting, open } = byTeam[team] ?? { waiting: 0, open: 0 };
        byTeam[team] = { waiting: waiting + (status === 'waiting' ? n : 0), open: open + n };
      }
      if (away) snoozed += n;
      else if (agent !== null) {
        byAgent[agent] = (byAgent[agent] ?? 0) + n;
        awaitedByAgent[agent] = (awaitedByAgent[agent] ?? 0) + awaited;
      }
    }
    return { byStatus, byAgent, awaitedByAgent, byTeam, snoozed };
  });
}
