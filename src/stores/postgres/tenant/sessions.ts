// The `sessions` rows of one organization: the projection of its logs, and the one place that opens a session.
import { z } from 'zod';
import { DomainError, notFound } from '../../../errors';
import type { SessionState } from '../../../sessions/session';
import type { SessionFilter, SessionRows } from '../../../sessions/store';
import type { Postgres } from '../connection/database';
import {
  newestFirst,
  selectSessions,
  selectSessionsOf,
  toState,
  inQueueOrder,
  waitingFirst,
  type StoredSession,
} from '../session-mapping';

/** Closed sessions are counted up to here: nobody needs to know more, and counting them all grows without end. */
const closedCounted = 1000;

export function createSessionRows(postgres: Pick<Postgres, 'withOrganization'>): SessionRows {
  const select = (organizationId: string, rest: string, values: unknown[]): Promise<SessionState[]> =>
    postgres.withOrganization(organizationId, async (manager) => {
      const rows = await manager.query<StoredSession[]>(`${selectSessions} ${rest}`, values);
      return rows.map(toState);
    });
  return {
    openOrGet: (session) => openOrGet(postgres, session),

    async get(organizationId, sessionId) {
      return (await select(organizationId, 'WHERE s.id = $1', [sessionId]))[0];
    },

    async latest({ organizationId, customerId, channelId, thread = '' }) {
      const rest = `WHERE s.customer_id = $1 AND s.channel_id = $2 AND s.thread = $3 ORDER BY ${newestFirst} LIMIT 1`;
      return (await select(organizationId, rest, [customerId, channelId, thread]))[0];
    },

    customerWroteAt: ({ organizationId, customerId, channelId }) =>
      postgres.withOrganization(organizationId, async (manager) => {
        const [row] = await manager.query<Array<{ at: string | null }>>(
          `SELECT max(metadata ->> 'customerWroteAt') AS at FROM sessions WHERE customer_id = $1 AND channel_id = $2`,
          [customerId, channelId],
        );
        return row?.at ?? undefined;
      }),

    queue: (organizationId) =>
      postgres.withOrganization(organizationId, async (manager) => {
        const found = await manager.query<Array<{ id: string }>>(
          `SELECT s.id FROM sessions s ${inQueueOrder}`,
          [organizationId],
        );
        return found.map(({ id }) => id);
      }),

    waiting: (organizationId, limit) => select(organizationId, waitingFirst, [organizationId, limit]),

    async find(organizationId, filter, { limit, cursor }) {
      const conditions = conditionsOf(filter);
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
      return { items: page, nextCursor: items.length > limit ? cursorAfter(page.at(-1)!, walk.field) : null };
    },

    among: (organizationId, ids, filter) => {
      const conditions = conditionsOf(filter);
      conditions.add((p) => `s.id = ANY (${p(ids)})`);
      if (filter.updatedSince !== undefined)
        conditions.add((p) => `s.last_message_at >= ${p(filter.updatedSince)}::timestamptz`);
      return select(organizationId, whereAll(conditions.all), conditions.values);
    },

    counts: (organizationId) => counts(postgres, organizationId),
  };
}

type Opening = Parameters<SessionRows['openOrGet']>[0];

