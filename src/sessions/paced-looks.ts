import { setTimeout as pause } from 'node:timers/promises';

/** Of the time, one part in twenty goes into looking, unless that would keep those who ask waiting for too long. */
const share = 19;
const longestPauseMs = 5_000;

/** Milliseconds from the end of a look to the next. Pure. */
export const pauseAfter = (tookMs: number): number => Math.min(share * tookMs, longestPauseMs);

interface Waiting<Ask, Answer> {
  ask: Ask;
  resolve(answer: Answer): void;
  reject(error: unknown): void;
}

/**
 * Of what costs the more, the more there is, and many want to know again and again: one look a key serves all who asked before it
 * began, and the next waits as its cost demands. So an answer is never older than its question.
 * @param look answers in the order of what was asked
 */
export function createPacedLooks<Ask, Answer>(
  look: (key: string, asked: readonly Ask[]) => Promise<readonly Answer[]>,
): (key: string, ask: Ask) => Promise<Answer> {
  const lines = new Map<string, Array<Waiting<Ask, Answer>>>();

  async function serve(key: string, line: Array<Waiting<Ask, Answer>>): Promise<void> {
    while (line.length > 0) {
      const began = performance.now();
      await answer(key, line.splice(0));
      await pause(pauseAfter(performance.now() - began), undefined, { ref: false });
    }
    lines.delete(key);
  }

  async function answer(key: string, asked: ReadonlyArray<Waiting<Ask, Answer>>): Promise<void> {
    try {
      const answers = await look(
        key,
        asked.map(({ ask }) => ask),
      );
      asked.forEach(({ resolve }, n) => resolve(answers[n]!));
    } catch (error) {
      for (const { reject } of asked) reject(error);
    }
  }

  return (key, ask) =>
    new Promise((resolve, reject) => {
      const waiting = { ask, resolve, reject };
      const line = lines.get(key);
      if (line) return void line.push(waiting);
      const begun = [waiting];
      lines.set(key, begun);
      void serve(key, begun);
    });
}
