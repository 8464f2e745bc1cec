import { createLimit } from '../tools/limit';
import { composeAnswer, type Situation, type ComposeDeps, type ComposedAnswer } from './compose-answer';

/** Answers written at once on this node; the others wait, and their deadline runs. */
const mostAtOnce = 32;

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
export function createComposeInTime(deps: ComposeDeps, deadlineMs: number): ComposeInTime {
  const limit = createLimit(mostAtOnce);
  return async (situation, { signal, onDelta }) => {
    const deadline = AbortSignal.timeout(deadlineMs);
    const either = AbortSignal.any([signal, deadline]);
    let over = false;
    const late = new Promise<never>((_, reject) => {
      const give = () =>
        reject(deadline.aborted ? new AnswerTimeout() : new Error('The answer is not wanted any more.'));
      if (either.aborted) give();
      either.addEventListener('abort', give, { once: true });
    });
    const isTaken = () => signal.aborted;
    const options = { signal: either, isTaken, onDelta: (delta: string) => void (over || onDelta(delta)) };
    try {
      return await Promise.race([limit(() => composeAnswer(deps, situation, options)), late]);
    } finally {
      over = true;
    }
  };
}
