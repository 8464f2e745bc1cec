// The one place that knows how a row of `sessions` and a folded session correspond.
import type { ChannelType } from '../../../protocol/model/channel';
import type { LastMessage, Priority, Session, SessionStatus } from '../../../protocol/model/session';
import type { Sla } from '../../../protocol/model/sla';
import type { CompanyRef } from '../../../protocol/model/tier';
import type { Clock } from '../../../sessions/sla-clock';
import { withReadings, type SessionState } from '../../../sessions/session';
import { longestFiltered } from '../../../protocol/session-where';
import { storable } from '../../storable';
import { respondersColumns, toResponses, toRespondersRow, type RespondersRow } from './responders';

interface Row extends RespondersRow {
  id: string;
  organization_id: string;
  customer_id: string;
  customer_name: string | null;
  company: CompanyRef | null;
  attributes: Record<string, string | number | boolean>;
  channel_id: string;
  channel_type: ChannelType;
  thread: string;
  agent_id: string | null;
  agent_name: string | null;
  team_id: string | null;
  status: SessionStatus;
  head_seq: number;
  last_message: LastMessage | null;
  last_message_at: Date;
  team_received: number;
  team_read_up_to: number;
  team_read: number;
  customer_received: number;
  customer_read_up_to: number;
  customer_read: number;
  subject: string | null;
  labels: string[];
  priority: Priority;
  opening_priority: Priority | null;
  language: string | null;
  sentiment: Session['sentiment'] | null;
  queued_at: Date | null;
  /** PostgreSQL's infinity is one for JavaScript, too: until the customer writes. */
  snoozed_until: Date | number | null;
  awaiting_since: Date | null;
  customer_gone_since: Date | null;
  person_awaited_since: Date | null;
  specialty: string | null;
  ai_turns: number;
  started_at: Date;
  ended_at: Date | null;
  merged_into: string | null;
  merge_seq: number | null;
  metadata: Record<string, unknown>;
  clocks: Clock[] | null;
  sla: Sla | null;
}
export type { Row as StoredSession };

/** What is read with the row, and never written with it. */
type OfCustomer = Pick<Row, 'customer_name' | 'company' | 'attributes'>;

/** Column -> type, as json_to_recordset wants them; also the list of what a projection writes of a log. */
const columns: Record<Exclude<keyof Row, keyof OfCustomer | 'customer_gone_since'>, string> = {
  id: 'uuid',
  organization_id: 'uuid',
  customer_id: 'uuid',
  channel_id: 'uuid',
  channel_type: 'text',
  thread: 'text',
  agent_id: 'uuid',
  agent_name: 'text',
  team_id: 'uuid',
  status: 'text',
  head_seq: 'int',
  last_message: 'jsonb',
  last_message_at: 'timestamptz',
  team_received: 'int',
  team_read_up_to: 'int',
  team_read: 'int',
  customer_received: 'int',
  customer_read_up_to: 'int',
  customer_read: 'int',
  subject: 'text',
  labels: 'text[]',
  priority: 'text',
  opening_priority: 'text',
  language: 'text',
  sentiment: 'text',
  queued_at: 'timestamptz',
  snoozed_until: 'timestamptz',
  awaiting_since: 'timestamptz',
  person_awaited_since: 'timestamptz',
  ...respondersColumns,
  specialty: 'text',
  ai_turns: 'int',
  started_at: 'timestamptz',
  ended_at: 'timestamptz',
  merged_into: 'uuid',
  merge_seq: 'int',
  metadata: 'jsonb',
  clocks: 'jsonb',
  sla: 'jsonb',
};
/** What follows from the columns above, for lists and for the sweep. */
const slaColumns = {
  sla_due_at: 'timestamptz',
  sla_breaks_at: 'timestamptz',
  sla_warn_at: 'timestamptz',
};
const given = { ...columns, ...slaColumns, outcomes: 'jsonb' };
const names = Object.keys(columns);
const fixed = ['id', 'organization_id', 'customer_id', 'channel_id', 'thread', 'opening_priority'];
const watermarks = ['team', 'customer'].map((reader) => ({
  upTo: `${reader}_read_up_to`,
  read: `${reader}_read`,
}));
const ofReaders = watermarks.flatMap(({ upTo, read }) => [upTo, read]);
const written = [...names, ...Object.keys(slaColumns)];
const ofLog = written.filter((name) => !fixed.includes(name) && !ofReaders.includes(name));

