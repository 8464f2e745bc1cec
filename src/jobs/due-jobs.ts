// Wakes a worker when a job is due: one small look for all workers of a node, at the time of the next job, instead of a poll by each of them.
import type { WorkerEvents, WorkerPool } from 'graphile-worker';
import type { Pool } from 'pg';
import type { Log } from '../log';

/** What nothing told of is found at this much later: a lost notification, what another node put off. */
const defaultEveryMs = 5_000;
/** Between two looks while jobs are due: they wait for a worker, or for their turn. */
const soonMs = 200;
/** After a job that others wait for: it is written a moment later that it has ended. */
const inTurnMs = 20;
const retryMs = 1_000;

export interface DueJobsDeps {
  /** As the owner of the schema, who sees nothing else of ours. */
  pool: Pool;
  schema: string;
  log: Log;
  /** How long a job may be due that nothing told of. Default 5,000 ms. */
  lookEveryMs?: number;
}

export interface DueJobs {
  /** Of a new runner: its workers are those who are woken. */
  follow(events: WorkerEvents): void;
  /** A job was added, or is tried again. */
  expect(at?: Date): void;
  stop(): void;
}

export function createDueJobs({ pool, schema, log, lookEveryMs = defaultEveryMs }: DueJobsDeps): DueJobs {
  const text = `SELECT (extract(epoch FROM min(run_at) - now()) * 1000)::float8 AS "inMs" FROM ${schema}._private_jobs WHERE is_available`;
  let workers: WorkerPool | undefined;
  let timer: NodeJS.Timeout | undefined;
  let nextLook = Infinity;
  let isLooking = false;
  let isStopped = false;

  /** Unless it looks sooner anyway. */
  function lookIn(ms: number): void {
    const at = performance.now() + ms;
    if (isStopped || at >= nextLook) return;
    clearTimeout(timer);
    nextLook = at;
    timer = setTimeout(() => {
      nextLook = Infinity;
      if (isLooking) lookIn(soonMs);
      else void look();
    }, ms);
  }

  async function look(): Promise<void> {
    isLooking = true;
    lookIn(await untilNext().finally(() => (isLooking = false)));
  }

  async function untilNext(): Promise<number> {
    try {
      const { rows } = await pool.query<{ inMs: number | null }>({ name: 'due-jobs', text });
      const inMs = rows[0]?.inMs ?? Infinity;
      if (inMs > 0) return Math.min(inMs, lookEveryMs);
      workers?.nudge(1);
      return soonMs;
    } catch (error) {
      log.debug({ err: error }, 'could not look for jobs that are due');
      return Math.min(retryMs, lookEveryMs);
    }
  }

  return {
    follow(events) {
      events.on('pool:create', ({ workerPool }) => {
        workers = workerPool;
        lookIn(0);
      });
      events.on('pool:gracefulShutdown', () => (workers = undefined));
      events.on('pool:listen:notification', () => lookIn(soonMs));
      events.on('job:error', () => lookIn(soonMs));
      events.on('job:complete', ({ job }) => job.job_queue_id !== null && lookIn(inTurnMs));
    },
    expect: (at) => lookIn(at ? Math.max(soonMs, at.getTime() - Date.now()) : soonMs),
    stop() {
      isStopped = true;
      clearTimeout(timer);
    },
  };
}
