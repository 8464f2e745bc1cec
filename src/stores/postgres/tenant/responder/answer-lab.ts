import type { EntityManager } from 'typeorm';
import { DomainError } from '../../../../errors';
import type { LabStore, StoredRun } from '../../../../responder/lab/store';
import { verdicts, type LabResult, type Verdict } from '../../../../protocol/answer-tests';
import { say } from '../../../../protocol/server-texts/said';
import { inOrder, pageOfIds, type WithOrganization } from '../../sql/paging';
import { mustHandOver, removed, testColumns, tests, toTest, type TestRow } from './answer-tests';

/** Runs of an organization that are kept. */
const mostRuns = 50;

export function createLabStore(withOrganization: WithOrganization): LabStore {
  return { ...tests(withOrganization), ...runs(withOrganization), ...asking(withOrganization) };
}

const counted = (column: string) =>
  `jsonb_build_object(${verdicts
    .map((verdict) => `'${verdict}', count(*) FILTER (WHERE ${column} = '${verdict}')`)
    .join(', ')})`;

/** A run with what came of it so far. */
const runQuery = `
  SELECT r.id, r.status, r.draft, r.today, r.error, r.published_at AS "publishedAt", r.created_at AS "createdAt",
    r.finished_at AS "finishedAt", coalesce(results.asked, 0) AS asked,
    CASE WHEN r.status = 'running'
      THEN (SELECT count(*)::int FROM answer_tests WHERE organization_id = r.organization_id)
      ELSE coalesce(results.asked, 0) END AS questions,
    results.counts, results.before, coalesce(by_setting.settings, '{}') AS settings
  FROM answer_runs r
  LEFT JOIN LATERAL (
    SELECT count(*)::int AS asked, ${counted('verdict')} AS counts,
      CASE WHEN count(verdict_before) > 0 THEN ${counted('verdict_before')} END AS before
    FROM answer_run_results WHERE run_id = r.id) results ON true
  LEFT JOIN LATERAL (
    SELECT jsonb_object_agg(key, counts) AS settings FROM (
      SELECT one.key, ${counted('one.value')} AS counts
      FROM answer_run_results, jsonb_each_text(settings) one WHERE run_id = r.id GROUP BY one.key) each
  ) by_setting ON true
  WHERE r.organization_id = $1 AND r.id = ANY ($2::uuid[])`;

type RunRow = Omit<StoredRun, 'draft' | 'before' | 'error' | 'publishedAt' | 'createdAt' | 'finishedAt'> & {
  draft: StoredRun['draft'] | null;
  before: StoredRun['before'] | null;
  error: string | null;
  publishedAt: Date | null;
  createdAt: Date;
  finishedAt: Date | null;
};

async function readRuns(manager: EntityManager, organizationId: string, ids: string[]): Promise<StoredRun[]> {
  const rows = await manager.query<RunRow[]>(runQuery, [organizationId, ids]);
  return inOrder(ids, rows).map(toRun);
}

type Runs = Pick<LabStore, 'beginRun' | 'runs' | 'run' | 'removeRun' | 'endRun' | 'published' | 'unfinished'>;

function runs(withOrganization: WithOrganization): Runs {
  return {
    beginRun: (organizationId, { draft, today }) =>
      withOrganization(organizationId, async (manager) => {
        const values = [organizationId, draft ? JSON.stringify(draft) : null, JSON.stringify(today)];
        const [row] = await manager.query<Array<{ id: string }>>(
          `INSERT INTO answer_runs (organization_id, draft, today) SELECT $1::uuid, $2::jsonb, $3::jsonb
           WHERE EXISTS (SELECT FROM answer_tests WHERE organization_id = $1)
           ON CONFLICT (organization_id) WHERE status = 'running' DO NOTHING RETURNING id`,
          values,
        );
        if (!row) return underWay(manager, organizationId, values[1] ?? null);
        await manager.query(
          `DELETE FROM answer_runs WHERE organization_id = $1 AND id IN (
             SELECT id FROM answer_runs WHERE organization_id = $1 ORDER BY created_at DESC, id DESC OFFSET ${mostRuns})`,
          [organizationId],
        );
        return (await readRuns(manager, organizationId, [row.id]))[0]!;
      }),
    runs: (organizationId, page) =>
      withOrganization(organizationId, async (manager) => {
        const { ids, nextCursor } = await pageOfIds(manager, { table: 'answer_runs', organizationId }, page);
        return { items: await readRuns(manager, organizationId, ids), nextCursor };
      }),
    run: (organizationId, id) =>
      withOrganization(organizationId, async (manager) => (await readRuns(manager, organizationId, [id]))[0]),
    removeRun: (organizationId, id) => removed(withOrganization, 'answer_runs', { organizationId, id }),
    ...ending(withOrganization),
  };
}

function ending(withOrganization: WithOrganization): Pick<Runs, 'endRun' | 'published' | 'unfinished'> {
  return {
    endRun: (organizationId, id, error) =>
      withOrganization(organizationId, async (manager) => {
        await manager.query(
          `UPDATE answer_runs SET status = CASE WHEN $3::text IS NULL THEN 'done' ELSE 'failed' END, error = $3,
             finished_at = now()
           WHERE organization_id = $1 AND id = $2 AND status = 'running'`,
          [organizationId, id, error ?? null],
        );
      }),
    published: (organizationId, id) =>
      withOrganization(organizationId, async (manager) => {
        await manager.query(
          `UPDATE answer_runs SET published_at = now() WHERE organization_id = $1 AND id = $2`,
          [organizationId, id],
        );
      }),
    unfinished: (organizationId) =>
      withOrganization(organizationId, async (manager) => {
        const rows = await manager.query<Array<{ id: string }>>(
          `SELECT id FROM answer_runs WHERE organization_id = $1 AND status = 'running'`,
          [organizationId],
        );
        return rows.map(({ id }) => id);
      }),
  };
}