export const customerName = `coalesce(nullif(trim(concat_ws(' ', c.first_name, c.last_name)), ''), nullif(c.email, ''), c.external_id)`;

/** Sessions as `s`, out of the table or a query on it, with their customers as `c`, likewise; what follows is up to the query. */
export const selectSessionsOf = (source: string, customers = 'customers') =>
  `SELECT ${names.map((name) => `s.${name}`).join(', ')}, s.customer_gone_since, ${customerName} AS customer_name,
    c.attributes, CASE WHEN co.id IS NOT NULL THEN jsonb_build_object('id', co.id, 'name', co.name, 'tier', co.tier) END AS company
  FROM ${source} s JOIN ${customers} c ON c.id = s.customer_id LEFT JOIN companies co ON co.id = c.company_id`;
export const selectSessions = selectSessionsOf('sessions');

/** Of one customer's sessions on one channel: the open one, else the one that began last and goes on nowhere else. */
export const newestFirst = `s.status = 'closed', s.merged_into IS NOT NULL, s.started_at DESC, s.id DESC`;

/** Whoever writes is there, and whoever does not wait is not looked for. */
const goneStill = `excluded.status = 'waiting' AND NOT coalesce(excluded.last_message ->> 'sender' = 'customer'
  AND (excluded.last_message ->> 'timestamp')::timestamptz >= sessions.customer_gone_since, false)`;

const isOlder = 'sessions.head_seq > excluded.head_seq';
const readFurther = ({ upTo }: { upTo: string }) => `sessions.${upTo} > excluded.${upTo}`;
const keep = (column: string, when: string) =>
  `${column} = CASE WHEN ${when} THEN sessions.${column} ELSE excluded.${column} END`;

/**
 * $1 = a JSON array of `toRow`s, each id once. What a row knows of a later end of its log it keeps, and so each watermark
 * that is further: the one comes from whoever wrote last, the other from whoever heard of the reader.
 */
export const upsertSessions = `WITH r AS (SELECT * FROM json_to_recordset($1::json)
    AS r (${Object.entries(given)
      .map((column) => column.join(' '))
      .join(', ')})
  ), counted AS (
    INSERT INTO promise_outcomes (organization_id, session_id, target, since, policy_id, policy_name, at, kept, agent_id, team_id,
      priority)
    SELECT r.organization_id, r.id, o.target, o.since, o."policyId", o."policyName", o.at, o.kept, o."agentId", o."teamId",
      o.priority
    FROM r, jsonb_to_recordset(r.outcomes) AS o (target text, since timestamptz, "policyId" uuid, "policyName" text,
      at timestamptz, kept boolean, "agentId" uuid, "teamId" uuid, priority text)
    ON CONFLICT DO NOTHING
  )
  INSERT INTO sessions (${written.join(', ')})
  SELECT ${written.join(', ')} FROM r
  ON CONFLICT (id) DO UPDATE SET ${[
    ...ofLog.map((column) => keep(column, isOlder)),
    ...watermarks.flatMap((mark) => [keep(mark.upTo, readFurther(mark)), keep(mark.read, readFurther(mark))]),
    `customer_gone_since = CASE WHEN ${isOlder} OR ${goneStill} THEN sessions.customer_gone_since END`,
  ].join(', ')}
  WHERE NOT (${isOlder}) OR ${watermarks.map(({ upTo }) => `excluded.${upTo} > sessions.${upTo}`).join(' OR ')}
  RETURNING sessions.id, sessions.customer_gone_since AS gone`;

/** What each reader has not read. */
export const unreadCounts = `greatest(s.team_received - s.team_read, 0) AS team, greatest(s.customer_received - s.customer_read, 0) AS customer`;

