// One try at the open question of a session: read it, compose an answer, and send that or hand over, if nobody wrote meanwhile.
import { randomUUID } from 'node:crypto';
import { DomainError, Stale } from '../errors';
import type { EventBus } from '../events';
import type { Log } from '../log';
import type { ResponderSettings } from '../protocol/answers';
import type { HandoverPacket } from '../protocol/model/handover';
import type { Sessions } from '../sessions/commands';
import type { SessionState } from '../sessions/session';
import type { Words } from '../protocol/model/wording';
import { say } from '../protocol/server-texts/said';
import { reasonOf, type Answer, type Clarify, type Handover } from './decide';
import type { MakePacket } from './handover-packet';
import { transcriptLength, type Prefetch } from './prefetch';
import type { AnswerLog } from './answer-log';
import type { RunBudget } from './run-budget';
import { noAnswer, type ComposedAnswer } from './compose-answer';
import { AnswerTimeout, type ComposeInTime } from './answer-deadline';
import { openQuestion, textOf, toTurns, type Turn } from './transcript';

/** Who has written for this long without an answer is not asked to go on. */
const patienceMs = 3_000;
const speaker = { kind: 'ai', name: 'AI assistant' } as const;
/** Why a run is aborted: a person took the session. Any other reason leaves the customer to be handed over. */
export const taken = 'taken';

export interface RespondDeps {
  sessions: Pick<Sessions, 'messages' | 'reply' | 'handOver'>;
  composeInTime: ComposeInTime;
  answerLog: AnswerLog;
  budget: Pick<RunBudget, 'answersElsewhere'>;
  read: Prefetch['take'];
  settings(organizationId: string): Promise<ResponderSettings>;
  makePacket: MakePacket;
  events: EventBus;
  /** Milliseconds since 1970 by the clock that all nodes share: messages bear its times. */
  now(): number;
  log: Log;
}

export interface Respond {
  /** Never rejects. 'again' when somebody wrote meanwhile. */
  respond(session: SessionState, signal: AbortSignal): Promise<'done' | 'again'>;
  /** Hands over without looking at anything; when even that fails, the sweep finds the customer. */
  giveUp(session: SessionState, turns: readonly Turn[], reason: Words): Promise<void>;
  handOver(session: SessionState, trigger: HandoverPacket['trigger'], reason: Words): Promise<SessionState>;
}

export function createRespond(deps: RespondDeps): Respond {
  const { sessions, log, answerLog, makePacket } = deps;

  async function giveUp(session: SessionState, turns: readonly Turn[], reason: Words): Promise<void> {
    const { organizationId, id: sessionId } = session;
    try {
      const packet = await makePacket(
        organizationId,
        { trigger: 'failure', ...reasonOf(reason) },
        { session, turns },
      );
      await sessions.handOver({ organizationId, sessionId, packet });
    } catch (error) {
      log.error({ sessionId, error: String(error) }, 'responder: could not hand over');
    }
  }

  return {
    giveUp,
    async respond(session, signal) {
      const startedAt = Date.now();
      const turns: Turn[] = [];
      try {
        await attempt(deps, session, { signal, turns });
        return 'done';
      } catch (error) {
        if (error instanceof Stale) return 'again';
        if (isConflict(error) || signal.reason === taken) return 'done';
        log.warn(
          { sessionId: session.id, error: String(error) },
          'responder: could not answer: handing over',
        );
        const reason = say(error instanceof AnswerTimeout ? 'ai_late' : 'ai_failed');
        const composed = noAnswer(textOf(openQuestion(turns)), reason);
        answerLog.record({ session, composed, startedAt, decision: 'handover' });
        await giveUp(session, turns, reason);
        return 'done';
      }
    },
    async handOver(session, trigger, reason) {
      const { organizationId, id: sessionId } = session;
      const turns = toTurns(await sessions.messages(organizationId, sessionId, { limit: transcriptLength }));
      return sessions.handOver({
        organizationId,
        sessionId,
        packet: await makePacket(organizationId, { trigger, ...reasonOf(reason) }, { session, turns }),
      });
    },
  };
}

interface Composed {
  session: SessionState;
  turns: readonly Turn[];
  composed: ComposedAnswer;
  startedAt: number;
  draftId: string;
  /** The last message that was read: nothing is sent when the log has grown since. */
  seq: number;
}

