// A customer's message: into the session that is open, or into a new one.
import { DomainError } from '../errors';
import type { EventBus } from '../events';
import { createKeyedMutex } from '../tools/keyed-mutex';
import type { Committed, DetectIn, Receive } from './commands';
import { Blocked, ownMessage } from './refusals';
import { closeOlderSession } from './close-older-session';
import { targetOf } from './merging/merge';
import type { OpenSessions } from './open-sessions';
import type { Draft, SessionState } from './session';
import type { SessionWriter } from './session-writer';
import type { MessageLog, Projection, SessionRows } from './store';
import * as transitions from './transitions';
import { ClosedMeanwhile } from './transitions';
import { say } from '../protocol/server-texts/said';

/** A customer who finds their session closed five times in a row meets something worse than a race. */
const openAttempts = 5;

interface ReceiveDeps {
  log: MessageLog;
  rows: SessionRows;
  projection: Pick<Projection, 'project'>;
  writer: SessionWriter;
  events: EventBus;
  open: OpenSessions;
  detectIn: DetectIn;
  /** Milliseconds since 1970 by the clock that all nodes share. */
  now(): number;
}

export function createReceive(deps: ReceiveDeps): (input: Receive) => Promise<Committed> {
  const { writer, open } = deps;
  const mutex = createKeyedMutex();

  async function receive(input: Receive): Promise<Committed> {
    const { organizationId, channelId, customerId, origin } = input;
    for (let attempt = 0; attempt < openAttempts; attempt += 1) {
      let sessionId = input.into ? undefined : open.get(channelId, customerId);
      if (sessionId === undefined) {
        const [before, latest] = await Promise.all([sentBefore(deps, input), latestOf(deps, input)]);
        if (before) return before;
        sessionId = await place(input, latest);
      }
      try {
        const decide = (state: SessionState) =>
          transitions.receiving(state, withDetected(deps, state, input));
        const sent = ownMessage(
          await writer.change({ organizationId, sessionId, origin, decide }),
          'customer',
        );
        if (sent.message.sessionId === sent.session.id) return sent;
        // Sent before, into a session that is closed by now.
        return { ...sent, session: await writer.read(organizationId, sent.message.sessionId) };
      } catch (error) {
        open.delete(channelId, customerId);
        if (!(error instanceof ClosedMeanwhile)) throw error;
      }
    }
    throw new DomainError('unavailable', say('not_stored_yours'), {
      retryAfter: 1,
    });
  }

  /** The session that it belongs to, open now. */
  async function place(input: Receive, latest: SessionState | undefined): Promise<string> {
    const { channelId, customerId, into } = input;
    if (into) return (await rejoin({ ...deps, receive }, input)) ?? (await openSession(deps, input)).id;
    const isOpen = latest !== undefined && latest.status !== 'closed';
    const resumed = isOpen ? undefined : await resume({ ...deps, receive }, latest);
    const sessionId = resumed ?? (isOpen ? await goOn(deps, latest) : await openSession(deps, input)).id;
    open.set(channelId, customerId, sessionId);
    return sessionId;
  }

  return (input) => mutex.run(`${input.channelId}:${input.customerId}`, () => receive(input));
}

/** The packet of a handover knows what was written before it; what comes after brings its own. */
function withDetected(
  { detectIn }: ReceiveDeps,
  { personAwaitedSince }: SessionState,
  input: Receive,
): Receive {
  if (personAwaitedSince === undefined) return input;
  return { ...input, metadata: { ...detectIn(input.content), ...input.metadata } };
}

/** The customer's open session on the channel, else the one that began last; a message may name another one. */
async function latestOf({ rows }: ReceiveDeps, input: Receive): Promise<SessionState | undefined> {
  const { organizationId, customerId, channelId, into } = input;
  return into ? undefined : rows.latest({ organizationId, customerId, channelId });
}

/** What ended because the customer had gone quiet goes on, for a while; its row says so before anybody looks for an open one. */
async function resume(
  deps: ReceiveDeps & { receive(input: Receive): Promise<Committed> },
  latest: SessionState | undefined,
): Promise<string | undefined> {
  const { rows, now } = deps;
  if (!latest || !transitions.mayResume(latest, now())) return undefined;
  const { organizationId, customerId } = latest;
  if (await rows.isBlocked(organizationId, customerId)) throw new Blocked();
  return reopen(deps, latest, (state) => transitions.resuming(state, now()));
}

/** The session that it names, or into which that was merged, whatever became of it; undefined when nobody may go on there. */
async function rejoin(
  deps: ReceiveDeps & { receive(input: Receive): Promise<Committed> },
  { organizationId, into, metadata }: Receive,
): Promise<string | undefined> {
  if (into?.sessionId === undefined) return undefined;
  const state = await targetOf(deps.writer, organizationId, into.sessionId);
  const isErased = state.metadata['erased'] !== undefined;
  if (state.status !== 'closed') return state.id;
  if (await deps.rows.isBlocked(organizationId, state.customerId)) throw new Blocked();
  if (metadata?.past && !isErased) return state.id;
  try {
    return await reopen(deps, state, transitions.rejoining);
  } catch (error) {
    if (error instanceof ClosedMeanwhile) return undefined;
    throw error;
  }
}

async function reopen(
  deps: ReceiveDeps & { receive(input: Receive): Promise<Committed> },
  { organizationId, id: sessionId }: SessionState,
  decide: (state: SessionState) => Draft | null,
): Promise<string | undefined> {
  const { session } = await deps.writer.change({ organizationId, sessionId, fresh: true, decide });
  if (session.status === 'closed') return undefined;
  const { refused } = await deps.projection.project([session]);
  if (refused.length === 0) return session.id;
  // Another one was begun meanwhile: there somebody looks, so this one ends again and the word goes there.
  await closeOlderSession(deps, session);
  return undefined;
}

async function openSession(
  deps: ReceiveDeps,
  { organizationId, customerId, channelId, channelType, into }: Receive,
): Promise<SessionState> {
  const { thread, subject } = into ?? {};
  const { state: row, created } = await deps.rows.openOrGet({
    organizationId,
    customerId,
    channelId,
    channelType,
    ...(thread !== undefined && { thread }),
    ...(subject !== undefined && { subject }),
    looked: into === undefined,
    beforeMessage: true,
  });
  return created ? deps.writer.begin(row) : goOn(deps, row);
}

/** In the open session that this row is of, as far as it knows. */
async function goOn(
  { writer, projection }: Pick<ReceiveDeps, 'writer' | 'projection'>,
  row: SessionState,
): Promise<SessionState> {
  const state = await writer.readFrom(row);
  // The log says closed while the row does not yet: bring the row up, and the next try opens another.
  if (state.status === 'closed') await projection.project([state]);
  return state;
}

/**
 * Sent before, perhaps into a session that is closed by now, and its ack was lost, or its webhook came again. Asked before
 * a session is opened: a message that is there already must not leave an empty one.
 */
async function sentBefore(
  { log, writer }: ReceiveDeps,
  { organizationId, customerId, channelId, clientMessageId, channelMessageId }: Receive,
): Promise<Committed | undefined> {
  const byClient =
    clientMessageId === undefined
      ? undefined
      : await log.findByClientMessageId(organizationId, customerId, clientMessageId);
  const byChannel =
    channelMessageId === undefined
      ? undefined
      : await log.findByChannelMessageId(organizationId, channelId, channelMessageId);
  const message = byClient?.sender === 'customer' ? byClient : byChannel;
  if (!message) return undefined;
  const session = await writer.read(organizationId, message.sessionId);
  return ownMessage({ session, message, duplicate: true }, 'customer');
}
