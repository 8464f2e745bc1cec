// Everything live that the console shows, as one immutable value.
import type { Presence, Session } from '../../protocol/things';
import type { AgentSelf } from './auth';
import type { Pending } from './outbox';
import type { Counts, Source, Tab } from './session-list';
import { adjust, newer } from './session-list';
import type { Transcript } from './transcript';

/** 'none': the user is no agent and has no socket; REST alone serves it. */
export type Connection = 'connecting' | 'online' | 'offline' | 'none';

export interface ListState {
  sources: Source[];
  loading: boolean;
  error?: string;
}

export interface Typing {
  name: string;
  /** Epoch ms after which it no longer holds. */
  until: number;
}

export interface OpenState {
  loading: boolean;
  loadingOlder: boolean;
  error?: string;
}

export interface InboxState {
  connection: Connection;
  agent?: AgentSelf;
  presence?: Presence;
  presences: Record<string, Presence>;
  counts?: Counts;
  sessions: Record<string, Session>;
  lists: Partial<Record<Tab, ListState>>;
  transcripts: Record<string, Transcript>;
  opened: Record<string, OpenState>;
  typing: Record<string, Typing>;
  outbox: readonly Pending[];
}

export const emptyInbox: InboxState = {
  connection: 'connecting',
  presences: {},
  sessions: {},
  lists: {},
  transcripts: {},
  opened: {},
  typing: {},
  outbox: [],
};

/** Takes in sessions from anywhere. `counted` = they come from an event, so the counts follow. */
export function withSessions(
  state: InboxState,
  heard: readonly Session[],
  counted: boolean,
): { state: InboxState; countsUnknown: boolean } {
  const sessions = { ...state.sessions };
  let counts = state.counts;
  let countsUnknown = false;
  for (const session of heard) {
    const before = sessions[session.id];
    const after = newer(before, session);
    sessions[session.id] = after;
    if (!counted || !counts || after === before) continue;
    const adjusted = adjust(counts, { before, after, agentId: state.agent?.id });
    if (adjusted) counts = adjusted;
    else countsUnknown = true;
  }
  return { state: { ...state, sessions, ...(counts && { counts }) }, countsUnknown };
}

export function agentName(agent: AgentSelf | undefined): string {
  return agent?.displayName ?? agent?.name ?? '';
}
