// What waits, runs and has failed, for whoever looks why something does not happen. Each organization sees the jobs that name it.
import type { Pool } from 'pg';
import { DomainError, notFound } from '../errors';
import { jobStates, type Job, type JobState } from '../protocol/jobs';
import { say } from '../protocol/server-texts/said';
import { aliveLock } from './runner';
import { withoutSecrets } from './without-secrets';

/** Whose jobs: those of an organization, and those that name none where it is the one that runs the server. */
export interface JobOwner {
  organizationId: string;
  andServer: boolean;
}

export interface JobList {
  /** The newest first. */
  list(
    owner: JobOwner,
    filter: { state?: JobState },
    page: { limit: number; cursor?: string },
  ): Promise<{ items: Job[]; nextCursor: string | null }>;
  counts(owner: JobOwner): Promise<Record<JobState, number>>;
  /** Now, with all its tries. @throws `not_found`, `conflict` (it runs) */
  retry(owner: JobOwner, id: string): Promise<void>;
  /** It is not tried again. What its row still asks for may ring anew. @throws `not_found`, `conflict` (it runs) */
  giveUp(owner: JobOwner, id: string): Promise<void>;
  /** Of the whole server: how long the oldest that is due has waited, and how many nodes run jobs. */
  lag(): Promise<{ waitingMs: number; workers: number }>;
}

const state = `CASE WHEN j.locked_at IS NOT NULL THEN 'running' WHEN j.attempts >= j.max_attempts THEN 'failed'
  WHEN j.attempts > 0 THEN 'retrying' WHEN j.run_at <= now() THEN 'waiting' ELSE 'planned' END`;
const owned = `(j.payload ->> 'organizationId' = $1 OR ($2 AND j.payload ->> 'organizationId' IS NULL))`;

interface Row {
  id: string;
  name: string;
  state: JobState;
  attempts: number;
  maxAttempts: number;
  runAt: Date;
  createdAt: Date;
  lastError: string | null;
  sessionId: string | null;
  ofServer: boolean;
}

export function createJobList({ pool, schema }: { pool: Pool; schema: string }): JobList {
  const jobs = `${schema}._private_jobs j`;
  const ownerOf = ({ organizationId, andServer }: JobOwner) => [organizationId, andServer];

  /** One that does not run now. */
  async function change(owner: JobOwner, id: string, how: string): Promise<void> {
    const ids = `ARRAY(SELECT j.id FROM ${jobs} WHERE ${owned} AND j.id = $3 AND j.locked_at IS NULL)`;
    const number = numberOf(id);
    if (number === undefined) throw notFound('job');
    const values = [...ownerOf(owner), number];
    // Nothing else tells the workers of it.
    const notifyWorkers = `SELECT pg_notify('jobs:insert', '{"count":1}') FROM`;
    const { rowCount } = await pool.query(`${notifyWorkers} ${schema}.${how.replace('IDS', ids)}`, values);
    if (rowCount) return;
    const { rowCount: there } = await pool.query(`SELECT FROM ${jobs} WHERE ${owned} AND j.id = $3`, values);
    if (!there) throw notFound('job');
    throw new DomainError('conflict', say('runs_now'));
  }

  return {
    async list(owner, { state: asked }, { limit, cursor }) {
      const { rows } = await pool.query<Row>(
        `SELECT * FROM (
           SELECT j.id::text, t.identifier AS name, ${state} AS state, j.attempts, j.max_attempts AS "maxAttempts",
             j.run_at AS "runAt", j.created_at AS "createdAt", j.last_error AS "lastError",
             j.payload ->> 'sessionId' AS "sessionId", j.payload ->> 'organizationId' IS NULL AS "ofServer"
           FROM ${jobs} JOIN ${schema}._private_tasks t ON t.id = j.task_id
           WHERE ${owned} AND ($4::bigint IS NULL OR j.id < $4)
         ) found WHERE $3::text IS NULL OR state = $3 ORDER BY id::bigint DESC LIMIT $5`,
        [...ownerOf(owner), asked ?? null, cursorOf(cursor), limit + 1],
      );
      const items = rows.slice(0, limit).map(toJob);
      return { items, nextCursor: rows.length > limit ? rows[limit - 1]!.id : null };
    },

    async counts(owner) {
      const { rows } = await pool.query<{ state: JobState; count: number }>(
        `SELECT ${state} AS state, count(*)::int AS count FROM ${jobs} WHERE ${owned} GROUP BY 1`,
        ownerOf(owner),
      );
      const found = new Map(rows.map(({ state: one, count }) => [one, count]));
      return Object.fromEntries(jobStates.map((one) => [one, found.get(one) ?? 0])) as Record<
        JobState,
        number
      >;
    },

    retry: (owner, id) => change(owner, id, 'reschedule_jobs(IDS, run_at => now(), attempts => 0)'),
    giveUp: (owner, id) => change(owner, id, 'complete_jobs(IDS)'),

    async lag() {
      const { rows } = await pool.query<{ waitingMs: number; workers: number }>(
        `SELECT (SELECT coalesce(extract(epoch FROM now() - min(j.run_at)) * 1000, 0)::float8 FROM ${jobs}
           WHERE j.locked_at IS NULL AND j.attempts < j.max_attempts AND j.run_at <= now()) AS "waitingMs",
         (SELECT count(*)::int FROM pg_locks WHERE locktype = 'advisory' AND classid = $1 AND granted
           AND database = (SELECT oid FROM pg_database WHERE datname = current_database())) AS workers`,
        [aliveLock],
      );
      return rows[0]!;
    },
  };
}

/** @throws `invalid` for one that was not ours */
function cursorOf(cursor: string | undefined): string | null {
  if (cursor === undefined) return null;
  if (/^[1-9]\d{0,17}$/.test(cursor)) return cursor;
  throw new DomainError('invalid', 'This cursor is none that a list gave.', {
    errors: [{ path: 'cursor', message: 'This cursor is none that a list gave.' }],
  });
}

/** On the wire ids are UUIDs: this one holds the number. */
const place = '00000000-0000-4000-8000-';
const uuidOf = (number: string) => place + BigInt(number).toString(16).padStart(12, '0');
const numberOf = (id: string) => (id.startsWith(place) ? BigInt(`0x${id.slice(place.length)}`) : undefined);

function toJob({ id, runAt, createdAt, lastError, sessionId, ofServer, ...row }: Row): Job {
  return {
    ...row,
    id: uuidOf(id),
    runAt: runAt.toISOString(),
    createdAt: createdAt.toISOString(),
    ...(lastError && { lastError: withoutSecrets(lastError) }),
    ...(sessionId !== null && { sessionId }),
    ...(ofServer && { ofServer }),
  };
}