/** Asked for twice it is one. @throws `conflict` where there is no test, or another run is under way */
async function underWay(
  manager: EntityManager,
  organizationId: string,
  draft: string | null,
): Promise<StoredRun> {
  const [row] = await manager.query<Array<{ id: string; same: boolean }>>(
    `SELECT id, draft IS NOT DISTINCT FROM $2::jsonb AS same FROM answer_runs
     WHERE organization_id = $1 AND status = 'running'`,
    [organizationId, draft],
  );
  if (!row) throw new DomainError('conflict', say('no_test'));
  if (!row.same) throw new DomainError('conflict', say('another_run'));
  return (await readRuns(manager, organizationId, [row.id]))[0]!;
}

interface ResultRow {
  id: string;
  question: string;
  articleIds: string[];
  facts: string[];
  verdict: Verdict;
  before: Verdict | null;
  text: string | null;
  reason: string | null;
  confidence: number;
  sources: LabResult['sources'];
}

function asking(withOrganization: WithOrganization): Pick<LabStore, 'left' | 'addResult' | 'results'> {
  return {
    left: (organizationId, runId, limit) =>
      withOrganization(organizationId, async (manager) => {
        const rows = await manager.query<Array<TestRow & { before: Verdict | null }>>(
          `SELECT ${testColumns}, (
             SELECT result.verdict FROM answer_run_results result JOIN answer_runs run ON run.id = result.run_id
             WHERE result.test_id = test.id AND run.draft IS NULL AND run.id <> $2
             ORDER BY run.created_at DESC LIMIT 1) AS before
           FROM answer_tests test
           WHERE organization_id = $1
             AND NOT EXISTS (SELECT FROM answer_run_results WHERE run_id = $2 AND test_id = test.id)
             AND EXISTS (SELECT FROM answer_runs WHERE organization_id = $1 AND id = $2 AND status = 'running')
           ORDER BY created_at, id LIMIT $3`,
          [organizationId, runId, limit],
        );
        return rows.map(({ before, ...row }) => ({ test: toTest(row), ...(before && { before }) }));
      }),

    addResult: (organizationId, runId, result) =>
      withOrganization(organizationId, async (manager) => {
        const { testId, verdict, before, text, reason, confidence, sources, settings } = result;
        await manager.query(
          `INSERT INTO answer_run_results (organization_id, run_id, test_id, verdict, verdict_before, settings, answer_text,
             reason, confidence, sources)
           SELECT $1::uuid, $2::uuid, id, $4, $5, $6::jsonb, $7, $8, $9, $10::jsonb FROM answer_tests
           WHERE organization_id = $1 AND id = $3 AND EXISTS (SELECT FROM answer_runs WHERE organization_id = $1 AND id = $2)
           ON CONFLICT (run_id, test_id) DO NOTHING`,
          [
            ...[organizationId, runId, testId, verdict, before ?? null, JSON.stringify(settings)],
            ...[text ?? null, reason ?? null, confidence, JSON.stringify(sources)],
          ],
        );
      }),

    ...readingResults(withOrganization),
  };
}

function readingResults(withOrganization: WithOrganization): Pick<LabStore, 'results'> {
  return {
    results: (organizationId, runId, { filter: { changed, verdict }, page }) =>
      withOrganization(organizationId, async (manager) => {
        const rows = {
          table: 'answer_run_results',
          organizationId,
          where: `run_id = $2 AND ($3::text IS NULL OR verdict = $3)
            AND ($4::text IS NULL OR verdict_before IS NOT NULL AND verdict_before <> verdict)`,
          parameters: [runId, verdict ?? null, changed ?? null],
        };
        const { ids, nextCursor } = await pageOfIds(manager, rows, page);
        const found = await manager.query<ResultRow[]>(
          `SELECT result.id, test.question, test.article_ids AS "articleIds", test.facts, result.verdict,
             result.verdict_before AS before, result.answer_text AS text, result.reason, result.confidence, result.sources
           FROM answer_run_results result JOIN answer_tests test ON test.id = result.test_id
           WHERE result.organization_id = $1 AND result.id = ANY ($2::uuid[])`,
          [organizationId, ids],
        );
        return { items: inOrder(ids, found).map(toResult), nextCursor };
      }),
  };
}

function toRun({ draft, before, error, publishedAt, createdAt, finishedAt, ...row }: RunRow): StoredRun {
  return {
    ...row,
    ...(draft && { draft }),
    ...(before && { before }),
    ...(error !== null && { error }),
    ...(publishedAt && { publishedAt: publishedAt.toISOString() }),
    createdAt: createdAt.toISOString(),
    ...(finishedAt && { finishedAt: finishedAt.toISOString() }),
  };
}

function toResult({ before, text, reason, ...row }: ResultRow): LabResult {
  return {
    ...row,
    mustHandOver: mustHandOver(row),
    ...(before && { before }),
    ...(text !== null && { text }),
    ...(reason !== null && { reason }),
  };
}
