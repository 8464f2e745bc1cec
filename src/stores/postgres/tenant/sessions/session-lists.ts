// Lists of sessions as SQL: which of them, in what order, from where on, and how many.
import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import { DomainError } from '../../../../errors';
import {
  priorities,
  sessionStatuses,
  type Priority,
  type SessionStatus,
} from '../../../../protocol/model/session';
import type { SlaState } from '../../../../protocol/model/sla';
import { attributesWanted } from '../../../../protocol/session-where';
import type { SessionState } from '../../../../sessions/session';
import type { OneOf, SessionFilter } from '../../../../sessions/store';

/** Closed sessions are counted up to here: nobody needs to know more, and counting them all grows without end. */
export const closedCounted = 1000;

interface Walk {
  column: 'last_message_at' | 'started_at' | 'sla_due_at' | 'queued_at';
  at(state: SessionState): string;
  direction: 'ASC' | 'DESC';
  beyond: '<' | '>';
}

const lastMessageAt = (state: SessionState) => state.lastMessageAt;

/** In which order a list is walked. Who looks for changes sees what changes meanwhile at the end of the walk. */
export function walkOf({ order, updatedSince }: SessionFilter): Walk {
  if (updatedSince !== undefined)
    return { column: 'last_message_at', at: lastMessageAt, direction: 'ASC', beyond: '>' };
  if (order === 'dueAt')
    return { column: 'sla_due_at', at: ({ sla }) => sla!.dueAt!, direction: 'ASC', beyond: '>' };
  if (order === 'queuedAt')
    return { column: 'queued_at', at: ({ queuedAt }) => queuedAt!, direction: 'ASC', beyond: '>' };
  return order === 'startedAt'
    ? { column: 'started_at', at: ({ startedAt }) => startedAt, direction: 'DESC', beyond: '<' }
    : { column: 'last_message_at', at: lastMessageAt, direction: 'DESC', beyond: '<' };
}

interface Asked {
  filter: SessionFilter;
  limit: number;
  cursor: string | undefined;
}

/** The rows of one page and its `limit`, those of each status, or in the queue of each priority, by its index; the outer query puts them in order. */
export function pageOf(conditions: Conditions, walk: Walk, asked: Asked): string {
  const { column, direction } = walk;
  const part = partsOf(conditions, walk, asked);
  if (column === 'started_at') return part([], column);
  if (column === 'sla_due_at') return part(['s.sla_due_at IS NOT NULL'], column);
  const each =
    column === 'queued_at'
      ? prioritiesOf(asked.filter).map((priority) =>
          part([`s.status = 'waiting'`, `s.priority = '${priority}'`], column),
        )
      : statusesOf(asked.filter).map((status) => {
          const which = [`s.status = '${status}'`];
          return status === 'closed' ? part(which, 'settled_at') : part(which, column, 'last_message_hour');
        });
  if (each.length < 2) return each[0] ?? part(['false'], column);
  return `SELECT s.* FROM (${each.map((one) => `(${one})`).join(' UNION ALL ')}) AS s
    ORDER BY s.${column} ${direction}, s.id ${direction} LIMIT ${conditions.parameter(asked.limit)}`;
}

/**
 * @returns SQL of a part of a page. The last message of open sessions is in no index (their updates are cheap for it), but its
 * hour is: where one is named, what is of one hour is sorted.
 */
function partsOf(conditions: Conditions, { direction, beyond }: Walk, { filter, limit, cursor }: Asked) {
  const p = conditions.parameter;
  const most = p(limit);
  const place = cursor === undefined ? undefined : readCursor(cursor);
  const after = place && { at: instant(p(place.at)), id: `${p(place.id)}::uuid` };
  const since = filter.updatedSince === undefined ? undefined : `${p(filter.updatedSince)}::timestamptz`;
  return (which: string[], column: string, hour?: string): string => {
    const all = [
      ...conditions.all,
      ...which,
      ...(after ? [`(s.${column}, s.id) ${beyond} (${after.at}, ${after.id})`] : []),
      ...(after && hour ? [`s.${hour} ${beyond}= ${hourOf(after.at)}`] : []),
      ...(since ? [`s.${column} >= ${since}`] : []),
      ...(since && hour ? [`s.${hour} >= ${hourOf(since)}`] : []),
    ];
    const order = [...(hour ? [hour] : []), column, 'id'].map((name) => `s.${name} ${direction}`);
    return `SELECT s.* FROM sessions s ${whereAll(all)} ORDER BY ${order.join(', ')} LIMIT ${most}`;
  };
}

