// Listens for customers whom nobody answers yet, and answers them or finds them a person: there is no third way out.
import type { EventBus } from '../events';
import type { Knowledge } from '../knowledge/knowledge';
import type { Log } from '../log';
import type { PreviewRequest, PreviewResponse, ResponderSettings } from '../protocol/answers';
import type { Message } from '../protocol/model/message';
import type { Words } from '../protocol/model/wording';
import { say } from '../protocol/server-texts/said';
import type { Sessions } from '../sessions/commands';
import type { SessionState } from '../sessions/session';
import type { AnswerCache } from './answer-cache/answer-cache';
import { createBreakers, type Breakers } from './breaker';
import type { Provider } from './providers/provider';
import type { MakePacket } from './handover-packet';
import type { OwnData } from './own-data/own-data';
import type { MakeToolbox } from './own-data/toolbox';
import { createPrefetch, type Prefetch } from './prefetch';
import type { Recalled } from './memory-for-answer';
import { createAnswerLog } from './answer-log';
import { createRunBudget, type ModelChoice, type RunBudget } from './run-budget';
import { createRespond, taken, type Respond } from './answer-run';
import { createRuns } from './runs';
import type { AnswerRecord, AnswerStore, RunLimits } from './store';
import { noAnswer, type ComposeDeps, type ComposedAnswer, type Situation } from './compose-answer';
import { createComposeInTime, AnswerTimeout, type ComposeInTime } from './answer-deadline';
import { queryOf } from './find-passages';
import { textOf, toTurns, type Turn } from './transcript';
import { unlearned } from './understanding/asks-for-person/classifier';

export interface ResponderDeps {
  sessions: Pick<Sessions, 'messages' | 'reply' | 'handOver'>;
  knowledge: Pick<Knowledge, 'search' | 'prepare'>;
  provider: Provider;
  /** Who is asked where it cannot answer. */
  fallbacks?: readonly Provider[];
  answers: AnswerStore;
  audienceOf: ComposeDeps['audienceOf'];
  limits: RunLimits;
  modelChoice: ModelChoice;
  events: EventBus;
  /** The organization's settings of the categories 'ai' and 'answers'. */
  settings(organizationId: string): Promise<ResponderSettings>;
  makePacket: MakePacket;
  ownData: OwnData;
  /** What `ownData` will ask of the organization is looked up. May reject. */
  prepareOwnData(organizationId: string): Promise<unknown>;
  cache: AnswerCache;
  toolbox: MakeToolbox;
  recalled: Recalled;
  /** Is told of every decision, and of how long it took. */
  decided(answer: AnswerRecord): void;
  /** Milliseconds since 1970 by the clock that all nodes share. */
  now(): number;
  log: Log;
  /** A customer who has no answer by then gets a person. */
  deadlineMs: number;
  /** How long a burst of messages on such a channel may pause before it is answered. */
  burstMs(channelType: string): number;
}

export interface Responder {
  /** Gives the session to a person, with the whole story. Errors are those of `sessions.handOver`. */
  requestHuman(session: SessionState, reason?: Words): Promise<SessionState>;
  /** What the AI would say; nothing is sent or stored. */
  preview(request: PreviewRequest & { organizationId: string }): Promise<PreviewResponse>;
  /** The same for a conversation and settings that need not be anybody's. Rejects where it cannot answer. */
  compose(situation: Omit<Situation, 'session'>): Promise<ComposedAnswer>;
  stats(): { runs: number; openBreakers: number };
  /** For who asks the same models. */
  breakers: Breakers;
  budget: RunBudget;
  /** Lets runs end within `graceMs`; whoever is left then gets a person. */
  close(graceMs?: number): Promise<void>;
}

/** Sessions at work at once on this node; one beyond them goes straight to a person. */
const mostRuns = 1_000;

export function createResponder(deps: ResponderDeps): Responder {
  if (unlearned !== undefined) deps.log.warn({ reason: unlearned }, 'responder: a model is missing');
  const breakers = createBreakers();
  const budget = createRunBudget(deps.limits, deps.answers, deps.modelChoice);
  const composeInTime = createComposeInTime({ ...deps, breakers, budget });
  const answerLog = createAnswerLog(deps);
  const prefetch = createPrefetch(deps);
  const responding = createRespond({ ...deps, composeInTime, answerLog, budget, read: prefetch.take });
  const listening = listen(deps, responding, { ...prefetch, prepare: createPrepare(deps, budget, prefetch) });
  return {
    requestHuman(session, reason) {
      listening.cancel(session.id);
      const why =
        typeof reason === 'string' && reason ? say('asked_saying', { said: reason }) : reason || say('asked');
      return responding.handOver(session, 'requested', why);
    },
    preview: (request) => preview(deps, composeInTime, request),
    compose: (situation) => composeInTime(situation, unheard()),
    breakers,
    budget,
    stats: () => ({ runs: listening.runs(), openBreakers: breakers.open() }),
    async close(graceMs = 5_000) {
      await listening.close(graceMs);
      await answerLog.flush();
    },
  };
}