/** Looks first, for that is the common case; of two that open at once the partial unique index lets one. */
async function openOrGet(
  postgres: Pick<Postgres, 'withOrganization'>,
  session: Opening,
): Promise<{ state: SessionState; created: boolean }> {
  const { organizationId, customerId, channelId, channelType, thread = '', subject = null } = session;
  for (;;) {
    const result = await postgres.withOrganization(organizationId, async (manager) => {
      const open = async () => {
        const where = `WHERE s.channel_id = $1 AND s.customer_id = $2 AND s.thread = $3 AND s.status <> 'closed'`;
        const key = [channelId, customerId, thread];
        return (await manager.query<StoredSession[]>(`${selectSessions} ${where}`, key))[0];
      };
      const there = await open();
      if (there) return { state: toState(there), created: false };
      // The customer and the channel are read here, where row-level security shows only this organization's;
      // who is being erased at this moment is waited for.
      const [made] = await manager.query<Array<{ known: boolean; opened: boolean }>>(
        `WITH known AS (SELECT c.organization_id, c.id AS customer_id, ch.id AS channel_id FROM customers c, channels ch
             WHERE c.id = $1 AND c.erased_at IS NULL AND ch.id = $2 FOR SHARE OF c),
           opened AS (INSERT INTO sessions (organization_id, customer_id, channel_id, channel_type, subject, thread, started_at, last_message_at)
             SELECT organization_id, customer_id, channel_id, $3, $4, $5, now, now
             FROM known, date_trunc('milliseconds', now()) AS now
             ON CONFLICT (channel_id, customer_id, thread) WHERE status <> 'closed' DO NOTHING RETURNING id)
         SELECT EXISTS (SELECT FROM known) AS known, EXISTS (SELECT FROM opened) AS opened`,
        [customerId, channelId, channelType, subject, thread],
      );
      if (!made?.known) throw notFound('customer');
      const row = made.opened ? await open() : undefined;
      return row && { state: toState(row), created: true };
    });
    if (result) return result;
  }
}

async function counts(postgres: Pick<Postgres, 'withOrganization'>, organizationId: string) {
  return postgres.withOrganization(organizationId, async (manager) => {
    const rows = await manager.query<
      Array<{
        status: 'active' | 'waiting' | 'with_agent';
        agent: string | null;
        team: string | null;
        away: boolean;
        n: number;
      }>
    >(
      `SELECT status, agent_id AS agent, team_id AS team, snoozed_until IS NOT NULL AS away, count(*)::int AS n
       FROM sessions WHERE status <> 'closed' GROUP BY status, agent_id, team_id, snoozed_until IS NOT NULL`,
    );
    const [closed] = await manager.query<Array<{ n: number }>>(
      `SELECT count(*)::int AS n FROM (SELECT FROM sessions WHERE status = 'closed' LIMIT $1) AS counted`,
      [closedCounted],
    );
    const byStatus = { active: 0, waiting: 0, with_agent: 0, closed: closed?.n ?? 0 };
    const byAgent: Record<string, number> = {};
    const byTeam: Record<string, { waiting: number; open: number }> = {};
    let snoozed = 0;
    for (const { status, agent, team, away, n } of rows) {
      byStatus[status] += n;
      if (team !== null) {
        const { waiting, open } = byTeam[team] ?? { waiting: 0, open: 0 };
        byTeam[team] = { waiting: waiting + (status === 'waiting' ? n : 0), open: open + n };
      }
      if (away) snoozed += n;
      else if (agent !== null) byAgent[agent] = (byAgent[agent] ?? 0) + n;
    }
    return { byStatus, byAgent, byTeam, snoozed };
  });
}

interface Walk {
  column: 'last_message_at' | 'started_at';
  field: 'lastMessageAt' | 'startedAt';
  direction: 'ASC' | 'DESC';
  beyond: '<' | '>';
}

/** In which order a list is walked. Who looks for changes sees what changes meanwhile at the end of the walk. */
function walkOf({ order, updatedSince }: SessionFilter): Walk {
  if (updatedSince !== undefined)
    return { column: 'last_message_at', field: 'lastMessageAt', direction: 'ASC', beyond: '>' };
  return order === 'startedAt'
    ? { column: 'started_at', field: 'startedAt', direction: 'DESC', beyond: '<' }
    : { column: 'last_message_at', field: 'lastMessageAt', direction: 'DESC', beyond: '<' };
}

/** The last message of open sessions is in no index (their updates are cheap for it): the few that are open are sorted. */
const halves = [
  { which: `s.status <> 'closed'`, lastMessageAt: 'last_message_at' },
  { which: `s.status = 'closed'`, lastMessageAt: 'settled_at' },
];

