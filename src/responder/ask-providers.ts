// Whom an answer is asked of: the model, once more where that is safe, the one behind it, and at last the articles' own words.
import { setTimeout as sleep } from 'node:timers/promises';
import { isTimeout, withinLimits } from '../tools/linked-signal';
import type { Breakers } from './breaker';
import {
  ProviderFailure,
  type AnswerRequest,
  type Provider,
  type ProviderAnswer,
} from './providers/provider';

interface Asking {
  organizationId: string;
  /** In the order in which they are asked. */
  providers: readonly Provider[];
  breakers: Breakers;
  /** When the customer gets a person instead, by `performance.now()`: what came before this has taken of the time. */
  endsAt: number;
  request: AnswerRequest;
  signal: AbortSignal;
  onDelta(delta: string): void;
}

/** What the last ones need of the time: they read nothing from afar. */
const shareOfModels = 0.85;
const retryAfterMs = 200;
/** Less time than this is not worth another try. */
const leastMs = 1_000;

/** Throws what the last one throws. */
export async function askProviders(asking: Asking): Promise<{ answer: ProviderAnswer; by: Provider }> {
  const { providers, breakers, organizationId, signal, endsAt } = asking;
  let isStreamed = false;
  /** What one has begun to say another does not go on with: the whole comes with the message. */
  const speaker = () => {
    const isSilent = isStreamed;
    return (delta: string) => {
      if (isSilent) return;
      isStreamed = true;
      asking.onDelta(delta);
    };
  };
  for (const [at, by] of providers.entries()) {
    const isLast = at === providers.length - 1;
    const models = providers.slice(at).filter(({ model }) => model !== undefined).length;
    const left = endsAt - performance.now();
    const timeoutMs = isLast ? left : (left * shareOfModels) / Math.max(1, models);
    const ask = () =>
      askOnce(by, asking, { timeoutMs: Math.max(1, timeoutMs), onDelta: speaker(), isPatient: isLast });
    try {
      const answer = await breakers.of(organizationId, nameOf(by)).run(() =>
        ask().catch(async (error: unknown) => {
          const hasTime = endsAt - performance.now() > timeoutMs / 2 + leastMs;
          if (isStreamed || !hasTime || !(error instanceof ProviderFailure) || !error.mayPass) throw error;
          await sleep(retryAfterMs, undefined, { signal });
          return ask();
        }),
      );
      return { answer, by };
    } catch (error) {
      if (isLast || signal.aborted) throw error;
    }
  }
  throw new Error('There is nobody to ask for an answer.');
}

export const nameOf = ({ name, model }: Provider) => (model === undefined ? name : `${name} ${model}`);

/** One that lets its time pass has failed, if it had a fair part of it; being given up is no failure. */
async function askOnce(
  provider: Provider,
  { request, signal, endsAt }: Asking,
  { timeoutMs, onDelta, isPatient }: { timeoutMs: number; onDelta(delta: string): void; isPatient: boolean },
): Promise<ProviderAnswer> {
  const askedAt = performance.now();
  const fairMs = (isPatient ? endsAt - askedAt : timeoutMs) / 2;
  const limits = isPatient ? { signals: [signal] } : { signals: [signal], timeoutMs };
  try {
    return await withinLimits(limits, (own) => provider.answer(request, { signal: own, onDelta }));
  } catch (error) {
    const hadTime = performance.now() - askedAt >= fairMs;
    throw isTimeout(error) && hadTime ? new ProviderFailure('The model did not answer in time.') : error;
  }
}
