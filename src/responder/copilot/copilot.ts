// Helps agents to answer. What it suggests is an answer of the AI that a person sends, or not: recorded, with what became of it.
import { DomainError, notFound } from '../../errors';
import type { EventBus } from '../../events';
import type { Log } from '../../log';
import type { CopilotReport, SuggestedReply } from '../../protocol/copilot';
import type { ResponderSettings } from '../../protocol/answers';
import type { Message } from '../../protocol/model/message';
import type { SessionSummary } from '../../protocol/sessions';
import { say } from '../../protocol/server-texts/said';
import type { Sessions } from '../../sessions/commands';
import type { SessionState } from '../../sessions/session';
import { withinLimits } from '../../tools/linked-signal';
import type { WriteDeps } from '../compose-answer';
import type { RunBudget } from '../run-budget';
import type { AnswerStore } from '../store';
import { toTurns } from '../transcript';
import type { SuggestedReplyStore, SuggestionPlace } from './store';
import { suggestReply, type DraftReply } from './suggest-reply';
import { readSummary, summaryTask } from './summary';
import { write } from './write';

export interface CopilotDeps extends WriteDeps {
  /** For one suggestion. */
  deadlineMs: number;
  budget: Pick<RunBudget, 'affords' | 'spend' | 'keepsToWords'>;
  sessions: Pick<Sessions, 'get' | 'messages'>;
  settings(organizationId: string): Promise<ResponderSettings>;
  answers: Pick<AnswerStore, 'record'>;
  store: SuggestedReplyStore;
  /** A conversation by rules. */
  soFar(messages: readonly Message[]): Omit<SessionSummary, 'by' | 'model'>;
  events: Pick<EventBus, 'on'>;
  log: Log;
}

export interface Copilot {
  /** @param packetSeq the handover whose suggested reply is taken up. @throws `not_found`, `unavailable` */
  suggest(organizationId: string, sessionId: string, packetSeq?: number): Promise<SuggestedReply>;
  /** Of a conversation so far: by a model where there is one that the budget affords, else by rules. @throws `not_found` */
  summarize(organizationId: string, sessionId: string): Promise<SessionSummary>;
  /** @throws `not_found` */
  dismiss(place: SuggestionPlace): Promise<void>;
  report(organizationId: string, since: Date): Promise<CopilotReport>;
  /** Resolves when what is under way is written. */
  close(): Promise<void>;
}

/** Messages of the conversation that are read. */
const transcriptLength = 200;

export function createCopilot(deps: CopilotDeps): Copilot {
  const { sessions, store } = deps;
  const listening = listen(deps);
  return {
    async suggest(organizationId, sessionId, packetSeq) {
      const session = await sessions.get(organizationId, sessionId);
      const startedAt = Date.now();
      const draft =
        packetSeq === undefined
          ? await makeDraft(deps, session)
          : await packetDraft(deps, session, packetSeq);
      const id = await record(deps, session, { draft, startedAt });
      const { text, reason, isUnsure: unsure, confidence, language, sources } = draft;
      return {
        ...(id !== undefined && { id }),
        ...(text !== undefined && { text }),
        ...(reason !== undefined && { reason }),
        ...{ unsure, confidence, sources },
        ...(language !== undefined && { language }),
      };
    },
    async summarize(organizationId, sessionId) {
      const session = await sessions.get(organizationId, sessionId);
      const [messages, settings] = await Promise.all([
        sessions.messages(organizationId, sessionId, { limit: transcriptLength }),
        deps.settings(organizationId),
      ]);
      const byRules = { ...deps.soFar(messages), by: 'rules' as const };
      const asker = { organizationId, session, settings };
      const written = messages.length > 0 ? await write(deps, asker, summaryTask(messages)) : undefined;
      const parts = written && readSummary(written.text, messages);
      return parts ? { ...byRules, ...parts, by: 'model', model: written!.model } : byRules;
    },
    async dismiss(place) {
      if ((await store.text(place)) === undefined) throw notFound('suggested reply');
      await store.settle(place, 'dismissed');
    },
    report: store.report,
    close: listening.close,
  };
}

