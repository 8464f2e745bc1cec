// The list: which sessions a tab shows and in what order, from REST pages and from what sockets tell since.
import type { Priority, Session } from '../../protocol/model/session';
import { matches, openStatuses, waitsSince, type SessionWhere } from '../../protocol/session-where';
import { whereOf, type WhereTab } from './where-tab';

export const tabs = ['mine', 'waiting', 'ai', 'snoozed', 'all', 'closed'] as const;
export type PlainTab = (typeof tabs)[number];
/** What a list shows: a tab, or what a filter lets through. */
export type Tab = PlainTab | WhereTab;

export interface Counts {
  mine: number;
  /** Of one's own, whose customers wait for an answer; a server of before does not say it. */
  needsReply?: number;
  snoozed: number;
  waiting: number;
  active: number;
  open: number;
  closed?: number;
}

/** One REST query that fills a tab, and how far it has been read. */
export interface Source {
  query: Record<string, string | string[]>;
  /** undefined = not asked yet, null = read to its end. */
  cursor: string | null | undefined;
  /** Time of the last row read: below it this tab knows nothing yet. */
  floor?: string;
  /** A part of the queue, from who has waited longest; those of a higher one come before all of it. */
  priority?: Priority;
}

const priorities = ['urgent', 'high', 'normal', 'low'] as const satisfies Priority[];

/** "All" is every open session: three queries, because the server filters by one status at a time. */
export function sourcesOf(tab: Tab, agentId: string | undefined): Source[] {
  const source = (query: Source['query']): Source => ({ query, cursor: undefined });
  switch (tab) {
    case 'mine':
      return agentId ? [source({ status: 'with_agent', agentId, snoozed: 'false' })] : [];
    case 'waiting':
      return priorities.map((priority) => ({
        ...source({ status: 'waiting', priority, order: 'queuedAt' }),
        priority,
      }));
    case 'ai':
      return [source({ status: 'active' })];
    case 'snoozed':
      return [source({ status: 'with_agent', snoozed: 'true' })];
    case 'closed':
      return [source({ status: 'closed' })];
    default:
      return [source(queryOf(whereOf(tab)))];
    case 'all':
      return ['waiting', 'with_agent', 'active'].map((status) => source({ status }));
  }
}

/** As `GET sessions` is asked for it. */
function queryOf({
  status = [...openStatuses],
  snoozed,
  waitsLongerThan,
  ...rest
}: SessionWhere): Source['query'] {
  return {
    ...rest,
    status,
    ...(snoozed !== undefined && { snoozed: String(snoozed) }),
    ...(waitsLongerThan !== undefined && { waitsLongerThan: String(waitsLongerThan) }),
  };
}

export function belongs(session: Session, tab: Tab, agentId: string | undefined): boolean {
  if (session.metadata['expired']) return false;
  switch (tab) {
    case 'mine':
      return (
        session.status === 'with_agent' &&
        session.agentId !== undefined &&
        session.agentId === agentId &&
        !session.snoozed
      );
    case 'snoozed':
      return session.snoozed !== undefined;
    case 'waiting':
      return session.status === 'waiting';
    case 'ai':
      return session.status === 'active';
    case 'closed':
      return session.status === 'closed';
    case 'all':
      return session.status !== 'closed';
    default:
      return matches(session, whereOf(tab), { agentId, now: Date.now() });
  }
}

/** The time of what a row shows: labels, notes and assignments are no words. */
export function shownAt({ lastMessage, lastMessageAt }: Session): string {
  return lastMessage?.timestamp ?? lastMessageAt;
}

type Order = (a: Session, b: Session) => number;

/** As the server pages them: of two of the same moment, too, what is read later comes later. */
const byLastWord: Order = (a, b) => b.lastMessageAt.localeCompare(a.lastMessageAt) || byId(b, a);

const queuedAt = (session: Session) => session.queuedAt ?? session.startedAt;

/** As the queue will be served. */
const byTurn: Order = (a, b) =>
  priorities.indexOf(a.priority) - priorities.indexOf(b.priority) ||
  queuedAt(a).localeCompare(queuedAt(b)) ||
  byId(a, b);

/** Who needs a reply comes first, the longest waiting at the top. */
const byNeed: Order = (a, b) => {
  const [since, other] = [waitsSince(a), waitsSince(b)];
  if (since === undefined && other === undefined) return byLastWord(a, b);
  return (since ?? '9').localeCompare(other ?? '9') || byId(a, b);
};

/** What breaks first, or broke first, is at the top. */
const byDue: Order = (a, b) => (a.sla?.dueAt ?? '9').localeCompare(b.sla?.dueAt ?? '9') || byId(a, b);

/** What comes back first is at the top; what waits for its customer comes last. */
const byReturn: Order = (a, b) =>
  (a.snoozed?.until ?? '9').localeCompare(b.snoozed?.until ?? '9') || byLastWord(a, b);

/** It is shown in an order in which no page comes, so all of it is read. */
export function isReadWhole(tab: Tab): boolean {
  return tab !== 'waiting' && compare(tab) !== byLastWord;
}

