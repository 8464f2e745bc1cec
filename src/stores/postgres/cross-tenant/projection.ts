import type { SessionState } from '../../../sessions/session';
import type { Projected, Projection, UnansweredChat } from '../../../sessions/store';
import type { Query } from './query';
import { createMergeLooks } from './merge-looks';
import { createSlaLooks } from './sla-due';
import { createRowsInTurn } from './rows-in-turn';
import type { Log } from '../../../log';
import { isRowsFault, isUniqueViolation } from '../connection/pool';
import { isPassedOver, routingSetting } from '../rows/queue-order';
import {
  newestFirst,
  selectSessions,
  toRow,
  toState,
  upsertSessions,
  type StoredSession,
} from '../rows/session-mapping';

/** @param query may run with synchronous_commit off: the sweep writes again what a crash forgot. */
export function createProjection(query: Query, log: Log): Projection {
  const write = async (states: readonly SessionState[]): Promise<Projected['gone']> => {
    const rows = await query<{ id: string; gone: Date | null }>('project', upsertSessions, [
      JSON.stringify(states.map(toRow)),
    ]);
    return new Map(rows.flatMap(({ id, gone }) => (gone ? [[id, gone.toISOString()] as const] : [])));
  };

  return {
    ...createLookups(query),
    ...createSweepLooks(query),
    ...createSlaLooks(query),
    ...createMergeLooks(query),
    ...createRowsInTurn(query),
    async project(states) {
      const latest = latestOfEach(states);
      const sla = new Map(latest.flatMap((one) => (one.sla ? [[one.id, one.sla] as const] : [])));
      if (latest.length === 0) return { refused: [], gone: new Map(), sla };
      try {
        return { refused: [], gone: await write(latest), sla };
      } catch (error) {
        if (!isRowsFault(error)) throw error;
        return { ...(await oneByOne(latest, write, log)), sla };
      }
    },
  };
}

/** Where the rows stand, and which they are. */
function createLookups(query: Query): Pick<Projection, 'heads' | 'watermark' | 'begunSince' | 'find'> {
  return {
    async heads(sessionIds) {
      const rows = await query<{ id: string; head_seq: number; organization_id: string }>(
        'projected-heads',
        'SELECT id, head_seq, organization_id FROM sessions WHERE id = ANY ($1::uuid[])',
        [sessionIds],
      );
      return new Map(
        rows.map((row) => [row.id, { headSeq: row.head_seq, organizationId: row.organization_id }]),
      );
    },

    async watermark() {
      const [row] = await query<{ newest: Date | null }>(
        'watermark',
        'SELECT max(last_message_at) AS newest FROM sessions',
      );
      return row?.newest ?? undefined;
    },

    ...createSessionLookups(query),
  };
}

function createSessionLookups(query: Query): Pick<Projection, 'begunSince' | 'find'> {
  return {
    async begunSince(known) {
      const rows = await query<StoredSession>('begun-since', begunSince, [
        known.map(({ customerId }) => customerId),
        known.map(({ channelId }) => channelId),
        known.map(({ sessionId }) => sessionId ?? null),
      ]);
      return rows.map(toState);
    },

    async find(sessionId) {
      const [row] = await query<StoredSession>('find-session', `${selectSessions} WHERE s.id = $1`, [
        sessionId,
      ]);
      return row && toState(row);
    },
  };
}

/** What somebody must be told of, or must do something about. */
/** Of $1, half are the oldest; the others are any of the rest, so that those that fail again and again keep nobody waiting for ever. */
const oldestAndSome = (time: 'awaiting_since' | 'snoozed_until', where: string) =>
  `${selectSessions} WHERE s.id IN (
     SELECT id FROM (SELECT n.id, row_number() OVER (ORDER BY n.${time}) AS place FROM sessions n WHERE ${where}) AS due
     ORDER BY place > ($1::int + 1) / 2, random() LIMIT $1::int) ORDER BY s.${time}`;

function createSweepLooks(
  query: Query,
): Pick<
  Projection,
  'overdue' | 'snoozedUntilNow' | 'unanswered' | 'holders' | 'queued' | 'waitingOn' | 'markGone'
> {
  return {
    async overdue(waitedMs, limit) {
      const rows = await query<StoredSession>(
        'overdue',
        oldestAndSome(
          'awaiting_since',
          `n.status = 'active' AND n.awaiting_since < now() - $2 * interval '1 millisecond'`,
        ),
        [limit, waitedMs],
      );
      return rows.map(toState);
    },

    async snoozedUntilNow(limit) {
      const rows = await query<StoredSession>(
        'snoozed-until-now',
        oldestAndSome('snoozed_until', 'n.snoozed_until <= now()'),
        [limit],
      );
      return rows.map(toState);
    },

    async unanswered(limit) {
      const rows = await query<StoredSession & Omit<UnansweredChat, 'session'>>('unanswered', unanswered, [
        limit,
      ]);
      return rows.map((row) => {
        const { opened, returnsAt, due } = row;
        return { session: toState(row), opened, returnsAt, due };
      });
    },

    waitingOn: (channelTypes, limit) => query('waiting-on', waitingOn, [channelTypes, limit]),

    async markGone(which) {
      if (which.length === 0) return [];
      const rows = await query<StoredSession>('mark-gone', markGone, [
        which.map(({ sessionId }) => sessionId),
        which.map(({ gone }) => gone),
      ]);
      return rows.map(toState);
    },

    holders: () => query('holders', holders),

    queued: () =>
      query(
        'queued',
        `SELECT queue.*, ARRAY(SELECT a.id FROM agents a WHERE a.organization_id = "organizationId" AND a.status = 'online') AS online
         FROM (SELECT organization_id AS "organizationId", count(*)::int AS waiting, min(queued_at) AS oldest
           FROM sessions WHERE status = 'waiting' GROUP BY organization_id) AS queue ORDER BY oldest`,
      ),
  };
}

