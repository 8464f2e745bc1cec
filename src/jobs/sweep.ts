// Whatever a bell should have caused is found again here: lagging rows, customers nobody owns, agents that are gone, queues.
import { DomainError } from '../errors';
import type { Log } from '../log';
import type { SessionState } from '../sessions/session';
import type { MessageLog, Projection } from '../sessions/store';

export interface SweepDeps {
  messages: Pick<MessageLog, 'heads'>;
  projection: Pick<Projection, 'watermark' | 'heads' | 'overdue' | 'holders' | 'queued'>;
  /** Folds the log of a session again; `writeRows` writes its row. */
  repair(sessionId: string): Promise<unknown>;
  writeRows(): Promise<unknown>;
  /** Gives a session that the AI should have answered to an agent or the queue (trigger 'failure'). `Stale` is fine: somebody just wrote. */
  handOver(session: SessionState): Promise<unknown>;
  /** Routing's: starts the grace of agents without a connection; how many those are. */
  checkHolders(holders: Array<{ organizationId: string; agentId: string }>): Promise<number>;
  /** Routing's: how many sessions went to an agent. */
  claimNext(organizationId: string): Promise<number>;
  /** Drops what customers' memory holds beyond its time; how many. */
  expireMemory(): Promise<number>;
  /** How long a customer may wait for the AI. */
  deadlineMs: number;
  log: Log;
  onReport?(report: SweepReport): void;
  now?(): number;
}

export interface SweepReport {
  /** Rows behind their log, and how many of them were written anew. */
  lagging: number;
  repaired: number;
  /** Customers past the deadline whom nobody owned, and how many of them got an owner. */
  overdue: number;
  handedOver: number;
  /** Customers past the deadline whom nobody owns now: 0, or the promise is broken. */
  unowned: number;
  /** Agents that hold sessions and have no connection. */
  missingAgents: number;
  waiting: number;
  claimed: number;
  expired: number;
  /** Steps that failed; the others ran. */
  failed: string[];
  tookMs: number;
}

export interface Sweep {
  /** One run; while one is on its way, that one. Never rejects. */
  run(): Promise<SweepReport>;
  start(everyMs: number): void;
  /** Resolves when nothing runs any more. */
  stop(): Promise<void>;
}

const overdueAtOnce = 200;
const compareAtOnce = 500;
/** Of busy time, one part in twenty goes into sweeps; but a slow store must not keep anybody waiting for the next. */
const share = 19;
const maxWaitMs = 15_000;

/** Milliseconds from the end of a sweep to the next. Pure. */
export function pauseAfter(tookMs: number, everyMs: number): number {
  return Math.max(everyMs, Math.min(share * tookMs, maxWaitMs));
}

/** Where to look for rows behind their log. Pure. */
export function lookSince(lastRun: number | undefined, watermark: Date | undefined): Date {
  if (lastRun !== undefined) return new Date(lastRun - 2 * 60_000);
  return new Date(watermark ? watermark.getTime() - 10 * 60_000 : 0);
}

interface Head {
  sessionId: string;
  headSeq: number;
}

/** Logs that are ahead of their row, or have none. Pure. */
export function ahead(logs: readonly Head[], rows: ReadonlyMap<string, { headSeq: number }>): Head[] {
  return logs.filter(({ sessionId, headSeq }) => (rows.get(sessionId)?.headSeq ?? -1) < headSeq);
}

