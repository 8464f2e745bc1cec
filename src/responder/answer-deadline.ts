import { LRUCache } from 'lru-cache';
import pLimit, { type LimitFunction } from 'p-limit';
import { isTimeout, withinLimits } from '../tools/linked-signal';
import { composeAnswer, type Situation, type ComposeDeps, type ComposedAnswer } from './compose-answer';

/** Answers written at once on this node; the others wait, and their deadline runs. */
const mostAtOnce = 32;
/** Of one organization: the others never wait for one that has a rush. */
const mostOfOne = 24;

export class AnswerTimeout extends Error {
  constructor() {
    super('The AI did not answer in time.');
  }
}

export type ComposeInTime = (
  situation: Situation,
  options: { signal: AbortSignal; onDelta(delta: string): void },
) => Promise<ComposedAnswer>;

/** Rejects at the deadline, and when the signal fires, even where the provider does not listen. */
export function createComposeInTime({
  deadlineMs,
  ...deps
}: ComposeDeps & { deadlineMs: number }): ComposeInTime {
  const inTurn = createTurns();
  return async (situation, { signal, onDelta }) => {
    let over = false;
    const endsAt = performance.now() + deadlineMs;
    const forward = (delta: string) => void (over || onDelta(delta));
    try {
      return await withinLimits({ signals: [signal], timeoutMs: deadlineMs }, (either) =>
        inTurn(situation.organizationId, () =>
          withinLimits({ signals: [either] }, () =>
            composeAnswer(deps, situation, { signal: either, endsAt, onDelta: forward }),
          ),
        ),
      );
    } catch (error) {
      throw isTimeout(error) ? new AnswerTimeout() : error;
    } finally {
      over = true;
    }
  };
}

function createTurns() {
  const node = pLimit(mostAtOnce);
  const organizations = new LRUCache<string, LimitFunction>({ max: 10_000 });
  return <T>(organizationId: string, work: () => Promise<T>): Promise<T> => {
    const own = organizations.get(organizationId) ?? pLimit(mostOfOne);
    organizations.set(organizationId, own);
    return own(() => node(work));
  };
}
