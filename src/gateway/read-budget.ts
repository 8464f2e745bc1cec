// Pages of logs that are under way, in bytes, for each socket and for the node: what does not fit waits its turn, and is
// told so when that does not come. Without it a few sockets that ask often hold more memory than there is.
import { DomainError } from '../errors';
import { say } from '../protocol/server-texts/said';

/** What one page may take while it is read. */
export const pageBytes = 1024 * 1024;

export interface ReadBudget {
  /** Begins once there is room. @throws `unavailable` when there is none in time */
  run<T>(reader: Reader, work: () => Promise<T>): Promise<T>;
  stats(): { bytes: number; waiting: number };
}

/** A socket: what it has not taken yet counts against it. */
export interface Reader {
  unsentBytes(): number;
}

export interface ReadLimits {
  socketBytes: number;
  nodeBytes: number;
  patienceMs: number;
}

const defaults: ReadLimits = { socketBytes: 2 * pageBytes, nodeBytes: 64 * pageBytes, patienceMs: 5_000 };
/** A socket that reads makes room without telling. */
const lookEveryMs = 50;

interface Waiting {
  reader: Reader;
  begin(): void;
}

/** @param unsentBytes what waits for all sockets of the node */
export function createReadBudget(unsentBytes: () => number, limits: Partial<ReadLimits> = {}): ReadBudget {
  const { socketBytes, nodeBytes, patienceMs } = { ...defaults, ...limits };
  const running = new Map<Reader, number>();
  const queue = new Set<Waiting>();
  let pages = 0;
  let timer: NodeJS.Timeout | undefined;

  const fits = (reader: Reader): boolean =>
    pages * pageBytes + unsentBytes() < nodeBytes &&
    (running.get(reader) ?? 0) * pageBytes + reader.unsentBytes() < socketBytes;

  function count(reader: Reader, by: 1 | -1): void {
    pages += by;
    const held = (running.get(reader) ?? 0) + by;
    if (held === 0) running.delete(reader);
    else running.set(reader, held);
  }

  function admit(): void {
    for (const waiting of queue) {
      if (!fits(waiting.reader)) continue;
      queue.delete(waiting);
      count(waiting.reader, 1);
      waiting.begin();
    }
    if (queue.size > 0) timer ??= setInterval(admit, lookEveryMs).unref();
    else timer = void clearInterval(timer);
  }

  function turn(reader: Reader): Promise<void> {
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => {
        queue.delete(waiting);
        reject(new DomainError('unavailable', say('busy'), { retryAfter: 2 }));
      }, patienceMs);
      const begin = () => {
        clearTimeout(late);
        resolve();
      };
      const waiting = { reader, begin };
      queue.add(waiting);
      admit();
    });
  }

  return {
    async run(reader, work) {
      await turn(reader);
      try {
        return await work();
      } finally {
        count(reader, -1);
        if (queue.size > 0) setImmediate(admit);
      }
    },
    stats: () => ({ bytes: pages * pageBytes + unsentBytes(), waiting: queue.size }),
  };
}
