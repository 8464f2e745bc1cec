// Keeps graphile-worker running: it ends itself when PostgreSQL is away for long, and what a killed node was working on it
// would leave locked for four hours. Each runner holds an advisory lock on its name; what nobody holds is gone.
import { setTimeout as pause } from 'node:timers/promises';
import { EventEmitter } from 'node:events';
import { Logger, parseCronItems, run, type CronItem, type Runner, type WorkerEvents } from 'graphile-worker';
import type { PoolClient } from 'pg';
import type { Log } from '../log';
import { createDueJobs, type DueJobsDeps } from './due-jobs';

export interface Cron<Name extends string = string> {
  name: Name;
  /** As in crontab(5), in UTC; each time comes once in the whole cluster. */
  at: string;
  /** Times that nobody was there for are made up when they are not older. */
  makeUpMs: number;
  /** One that takes longer than until its next time: that one waits for it, in the whole cluster. */
  inTurn?: true;
}

export interface QueueDeps extends DueJobsDeps {
  /** How long jobs of a node that is gone stay untouched: up to twice this. Default 10,000 ms. */
  releaseEveryMs?: number;
}

export interface Supervised {
  /** A job may be due then; without a time, now. */
  expect(at?: Date): void;
  /** Starts no more jobs; resolves when none runs. */
  stop(): Promise<void>;
}

type TaskList = Record<string, (payload: unknown) => Promise<void>>;
interface Supervision extends QueueDeps {
  tasks: TaskList;
  crons: readonly Cron[];
}

/** Most of them wait for somebody else: a provider that hangs must not hold the rest up. */
const concurrency = 12;
const restartMs = 1_000;
/** Each of the workers asks by itself, too: rarely, as they are woken for what is due. */
const pollInterval = 60_000;
/** The first of the two numbers of an advisory lock; the second is made of the runner's name. */
export const aliveLock = 0x6a6f6273;

export function supervise({ tasks, crons, ...deps }: Supervision): Supervised {
  const { pool, schema, log } = deps;
  const stopping = new AbortController();
  const due = createDueJobs(deps);
  let runner: Runner | undefined;
  const parsedCronItems = parseCronItems(crons.map(cronItem));
  const options = {
    pgPool: pool,
    schema,
    logger: loggerFor(log),
    concurrency,
    pollInterval,
    noHandleSignals: true,
    // One by one, a completion that fails would be a rejection that nobody handles: the end of the process.
    preset: { worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 } },
    taskList: tasks,
    parsedCronItems,
  };

  async function keepRunning(): Promise<void> {
    while (!stopping.signal.aborted) {
      try {
        const events: WorkerEvents = new EventEmitter();
        announceAlive(events, log);
        due.follow(events);
        runner = await run({ ...options, events });
        if (stopping.signal.aborted) await runner.stop();
        await runner.promise;
      } catch (error) {
        log.warn({ err: error }, 'the job runner ended');
      }
      runner = undefined;
      await pause(restartMs, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  }

  const releasing = releaseLost(deps, { signal: stopping.signal, released: () => due.expect() });
  const running = keepRunning();
  return {
    expect: due.expect,
    async stop() {
      stopping.abort();
      due.stop();
      await runner?.stop().catch(() => undefined);
      await Promise.all([running, releasing]);
    },
  };
}

function cronItem({ name, at, makeUpMs, inTurn }: Cron): CronItem {
  const options = { jobKey: name, backfillPeriod: makeUpMs, ...(inTurn && { queueName: name }) };
  return { task: name, match: at, identifier: name, options };
}

/** The connection that listens lives as long as its runner: with it goes the lock. */
function announceAlive(events: WorkerEvents, log: Log): void {
  const say = (client: PoolClient, text: string, values: unknown[]): void => {
    client
      .query(text, values)
      .catch((error: unknown) =>
        log.debug({ err: error }, 'could not take or give back the lock of the job runner'),
      );
  };
  events.on('pool:listen:success', ({ client, workerPool }) =>
    say(client, 'SELECT pg_advisory_lock($1, hashtext($2))', [aliveLock, workerPool.id]),
  );
  events.on('pool:listen:release', ({ client, workerPool }) =>
    say(client, 'SELECT pg_advisory_unlock($1, hashtext($2))', [aliveLock, workerPool.id]),
  );
}

/** Gives the jobs of runners that are gone to the others. One that only lost its connection is back by the next look. */
async function releaseLost(
  deps: QueueDeps,
  { signal, released }: { signal: AbortSignal; released: () => void },
): Promise<void> {
  const { pool, schema, log, releaseEveryMs = 10_000 } = deps;
  const unheld = `SELECT locked_by FROM (SELECT DISTINCT locked_by FROM ${schema}._private_jobs WHERE locked_by IS NOT NULL) AS runner
    WHERE pg_try_advisory_xact_lock($1, hashtext(locked_by))`;
  let suspects: string[] = [];
  while (!signal.aborted) {
    try {
      const { rows } = await pool.query<{ locked_by: string }>(unheld, [aliveLock]);
      const missing = rows.map(({ locked_by: name }) => name);
      const gone = missing.filter((name) => suspects.includes(name));
      if (gone.length > 0) {
        await pool.query(`SELECT ${schema}.force_unlock_workers($1)`, [gone]);
        released();
        log.info({ runners: gone }, 'jobs of nodes that are gone run again');
      }
      suspects = missing;
    } catch (error) {
      log.debug({ err: error }, 'could not look for lost jobs');
    }
    await pause(releaseEveryMs, undefined, { signal }).catch(() => undefined);
  }
}

/** What a job reports goes to our log; its errors are warnings, because it is tried again. */
export function loggerFor(log: Log): Logger {
  const levels: Record<string, 'warn' | 'debug' | 'trace'> = {
    error: 'warn',
    warning: 'warn',
    info: 'debug',
  };
  return new Logger(() => (level, message) => {
    // It has fewer connections than jobs on purpose: most jobs wait for somebody else.
    const usual = message.includes('maxPoolSize') ? 'debug' : levels[level];
    log[usual ?? 'trace'](`jobs: ${message}`);
  });
}