const holders = `SELECT held.*,
    NOT EXISTS (SELECT FROM agents a JOIN users u ON u.id = a.user_id WHERE a.id = "agentId" AND u.is_active) AS "isDeactivated"
  FROM (SELECT organization_id AS "organizationId", agent_id AS "agentId", count(*)::int AS sessions
    FROM sessions WHERE status = 'with_agent' AND (snoozed_until IS NULL OR awaiting_since IS NOT NULL)
    GROUP BY organization_id, agent_id) AS held`;

/** Whom an organization lets take as long as they like is left out here: they would keep the others from being looked at. */
const unanswered = `SELECT given.*, since + within AS "returnsAt", since + within <= now() AS due FROM (
    ${selectSessions.replace(
      ' FROM sessions',
      `, greatest((s.metadata ->> 'givenAt')::timestamptz, s.awaiting_since) AS since, s.team_received <= s.team_read AS opened,
        interval '1 second' * CASE WHEN s.team_received <= s.team_read THEN ${routingSetting('s.organization_id', 'answerWithinSeconds')}
          ELSE ${routingSetting('s.organization_id', 'openWithinSeconds')} END AS within FROM sessions`,
    )}
    WHERE s.status = 'with_agent' AND s.awaiting_since IS NOT NULL AND s.metadata ? 'givenAt' AND s.snoozed_until IS NULL
  ) AS given WHERE within > interval '0' AND since < now() - within / 2 ORDER BY since + within LIMIT $1`;

const waitingOn = `SELECT s.organization_id AS "organizationId", s.id AS "sessionId", s.customer_id AS "customerId",
    s.customer_gone_since IS NOT NULL AS gone, ${isPassedOver('s.organization_id')} AS "passedOver"
  FROM sessions s WHERE s.status = 'waiting' AND s.channel_type = ANY ($1) ORDER BY s.queued_at LIMIT $2`;

/** Locked in order of id, as the projection does. */
const markGone = `WITH which AS MATERIALIZED (
    SELECT m.id, w.gone FROM unnest($1::uuid[], $2::boolean[]) AS w (id, gone) JOIN sessions m ON m.id = w.id
    WHERE m.status = 'waiting' AND (m.customer_gone_since IS NOT NULL) <> w.gone ORDER BY m.id FOR UPDATE OF m
  ), marked AS (
    UPDATE sessions m SET customer_gone_since = CASE WHEN which.gone THEN date_trunc('milliseconds', now()) END
    FROM which WHERE m.id = which.id
    RETURNING m.id, m.customer_gone_since
  )
  ${selectSessions.replace('s.customer_gone_since', 'marked.customer_gone_since')} JOIN marked ON marked.id = s.id`;

const begunSince = `${selectSessions} WHERE s.id IN (
    SELECT newest.id
    FROM unnest($1::uuid[], $2::uuid[], $3::uuid[]) AS known (customer_id, channel_id, session_id)
    CROSS JOIN LATERAL (
      SELECT s.id FROM sessions s
      WHERE s.customer_id = known.customer_id AND s.channel_id = known.channel_id ORDER BY ${newestFirst} LIMIT 1
    ) AS newest
    WHERE newest.id IS DISTINCT FROM known.session_id
  )`;

/** Each session once, in order of id: two nodes that write the same rows lock them in the same order. */
function latestOfEach(states: readonly SessionState[]): SessionState[] {
  const latest = new Map<string, SessionState>();
  for (const state of states) {
    if (state.headSeq >= (latest.get(state.id)?.headSeq ?? 0)) latest.set(state.id, state);
  }
  return [...latest.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** A row that cannot be written as it is must not keep the rest of its group from being written. */
async function oneByOne(
  states: readonly SessionState[],
  write: (states: readonly SessionState[]) => Promise<Projected['gone']>,
  log: Log,
): Promise<Omit<Projected, 'sla'>> {
  const refused: SessionState[] = [];
  const gone = new Map<string, string>();
  // Closings first: they make room for what their customers opened next.
  const rank = ({ status }: SessionState) => (status === 'closed' ? 0 : 1);
  for (const state of states.toSorted((a, b) => rank(a) - rank(b))) {
    try {
      for (const [id, since] of await write([state])) gone.set(id, since);
    } catch (error) {
      if (isUniqueViolation(error)) refused.push(state);
      // Set aside until its next change; the sweep tries again, too.
      else if (isRowsFault(error))
        log.error({ err: error, sessionId: state.id }, 'could not write a session row');
      else throw error;
    }
  }
  return { refused, gone };
}
