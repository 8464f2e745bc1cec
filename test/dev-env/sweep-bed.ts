// A sweep in a house where everything is well, unless a test says otherwise.
import { DomainError } from '../../src/errors';
import { createSweep, type SweepDeps } from '../../src/jobs/sweep';
import { createLog } from '../../src/log';
import { emptySession, type SessionState } from '../../src/sessions/session';

export const now = Date.parse('2026-11-22T12:00:00Z');
export const minutes = (count: number) => count * 60_000;
export const at = (ms: number) => new Date(ms);

export function session(id: string): SessionState {
  const startedAt = at(now).toISOString();
  return emptySession({
    id,
    organizationId: 'o',
    customerId: 'c',
    channelId: 'ch',
    channelType: 'web',
    startedAt,
  });
}

/** Everything is well, and every call is written down. */
export function build(change: Partial<SweepDeps> = {}) {
  const calls: string[] = [];
  const note =
    (name: string) =>
    async (what: unknown): Promise<number> => (calls.push(`${name} ${JSON.stringify(what)}`), 0);
  const deps: SweepDeps = {
    messages: {
      heads: async (which) => (calls.push(`heads ${JSON.stringify(which)}`), []),
      unread: async () => [],
    },
    projection: {
      watermark: async () => at(now - minutes(1)),
      heads: async () => new Map(),
      after: async () => [],
      overdue: async (waitedMs) => (calls.push(`overdue ${waitedMs}`), []),
      holders: async () => [],
      queued: async () => [],
    },
    sweepInbox: async () => undefined,
    sweepDeliveries: async () => undefined,
    repair: note('repair'),
    nameResponders: note('nameResponders'),
    writeRows: async () => void calls.push('writeRows'),
    handOver: async ({ id }) => void calls.push(`handOver ${id}`),
    checkHolders: note('checkHolders'),
    connected: async (ids) => new Set(ids),
    markGone: () => Promise.resolve(),
    wakeSnoozed: () => Promise.resolve(),
    finishMerges: () => Promise.resolve(),
    wakeRules: () => Promise.resolve(),
    closeBlocked: () => Promise.resolve(),
    enqueueScheduled: () => Promise.resolve(),
    findLostPushes: () => Promise.resolve(),
    watchSla: () => Promise.resolve(),
    returnUnanswered: async () => undefined,
    claimNext: note('claimNext'),
    expireMemory: async () => 0,
    deadlineMs: 15_000,
    log: createLog('silent'),
    now: () => now,
    ...change,
  };
  return { sweep: createSweep(deps), calls, deps };
}

export const nothing = {
  lagging: 0,
  repaired: 0,
  overdue: 0,
  handedOver: 0,
  unowned: 0,
  missingAgents: 0,
  waiting: 0,
  claimed: 0,
  expired: 0,
  failed: [],
  tookMs: 0,
};
export const down = async () => Promise.reject(new DomainError('unavailable', 'down'));
