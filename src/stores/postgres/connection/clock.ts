// The database's time on this node: whatever this machine's clock says, all nodes agree on who has waited how long.

export interface DatabaseClock {
  /** Milliseconds since 1970; between two looks a monotonic clock counts on. */
  now(): number;
  close(): void;
}

const lookEveryMs = 30_000;

/** @param ask the database's time; rejects while it cannot be asked: then the last look holds */
export async function startClock(ask: () => Promise<number>): Promise<DatabaseClock> {
  let offset = 0;

  async function look(): Promise<void> {
    const asked = performance.now();
    const there = await ask();
    const answered = performance.now();
    offset = there - (asked + answered) / 2;
  }

  await look();
  const timer = setInterval(() => void look().catch(() => undefined), lookEveryMs).unref();
  return { now: () => Math.round(offset + performance.now()), close: () => clearInterval(timer) };
}
