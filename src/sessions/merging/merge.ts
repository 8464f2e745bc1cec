// Merging two conversations of one customer, and taking them apart: one message in the first log, which decides, and one in
// the second, which tells of it. What breaks off between them the sweep finds by the row of the first.
import pLimit from 'p-limit';
import { DomainError, Stale } from '../../errors';
import type { EventBus } from '../../events';
import type { Message } from '../../protocol/model/message';
import { createFailures } from '../../tools/failures';
import { isAnswer } from '../answer-times';
import type { Sessions } from '../commands';
import { mergedAs, mergingHere, merging, nameOf } from './merge-rules';
import { ownWaiting } from './own-waiting';
import type { Projector } from '../projector';
import { holderBefore, separatedFrom, separating, separatingHere } from './separate-rules';
import { emptySession, type SessionState } from '../session';
import type { SessionWriter } from '../session-writer';
import type { LogRef, MessageLog, Projection, SessionRows } from '../store';
import { say } from '../../protocol/server-texts/said';

/** One change at a time in an organization, on all nodes: two that are merged into each other at once would lead nowhere. */
export type MergeTurn = <T>(organizationId: string, work: () => Promise<T>) => Promise<T>;

interface MergeDeps {
  log: Pick<MessageLog, 'read' | 'findByClientMessageId'>;
  rows: Pick<SessionRows, 'latest' | 'isBlocked'>;
  writer: SessionWriter;
  projector: Projector;
  projection: Pick<Projection, 'halfMerged' | 'toldOfMerge'>;
  events: EventBus;
  mergeTurn: MergeTurn;
}

/** Of more the turns have failed: nobody looks for ever. */
const mostHops = 100;
const lookAt = 200;
/** Somebody may write while the other log is read. */
const attempts = 10;
const atOnce = 10;

export function createMerge(deps: MergeDeps): Pick<Sessions, 'merge' | 'separate' | 'target'> & {
  finishMerges(): Promise<void>;
} {
  const { writer, mergeTurn } = deps;

  return {
    target: (organizationId, sessionId) => targetOf(writer, organizationId, sessionId),

    merge: ({ into, by, text, unless, ...command }) =>
      mergeTurn(command.organizationId, async () => {
        await unless?.();
        const before = await writer.read(command.organizationId, command.sessionId);
        await finish(deps, before);
        const target = await targetOf(writer, command.organizationId, into);
        await refuseReopening(deps, before, target);
        const decide = (state: SessionState) => merging(state, target, { by, text });
        return finish(deps, (await writer.change({ ...command, fresh: true, decide })).session);
      }),

    separate: ({ by, mayHold, ...command }) =>
      mergeTurn(command.organizationId, async () => {
        const before = await writer.read(command.organizationId, command.sessionId);
        await finish(deps, before);
        const line = await mergeLineOf(deps, before);
        const holder = holderBefore(line);
        const how = {
          ...{
            by,
            line,
            mayOpen: await mayOpen(deps, before),
            isAnswered: await isAnswered(deps, before, line),
          },
          mayHold: holder !== undefined && ((await mayHold?.(holder)) ?? true),
        };
        const decide = (state: SessionState) => separating(state, how);
        return finish(deps, (await writer.change({ ...command, fresh: true, decide })).session);
      }),

    async finishMerges() {
      const failures = createFailures();
      await pLimit(atOnce).map(await deps.projection.halfMerged(lookAt), (state) =>
        failures.attempt(() => finish(deps, state)),
      );
      failures.rethrow();
    },
  };
}

/** It would be opened again for what is open here, and its customer has another one open in its place. */
async function refuseReopening({ rows }: MergeDeps, from: SessionState, into: SessionState): Promise<void> {
  const isReopened = from.status !== 'closed' && into.status === 'closed';
  const latest = isReopened ? await rows.latest(into) : undefined;
  if (latest && latest.id !== from.id && latest.status !== 'closed')
    throw new DomainError('conflict', say('merge_newer_open'));
}

/** Its customer has no other one open in its place, and may write. */
async function mayOpen({ rows }: MergeDeps, state: SessionState): Promise<boolean> {
  const latest = await rows.latest(state);
  const isTaken = latest !== undefined && latest.id !== state.id && latest.status !== 'closed';
  return !isTaken && !(await rows.isBlocked(state.organizationId, state.customerId));
}

/** Whoever waited in it was answered where it was merged into, or where that one was: as long as they went on there, later and later. */
async function isAnswered(
  deps: Pick<MergeDeps, 'log'>,
  state: SessionState,
  line: Message | undefined,
): Promise<boolean> {
  const mergeLine = line && (await lineNamed(deps, state, nameOf(line)));
  if (!mergeLine) return false;
  const place = { organizationId: state.organizationId, sessionId: mergeLine.sessionId };
  const after = await readAfter(deps.log, place, mergeLine.seq);
  const end = after.findIndex((message) => separatedFrom(message) === line!.sessionId);
  for (const message of end < 0 ? after : after.slice(0, end)) {
    const isMerge = message.type === 'system' && message.content.systemAction === 'merged';
    if (isAnswer(message) || (isMerge && (await isAnswered(deps, state, message)))) return true;
  }
  return false;
}

