// What runs by the clock, once in a cluster, and what each job does.
import type { JobName, JobQueue, Tasks } from './queue';
import type { Cron } from './runner';

const hourMs = 3_600_000;

const crons: Array<Cron<JobName>> = [
  { name: 'maintenance', at: '7 * * * *', makeUpMs: hourMs },
  { name: 'templates', at: '23 * * * *', makeUpMs: 0 },
  { name: 'check-channels', at: '*/15 * * * *', makeUpMs: 0 },
  { name: 'weekly-mails', at: '11 * * * *', makeUpMs: hourMs },
  { name: 'insights', at: '17 0 * * *', makeUpMs: 23 * hourMs },
  { name: 'retention', at: '37 1 * * *', makeUpMs: 23 * hourMs, inTurn: true },
  { name: 'follow-ups', at: '41 * * * *', makeUpMs: hourMs, inTurn: true },
  { name: 'due-imports', at: '*/10 * * * *', makeUpMs: 0 },
  { name: 'idle-conversations', at: '* * * * *', makeUpMs: 0 },
];
/** A minute is too long for whoever was promised one: each look asks for the next, and the cron for a lost one. */
const idleEveryMs = 10_000;

/**
 * A start looks for what the last end may have lost.
 * @param byTheClock false: a job runs when something asks for it, none because it is time
 */
export function startJobs(queue: JobQueue, tasks: Tasks, byTheClock: boolean): void {
  async function lookForIdle(): Promise<void> {
    await tasks['idle-conversations']({});
    const at = new Date(Date.now() + idleEveryMs);
    await queue.add('idle-conversations', {}, { key: 'idle-conversations', at });
  }
  if (byTheClock) queue.start({ ...tasks, 'idle-conversations': lookForIdle }, crons);
  else queue.start(tasks, []);
  void queue.add('maintenance', {}, { key: 'maintenance' });
}
