// What runs by the clock, once in a cluster, and what each job does.
import type { JobName, JobQueue, Tasks } from './queue';
import type { Cron } from './runner';

const hourMs = 3_600_000;

const crons: Array<Cron<JobName>> = [{ name: 'maintenance', at: '7 * * * *', makeUpMs: hourMs }];

/** A start looks for what the last end may have lost. */
export function startJobs(queue: JobQueue, tasks: Tasks): void {
  queue.start(tasks, crons);
  void queue.add('maintenance', {}, { key: 'maintenance' });
}
