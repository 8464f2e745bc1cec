// What an organization's tables need now and then: the days' numbers kept, and what has run out forgotten.
// Every node does it; done twice it is done once.
import type { Log } from '../log';

export interface DailyDeps {
  organizationIds(): Promise<string[]>;
  /** Keeps the numbers of a day (YYYY-MM-DD, UTC), replacing what was there. */
  rollUp(date: string, organizationIds: readonly string[]): Promise<void>;
  /** Forgets answers to POSTs that are older than a day; how many. */
  forgetIdempotencyKeys(organizationId: string): Promise<number>;
  /** Forgets logins that ran out; how many. */
  forgetRefreshTokens(): Promise<number>;
  /** Makes the vectors that no bell led to: after a crash, or of another node's articles. */
  embedPending(organizationId: string): Promise<unknown>;
  /** Writes the summaries of closed conversations that no bell led to. */
  findLostConversations(organizationId: string): Promise<unknown>;
  /** Removes files that were uploaded and never sent. */
  removeUnattached(olderThan: Date): Promise<unknown>;
  log: Log;
  now?(): number;
}

export interface Daily {
  /** Starts a run unless the last one began within the hour. Never throws. */
  due(): void;
  /** Resolves once nothing runs; what is left is done by the next run. */
  stop(): Promise<void>;
}

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

export function createDaily(deps: DailyDeps): Daily {
  const { log, now = Date.now } = deps;
  let lastRun: number | undefined;
  let running: Promise<void> = Promise.resolve();
  let stopped = false;

  async function attempt(step: string, work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
    } catch (error) {
      log.warn({ err: error, step }, 'a daily step failed');
    }
  }

  async function run(at: number): Promise<void> {
    await attempt('refresh tokens', deps.forgetRefreshTokens);
    await attempt('files', () => deps.removeUnattached(new Date(at - dayMs)));
    const dates = [at - dayMs, at].map((time) => new Date(time).toISOString().slice(0, 10));
    await attempt('organizations', async () => {
      for (const organizationId of await deps.organizationIds()) {
        if (stopped) return;
        await attempt('vectors', () => deps.embedPending(organizationId));
        await attempt('conversations', () => deps.findLostConversations(organizationId));
        await attempt('idempotency keys', () => deps.forgetIdempotencyKeys(organizationId));
        for (const date of dates) await attempt('numbers', () => deps.rollUp(date, [organizationId]));
      }
    });
  }

  return {
    due() {
      const at = now();
      if (stopped || (lastRun !== undefined && at - lastRun < hourMs)) return;
      lastRun = at;
      running = running.then(() => run(at));
    },
    stop() {
      stopped = true;
      return running;
    },
  };
}
