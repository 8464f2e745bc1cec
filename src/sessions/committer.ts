// Group commit without a timer: what arrives while a commit runs goes into the next one, so durable is not slow.
import { DomainError } from '../errors';
import type { Append, Appended, MessageLog } from './store';
import { say } from '../protocol/server-texts/said';

export interface Committer {
  /** Resolves once the message is on disk. Rejects `unavailable` when the store is down or the queue is full. */
  append(entry: Append): Promise<Appended>;
  /** Resolves when nothing is queued or under way. */
  drained(): Promise<void>;
  stats(): { queued: number; groups: number; messages: number };
}

export interface CommitterOptions {
  /** Commits under way at once; a session always goes through the same lane. */
  lanes?: number;
  maxGroup?: number;
  /** Entries that may wait in all lanes; above it callers are told to come back. */
  maxQueued?: number;
}

interface Waiting {
  entry: Append;
  resolve(outcome: Appended): void;
  reject(error: unknown): void;
}

interface Lane {
  queue: Waiting[];
  busy: boolean;
}

/** Callers keep at most one message of a session under way (KeyedMutex): so a group never holds two of one session. */
export function createCommitter(log: Pick<MessageLog, 'append'>, options: CommitterOptions = {}): Committer {
  const { lanes: laneCount = 2, maxGroup = 256, maxQueued = 20_000 } = options;
  const lanes = Array.from({ length: laneCount }, (): Lane => ({ queue: [], busy: false }));
  const idle: Array<() => void> = [];
  let queued = 0;
  let groups = 0;
  let messages = 0;

  /** Commits group after group until the lane is empty. */
  async function work(lane: Lane): Promise<void> {
    while (lane.queue.length > 0) {
      const group = lane.queue.splice(0, maxGroup);
      groups += 1;
      messages += group.length;
      try {
        const outcomes = await log.append(group.map(({ entry }) => entry));
        group.forEach((waiting, index) => waiting.resolve(outcomes[index]!));
      } catch (error) {
        const refusal = unavailable(error);
        for (const waiting of group) waiting.reject(refusal);
      }
      queued -= group.length;
    }
    lane.busy = false;
    if (queued === 0) for (const resolve of idle.splice(0)) resolve();
  }

  return {
    append(entry) {
      if (queued >= maxQueued) return Promise.reject(unavailable());
      return new Promise((resolve, reject) => {
        const lane = lanes[hash(entry.session.id) % laneCount]!;
        lane.queue.push({ entry, resolve, reject });
        queued += 1;
        if (lane.busy) return;
        lane.busy = true;
        // After this turn of the event loop, so that what came in with it shares the commit.
        setImmediate(() => void work(lane));
      });
    },
    drained: () => (queued === 0 ? Promise.resolve() : new Promise((resolve) => idle.push(resolve))),
    stats: () => ({ queued, groups, messages }),
  };
}

function unavailable(cause?: unknown): DomainError {
  if (cause instanceof DomainError) return cause;
  return new DomainError('unavailable', say('not_stored'), {
    retryAfter: 2,
    cause,
  });
}

/** Session ids are random UUIDs: their last digits spread well enough. */
function hash(sessionId: string): number {
  return parseInt(sessionId.slice(-4), 16) || 0;
}
