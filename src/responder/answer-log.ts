import type { Log } from '../log';
import type { SessionState } from '../sessions/session';
import type { Provider } from './providers/provider';
import type { AnswerRecord, AnswerStore } from './store';
import type { ComposedAnswer } from './compose-answer';

export interface LoggedAnswer {
  session: SessionState;
  composed: ComposedAnswer;
  /** Milliseconds since the epoch: when the question was taken up. */
  startedAt: number;
  decision: AnswerRecord['decision'];
  messageId?: string;
}

export interface AnswerLog {
  /** Written beside the reply, never before it; a failure is only logged. */
  record(what: LoggedAnswer): void;
  /** Resolves when everything is written. */
  flush(): Promise<void>;
}

interface AnswerLogDeps {
  answers: AnswerStore;
  provider: Provider;
  log: Log;
  decided(answer: AnswerRecord): void;
}

export function createAnswerLog({ answers, provider, log, decided }: AnswerLogDeps): AnswerLog {
  const writing = new Set<Promise<void>>();
  return {
    record(what) {
      const answer = toRecord(what, provider);
      decided(answer);
      const written = answers
        .record(answer)
        .then(() => undefined)
        .catch((error: unknown) =>
          log.warn({ error: String(error) }, 'responder: could not record a decision'),
        )
        .finally(() => writing.delete(written));
      writing.add(written);
    },
    async flush() {
      await Promise.all(writing);
    },
  };
}

function toRecord({ session, composed, startedAt, ...rest }: LoggedAnswer, provider: Provider): AnswerRecord {
  const { decision, question, found, tokens, cost, cached, by = provider } = composed;
  return {
    organizationId: session.organizationId,
    sessionId: session.id,
    question,
    ...(decision.kind === 'handover'
      ? { trigger: decision.trigger, reason: decision.reason }
      : { text: decision.text }),
    confidence: decision.confidence,
    provider: by.name,
    ...(by.model !== undefined && { model: by.model }),
    latencyMs: Date.now() - startedAt,
    ...(tokens && { inputTokens: tokens.input, outputTokens: tokens.output }),
    ...(cost !== undefined && { cost }),
    ...(cached && { cached }),
    sources: decision.kind === 'handover' ? found : decision.sources,
    ...rest,
  };
}