async function makeDraft(deps: CopilotDeps, session: SessionState): Promise<DraftReply> {
  const { organizationId, id } = session;
  const [messages, settings, overspent] = await Promise.all([
    deps.sessions.messages(organizationId, id, { limit: transcriptLength }),
    deps.settings(organizationId),
    // What agents ask for counts for the organization alone: no customer is answered.
    deps.budget.spend({ organizationId }),
  ]);
  if (overspent !== undefined) throw new DomainError('rate_limited', overspent, { retryAfter: 3_600 });
  const conversation = { organizationId, session, turns: toTurns(messages), settings };
  const endsAt = performance.now() + deps.deadlineMs;
  try {
    return await withinLimits({ signals: [], timeoutMs: deps.deadlineMs }, (signal) =>
      suggestReply(deps, conversation, { signal, endsAt }),
    );
  } catch (error) {
    deps.log.warn({ sessionId: id, error: String(error) }, 'copilot: could not suggest a reply');
    throw new DomainError('unavailable', say('no_reply_now'));
  }
}

/** What stands in the packet of a handover is the same kind of suggestion: it is counted with the others. */
async function packetDraft(
  { sessions }: CopilotDeps,
  { organizationId, id }: SessionState,
  packetSeq: number,
): Promise<DraftReply> {
  const [message] = await sessions.messages(organizationId, id, { after: packetSeq - 1, limit: 1 });
  const packet = message?.seq === packetSeq ? message.content.packet : undefined;
  if (packet?.suggestedReply === undefined) throw notFound('suggested reply');
  const { suggestedReply: text, summary: question, trigger, language } = packet;
  return {
    ...{ question, text, language, isUnsure: trigger === 'low_confidence' },
    confidence: packet.sources[0]?.score ?? 1,
    sources: packet.sources.slice(0, 1),
  };
}

/** @returns its id; nothing is recorded where nothing was suggested and no model asked */
async function record(
  { answers, provider }: CopilotDeps,
  { organizationId, id: sessionId }: SessionState,
  { draft, startedAt }: { draft: DraftReply; startedAt: number },
): Promise<string | undefined> {
  const { text, tokens, cost, by } = draft;
  if (text === undefined && !tokens) return undefined;
  const { name, model } = by ?? { name: 'extractive', model: undefined };
  const id = await answers.record({
    ...{ organizationId, sessionId, question: draft.question, confidence: draft.confidence },
    decision: text === undefined ? 'written' : 'suggested',
    ...(text === undefined ? { question: '' } : { text }),
    provider: name ?? provider.name,
    ...(model !== undefined && { model }),
    latencyMs: Date.now() - startedAt,
    ...(tokens && { inputTokens: tokens.input, outputTokens: tokens.output }),
    ...(cost !== undefined && { cost }),
    sources: text === undefined ? [] : draft.sources,
  });
  return text === undefined ? undefined : id;
}

/** A message that names a suggestion says what became of it. */
function listen({ events, store, log }: Pick<CopilotDeps, 'events' | 'store' | 'log'>) {
  const underWay = new Set<Promise<unknown>>();

  async function settle(place: SuggestionPlace, { id, content, metadata }: Message): Promise<void> {
    const suggested = await store.text(place);
    if (suggested === undefined) return;
    const written = metadata.original?.text ?? content.text ?? '';
    const isSame = squeezed(written) === squeezed(suggested);
    await store.settle(place, isSame ? 'as_is' : 'edited', id);
  }
  const unsubscribe = events.on('message', ({ session, message }) => {
    const { type, sender, metadata } = message;
    if (sender !== 'agent' || type === 'note' || metadata.suggestionId === undefined) return;
    const { organizationId, id: sessionId } = session;
    const work = settle({ organizationId, sessionId, id: metadata.suggestionId }, message)
      .catch((error: unknown) =>
        log.warn(
          { sessionId, error: String(error) },
          'copilot: could not record what became of a suggestion',
        ),
      )
      .finally(() => underWay.delete(work));
    underWay.add(work);
  });
  return {
    async close() {
      unsubscribe();
      await Promise.all(underWay);
    },
  };
}

const squeezed = (text: string): string => text.replace(/\s+/g, ' ').trim();