/** What it was merged with, or separated by, last. */
async function mergeLineOf(
  { log }: Pick<MergeDeps, 'log'>,
  { id: sessionId, organizationId, mergeSeq }: SessionState,
): Promise<Message | undefined> {
  if (mergeSeq === undefined) return undefined;
  const [line] = await log.read({ organizationId, sessionId }, { after: mergeSeq - 1, limit: 1 });
  return line;
}

/** Where what is written to a session goes on: itself, unless it was merged. @throws `not_found` */
export async function targetOf(
  writer: Pick<SessionWriter, 'read'>,
  organizationId: string,
  sessionId: string,
): Promise<SessionState> {
  let state = await writer.read(organizationId, sessionId);
  for (let hops = 0; state.mergedInto !== undefined && hops < mostHops; hops += 1)
    state = await writer.read(organizationId, state.mergedInto);
  return state;
}

/** The other log is told of the last that was done; once, however often. The row of the first says so in the end. */
async function finish(deps: MergeDeps, state: SessionState): Promise<SessionState> {
  const { id: sessionId, organizationId, mergeSeq } = state;
  if (mergeSeq === undefined) return state;
  const line = await mergeLineOf(deps, state);
  const into = line?.content.data?.['into'];
  // Erased, it names no other one.
  if (line && typeof into === 'string') {
    const tell = line.content.systemAction === 'merged' ? tellMerged : tellSeparated;
    await tell(deps, state, { line, into }).catch(unlessGone);
  }
  await deps.projector.flush();
  await deps.projection.toldOfMerge(sessionId, mergeSeq);
  deps.events.emit('queue', { organizationId });
  return state;
}

/** Who waits goes on waiting where the other one leads by now; and is told of once, wherever that was. */
async function tellMerged(deps: MergeDeps, state: SessionState, { line, into }: NewsOfMerge): Promise<void> {
  if (await lineNamed(deps, state, nameOf(line))) return;
  const decide = (other: SessionState) => (other.mergedInto === undefined ? mergingHere(other, line) : null);
  let next: string | undefined = into;
  for (let hops = 0; next !== undefined && hops < mostHops; hops += 1) {
    const change = { organizationId: state.organizationId, sessionId: next, fresh: true, decide };
    const { session, message } = await deps.writer.change(change);
    next = message ? undefined : session.mergedInto;
  }
}

interface NewsOfMerge {
  line: Message;
  into: string;
}

/** Where the merge was told of, which knows since when its own customer waits: not while somebody writes there. */
async function tellSeparated(
  deps: MergeDeps,
  state: SessionState,
  { line, into }: NewsOfMerge,
): Promise<void> {
  const { log, writer } = deps;
  const { organizationId } = state;
  const seq = Number(line.content.data?.['mergedAs']);
  const mergeLine = seq > 0 ? await lineNamed(deps, state, mergedAs(state.id, seq)) : undefined;
  const sessionId = mergeLine?.sessionId ?? into;
  for (let attempt = 1; ; attempt += 1) {
    const before = await writer.read(organizationId, sessionId);
    const whole = mergeLine ? await readAfter(log, { organizationId, sessionId }, 0) : [];
    const own = mergeLine && ownWaiting(emptySession(before), whole, mergeLine);
    const decide = (other: SessionState) => separatingHere(other, line, own);
    try {
      await writer.change({ organizationId, sessionId, fresh: true, expectSeq: before.headSeq, decide });
      return;
    } catch (error) {
      if (!(error instanceof Stale) || attempt === attempts) throw error;
    }
  }
}

async function readAfter(log: MergeDeps['log'], ref: LogRef, seq: number): Promise<Message[]> {
  const all: Message[] = [];
  for (;;) {
    const some = await log.read(ref, { after: all.at(-1)?.seq ?? seq, limit: lookAt });
    all.push(...some);
    if (some.length < lookAt) return all;
  }
}

/** The line of that name in whichever log. Customers name their messages as they like. */
async function lineNamed(
  { log }: Pick<MergeDeps, 'log'>,
  { organizationId, customerId }: SessionState,
  name: string,
): Promise<Message | undefined> {
  const mergeLine = await log.findByClientMessageId(organizationId, customerId, name);
  return mergeLine?.sender === 'system' ? mergeLine : undefined;
}

function unlessGone(error: unknown): void {
  if (!(error instanceof DomainError) || error.code !== 'not_found') throw error;
}
