// The one runner of what happens later or again: graphile-worker on the same PostgreSQL. A job is a bell with a time: the
// row that it points to is the truth, running it twice is harmless, and one that was lost is found by the sweep or by the
// maintenance.
import { setTimeout as pause } from 'node:timers/promises';
import { runMigrations } from 'graphile-worker';
import { createJobList, type JobList } from './job-list';
import { loggerFor, supervise, type Cron, type QueueDeps, type Supervised } from './runner';

/** What a job carries: ids, never what they stand for. */
export interface JobPayloads {
  /** Makes the vectors of an organization's articles that wait for them. */
  embed: { organizationId: string };
  /** Writes the summary of a conversation that was closed or rated. */
  summarize: { organizationId: string; sessionId: string };
  /** Has a model read a closed conversation, where there is one. */
  'sum-up': { organizationId: string; sessionId: string };
  /** Makes the vectors of closed conversations that lack them: of some, or of all, the newest first, from a place on. */
  'embed-conversations': { organizationId: string; sessionIds?: string[]; cursor?: string };
  /** Asks what a run of the answer lab has left to ask. */
  'test-answers': { organizationId: string; runId: string };
  /** Indexes what no event led to; `after`: the session up to which an earlier one has looked. */
  search: { after?: string };
  /** Reads what a file of a message says, so that it is found. */
  'read-file': { organizationId: string; fileId: string };
  /** Looks for files that nobody has read; `after`: the file up to which an earlier one has looked. */
  'find-files': { organizationId: string; after?: string };
  /** Makes notes about customers found that have no words yet. */
  'word-notes': { organizationId: string };
  /** Asks, and ends, conversations with the AI in which nobody writes any more. */
  'idle-conversations': object;
  /** Takes knowledge in from a file or the web. */
  import: { organizationId: string; importId: string };
  /** Begins the imports whose pages are to be fetched again. */
  'due-imports': object;
  /** Looks which rules are woken in a session, and does what they say. */
  rules: { organizationId: string; sessionId: string };
  /** Has conversations say what is kept of their customers is another, where a rule waits for it. */
  'attribute-changes': { organizationId: string };
  /** Has conversations follow a label that was renamed, merged or removed. */
  labels: { organizationId: string };
  /** Works on what came in on a channel. */
  inbox: { organizationId: string; channelId: string };
  /** Sends what is due of a session. */
  deliver: { organizationId: string; channelId: string; sessionId: string };
  /** Looks at a reply whose time has come. */
  'send-scheduled': { organizationId: string; id: string };
  /** Fetches the file that a customer's message waits for. */
  'fetch-file': { organizationId: string; channelId: string; sessionId: string; seq: number };
  /** Fetches the templates of a channel, or of all. */
  templates: { channelId?: string };
  /** Looks whether the channels work. */
  'check-channels': object;
  /** Tells a device what is due for it. */
  push: { organizationId: string; deviceId: string };
  /** Mails to an agent what waits for them. */
  'news-mail': { organizationId: string; agentId: string };
  /** Sends last week's numbers to whoever wants them. */
  'weekly-mails': object;
  /** Looks what has become more than in the weeks before. */
  insights: object;
  /** Drafts to customers who went silent or were promised something. */
  'follow-ups': object;
  /** Deletes what organizations want to keep no longer. */
  retention: object;
  /** Decides again what is due by the SLA in the open conversations of an organization. */
  promises: { organizationId: string };
  /** Forgets what ran out, counts the days, and rings for what was lost. */
  maintenance: object;
}
export type JobName = keyof JobPayloads;

/** Rejecting, a job is tried again later. */
export type Tasks = { [N in JobName]: (payload: JobPayloads[N]) => Promise<unknown> };

export interface AddOptions {
  at?: Date;
  /** A waiting job with the same key is replaced. */
  key?: string;
  /** Jobs of one queue run one after another, in the whole cluster. */
  queue?: string;
  /** Shown with one that has a key: what the try before it met. */
  why?: string;
}

export interface JobQueue {
  /** Never rejects: while the database is away a job is lost, and found again. */
  add<N extends JobName>(name: N, payload: JobPayloads[N], options?: AddOptions): Promise<void>;
  /** What waits, runs and has failed. */
  jobs: JobList;
  /** Runs jobs on this node from now on. */
  start(tasks: Tasks, crons: ReadonlyArray<Cron<JobName>>): void;
  /** Forgets jobs that have failed for the last time, a day after that. */
  forgetFailed(): Promise<void>;
  /** Starts nothing more; resolves once nothing runs, or `withinMs` later. */
  stop(withinMs?: number): Promise<void>;
}

/** What takes long comes after what customers wait for. */
const priorities: Record<JobName, number> = {
  inbox: -10,
  deliver: -10,
  'send-scheduled': -10,
  'fetch-file': 0,
  rules: -5,
  summarize: 0,
  'sum-up': 10,
  'idle-conversations': 0,
  templates: 0,
  'check-channels': 0,
  promises: 0,
  labels: 0,
  'attribute-changes': -5,
  maintenance: 10,
  embed: 10,
  'embed-conversations': 10,
  'test-answers': 10,
  import: 10,
  'due-imports': 10,
  push: 0,
  'news-mail': 0,
  'weekly-mails': 10,
  insights: 10,
  'follow-ups': 10,
  retention: 10,
  search: 10,
  'read-file': 10,
  'find-files': 10,
  'word-notes': 10,
};
/** With graphile-worker's growing pauses: some six hours. */
const maxAttempts = 10;
const stopWithinMs = 8_000;

/** Resolves once the runner's tables are there. */
export async function openJobQueue(deps: QueueDeps): Promise<JobQueue> {
  const { pool, schema, log } = deps;
  await runMigrations({ pgPool: pool, schema, logger: loggerFor(log) });
  const text = `SELECT FROM ${schema}.add_job($1, $2::json, run_at => $3, job_key => $4, priority => $5, max_attempts => $6, queue_name => $7)`;
  const explain = `UPDATE ${schema}._private_jobs SET last_error = $2 WHERE key = $1 AND locked_at IS NULL`;
  let running: Supervised | undefined;
  return {
    jobs: createJobList(deps),
    async add(name, payload, { at, key, queue, why } = {}) {
      try {
        const said = JSON.stringify(payload);
        const values = [name, said, at, key, priorities[name], maxAttempts, queue];
        await pool.query({ name: 'add-job', text, values });
        if (why !== undefined) await pool.query(explain, [key, why]);
        running?.expect(at);
      } catch (error) {
        log.warn({ err: error, job: name }, 'could not add a job');
      }
    },
    async forgetFailed() {
      await pool.query(
        `DELETE FROM ${schema}._private_jobs
         WHERE attempts >= max_attempts AND locked_at IS NULL AND updated_at < now() - interval '1 day'`,
      );
    },
    start(tasks, crons) {
      running ??= supervise({ ...deps, tasks: taskList(tasks), crons });
    },
    async stop(withinMs = stopWithinMs) {
      if (!running) return;
      const late = new AbortController();
      const inTime = pause(withinMs, 'late', { signal: late.signal }).catch(() => undefined);
      const outcome = await Promise.race([running.stop(), inTime]);
      late.abort();
      if (outcome === 'late') log.warn('jobs are still running: other nodes will run them again');
    },
  };
}

function taskList(tasks: Tasks) {
  const runs = Object.entries(tasks).map(
    ([name, run]) => [name, async (payload: unknown) => void (await run(payload as never))] as const,
  );
  return Object.fromEntries(runs);
}
