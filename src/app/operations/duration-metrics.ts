// How long things take, as histograms: made before what they measure, in the registry that /metrics shows.
import { Counter, Histogram, type Registry } from 'prom-client';
import type { AnswerCacheDeps } from '../../responder/answer-cache/answer-cache';
import type { AnswerRecord } from '../../responder/store';

export type Times = ReturnType<typeof createTimes>;

/** Every label has few values, whatever is sent: patterns of routes, known methods, classes of statuses, decisions. */
export function createTimes(registry: Registry) {
  const requests = new Histogram({
    name: 'parley_http_request_duration_seconds',
    help: 'From a request to the end of its answer, by pattern of the route, method and class of the status.',
    labelNames: ['route', 'method', 'status'] as const,
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [registry],
  });
  const answers = new Histogram({
    name: 'parley_ai_answer_duration_seconds',
    help: 'From taking up a question to what the AI decided, by what that was.',
    labelNames: ['decision'] as const,
    buckets: [0.05, 0.1, 0.25, 0.5, 1, 2, 3, 5, 8, 13, 20, 30],
    registers: [registry],
  });
  const tokens = new Counter({
    name: 'parley_ai_tokens_total',
    help: 'Tokens that models read (input) and wrote (output) since the start, by model.',
    labelNames: ['model', 'direction'] as const,
    registers: [registry],
  });
  const cost = new Counter({
    name: 'parley_ai_cost_total',
    help: 'What answers of models cost since the start, in AI_CURRENCY, as far as prices are known.',
    labelNames: ['model'] as const,
    registers: [registry],
  });
  const looks = new Histogram({
    name: 'parley_answer_cache_duration_seconds',
    help: 'Looks for an answer that was given before: exact (the same words), then near (another way to ask the same), by store and whether there was one. Counts of hit and miss give the hit ratio.',
    labelNames: ['tier', 'store', 'result'] as const,
    buckets: [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25],
    registers: [registry],
  });
  return {
    looked({ tier, store, isHit, seconds }: Looked): void {
      looks.observe({ tier, store, result: isHit ? 'hit' : 'miss' }, seconds);
    },
    answered({ request, seconds }: { request: AnsweredRequest; seconds: number }): void {
      requests.observe({ ...request }, seconds);
    },
    decided({ decision, latencyMs, model, ...used }: Decided): void {
      answers.observe({ decision }, latencyMs / 1000);
      if (model === undefined) return;
      tokens.inc({ model, direction: 'input' }, used.inputTokens ?? 0);
      tokens.inc({ model, direction: 'output' }, used.outputTokens ?? 0);
      cost.inc({ model }, used.cost ?? 0);
    },
  };
}

type Looked = Parameters<AnswerCacheDeps['looked']>[0];
type Decided = Pick<
  AnswerRecord,
  'decision' | 'latencyMs' | 'model' | 'inputTokens' | 'outputTokens' | 'cost'
>;
type AnsweredRequest = Record<'route' | 'method' | 'status', string>;
