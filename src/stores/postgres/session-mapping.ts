// The one place that knows how a row of `sessions` and a folded session correspond.
import type { ChannelType } from '../../protocol/model/channel';
import type { LastMessage, Priority, SessionStatus } from '../../protocol/model/session';
import type { SessionState } from '../../sessions/session';
import { storable } from '../storable';

interface Row {
  id: string;
  organization_id: string;
  customer_id: string;
  customer_name: string | null;
  channel_id: string;
  channel_type: ChannelType;
  agent_id: string | null;
  agent_name: string | null;
  status: SessionStatus;
  head_seq: number;
  last_message: LastMessage | null;
  last_message_at: Date;
  unread: number;
  customer_unread: number;
  subject: string | null;
  labels: string[];
  priority: Priority;
  queued_at: Date | null;
  awaiting_since: Date | null;
  specialty: string | null;
  ai_turns: number;
  started_at: Date;
  ended_at: Date | null;
  metadata: Record<string, unknown>;
}
export type { Row as StoredSession };

/** Column -> type, as json_to_recordset wants them; also the list of what a projection writes. */
const columns: Record<Exclude<keyof Row, 'customer_name'>, string> = {
  id: 'uuid',
  organization_id: 'uuid',
  customer_id: 'uuid',
  channel_id: 'uuid',
  channel_type: 'text',
  agent_id: 'uuid',
  agent_name: 'text',
  status: 'text',
  head_seq: 'int',
  last_message: 'jsonb',
  last_message_at: 'timestamptz',
  unread: 'int',
  customer_unread: 'int',
  subject: 'text',
  labels: 'text[]',
  priority: 'text',
  queued_at: 'timestamptz',
  awaiting_since: 'timestamptz',
  specialty: 'text',
  ai_turns: 'int',
  started_at: 'timestamptz',
  ended_at: 'timestamptz',
  metadata: 'jsonb',
};
const names = Object.keys(columns);
const changing = names.filter(
  (name) => !['id', 'organization_id', 'customer_id', 'channel_id'].includes(name),
);

export const customerName = `coalesce(nullif(trim(concat_ws(' ', c.first_name, c.last_name)), ''), nullif(c.email, ''), c.external_id)`;

/** Sessions as `s` with their customers as `c`; what follows is up to the query. */
export const selectSessions = `SELECT ${names.map((name) => `s.${name}`).join(', ')}, ${customerName} AS customer_name
  FROM sessions s JOIN customers c ON c.id = s.customer_id`;

/** Of one customer's sessions on one channel: the open one, else the one that began last. */
export const newestFirst = `s.status = 'closed', s.started_at DESC, s.id DESC`;

/** $1 = a JSON array of `toRow`s, each id once. A row that knows more of its log is left alone. */
export const upsertSessions = `INSERT INTO sessions (${names.join(', ')})
  SELECT ${names.join(', ')} FROM json_to_recordset($1::json)
    AS r (${Object.entries(columns)
      .map((column) => column.join(' '))
      .join(', ')})
  ON CONFLICT (id) DO UPDATE SET ${changing.map((name) => `${name} = excluded.${name}`).join(', ')}
  WHERE sessions.head_seq <= excluded.head_seq`;

export function toState(row: Row): SessionState {
  return {
    id: row.id,
    organizationId: row.organization_id,
    customerId: row.customer_id,
    ...present('customerName', row.customer_name),
    channelId: row.channel_id,
    channelType: row.channel_type,
    ...present('agentId', row.agent_id),
    ...present('agentName', row.agent_name),
    status: row.status,
    headSeq: row.head_seq,
    ...present('lastMessage', row.last_message),
    lastMessageAt: row.last_message_at.toISOString(),
    unread: row.unread,
    customerUnread: row.customer_unread,
    ...present('subject', row.subject),
    labels: row.labels,
    priority: row.priority,
    ...present('queuedAt', row.queued_at?.toISOString()),
    ...present('awaitingSince', row.awaiting_since?.toISOString()),
    ...present('specialty', row.specialty),
    aiTurns: row.ai_turns,
    startedAt: row.started_at.toISOString(),
    ...present('endedAt', row.ended_at?.toISOString()),
    metadata: row.metadata,
  };
}

/** The row as JSON; what a column cannot hold is cut or replaced, so that one session never fails a group. */
export function toRow(state: SessionState): unknown {
  return storable({
    id: state.id,
    organization_id: state.organizationId,
    customer_id: state.customerId,
    channel_id: state.channelId,
    channel_type: state.channelType,
    agent_id: state.agentId,
    agent_name: state.agentName?.slice(0, 100),
    status: state.status,
    head_seq: state.headSeq,
    last_message: state.lastMessage,
    last_message_at: state.lastMessageAt,
    unread: state.unread,
    customer_unread: state.customerUnread,
    subject: state.subject,
    labels: state.labels,
    priority: state.priority,
    queued_at: state.queuedAt,
    awaiting_since: state.awaitingSince,
    specialty: state.specialty?.slice(0, 100),
    ai_turns: state.aiTurns,
    started_at: state.startedAt,
    ended_at: state.endedAt,
    metadata: state.metadata,
  } satisfies Record<keyof typeof columns, unknown>);
}

function present<K extends string, V>(key: K, value: V | null | undefined): Partial<Record<K, V>> {
  return value === null || value === undefined ? {} : ({ [key]: value } as Record<K, V>);
}
