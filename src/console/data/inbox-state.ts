// Everything live that the console shows, as one immutable value.
import type { Sender } from '../../protocol/model/message';
import type { AwayReason, Presence } from '../../protocol/model/presence';
import type { Rules } from '../../protocol/model/rules';
import type { Session } from '../../protocol/model/session';
import { matches, type SessionWhere } from '../../protocol/session-where';
import type { AgentSelf } from './auth';
import type { Pending } from './outbox';
import type { Counts, Source, Tab } from './session-list';
import { adjust, belongs, newer } from './session-list';
import type { Transcript } from './transcript';

/** 'none': the user is no agent and has no socket; REST alone serves it. */
export type Connection = 'connecting' | 'online' | 'offline' | 'none';

export interface ListState {
  sources: Source[];
  loading: boolean;
  error?: string;
}

export interface Typing {
  /** Who writes: a colleague's words are not the customer's. */
  sender: Sender;
  /** '' for the customer. */
  name: string;
  /** The agent's id. */
  senderId?: string;
  /** Epoch ms after which it no longer holds. */
  until: number;
}

export interface OpenState {
  loading: boolean;
  loadingOlder: boolean;
  error?: string;
  /** There is no such conversation, or none that this agent may see: trying again is of no use. */
  isMissing?: boolean;
  /** What the session's channel takes. */
  rules?: Rules;
}

export interface InboxState {
  connection: Connection;
  agent?: AgentSelf;
  presence?: Presence;
  /** The server made this agent away. */
  awayReason?: AwayReason | undefined;
  presences: Record<string, Presence>;
  counts?: Counts;
  /** Saved views, and how many conversations each shows. */
  views: Readonly<Record<string, SessionWhere>>;
  viewCounts: Readonly<Record<string, number>>;
  sessions: Record<string, Session>;
  /** Those that became this agent's and have not been opened since: new to the agent, whoever has read them. */
  given: Readonly<Record<string, true>>;
  lists: Partial<Record<Tab, ListState>>;
  transcripts: Record<string, Transcript>;
  opened: Record<string, OpenState>;
  typing: Record<string, Typing>;
  /** By session: colleagues who have it open, each until when that holds, in epoch ms. */
  viewers: Record<string, Readonly<Record<string, number>>>;
  outbox: readonly Pending[];
  /** Where this agent has begun to write. */
  drafted: Readonly<Record<string, true>>;
}

export const emptyInbox: InboxState = {
  connection: 'connecting',
  views: {},
  viewCounts: {},
  presences: {},
  sessions: {},
  given: {},
  lists: {},
  transcripts: {},
  opened: {},
  typing: {},
  viewers: {},
  outbox: [],
  drafted: {},
};

/** Takes in sessions from anywhere. `counted` = they come from an event, so the counts follow. */
export function withSessions(
  state: InboxState,
  heard: readonly Session[],
  counted: boolean,
): { state: InboxState; countsUnknown: boolean } {
  const sessions = { ...state.sessions };
  const given = { ...state.given };
  const agentId = state.agent?.id;
  const mine = (session: Session | undefined) => session !== undefined && belongs(session, 'mine', agentId);
  let counts = state.counts;
  let viewCounts = state.viewCounts;
  let countsUnknown = false;
  for (const session of heard) {
    const before = sessions[session.id];
    const after = newer(before, session);
    sessions[session.id] = after;
    if (!mine(after)) delete given[session.id];
    else if (!mine(before) && (before || counted)) given[session.id] = true;
    if (!counted || !counts || after === before) continue;
    const adjusted = adjust(counts, { before, after, agentId });
    if (adjusted) counts = adjusted;
    else countsUnknown = true;
    if (before || adjusted) viewCounts = adjustViews({ ...state, viewCounts }, before, after);
  }
  return { state: { ...state, sessions, given, viewCounts, ...(counts && { counts }) }, countsUnknown };
}

/** What entered a view, and what left it. */
function adjustViews(
  { views, viewCounts, agent }: Pick<InboxState, 'views' | 'viewCounts' | 'agent'>,
  before: Session | undefined,
  after: Session,
): InboxState['viewCounts'] {
  const looking = { agentId: agent?.id, now: Date.now() };
  const changed = Object.entries(views).flatMap(([id, where]) => {
    const count = viewCounts[id];
    const by =
      Number(matches(after, where, looking)) -
      Number(before !== undefined && matches(before, where, looking));
    return count === undefined || by === 0 ? [] : [[id, Math.max(0, count + by)]];
  });
  return changed.length === 0 ? viewCounts : { ...viewCounts, ...Object.fromEntries(changed) };
}

/** Is or was on the agent's screen, so it is not new, even when it was given meanwhile. */
export function seen(state: InboxState, sessionId: string): InboxState {
  if (!state.given[sessionId]) return state;
  const { [sessionId]: _, ...given } = state.given;
  return { ...state, given };
}

/** What is marked as new: a row that is known, and this agent's. */
export function isNew({ given, sessions, agent }: InboxState, sessionId: string): boolean {
  const session = sessions[sessionId];
  return given[sessionId] === true && session !== undefined && belongs(session, 'mine', agent?.id);
}

/** All of this agent's rows are known: the marks of others were kept since before they went or closed. */
export function withoutOldMarks(state: InboxState): InboxState {
  const ids = Object.keys(state.given);
  const still = ids.filter((id) => isNew(state, id));
  if (still.length === ids.length) return state;
  return { ...state, given: Object.fromEntries(still.map((id) => [id, true as const])) };
}

/** How long a colleague is known to look, unless it is said again. */
const viewsForMs = 60_000;

export function withViewers(
  state: InboxState,
  sessionId: string,
  viewers: Readonly<Record<string, boolean>>,
): InboxState {
  const known = { ...state.viewers[sessionId] };
  for (const [agentId, views] of Object.entries(viewers)) {
    if (views) known[agentId] = Date.now() + viewsForMs;
    else delete known[agentId];
  }
  return { ...state, viewers: { ...state.viewers, [sessionId]: known } };
}

export function agentName(agent: AgentSelf | undefined): string {
  return agent?.displayName ?? agent?.name ?? '';
}
