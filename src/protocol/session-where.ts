// Which conversations a view shows: pure, so that a console keeps a list and its count by what it hears, as the server would.
import type { Sentiment } from './model/handover';
import type { SlaState } from './model/sla';
import type { Priority, Session, SessionStatus } from './model/session';
import type { Tier } from './model/tier';

/** Of each list one has to be; what is absent is not looked at. */
export interface SessionWhere {
  /** Absent: whatever is not closed. */
  status?: SessionStatus[];
  channelType?: string[];
  channelId?: string[];
  label?: string[];
  priority?: Priority[];
  /** Ids of agents; `me` is whoever looks. */
  agentId?: string[];
  teamId?: string[];
  language?: string[];
  sentiment?: Sentiment[];
  snoozed?: boolean;
  /** Minutes for which the customer has waited for an answer. */
  waitsLongerThan?: number;
  /** What the customer was promised breaks soon, or is broken. */
  sla?: SlaState[];
  /** Where the customer belongs. */
  companyId?: string[];
  /** How much that company counts. */
  companyTier?: Tier[];
  /** Of customers: `plan:pro` is the attribute `plan`; of each that is named one value has to be. */
  attribute?: string[];
}

/** Characters: a longer text is nothing to choose from. */
export const longestFiltered = 100;

/** What is wanted of each attribute that is named. */
export function attributesWanted(all: readonly string[]): Array<{ key: string; values: string[] }> {
  const byKey = new Map<string, string[]>();
  for (const one of all) {
    const key = one.slice(0, one.indexOf(':'));
    byKey.set(key, [...(byKey.get(key) ?? []), one.slice(key.length + 1)]);
  }
  return [...byKey].map(([key, values]) => ({ key, values }));
}

export const openStatuses = ['active', 'waiting', 'with_agent'] as const satisfies SessionStatus[];

export interface Looking {
  agentId: string | undefined;
  /** Milliseconds since 1970. */
  now: number;
}

/** Since when the customer waits for an answer, whoever holds the session; undefined when nothing is to answer. */
export function waitsSince(session: Session): string | undefined {
  const { status, needsReplySince, queuedAt, startedAt } = session;
  if (status === 'closed') return undefined;
  return status === 'waiting' ? (queuedAt ?? startedAt) : needsReplySince;
}

/** How near what was promised is to its end; undefined where nothing is promised, or there is time. */
export function slaStateOf({ sla, status }: Session, now: number): SlaState | undefined {
  if (status === 'closed' || sla?.dueAt === undefined) return undefined;
  if (Date.parse(sla.dueAt) <= now) return 'overdue';
  return sla.warnAt !== undefined && Date.parse(sla.warnAt) <= now ? 'due_soon' : undefined;
}

export function matches(session: Session, where: SessionWhere, { agentId, now }: Looking): boolean {
  const { status = openStatuses, snoozed, waitsLongerThan } = where;
  const among = <T>(wanted: readonly T[] | undefined, value: T | undefined) =>
    wanted === undefined || (value !== undefined && wanted.includes(value));
  const since = waitsSince(session);
  return (
    among<SessionStatus>(status, session.status) &&
    among(where.channelType, session.channelType) &&
    among(where.channelId, session.channelId) &&
    among(where.teamId, session.teamId) &&
    among(where.priority, session.priority) &&
    among(where.language, session.language) &&
    among(where.sentiment, session.sentiment) &&
    among(where.companyId, session.company?.id) &&
    among(where.companyTier, session.company?.tier) &&
    attributesWanted(where.attribute ?? []).every(({ key, values }) =>
      among(values, String(session.customerAttributes?.[key])),
    ) &&
    among(
      where.agentId?.map((id) => (id === 'me' ? agentId : id)),
      session.agentId,
    ) &&
    (where.label === undefined || session.labels.some((label) => where.label!.includes(label))) &&
    (where.sla === undefined || among(where.sla, slaStateOf(session, now))) &&
    (snoozed === undefined || (session.snoozed !== undefined) === snoozed) &&
    (waitsLongerThan === undefined ||
      (since !== undefined && Date.parse(since) <= now - waitsLongerThan * 60_000))
  );
}