/** The rows of one page and its `limit`, each half by its index; the outer query puts the halves in order. */
function pageOf(
  conditions: Conditions,
  { column, direction, beyond }: Walk,
  { filter, limit, cursor }: { filter: SessionFilter; limit: number; cursor: string | undefined },
): string {
  const p = conditions.parameter;
  const last = p(limit);
  const place = cursor === undefined ? undefined : readCursor(cursor);
  const after = place && `(${instant(p(place.at))}, ${p(place.id)}::uuid)`;
  const since = filter.updatedSince === undefined ? undefined : `${p(filter.updatedSince)}::timestamptz`;
  const rows = (order: string, more: string[] = []) => {
    const all = [
      ...conditions.all,
      ...more,
      ...(after ? [`(s.${order}, s.id) ${beyond} ${after}`] : []),
      ...(since ? [`s.${order} >= ${since}`] : []),
    ];
    return `SELECT s.* FROM sessions s ${whereAll(all)} ORDER BY s.${order} ${direction}, s.id ${direction} LIMIT ${last}`;
  };
  if (column === 'started_at') return rows(column);
  const [open, closed] = halves.map(({ which, lastMessageAt }) => `(${rows(lastMessageAt, [which])})`);
  if (filter.status !== undefined) return filter.status === 'closed' ? closed! : open!;
  return `SELECT s.* FROM (${open} UNION ALL ${closed}) AS s ORDER BY s.${column} ${direction}, s.id ${direction} LIMIT ${last}`;
}

type Parameter = (value: unknown) => string;

/** Collects conditions with their values, so that no value ever becomes SQL. */
function conditionsOf(filter: SessionFilter) {
  const values: unknown[] = [];
  const conditions: string[] = [];
  const parameter: Parameter = (value) => `$${values.push(value)}`;
  const add = (condition: (parameter: Parameter) => string) => conditions.push(condition(parameter));
  if (filter.status !== undefined) add((p) => `s.status = ${p(filter.status)}`);
  if (filter.agentId !== undefined) add((p) => `s.agent_id = ${p(filter.agentId)}`);
  if (filter.customerId !== undefined) add((p) => `s.customer_id = ${p(filter.customerId)}`);
  if (filter.customerIds !== undefined) add((p) => `s.customer_id = ANY (${p(filter.customerIds)}::uuid[])`);
  if (filter.channelId !== undefined) add((p) => `s.channel_id = ${p(filter.channelId)}`);
  if (filter.channelType !== undefined) add((p) => `s.channel_type = ${p(filter.channelType)}`);
  if (filter.teamId !== undefined) add((p) => `s.team_id = ${p(filter.teamId)}`);
  if (filter.snoozed !== undefined) add(() => `s.snoozed_until IS ${filter.snoozed ? 'NOT ' : ''}NULL`);
  if (filter.label !== undefined)
    add(
      (p) =>
        `EXISTS (SELECT FROM session_labels l WHERE l.organization_id = s.organization_id AND l.label = ${p(filter.label)} AND l.session_id = s.id)`,
    );
  return { add, parameter, values, all: conditions };
}
type Conditions = ReturnType<typeof conditionsOf>;

const whereAll = (conditions: string[]) => (conditions.length ? `WHERE ${conditions.join(' AND ')}` : '');

/** The rows hold milliseconds, because a projection writes what JavaScript can tell apart. */
const instant = (parameter: string) => `timestamptz 'epoch' + ${parameter} * interval '1 millisecond'`;

const cursorShape = z.tuple([z.int().min(0).max(8.64e15), z.uuid()]);

function cursorAfter(state: SessionState, field: 'startedAt' | 'lastMessageAt'): string {
  return Buffer.from(JSON.stringify([Date.parse(state[field]), state.id])).toString('base64url');
}

function readCursor(cursor: string): { at: number; id: string } {
  try {
    const [at, id] = cursorShape.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()));
    return { at, id };
  } catch {
    throw new DomainError('invalid', 'This cursor is not one of ours: begin without one.');
  }
}
