// AbortSignal.any leaves a reference on each of its sources for as long as that lives (Node 20 and 22): with one that
// lives as long as the server, every call leaks. Here nothing is left once the work is over.
import { setMaxListeners } from 'node:events';

export interface Limits {
  /** Signals that end the work, with their reason. */
  signals?: readonly (AbortSignal | undefined)[];
  /** Ends the work with a TimeoutError. */
  timeoutMs?: number;
}

export interface LinkedSignal {
  signal: AbortSignal;
  /** Takes the listeners off the sources; the signal never fires after it. */
  release(): void;
}

/** A signal that fires with the first of these. Whoever makes one releases it. */
export function linkSignals({ signals = [], timeoutMs }: Limits): LinkedSignal {
  const controller = new AbortController();
  const sources = signals.filter((one) => one !== undefined);
  const timer = timeoutMs === undefined ? undefined : setTimeout(expire, timeoutMs).unref();

  function expire(): void {
    release();
    controller.abort(new DOMException('It took too long.', 'TimeoutError'));
  }
  function pass(this: AbortSignal): void {
    release();
    controller.abort(this.reason);
  }
  function release(): void {
    clearTimeout(timer);
    for (const source of sources) source.removeEventListener('abort', pass);
  }
  for (const source of sources) {
    // As many listen as work is under way: that is no leak to warn of.
    setMaxListeners(0, source);
    source.addEventListener('abort', pass);
  }
  const fired = sources.find(({ aborted }) => aborted);
  if (fired) pass.call(fired);
  return { signal: controller.signal, release };
}

/** Runs the work, and rejects with the reason when one of the limits ends it, whether or not the work listens. */
export async function withinLimits<T>(limits: Limits, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const { signal, release } = linkSignals(limits);
  try {
    return await new Promise<T>((resolve, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason), { once: true });
      signal.throwIfAborted();
      work(signal).then(resolve, reject);
    });
  } finally {
    release();
  }
}

export function isTimeout(error: unknown): boolean {
  return error instanceof Error && error.name === 'TimeoutError';
}
