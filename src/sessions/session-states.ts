// The states of the sessions at work on this node, each brought up to the log when somebody asks for it.
import { LRUCache } from 'lru-cache';
import { notFound } from '../errors';
import type { Message } from '../protocol/model/message';
import { fold } from './fold';
import { withResponders } from './human-responses';
import { newerOf, withCustomerOf, type SessionState } from './session';
import type { MessageLog, SessionRows } from './store';

const withoutGone = ({ customerGoneSince, ...state }: SessionState): SessionState => state;

export interface SessionStates {
  /** What this node knows, without asking anybody. Throws `not_found` for a session of another organization. */
  known(organizationId: string, sessionId: string): SessionState | undefined;
  peek(sessionId: string): SessionState | undefined;
  /** Keeps what is newer of it and what is known; the result. Nothing known is ever put back. */
  put(state: SessionState): SessionState;
  /** The same of a row that was just read, which alone tells what is known of the customer. */
  putRow(row: SessionState): SessionState;
  /** The row, brought up to the log's end. Throws `not_found`. */
  load(organizationId: string, sessionId: string): Promise<SessionState>;
  catchUp(state: SessionState): Promise<SessionState>;
  /** Somebody read these from the log: what follows on what is known is known from now on. */
  learn(sessionId: string, messages: readonly Message[]): void;
  readonly size: number;
}

const page = 500;

interface SessionStatesDeps {
  log: Pick<MessageLog, 'read'>;
  rows: Pick<SessionRows, 'get'>;
  withSla: WithSla;
}

/** The state with its SLA, as far as this node knows the policies. */
export type WithSla = (state: SessionState) => SessionState;

/** @param most the longest unused go first */
export function createSessionStates({ log, rows, withSla }: SessionStatesDeps, most = 50_000): SessionStates {
  const states = new LRUCache<string, SessionState>({ max: most });

  // Whether the customer is there is not in the log: of that only the row knows.
  function put(found: SessionState): SessionState {
    const state = found.customerGoneSince === undefined ? found : withoutGone(found);
    const before = states.peek(state.id);
    const next = withSla(before ? newerOf(state, before) : state);
    states.set(state.id, next);
    return next;
  }

  function putRow(row: SessionState): SessionState {
    const before = states.peek(row.id);
    return put(before ? withCustomerOf(row, newerOf(row, before)) : row);
  }

  async function catchUp(state: SessionState): Promise<SessionState> {
    const ref = { organizationId: state.organizationId, sessionId: state.id };
    let next = state.respondersUnknown ? await withResponders(log, state) : state;
    for (;;) {
      const messages = await log.read(ref, { after: next.headSeq, limit: page });
      next = fold(next, messages);
      if (messages.length < page) return put(next);
    }
  }

  return {
    put,
    putRow,
    catchUp,
    peek: (sessionId) => states.peek(sessionId),
    known(organizationId, sessionId) {
      const state = states.get(sessionId);
      if (state && state.organizationId !== organizationId) throw notFound('session');
      return state;
    },
    async load(organizationId, sessionId) {
      const row = await rows.get(organizationId, sessionId);
      if (!row) throw notFound('session');
      return catchUp(putRow(row));
    },
    learn(sessionId, messages) {
      const state = states.peek(sessionId);
      const news = state ? messages.filter(({ seq }) => seq > state.headSeq) : [];
      if (state && news[0]?.seq === state.headSeq + 1) put(fold(state, news));
    },
    get size() {
      return states.size;
    },
  };
}
