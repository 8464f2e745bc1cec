// Whatever a bell should have caused is found again here: lagging rows, customers nobody owns, agents that are gone, queues.
import pLimit from 'p-limit';
import type { Log } from '../log';
import type { SessionState } from '../sessions/session';
import type { Projection } from '../sessions/store';
import { createFailures } from '../tools/failures';
import { withinLimits } from '../tools/linked-signal';
import { createCompareInTurn, createRepair, type RepairDeps, type Repaired } from './repair-rows';

export interface SweepDeps extends RepairDeps {
  projection: RepairDeps['projection'] & Pick<Projection, 'overdue' | 'holders' | 'queued'>;
  /** Gives a session that the AI should have answered to an agent or the queue (trigger 'failure'). `Stale` is fine: somebody just wrote. */
  handOver(session: SessionState): Promise<unknown>;
  /** Routing's: starts the grace of agents without a connection; how many those are. */
  checkHolders(holders: Awaited<ReturnType<Projection['holders']>>): Promise<number>;
  /** Routing's: which of the agents have a console open. */
  connected(agentIds: readonly string[]): Promise<Set<string>>;
  /** Routing's: how many sessions went to an agent. */
  claimNext(organizationId: string): Promise<number>;
  /** Warns of conversations that their agents do not open or answer, and takes them back. */
  returnUnanswered(): Promise<void>;
  /** Closes what customers have open who are blocked now. */
  closeBlocked(): Promise<void>;
  /** Brings back what was put away until now. */
  wakeSnoozed(): Promise<void>;
  /** Tells in the other log what was merged or separated while that was cut off. */
  finishMerges(): Promise<void>;
  /** Rings for sessions in which rules have something to look at, or to do. */
  wakeRules(): Promise<void>;
  /** Rings for scheduled replies whose time is over. */
  enqueueScheduled(): Promise<void>;
  /** Rings for devices that are to be told something, and tells of conversations whose bell was lost. */
  findLostPushes(): Promise<void>;
  /** Says in the logs where the SLA was breached, and warns of what is due soon. */
  watchSla(): Promise<void>;
  /** Marks customers who left while they wait, and who is back. */
  markGone(): Promise<void>;
  /** Rings for channels with events that nobody works on. */
  sweepInbox(): Promise<void>;
  /** Finds messages that nobody sends, and states that their log was not told. */
  sweepDeliveries(): Promise<void>;
  /** Drops what customers' memory holds beyond its time; how many. */
  expireMemory(): Promise<number>;
  /** How long a customer may wait for the AI. */
  deadlineMs: number;
  log: Log;
  onReport?(report: SweepReport): void;
}