/** Turns events into runs. */
function listen(
  { events, burstMs }: ResponderDeps,
  { respond, giveUp }: Respond,
  { prepare, forget }: Pick<Prefetch, 'forget'> & { prepare: Prepare },
) {
  /** The newest state of each session that has a run. */
  const states = new Map<string, SessionState>();
  const runs = createRuns(work, (sessionId) => burstMs(states.get(sessionId)?.channelType ?? ''));

  async function work(sessionId: string, signal: AbortSignal): Promise<void> {
    const session = states.get(sessionId);
    if (!session) return;
    events.emit('thinking', { session, typing: true });
    if ((await respond(session, signal)) === 'again') runs.ask(sessionId);
    events.emit('thinking', { session, typing: false });
    if (!runs.isAsked(sessionId)) states.delete(sessionId);
  }
  function cancel(sessionId: string): void {
    states.delete(sessionId);
    runs.cancel(sessionId, taken);
  }
  const unhear = events.on('messageChanged', ({ session }) => forget(session.id));
  const unsubscribe = events.on('message', ({ session, message }) => {
    if (session.status !== 'active') return cancel(session.id);
    if (states.has(session.id)) states.set(session.id, session);
    const isAsked = message.content.systemAction === 'given_to_ai' && session.awaitingSince !== undefined;
    if (!isAsked && (message.sender !== 'customer' || message.metadata.past)) return;
    if (runs.size >= mostRuns && !runs.has(session.id)) {
      void giveUp(session, [], say('ai_busy'));
      return;
    }
    if (!isAsked && !runs.has(session.id)) void prepare(session, message);
    states.set(session.id, session);
    runs.ask(session.id);
  });
  return {
    cancel,
    runs: () => runs.size,
    async close(graceMs: number): Promise<void> {
      unsubscribe();
      unhear();
      await runs.close(graceMs);
    },
  };
}

type Prepare = (session: SessionState, message: Message) => Promise<void>;

/** What an answer takes is fetched while the rest of a burst is waited for: most have none. Never rejects. */
function createPrepare(
  { settings, knowledge, prepareOwnData }: ResponderDeps,
  budget: RunBudget,
  prefetch: Pick<Prefetch, 'begin'>,
): Prepare {
  async function prepareSearch(session: SessionState, question: string): Promise<void> {
    const { organizationId } = session;
    const isKept = await budget.keepsToWords({ organizationId, session }).catch(() => true);
    if (!isKept) await knowledge.prepare(organizationId, question);
  }
  return async (session, message) => {
    const { organizationId } = session;
    const question = queryOf(textOf(toTurns([message])));
    // The run itself hears of what fails now.
    const { enabled } = await settings(organizationId).catch(() => ({ enabled: false }));
    if (!enabled || question === '') return;
    prefetch.begin(session);
    await Promise.all([
      prepareSearch(session, question),
      budget.answersElsewhere(session).catch(() => undefined),
      prepareOwnData(organizationId).catch(() => undefined),
    ]);
  };
}

async function preview(
  { settings, log }: ResponderDeps,
  composeInTime: ComposeInTime,
  { organizationId, question, history }: PreviewRequest & { organizationId: string },
): Promise<PreviewResponse> {
  const turns: Turn[] = [...history, { sender: 'customer', text: question }];
  const aiTurns = history.filter(({ sender }) => sender === 'ai').length;
  const situation = { organizationId, turns, aiTurns, settings: await settings(organizationId) };
  try {
    return present(await composeInTime(situation, unheard()));
  } catch (error) {
    log.warn({ error: String(error) }, 'responder: a preview failed');
    const reason = say(error instanceof AnswerTimeout ? 'ai_late' : 'ai_failed');
    return present(noAnswer(question, reason));
  }
}

const unheard = () => ({ signal: new AbortController().signal, onDelta: () => {} });

function present({ decision, found }: ComposedAnswer): PreviewResponse {
  const { confidence } = decision;
  if (decision.kind === 'answer') {
    const { text, more, sources } = decision;
    return { decision: 'answer', text, ...(more !== undefined && { more }), confidence, sources };
  }
  if (decision.kind === 'clarify') {
    const { text, options, sources } = decision;
    return { decision: 'clarify', text, options, confidence, sources };
  }
  const { reason, wording } = decision;
  return { decision: 'handover', confidence, reason, ...(wording && { wording }), sources: found };
}