/** A row is written a little after its log, by whichever node: what is still behind a run later is repaired. */
function createRepair(deps: SweepDeps): (report: SweepReport) => Promise<void> {
  const { messages, projection, now = Date.now } = deps;
  let lastRepair: number | undefined;
  /** Logs that were ahead of their row when they were last looked at, and how far. */
  let suspects = new Map<string, number>();

  return async function repairRows(report) {
    const startedAt = now();
    const watermark = lastRepair === undefined ? await projection.watermark() : undefined;
    const logs = await messages.heads({ since: lookSince(lastRepair, watermark) });
    const failures = createFailures();
    const late = new Map<string, number>();
    for (let i = 0; i < logs.length; i += compareAtOnce) {
      const some = logs.slice(i, i + compareAtOnce);
      const rows = await projection.heads(some.map(({ sessionId }) => sessionId));
      for (const { sessionId, headSeq } of ahead(some, rows)) {
        const wasAt = lastRepair === undefined ? headSeq : suspects.get(sessionId);
        if (wasAt === undefined || (rows.get(sessionId)?.headSeq ?? -1) >= wasAt) {
          late.set(sessionId, headSeq);
          continue;
        }
        report.lagging += 1;
        if (await failures.attempt(() => deps.repair(sessionId))) report.repaired += 1;
        else late.set(sessionId, wasAt);
      }
    }
    if (report.repaired > 0) await deps.writeRows();
    suspects = late;
    failures.rethrow();
    lastRepair = startedAt;
  };
}

export function createSweep(deps: SweepDeps): Sweep {
  const { projection, log, now = Date.now } = deps;
  let running: Promise<SweepReport> | undefined;
  let timer: NodeJS.Timeout | undefined;
  let stopped = true;

  async function ownOverdue(report: SweepReport): Promise<void> {
    const deadline = new Date(now() - deps.deadlineMs);
    const late = await projection.overdue(deadline, overdueAtOnce);
    report.overdue = late.length;
    report.unowned = late.length;
    const failures = createFailures();
    for (const session of late) {
      if (!(await failures.attempt(() => deps.handOver(session)))) continue;
      report.handedOver += 1;
      report.unowned -= 1;
    }
    failures.rethrow();
  }

  async function workQueues(report: SweepReport): Promise<void> {
    const failures = createFailures();
    for (const { organizationId, waiting } of await projection.queued()) {
      report.waiting += waiting;
      await failures.attempt(async () => {
        report.claimed += await deps.claimNext(organizationId);
      });
    }
    failures.rethrow();
  }

  const steps: Record<string, (report: SweepReport) => Promise<void>> = {
    'repair rows': createRepair(deps),
    'own overdue': ownOverdue,
    'check holders': async (report) => {
      const holders = await projection.holders();
      if (holders.length > 0) report.missingAgents = await deps.checkHolders(holders);
    },
    'work queues': workQueues,
    'expire memory': async (report) => {
      report.expired = await deps.expireMemory();
    },
  };

  async function sweep(): Promise<SweepReport> {
    const startedAt = now();
    const report = emptyReport();
    for (const [name, step] of Object.entries(steps)) {
      try {
        await step(report);
      } catch (error) {
        report.failed.push(name);
        log.warn({ step: name, err: error }, 'a step of the sweep failed');
      }
    }
    report.tookMs = now() - startedAt;
    if (report.unowned > 0) log.error({ unowned: report.unowned }, 'customers wait whom nobody owns');
    deps.onReport?.(report);
    return report;
  }

  function run(): Promise<SweepReport> {
    running ??= sweep().finally(() => (running = undefined));
    return running;
  }

  function next(everyMs: number, tookMs = 0): void {
    if (stopped) return;
    const again = () => void run().then((report) => next(everyMs, report.tookMs));
    timer = setTimeout(again, pauseAfter(tookMs, everyMs)).unref();
  }

  return {
    run,
    start(everyMs) {
      clearTimeout(timer);
      stopped = false;
      next(everyMs);
    },
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}

/** Goes on after a failure and reports the first at the end. What somebody else settled meanwhile is none. */
function createFailures() {
  let first: unknown;
  let count = 0;
  return {
    async attempt(work: () => Promise<unknown>): Promise<boolean> {
      try {
        await work();
        return true;
      } catch (error) {
        if (error instanceof DomainError && ['conflict', 'not_found'].includes(error.code)) return true;
        first ??= error;
        count += 1;
        return false;
      }
    },
    rethrow(): void {
      if (count > 0) throw new Error(`${count} of them failed; the first is the cause`, { cause: first });
    },
  };
}

function emptyReport(): SweepReport {
  return {
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
}