export interface SweepReport extends Repaired {
  /** Customers past the deadline whom nobody owned, and how many of them got an owner. */
  overdue: number;
  handedOver: number;
  /** Customers past the deadline whom nobody owns now: 0, or that is broken. */
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
/** Customers whose story is read and who are handed over at the same time: their decisions and their commits are shared. */
const handOversAtOnce = 50;
const queuesAtOnce = 4;
/** Of busy time, one part in twenty goes into comparing rows with their logs. */
const share = 19;
const maxWaitMs = 15_000;
/** What a store that says nothing holds up runs on by itself; the other steps, and the next sweep, do not wait for it. */
const patienceMs = 4_000;
const stillRuns = 'a step of the sweep takes too long: it still runs';

/** So often between two sweeps customers past the deadline are looked for: they have waited long enough. */
const looksBetween = 5;

/** Milliseconds from the end of a comparison to the next. Waiting for a store that is gone is no work. Pure. */
export function pauseAfter({ tookMs, failed }: { tookMs: number; failed: boolean }): number {
  return failed ? 0 : Math.min(share * tookMs, maxWaitMs);
}

type Step = (report: SweepReport) => Promise<void>;

export function createSweep(deps: SweepDeps): Sweep {
  const { log, onReport, now } = deps;
  const steps = stepsOf(deps);
  const stuck = new Set<string>();
  let running: Promise<SweepReport> | undefined;
  let looking: Promise<void> | undefined;
  let timer: NodeJS.Timeout | undefined;
  let looks: NodeJS.Timeout | undefined;
  let stopped = true;

  /** Resolves once the step has ended, or nobody waits for it any longer. */
  async function attempt(name: string, report: SweepReport): Promise<void> {
    if (stuck.has(name)) return void report.failed.push(name);
    stuck.add(name);
    const work = () => steps[name]!(report).finally(() => stuck.delete(name));
    try {
      await withinLimits({ timeoutMs: patienceMs }, work);
    } catch (error) {
      report.failed.push(name);
      log.warn({ step: name, err: error }, stuck.has(name) ? stillRuns : 'a step of the sweep failed');
    }
  }

  async function sweep(): Promise<SweepReport> {
    await looking;
    const startedAt = now();
    const report = emptyReport();
    for (const name of Object.keys(steps)) await attempt(name, report);
    // Rows that were behind may show customers whom nobody owns.
    if (report.repaired > 0 && !report.failed.includes('own overdue')) await attempt('own overdue', report);
    report.tookMs = now() - startedAt;
    if (report.unowned > 0) log.error({ unowned: report.unowned }, 'customers wait whom nobody owns');
    onReport?.(report);
    return report;
  }

  function run(): Promise<SweepReport> {
    running ??= sweep().finally(() => (running = undefined));
    return running;
  }

  /** What it finds is in no report: the sweep counts those whom it finds itself. */
  function look(): void {
    if (running) return;
    looking ??= attempt('own overdue', emptyReport()).finally(() => (looking = undefined));
  }

  function next(inMs: number, everyMs: number): void {
    if (stopped) return;
    timer = setTimeout(() => void run().then(() => next(everyMs, everyMs)), inMs).unref();
  }

  return {
    run,
    start(everyMs) {
      clearTimeout(timer);
      clearInterval(looks);
      stopped = false;
      looks = setInterval(look, everyMs / looksBetween).unref();
      // What the last life of this node left undone has waited long enough.
      next(0, everyMs);
    },
    async stop() {
      stopped = true;
      clearTimeout(timer);
      clearInterval(looks);
      await Promise.all([running, looking]);
    },
  };
}

/** In the order in which they are taken: customers come first. */
function stepsOf(deps: SweepDeps): Record<string, Step> {
  const { projection } = deps;
  return {
    'own overdue': (report) => ownOverdue(deps, report),
    'repair rows': paced(deps.now, createRepair(deps)),
    'finish merges': () => deps.finishMerges(),
    'close blocked': () => deps.closeBlocked(),
    'wake snoozed': () => deps.wakeSnoozed(),
    'return unanswered': () => deps.returnUnanswered(),
    'watch the SLA': () => deps.watchSla(),
    // Before the queues are worked on: whoever is there comes first.
    'mark gone': paced(deps.now, () => deps.markGone()),
    'work queues': (report) => workQueues(deps, report),
    'check holders': async (report) => {
      const holders = await projection.holders();
      if (holders.length > 0) report.missingAgents = await deps.checkHolders(holders);
    },
    rules: () => deps.wakeRules(),
    'scheduled replies': () => deps.enqueueScheduled(),
    pushes: () => deps.findLostPushes(),
    inbox: () => deps.sweepInbox(),
    deliveries: () => deps.sweepDeliveries(),
    'compare rows': paced(deps.now, createCompareInTurn(deps)),
    'expire memory': async (report) => {
      report.expired = await deps.expireMemory();
    },
  };
}

/** Left out while it has cost much a short time ago. */
function paced(now: () => number, work: (report: Repaired) => Promise<void>): Step {
  let notBefore = 0;
  return async (report) => {
    const startedAt = now();
    if (startedAt < notBefore) return;
    let failed = true;
    try {
      await work(report);
      failed = false;
    } finally {
      notBefore = now() + pauseAfter({ tookMs: now() - startedAt, failed });
    }
  };
}

async function ownOverdue(
  { projection, handOver, deadlineMs }: Pick<SweepDeps, 'projection' | 'handOver' | 'deadlineMs'>,
  report: SweepReport,
): Promise<void> {
  const late = await projection.overdue(deadlineMs, overdueAtOnce);
  report.overdue += late.length;
  report.unowned = late.length;
  const failures = createFailures();
  const limit = pLimit(handOversAtOnce);
  await Promise.all(
    late.map((session) =>
      limit(async () => {
        if (!(await failures.attempt(() => handOver(session)))) return;
        report.handedOver += 1;
        report.unowned -= 1;
      }),
    ),
  );
  failures.rethrow();
}

/** Only where somebody is online: elsewhere the queue waits for whoever comes, which is a bell of its own. */
async function workQueues(
  { projection, connected, claimNext }: Pick<SweepDeps, 'projection' | 'connected' | 'claimNext'>,
  report: SweepReport,
): Promise<void> {
  const queues = await projection.queued();
  report.waiting = queues.reduce((sum, { waiting }) => sum + waiting, 0);
  const here = await connected(queues.flatMap(({ online }) => online));
  const failures = createFailures();
  const limit = pLimit(queuesAtOnce);
  await Promise.all(
    queues
      .filter(({ online }) => online.some((id) => here.has(id)))
      .map(({ organizationId }) =>
        limit(() =>
          failures.attempt(async () => {
            report.claimed += await claimNext(organizationId);
          }),
        ),
      ),
  );
  failures.rethrow();
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