/** @param under.turns is filled with what was read, for whoever hands over when this fails */
async function attempt(
  deps: RespondDeps,
  session: SessionState,
  { signal, turns }: { signal: AbortSignal; turns: Turn[] },
): Promise<void> {
  const { events, answerLog, budget } = deps;
  const startedAt = Date.now();
  const { organizationId } = session;
  const beside = Promise.all([deps.settings(organizationId), budget.answersElsewhere(session)]);
  // Heard of below, once it is known what was asked.
  beside.catch(() => undefined);
  const { messages, audience } = await deps.read(session);
  turns.push(...toTurns(messages));
  if (openQuestion(turns).length === 0) return;
  const draftId = randomUUID();
  let offset = 0;
  const onDelta = (delta: string) => {
    events.emit('draft', { session, draftId, offset, delta });
    offset += delta.length;
  };
  const [settings, answersElsewhere] = await beside;
  const aiTurns = Math.max(session.aiTurns, answersElsewhere);
  const situation = { organizationId, session, audience, turns, aiTurns, settings };
  const why = session.metadata['needsPerson'];
  const composed =
    typeof why === 'string'
      ? forPerson(turns, why)
      : await deps.composeInTime(situation, { signal, onDelta });
  try {
    await act(deps, { session, turns, composed, startedAt, draftId, seq: messages.at(-1)!.seq });
  } catch (error) {
    if (isConflict(error)) answerLog.record({ session, composed, startedAt, decision: 'dropped' });
    throw error;
  }
}

/** Whom the AI must not answer: nobody looks for an answer. */
function forPerson(turns: readonly Turn[], reason: string): ComposedAnswer {
  const { decision, ...rest } = noAnswer(textOf(openQuestion(turns)), reason);
  return { ...rest, decision: { kind: 'handover', trigger: 'rule', reason, confidence: 0 } };
}

async function act(deps: RespondDeps, made: Composed): Promise<void> {
  const { session, composed, startedAt } = made;
  const { decision, language } = composed;
  if (decision.kind === 'handover') {
    await handOver(deps, made, decision);
    return deps.answerLog.record({ session, composed, startedAt, decision: 'handover' });
  }
  const said = decision.kind === 'clarify' ? asked(decision) : answered(decision);
  const { message } = await replyUnlessWritten(deps.sessions, {
    organizationId: session.organizationId,
    sessionId: session.id,
    expectSeq: made.seq,
    by: speaker,
    content: said.content,
    metadata: {
      ...said.metadata,
      ...(language !== undefined && { language }),
      aiConfidence: decision.confidence,
      processingTime: Date.now() - startedAt,
      draftId: made.draftId,
    },
  });
  deps.answerLog.record({ session, composed, startedAt, decision: decision.kind, messageId: message.id });
}

type Draft = Parameters<Sessions['reply']>[0] & { expectSeq: number };
/** An emoji at an older message; what is kept of the customer. */
const asksNothing = new Set<string | undefined>(['reacted', 'attribute_changed']);

/** What asks nothing of it leaves an answer as it is. @throws `Stale` where anything else was written meanwhile */
async function replyUnlessWritten(
  sessions: RespondDeps['sessions'],
  draft: Draft,
): ReturnType<Sessions['reply']> {
  try {
    return await sessions.reply(draft);
  } catch (error) {
    if (!(error instanceof Stale)) throw error;
    const { organizationId, sessionId, expectSeq: after } = draft;
    const since = await sessions.messages(organizationId, sessionId, { after, limit: transcriptLength });
    const last = since.at(-1);
    if (!last || !since.every(({ content }) => asksNothing.has(content.systemAction))) throw error;
    return replyUnlessWritten(sessions, { ...draft, expectSeq: last.seq });
  }
}

const asked = ({ text, options }: Clarify) => ({
  content: { text },
  metadata: { asks: 'which' as const, options },
});

function answered({ text, more, sources, followUps }: Answer) {
  return {
    content: { text, ...(more !== undefined && { more }) },
    // Small talk has none: only an answer out of articles can be helpful or not.
    metadata: { ...(sources.length > 0 && { sources }), ...(followUps && { followUps }) },
  };
}

async function handOver(
  { sessions, makePacket, now }: RespondDeps,
  { session, turns, composed, seq }: Composed,
  decision: Handover,
): Promise<void> {
  const { organizationId, id: sessionId } = session;
  const { found: sources, labels, language } = composed;
  const packet = await makePacket(organizationId, decision, { session, turns, sources, labels, language });
  // More words may still make weak evidence strong, for a while; nothing unsays a request for a person.
  const mayChange = decision.trigger === 'low_confidence' && waitedMs(session, now()) < patienceMs;
  await sessions.handOver({ organizationId, sessionId, packet, ...(mayChange && { expectSeq: seq }) });
}

function waitedMs({ awaitingSince }: SessionState, now: number): number {
  return awaitingSince === undefined ? 0 : now - Date.parse(awaitingSince);
}

/** Somebody else has the session, it is closed, or it is gone: nothing is left to do here. */
function isConflict(error: unknown): boolean {
  return error instanceof DomainError && (error.code === 'conflict' || error.code === 'not_found');
}
