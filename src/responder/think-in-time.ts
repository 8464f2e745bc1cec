import { createLimit } from './limit';
import { think, type Situation, type ThinkDeps, type Thought } from './think';

/** Answers written at once on this node; the others wait, and their deadline runs. */
const mostAtOnce = 32;

export class OutOfTime extends Error {
  constructor() {
    super('The AI did not answer in time.');
  }
}

export type ThinkInTime = (
  situation: Situation,
  options: { signal: AbortSignal; onDelta(delta: string): void },
) => Promise<Thought>;

/** Rejects at the deadline, and when the signal fires, even where the provider does not listen. */
export function createThinkInTime(deps: ThinkDeps, deadlineMs: number): ThinkInTime {
  const limit = createLimit(mostAtOnce);
  return async (situation, { signal, onDelta }) => {
    const deadline = AbortSignal.timeout(deadlineMs);
    const either = AbortSignal.any([signal, deadline]);
    let over = false;
    const late = new Promise<never>((_, reject) => {
      const give = () =>
        reject(deadline.aborted ? new OutOfTime() : new Error('The answer is not wanted any more.'));
      if (either.aborted) give();
      either.addEventListener('abort', give, { once: true });
    });
    const isTaken = () => signal.aborted;
    const options = { signal: either, isTaken, onDelta: (delta: string) => void (over || onDelta(delta)) };
    try {
      return await Promise.race([limit(() => think(deps, situation, options)), late]);
    } finally {
      over = true;
    }
  };
}