function compare(tab: Tab): Order {
  if (tab === 'waiting') return byTurn;
  if (tab === 'snoozed') return byReturn;
  if (tab === 'mine') return byNeed;
  if (!isPlain(tab) && whereOf(tab).sla !== undefined) return byDue;
  return isPlain(tab) || whereOf(tab).waitsLongerThan === undefined ? byLastWord : byNeed;
}

export const isPlain = (tab: Tab): tab is PlainTab => (tabs as readonly string[]).includes(tab);

function byId(a: Session, b: Session): number {
  return a.id < b.id ? -1 : 1;
}

/** Below this time some source of the tab has rows that were not read yet; undefined when all is read. */
export function floorOf(sources: readonly Source[]): string | undefined {
  const floors = sources.filter(({ cursor }) => cursor !== null).map(({ floor }) => floor ?? '9999');
  return floors.length === 0 ? undefined : floors.sort().at(-1);
}

/** What a tab has read so far. A session heard of by socket that comes later waits for its page. */
export function readIn(sources: readonly Source[]): (session: Session) => boolean {
  const unread = sources.length > 0 && sources.every(({ cursor }) => cursor === undefined);
  if (isQueue(sources)) return (session) => unread || isReadInQueue(session, sources);
  const floor = floorOf(sources);
  return ({ lastMessageAt }) => unread || floor === undefined || lastMessageAt >= floor;
}

const isQueue = (sources: readonly Source[]) => sources.some(({ priority }) => priority !== undefined);

function isReadInQueue(session: Session, sources: readonly Source[]): boolean {
  const begun = sources.find(({ cursor }) => cursor !== null);
  if (!begun) return true;
  const [place, reached] = [session.priority, begun.priority!].map((one) => priorities.indexOf(one));
  if (place !== reached) return place! < reached!;
  return begun.floor !== undefined && queuedAt(session) <= begun.floor;
}

/** The rows of a tab, in order. */
export function rows(
  sessions: Iterable<Session>,
  tab: Tab,
  { agentId, sources }: { agentId: string | undefined; sources: readonly Source[] },
): Session[] {
  return [...sessions]
    .filter((session) => belongs(session, tab, agentId))
    .filter(readIn(sources))
    .sort(compare(tab));
}

/** The sources to read next: those that hold the others back. */
export function nextSources(sources: readonly Source[]): Source[] {
  if (isQueue(sources)) {
    const unread = sources.filter(({ cursor }) => cursor === undefined);
    return unread.length > 0 ? unread : sources.filter(({ cursor }) => cursor !== null).slice(0, 1);
  }
  const floor = floorOf(sources);
  return sources.filter((source) => source.cursor !== null && (source.floor ?? '9999') === floor);
}

/** A row as newer news tell it; older news (by headSeq) change nothing. */
export function newer(known: Session | undefined, heard: Session): Session {
  if (!known) return heard;
  return heard.headSeq < known.headSeq ? known : keepCustomer(known, heard);
}

/** Not every event says what is known of the customer. */
function keepCustomer({ customerName, customerBlocked }: Session, heard: Session): Session {
  return {
    ...(customerName !== undefined && { customerName }),
    ...(customerBlocked !== undefined && { customerBlocked }),
    ...heard,
  };
}

/** Customers who wait for the reader: in the queue, and in what they hold. */
export const waitingFor = ({ counts }: { counts?: Counts }): number =>
  (counts?.waiting ?? 0) + (counts?.needsReply ?? 0);

/** What the counts become when a session changes; undefined when only the server can say. */
export function adjust(
  counts: Counts,
  change: { before: Session | undefined; after: Session; agentId: string | undefined },
): Counts | undefined {
  const { before, after, agentId } = change;
  const entering = shift(counts, 1, { session: after, agentId });
  if (!before) return after.headSeq <= 1 ? entering : undefined;
  return shift(entering, -1, { session: before, agentId });
}

function shift(
  counts: Counts,
  by: number,
  { session, agentId }: { session: Session; agentId: string | undefined },
): Counts {
  const add = (tab: PlainTab) => (belongs(session, tab, agentId) ? by : 0);
  const { needsReply, closed } = counts;
  return {
    mine: counts.mine + add('mine'),
    ...(needsReply !== undefined && { needsReply: needsReply + (session.needsReplySince ? add('mine') : 0) }),
    snoozed: counts.snoozed + add('snoozed'),
    waiting: counts.waiting + add('waiting'),
    active: counts.active + add('ai'),
    open: counts.open + add('all'),
    ...(closed !== undefined && { closed: closed + add('closed') }),
  };
}

/**
 * The order on the screen. While it is held (the pointer is over the list, or it is scrolled) no row moves or goes:
 * what is new is counted instead.
 */
export function heldOrder(
  shown: readonly string[],
  wanted: readonly string[],
  held: boolean,
): { ids: readonly string[]; fresh: number } {
  if (!held || shown.length === 0) return { ids: wanted, fresh: 0 };
  const known = new Set(shown);
  const last = shown.findLast((id) => wanted.includes(id));
  const after = last === undefined ? -1 : wanted.indexOf(last);
  const appended = wanted.slice(after + 1).filter((id) => !known.has(id));
  const missing = wanted.filter((id) => !known.has(id)).length - appended.length;
  return { ids: appended.length ? [...shown, ...appended] : shown, fresh: missing };
}