export function toState(row: Row): SessionState {
  const state: Omit<SessionState, 'unread' | 'customerUnread' | 'readings'> = {
    id: row.id,
    organizationId: row.organization_id,
    customerId: row.customer_id,
    ...present('customerName', row.customer_name),
    ...present('company', row.company),
    ...present('customerAttributes', shortOnes(row.attributes)),
    ...present('openingPriority', row.opening_priority),
    channelId: row.channel_id,
    channelType: row.channel_type,
    ...(row.thread !== '' && { thread: row.thread }),
    ...present('agentId', row.agent_id),
    ...present('agentName', row.agent_name),
    ...present('teamId', row.team_id),
    status: row.status,
    headSeq: row.head_seq,
    ...present('lastMessage', row.last_message),
    lastMessageAt: row.last_message_at.toISOString(),
    ...present('subject', row.subject),
    labels: row.labels,
    priority: row.priority,
    ...present('language', row.language),
    ...present('sentiment', row.sentiment),
    ...present('queuedAt', row.queued_at?.toISOString()),
    ...present('snoozed', snoozedOf(row)),
    ...present('awaitingSince', row.awaiting_since?.toISOString()),
    ...present('customerGoneSince', row.customer_gone_since?.toISOString()),
    ...present('personAwaitedSince', row.person_awaited_since?.toISOString()),
    ...toResponses(row),
    ...present('specialty', row.specialty),
    aiTurns: row.ai_turns,
    startedAt: row.started_at.toISOString(),
    ...present('endedAt', row.ended_at?.toISOString()),
    ...present('mergedInto', row.merged_into),
    ...present('mergeSeq', row.merge_seq),
    metadata: row.metadata,
    ...present('clocks', row.clocks),
    ...present('sla', row.sla),
  };
  return withReadings(state, {
    team: { received: row.team_received, readUpTo: row.team_read_up_to, read: row.team_read },
    customer: {
      received: row.customer_received,
      readUpTo: row.customer_read_up_to,
      read: row.customer_read,
    },
  });
}

/** Those that lists can be filtered by, where there are any. */
function shortOnes(attributes: Row['attributes']): Row['attributes'] | undefined {
  const short = Object.entries(attributes).filter(([, value]) => String(value).length <= longestFiltered);
  return short.length > 0 ? Object.fromEntries(short) : undefined;
}

function snoozedOf({ snoozed_until: until }: Row): SessionState['snoozed'] {
  if (until === null) return undefined;
  return until instanceof Date ? { until: until.toISOString() } : {};
}

/** The row as JSON; what a column cannot hold is cut or replaced, so that one session never fails a group. */
export function toRow(state: SessionState): unknown {
  const { team, customer } = state.readings;
  return storable({
    id: state.id,
    organization_id: state.organizationId,
    customer_id: state.customerId,
    channel_id: state.channelId,
    channel_type: state.channelType,
    thread: state.thread ?? '',
    agent_id: state.agentId,
    agent_name: state.agentName?.slice(0, 100),
    team_id: state.teamId,
    status: state.status,
    head_seq: state.headSeq,
    last_message: state.lastMessage,
    last_message_at: state.lastMessageAt,
    team_received: team.received,
    team_read_up_to: team.readUpTo,
    team_read: team.read,
    customer_received: customer.received,
    customer_read_up_to: customer.readUpTo,
    customer_read: customer.read,
    subject: state.subject,
    labels: state.labels,
    priority: state.priority,
    opening_priority: state.openingPriority,
    language: state.language?.slice(0, 35),
    sentiment: state.sentiment,
    queued_at: state.queuedAt,
    snoozed_until: state.snoozed && (state.snoozed.until ?? 'infinity'),
    awaiting_since: state.awaitingSince,
    person_awaited_since: state.personAwaitedSince,
    ...toRespondersRow(state),
    specialty: state.specialty?.slice(0, 100),
    ai_turns: state.aiTurns,
    started_at: state.startedAt,
    ended_at: state.endedAt,
    merged_into: state.mergedInto,
    merge_seq: state.mergeSeq,
    metadata: state.metadata,
    clocks: state.clocks,
    ...slaRow(state),
  } satisfies Record<keyof typeof given, unknown>);
}

function slaRow({ sla, slaStanding }: SessionState) {
  return {
    sla,
    sla_due_at: sla?.dueAt,
    sla_breaks_at: slaStanding?.breaksAt,
    sla_warn_at: slaStanding?.warnAt,
    outcomes: slaStanding?.outcomes.length ? slaStanding.outcomes : undefined,
  };
}

function present<K extends string, V>(key: K, value: V | null | undefined): Partial<Record<K, V>> {
  return value === null || value === undefined ? {} : ({ [key]: value } as Record<K, V>);
}