/** As its column is filled. */
const hourOf = (at: string) => `date_trunc('hour', (${at}) AT TIME ZONE 'UTC')`;

function prioritiesOf({ priority }: SessionFilter): Priority[] {
  const wanted = priority === undefined ? priorities : [priority].flat();
  return priorities.filter((one) => wanted.includes(one));
}

/** Which there can be any of. */
function statusesOf({ status, snoozed, waitsLongerThan, sla }: SessionFilter): SessionStatus[] {
  const isOpenOnly = snoozed === true || waitsLongerThan !== undefined || sla !== undefined;
  const wanted = status === undefined ? sessionStatuses : [status].flat();
  return sessionStatuses.filter((one) => wanted.includes(one) && !(isOpenOnly && one === 'closed'));
}

/**
 * One walk through the open ones counts for all filters. Closed ones are counted by the indexes that lists of
 * them go by.
 */
export async function countEach(
  manager: EntityManager,
  filters: readonly SessionFilter[],
): Promise<number[]> {
  if (filters.length === 0) return [];
  const values: unknown[] = [];
  const columns = filters.map(({ label, ...filter }, n) => {
    const { all, add } = conditionsOf(filter, values);
    // Of a row that is read anyway: to look each up among the labels takes twenty times as long.
    if (label !== undefined) add((p) => `s.labels && ${p([label].flat())}::text[]`);
    return `count(*) FILTER (${whereAll([isKept, ...all])})::int AS "${n}"`;
  });
  const [counted] = await manager.query<Array<Record<string, number>>>(
    `SELECT ${columns.join(', ')} FROM sessions s WHERE s.status <> 'closed'`,
    values,
  );
  const counts = filters.map((_, n) => counted![n]!);
  for (const [n, filter] of filters.entries()) {
    if (!statusesOf(filter).includes('closed')) continue;
    const { all, values: own } = conditionsOf(filter);
    const where = whereAll([`s.status = 'closed'`, isKept, ...all]);
    const [closed] = await manager.query<Array<{ n: number }>>(
      `SELECT count(*)::int AS n FROM (SELECT FROM sessions s ${where} LIMIT ${closedCounted}) AS counted`,
      own,
    );
    counts[n]! += closed!.n;
  }
  return counts;
}

/** Since when the customer waits for an answer, whoever has it. */
const waitsSince = `CASE WHEN s.status = 'waiting' THEN coalesce(s.queued_at, s.started_at)
  WHEN s.status <> 'closed' AND s.snoozed_until IS NULL THEN s.awaiting_since END`;

const slaStates: Record<SlaState, string> = {
  overdue: 's.sla_due_at <= now()',
  due_soon: `(s.sla_due_at > now() AND (s.sla ->> 'warnAt')::timestamptz <= now())`,
};

function columnsOf(
  filter: SessionFilter,
): Array<[column: string, wanted: OneOf<string> | undefined, type: string]> {
  return [
    ['status', filter.status, 'text'],
    ['agent_id', filter.agentId, 'uuid'],
    ['customer_id', filter.customerId, 'uuid'],
    ['customer_id', filter.customerIds, 'uuid'],
    ['channel_id', filter.channelId, 'uuid'],
    ['channel_type', filter.channelType, 'text'],
    ['team_id', filter.teamId, 'uuid'],
    ['priority', filter.priority, 'text'],
    ['language', filter.language, 'text'],
    ['sentiment', filter.sentiment, 'text'],
  ];
}

