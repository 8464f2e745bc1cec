// The one way to change a session: decide on its state, append with its headSeq, and when the log has grown meanwhile,
// read what is new and decide again.
import { setTimeout as sleep } from 'node:timers/promises';
import { DomainError, Stale } from '../errors';
import type { EventBus } from '../events';
import type { Message } from '../protocol/model/message';
import { say } from '../protocol/server-texts/said';
import { createKeyedMutex } from '../tools/keyed-mutex';
import type { Committed } from './commands';
import type { Committer } from './committer';
import type { Projector } from './projector';
import { apply } from './fold';
import type { Draft, NewMessage, SessionState } from './session';
import type { SessionStates } from './session-states';

export interface Change {
  organizationId: string;
  sessionId: string;
  expectSeq?: number;
  /** That nothing is to do is believed only of the log's end. */
  fresh?: boolean;
  origin?: string;
  /** Throws when the state does not allow it; null when nothing is to do. */
  decide(state: SessionState): Draft | null;
}

export type Changed = Omit<Committed, 'message'> & { message?: Message };

export interface SessionWriter {
  change(change: Change): Promise<Changed>;
  /** Up to date with the log. Throws `not_found`. */
  read(organizationId: string, sessionId: string): Promise<SessionState>;
  /** The same, of a row that was read just now. */
  readFrom(row: SessionState): Promise<SessionState>;
  /** The same of a session that was opened just now: what is in its log all the same, the append is refused for. */
  begin(row: SessionState): SessionState;
  /** As far as this node knows, or the row does; it may be old. Throws `not_found`. */
  known(organizationId: string, sessionId: string): Promise<SessionState>;
  /** Applies a change that is not in the log (how far somebody has read). */
  patch(
    organizationId: string,
    sessionId: string,
    work: (state: SessionState) => Promise<SessionState>,
  ): Promise<SessionState>;
}

interface SessionWriterDeps {
  states: SessionStates;
  committer: Committer;
  projector: Projector;
  events: EventBus;
  /** Milliseconds since 1970 by the clock that all nodes share. */
  now(): number;
}

/** Somebody else wins each time that we lose; so many in a row do not happen by chance. */
const attempts = 100;

export function createSessionWriter({
  states,
  committer,
  projector,
  events,
  now,
}: SessionWriterDeps): SessionWriter {
  const mutex = createKeyedMutex();
  const stateOf = async (organizationId: string, sessionId: string): Promise<SessionState> =>
    states.known(organizationId, sessionId) ?? (await states.load(organizationId, sessionId));

  function committed(state: SessionState, message: Message, origin: string | undefined): Changed {
    const session = states.put(apply(state, message));
    projector.mark(session);
    events.emit('message', { session, message, ...(origin !== undefined && { origin }) });
    return { session, message, duplicate: false };
  }

  async function change(wanted: Change): Promise<Changed> {
    const { organizationId, sessionId, expectSeq, origin } = wanted;
    let state = await stateOf(organizationId, sessionId);
    if (expectSeq !== undefined && expectSeq > state.headSeq) state = await states.catchUp(state);
    for (let attempt = 0; attempt < attempts; attempt += 1) {
      const decided = await decide(states, wanted, state);
      state = decided.state;
      if (!decided.draft) return { session: state, duplicate: false };
      const message = dated(decided.draft, state, now());
      const outcome = await committer.append({ session: ref(state), message, expectSeq: state.headSeq });
      if (outcome.outcome === 'appended') return committed(state, outcome.message, origin);
      if (outcome.outcome === 'duplicate')
        return { session: state, message: outcome.message, duplicate: true };
      if (attempt > 0) await sleep(Math.random() * Math.min(attempt, 20));
      // Another node appended: its row tells how far somebody has read, the log tells the rest.
      state = await states.load(organizationId, sessionId);
    }
    throw new DomainError('unavailable', say('many_writing'), { retryAfter: 1 });
  }

  return {
    change: (wanted) => mutex.run(wanted.sessionId, () => change(wanted)),
    known: stateOf,
    async read(organizationId, sessionId) {
      const known = states.known(organizationId, sessionId);
      return known ? states.catchUp(known) : states.load(organizationId, sessionId);
    },
    readFrom: (row) => states.catchUp(states.putRow(row)),
    begin: states.putRow,
    patch: (organizationId, sessionId, work) =>
      mutex.run(sessionId, async () => {
        const before = await stateOf(organizationId, sessionId);
        const after = await work(before);
        if (after === before) return before;
        const state = states.put(after);
        projector.mark(state);
        return state;
      }),
  };
}

/**
 * A state that another node has moved on is refused by the append. A refusal, and for `fresh` changes that nothing is to
 * do, are not: those are believed only of the log's end.
 */
async function decide(
  states: Pick<SessionStates, 'catchUp'>,
  wanted: Change,
  state: SessionState,
): Promise<{ state: SessionState; draft: Draft | null }> {
  const ask = (known: SessionState): Draft | null => {
    if (wanted.expectSeq !== undefined && wanted.expectSeq !== known.headSeq) throw new Stale(known.headSeq);
    return wanted.decide(known);
  };
  try {
    const draft = ask(state);
    if (draft || !wanted.fresh) return { state, draft };
  } catch (error) {
    if (error instanceof Stale) throw error;
  }
  const end = await states.catchUp(state);
  return { state: end, draft: ask(end) };
}

/** Times never go back in a log. */
function dated(draft: Draft, { lastMessageAt }: SessionState, now: number): NewMessage {
  const timestamp = new Date(now).toISOString();
  return { ...draft, timestamp: timestamp < lastMessageAt ? lastMessageAt : timestamp };
}

function ref({ id, organizationId, customerId, channelId }: SessionState) {
  return { id, organizationId, customerId, channelId };
}
