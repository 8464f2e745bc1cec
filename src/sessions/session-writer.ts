// The states of sessions at work on this node, and the one way to change one: decide on the state, append with its
// headSeq, and when the log has grown meanwhile, read what is new and decide again.
import { setTimeout as sleep } from 'node:timers/promises';
import { DomainError, notFound, Stale } from '../errors';
import type { EventBus } from '../events';
import type { Message } from '../protocol/model/message';
import type { Committed } from './commands';
import type { Committer } from './committer';
import { createKeyedMutex } from '../tools/keyed-mutex';
import type { Projector } from './projector';
import { apply, fold, type NewMessage, type SessionState } from './session';
import type { MessageLog, SessionRows } from './store';

export interface Change {
  organizationId: string;
  sessionId: string;
  expectSeq?: number;
  /** Read the log first: for decisions that a stale state would get wrong. */
  fresh?: boolean;
  origin?: string;
  /** Throws when the state does not allow it; null when nothing is to do. */
  decide(state: SessionState): NewMessage | null;
}

export type Changed = Omit<Committed, 'message'> & { message?: Message };

export interface SessionWriter {
  change(change: Change): Promise<Changed>;
  /** Up to date with the log. Throws `not_found`. */
  read(organizationId: string, sessionId: string): Promise<SessionState>;
  /** Applies a change that is not in the log (read state). */
  patch(
    organizationId: string,
    sessionId: string,
    work: (state: SessionState) => Promise<SessionState>,
  ): Promise<SessionState>;
  /** What this node knows, without asking anybody. */
  peek(sessionId: string): SessionState | undefined;
  put(state: SessionState): void;
  /** Somebody read these from the log: what follows on what this node knows of the session is known from now on. */
  learn(sessionId: string, messages: readonly Message[]): void;
  readonly size: number;
}

interface SessionWriterDeps {
  log: MessageLog;
  rows: Pick<SessionRows, 'get'>;
  committer: Committer;
  projector: Projector;
  events: EventBus;
  /** States kept; the longest unused go first. */
  maxStates?: number;
}

const page = 500;
/** Somebody else wins each time that we lose; so many in a row do not happen by chance. */
const attempts = 100;

export function createSessionWriter({
  log,
  rows,
  committer,
  projector,
  events,
  maxStates = 50_000,
}: SessionWriterDeps): SessionWriter {
  const states = new Map<string, SessionState>();
  const mutex = createKeyedMutex();

  function put(state: SessionState): SessionState {
    states.delete(state.id);
    states.set(state.id, state);
    if (states.size > maxStates) states.delete(states.keys().next().value!);
    return state;
  }

  /** The state at hand. */
  function known(organizationId: string, sessionId: string): SessionState | undefined {
    const state = states.get(sessionId);
    if (state && state.organizationId !== organizationId) throw notFound('session');
    return state;
  }

  /** The row, brought up to the log's end. */
  async function load(organizationId: string, sessionId: string): Promise<SessionState> {
    const row = await rows.get(organizationId, sessionId);
    if (!row) throw notFound('session');
    return catchUp(row);
  }

  async function catchUp(state: SessionState): Promise<SessionState> {
    const ref = { organizationId: state.organizationId, sessionId: state.id };
    let next = state;
    for (;;) {
      const messages = await log.read(ref, { after: next.headSeq, limit: page });
      next = fold(next, messages);
      if (messages.length < page) return put(next);
    }
  }

  /** Another node appended: its row tells what is not in the log (reads), the log tells the rest. */
  async function reread(organizationId: string, sessionId: string): Promise<SessionState> {
    states.delete(sessionId);
    return load(organizationId, sessionId);
  }

  function committed(state: SessionState, message: Message, origin: string | undefined): Changed {
    const session = put(apply(state, message));
    projector.mark(session);
    events.emit('message', { session, message, ...(origin !== undefined && { origin }) });
    return { session, message, duplicate: false };
  }

  async function change(wanted: Change): Promise<Changed> {
    const { organizationId, sessionId, expectSeq, origin } = wanted;
    let state = known(organizationId, sessionId) ?? (await load(organizationId, sessionId));
    if (wanted.fresh || (expectSeq !== undefined && expectSeq > state.headSeq)) state = await catchUp(state);
    for (let attempt = 0; attempt < attempts; attempt += 1) {
      if (expectSeq !== undefined && expectSeq !== state.headSeq) throw new Stale(state.headSeq);
      let message: NewMessage | null;
      try {
        message = wanted.decide(state);
      } catch (error) {
        // A refusal may come from a state that another node has changed: look again before it is believed.
        if (wanted.fresh) throw error;
        state = await catchUp(state);
        if (expectSeq !== undefined && expectSeq !== state.headSeq) throw new Stale(state.headSeq);
        message = wanted.decide(state);
      }
      if (!message) return { session: state, duplicate: false };
      const outcome = await committer.append({ session: ref(state), message, expectSeq: state.headSeq });
      if (outcome.outcome === 'appended') return committed(state, outcome.message, origin);
      if (outcome.outcome === 'duplicate')
        return { session: state, message: outcome.message, duplicate: true };
      if (attempt > 0) await sleep(Math.random() * Math.min(attempt, 20));
      state = await reread(organizationId, sessionId);
    }
    throw new DomainError('unavailable', 'Too many are writing here at once. Try again.', { retryAfter: 1 });
  }

  return {
    change: (wanted) => mutex.run(wanted.sessionId, () => change(wanted)),
    read: async (organizationId, sessionId) =>
      catchUp(known(organizationId, sessionId) ?? (await load(organizationId, sessionId))),
    patch: (organizationId, sessionId, work) =>
      mutex.run(sessionId, async () => {
        const before = known(organizationId, sessionId) ?? (await load(organizationId, sessionId));
        const after = await work(before);
        if (after === before) return before;
        projector.mark(put(after));
        return after;
      }),
    peek: (sessionId) => states.get(sessionId),
    put: (state) => void put(state),
    learn(sessionId, messages) {
      const state = states.get(sessionId);
      const news = state ? messages.filter(({ seq }) => seq > state.headSeq) : [];
      if (state && news[0]?.seq === state.headSeq + 1) put(fold(state, news));
    },
    get size() {
      return states.size;
    },
  };
}

function ref({ id, organizationId, customerId, channelId }: SessionState) {
  return { id, organizationId, customerId, channelId };
}