type Parameter = (value: unknown) => string;

/** Of what was deleted there is nothing to show. */
export const isKept = 's.deleted_at IS NULL';

/** Collects conditions with their values, so that no value ever becomes SQL. */
export function conditionsOf(filter: SessionFilter, values: unknown[] = []) {
  const conditions: string[] = [];
  const parameter: Parameter = (value) => `$${values.push(value)}`;
  const add = (condition: (parameter: Parameter) => string) => conditions.push(condition(parameter));
  for (const [column, wanted, type] of columnsOf(filter)) {
    if (wanted === undefined) continue;
    if (Array.isArray(wanted)) add((p) => `s.${column} = ANY (${p(wanted)}::${type}[])`);
    else add((p) => `s.${column} = ${p(wanted)}`);
  }
  if (filter.snoozed !== undefined) add(() => `s.snoozed_until IS ${filter.snoozed ? 'NOT ' : ''}NULL`);
  if (filter.waitsLongerThan !== undefined)
    add((p) => `${waitsSince} <= now() - ${p(filter.waitsLongerThan)} * interval '1 minute'`);
  if (filter.sla !== undefined) {
    const wanted = [filter.sla].flat();
    add(() => `(${wanted.map((state) => slaStates[state]).join(' OR ')})`);
  }
  if (filter.label !== undefined)
    add(
      (p) =>
        `EXISTS (SELECT FROM session_labels l WHERE l.organization_id = s.organization_id AND l.label ${
          typeof filter.label === 'string' ? `= ${p(filter.label)}` : `= ANY (${p(filter.label)}::text[])`
        } AND l.session_id = s.id)`,
    );
  for (const condition of ofCustomers(filter)) add(condition);
  return { add, parameter, values, all: conditions };
}

/** What is known of customers is no column of their sessions. */
function ofCustomers({ companyId, companyTier, attribute }: SessionFilter) {
  const within = (customers: string) => `s.customer_id IN (${customers})`;
  const conditions: Array<(parameter: Parameter) => string> = [];
  if (companyId !== undefined)
    conditions.push((p) =>
      within(`SELECT c.id FROM customers c WHERE c.company_id = ANY (${p([companyId].flat())}::uuid[])`),
    );
  if (companyTier !== undefined)
    conditions.push((p) =>
      within(`SELECT c.id FROM customers c WHERE c.company_tier = ANY (${p([companyTier].flat())}::text[])`),
    );
  for (const { key, values } of attributesWanted(attribute === undefined ? [] : [attribute].flat()))
    conditions.push((p) =>
      within(`SELECT v.customer_id FROM customer_attribute_values v
        WHERE v.key = ${p(key)} AND v.value = ANY (${p(values)}::text[])`),
    );
  return conditions;
}

type Conditions = ReturnType<typeof conditionsOf>;

/** Each label of a session as `l`; where one is asked for, only that one, so that its row is what the list behind it has. */
export const joinLabels = ({ label }: SessionFilter, parameter: Parameter) =>
  `LEFT JOIN session_labels l ON l.session_id = s.id${
    label === undefined ? '' : ` AND l.label = ANY (${parameter([label].flat())}::text[])`
  }`;

export const whereAll = (conditions: string[]) =>
  conditions.length ? `WHERE ${conditions.join(' AND ')}` : '';

/** The rows hold milliseconds, because a projection writes what JavaScript can tell apart. */
const instant = (parameter: string) => `timestamptz 'epoch' + ${parameter} * interval '1 millisecond'`;

const cursorShape = z.tuple([z.int().min(0).max(8.64e15), z.uuid()]);

export function cursorAfter(state: SessionState, { at }: Walk): string {
  return Buffer.from(JSON.stringify([Date.parse(at(state)), state.id])).toString('base64url');
}

function readCursor(cursor: string): { at: number; id: string } {
  try {
    const [at, id] = cursorShape.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()));
    return { at, id };
  } catch {
    throw new DomainError('invalid', 'This cursor is not one of ours: begin without one.');
  }
}
