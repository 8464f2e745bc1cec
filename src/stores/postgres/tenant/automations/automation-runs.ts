import type { EntityManager } from 'typeorm';
import type { ListedRun, NewRun, RuleRuns, Run, Silence, Watch } from '../../../../automations/rules/store';
import { inOrder, pageOfIds, type WithOrganization } from '../../sql/paging';
import { customersNamed } from '../privacy/erasure-guard';

interface StoredWatch {
  seq: number;
  status: Watch['status'];
  labels: string[];
  answered_seq: number | null;
  answered_at: Date | null;
  awaiting_seq: number | null;
  awaiting_at: Date | null;
}

const columns = `r.id, r.rule_id AS "ruleId", r.session_id AS "sessionId", r.seq, r.woken_by AS "on", r.status, r.matched,
  r.outcomes, r.chain, r.why, r.tries, r.created_at AS "createdAt"`;

type StoredRun = Omit<Run, 'why'> & { why: string | null };

/** Whoever takes a run has it for so long. */
const lease = `interval '60 seconds'`;
/** The first of the two numbers of an advisory lock; the second is made of the session. */
const takingLock = 0x72756c65;
/** The same, where the second is made of the rule and the customer. */
const writingLock = 0x72756c66;
/** The same, where the second is made of the rule. */
const countingLock = 0x72756c67;

/** Done again, should whoever said so not come back: what waits is. */
const aboutToWrite = { do: 'reply', outcome: 'waiting' };

export function createRuleRunStore(withOrganization: WithOrganization): RuleRuns {
  return {
    watch: (organizationId, sessionId) =>
      withOrganization(organizationId, async (manager) => {
        const rows = await manager.query<StoredWatch[]>(
          'SELECT * FROM automation_watches WHERE organization_id = $1 AND session_id = $2',
          [organizationId, sessionId],
        );
        return rows[0] && toWatch(rows[0]);
      }),

    record: (organizationId, { sessionId, before, watch, runs }) =>
      withOrganization(organizationId, async (manager) => {
        const there = await customersNamed(manager, [sessionId]);
        if (there.length === 0 || there.some(({ erased }) => erased)) return false;
        if (!(await moveOn(manager, organizationId, { sessionId, before, watch }))) return false;
        await standInLine(manager, runs);
        for (const run of runs) await insert(manager, organizationId, { sessionId, run });
        return true;
      }),

    ...working(withOrganization),

    get: (organizationId, runId) =>
      withOrganization(organizationId, async (manager) => {
        const rows = await manager.query<StoredRun[]>(
          `SELECT ${columns} FROM automation_runs r WHERE r.organization_id = $1 AND r.id = $2`,
          [organizationId, runId],
        );
        return rows[0] && toRun(rows[0]);
      }),
    ...asking(withOrganization),
    ...listing(withOrganization),
  };
}

/** How a run goes on. */
function working(withOrganization: WithOrganization): Pick<RuleRuns, 'take' | 'note' | 'settle'> {
  return {
    take: (organizationId, sessionId) =>
      withOrganization(organizationId, async (manager) => {
        // One after another in a conversation: what the one did, the next one knows.
        await manager.query('SELECT pg_advisory_xact_lock($1, hashtext($2))', [takingLock, sessionId]);
        const [rows] = await manager.query<[StoredRun[], number]>(
          `UPDATE automation_runs r SET tries = tries + 1, due_at = now() + ${lease}, taken_until = now() + ${lease}
           WHERE NOT EXISTS (SELECT FROM automation_runs taken WHERE taken.session_id = $2 AND taken.taken_until > now())
             AND r.id = (SELECT due.id FROM automation_runs due JOIN automation_rules u ON u.id = due.rule_id
             WHERE due.organization_id = $1 AND due.session_id = $2 AND due.status = 'pending' AND due.due_at <= now()
             ORDER BY due.seq, u.position, u.created_at, due.id LIMIT 1)
           RETURNING ${columns}`,
          [organizationId, sessionId],
        );
        return rows[0] && toRun(rows[0]);
      }),

    note: (organizationId, runId, outcomes) =>
      withOrganization(organizationId, async (manager) => {
        await manager.query(
          `UPDATE automation_runs SET outcomes = $3, due_at = now() + ${lease}, taken_until = now() + ${lease}
           WHERE organization_id = $1 AND id = $2 AND status = 'pending'`,
          [organizationId, runId, JSON.stringify(outcomes)],
        );
      }),

    settle: (organizationId, runId, { status, outcomes, again }) =>
      withOrganization(organizationId, async (manager) => {
        await manager.query(
          `UPDATE automation_runs SET status = $3, outcomes = $4, taken_until = NULL, due_at = now() + $5::int * interval '1 s'
           WHERE organization_id = $1 AND id = $2`,
          [organizationId, runId, status, JSON.stringify(outcomes), again ?? null],
        );
      }),
  };
}

function asking(withOrganization: WithOrganization): Pick<RuleRuns, 'lately' | 'did' | 'mayWrite' | 'has'> {
  const exists = (organizationId: string, text: string, values: unknown[]) =>
    withOrganization(organizationId, async (manager) => {
      const rows = await manager.query<unknown[]>(
        `SELECT FROM automation_runs WHERE organization_id = $1 AND ${text} LIMIT 1`,
        [organizationId, ...values],
      );
      return rows.length > 0;
    });
  return {
    lately: (organizationId, { ruleId, sessionId, atMost }) =>
      withOrganization(organizationId, async (manager) => {
        // By an index, so that no more rows are read than are counted.
        const [row] = await manager.query<[{ n: number }]>(
          `SELECT count(*) FILTER (WHERE created_at > now() - interval '1 hour')::int AS n FROM (
             SELECT created_at FROM automation_runs WHERE organization_id = $1 AND rule_id = $2 AND session_id = $3
             ORDER BY seq DESC LIMIT $4) AS newest`,
          [organizationId, ruleId, sessionId, atMost],
        );
        return row.n;
      }),
    did: (organizationId, { sessionId, action, except, since }) =>
      exists(
        organizationId,
        `session_id = $2 AND id <> $3 AND created_at >= $4
           AND (outcomes @> jsonb_build_array(jsonb_build_object('do', $5::text, 'outcome', 'done'))
             OR outcomes @> jsonb_build_array(jsonb_build_object('do', 'macro', 'did', jsonb_build_array($5::text))))`,
        [sessionId, except, since, action],
      ),
    mayWrite: (organizationId, { runId, ruleId, sessionId, since }) =>
      withOrganization(organizationId, async (manager) => {
        await manager.query(
          `SELECT pg_advisory_xact_lock($1, hashtext($2 || customer_id::text)) FROM sessions WHERE id = $3`,
          [writingLock, ruleId, sessionId],
        );
        const [, n] = await manager.query<[unknown, number]>(
          `UPDATE automation_runs SET outcomes = CASE WHEN outcomes @> $6::jsonb THEN outcomes ELSE outcomes || $6::jsonb END
           WHERE organization_id = $1 AND id = $2 AND NOT EXISTS (
             SELECT FROM automation_runs other JOIN sessions s ON s.id = other.session_id
             WHERE other.rule_id = $3 AND other.id <> $2 AND other.created_at >= $5
               AND s.customer_id = (SELECT customer_id FROM sessions WHERE id = $4)
               AND (other.outcomes @> '[{"do": "reply", "outcome": "done"}]' OR other.outcomes @> $6::jsonb
                 OR other.outcomes @> '[{"do": "macro", "did": ["reply"]}]'))`,
          [organizationId, runId, ruleId, sessionId, since, JSON.stringify([aboutToWrite])],
        );
        return n > 0;
      }),
    has: (organizationId, { ruleId, sessionId, seq }) =>
      exists(organizationId, 'rule_id = $2 AND session_id = $3 AND seq = $4', [ruleId, sessionId, seq]),
  };
}

function listing(withOrganization: WithOrganization): Pick<RuleRuns, 'list' | 'counts' | 'expire'> {
  return {
    list: (organizationId, { ruleId, sessionId }, page) =>
      withOrganization(organizationId, async (manager) => {
        const where = `status <> 'skipped' AND ($2::uuid IS NULL OR rule_id = $2) AND ($3::uuid IS NULL OR session_id = $3)`;
        const parameters = [ruleId ?? null, sessionId ?? null];
        const asked = { table: 'automation_runs', organizationId, where, parameters };
        const { ids, nextCursor } = await pageOfIds(manager, asked, page);
        const rows = await manager.query<Array<StoredRun & Pick<ListedRun, 'ruleName' | 'customerName'>>>(
          `SELECT ${columns}, u.name AS "ruleName",
             nullif(concat_ws(' ', c.first_name, c.last_name), '') AS "customerName"
           FROM automation_runs r JOIN automation_rules u ON u.id = r.rule_id JOIN sessions s ON s.id = r.session_id
             JOIN customers c ON c.id = s.customer_id
           WHERE r.organization_id = $1 AND r.id = ANY ($2::uuid[])`,
          [organizationId, ids],
        );
        const items = inOrder(ids, rows).map(({ ruleName, customerName, ...row }) => ({
          ...toRun(row),
          ruleName,
          customerName,
        }));
        return { items, nextCursor };
      }),
    counts: (organizationId) =>
      withOrganization(organizationId, async (manager) => {
        const rows = await manager.query<Array<{ id: string; runs: number; lastRunAt: Date }>>(
          `SELECT rule_id AS id, count(*)::int AS runs, max(created_at) AS "lastRunAt" FROM automation_runs
           WHERE organization_id = $1 AND status NOT IN ('skipped', 'stopped') GROUP BY rule_id`,
          [organizationId],
        );
        return new Map(rows.map(({ id, ...counted }) => [id, counted]));
      }),
    expire: (organizationId, before) =>
      withOrganization(organizationId, async (manager) => {
        const [, count] = await manager.query<[unknown[], number]>(
          `DELETE FROM automation_runs WHERE organization_id = $1 AND created_at < $2 AND status <> 'pending'`,
          [organizationId, before],
        );
        return count;
      }),
  };
}

async function moveOn(
  manager: EntityManager,
  organizationId: string,
  { sessionId, before, watch }: { sessionId: string; before: number; watch: Watch },
): Promise<boolean> {
  const { seq, status, labels, answered, awaiting } = watch;
  const rows = await manager.query<unknown[]>(
    `INSERT INTO automation_watches AS w (session_id, organization_id, seq, status, labels, answered_seq, answered_at, awaiting_seq, awaiting_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
     ON CONFLICT (session_id) DO UPDATE SET seq = $3, status = $4, labels = $5, answered_seq = $6, answered_at = $7,
       awaiting_seq = $8, awaiting_at = $9
     WHERE w.seq = $10 AND w.organization_id = $2 RETURNING w.seq`,
    [
      ...[sessionId, organizationId, seq, status, labels],
      ...[answered?.seq ?? null, answered?.at ?? null, awaiting?.seq ?? null, awaiting?.at ?? null, before],
    ],
  );
  return rows.length > 0;
}

/** Of rules whose runs are counted: in one order, so that no two wait for each other. */
async function standInLine(manager: EntityManager, runs: readonly NewRun[]): Promise<void> {
  const counted = runs.filter(({ atMost }) => atMost).map(({ ruleId }) => ruleId);
  for (const ruleId of [...new Set(counted)].sort())
    await manager.query('SELECT pg_advisory_xact_lock($1, hashtext($2))', [countingLock, ruleId]);
}

/** By an index, so that no more rows are read than are counted; with what this transaction has written before. */
const ranTooOften = `$11::int <= (SELECT count(*) FILTER (WHERE created_at > now() - interval '1 hour') FROM (
  SELECT created_at FROM automation_runs WHERE organization_id = $1::uuid AND rule_id = $2::uuid AND status <> 'stopped'
  ORDER BY created_at DESC LIMIT $11) AS newest)`;

async function insert(
  manager: EntityManager,
  organizationId: string,
  { sessionId, run }: { sessionId: string; run: NewRun },
): Promise<void> {
  const { ruleId, seq, on, status, matched, chain, why = null, dueAt = null, atMost } = run;
  // A rule that was removed meanwhile is woken no more.
  await manager.query(
    `INSERT INTO automation_runs (organization_id, rule_id, session_id, seq, woken_by, status, matched, chain, why, due_at)
     SELECT $1::uuid, u.id, $3::uuid, $4::int, $5, CASE WHEN too_often THEN 'stopped' ELSE $6 END, $7::jsonb, $8::uuid[],
       CASE WHEN too_often THEN $12 ELSE $9 END, coalesce($10, now())
     FROM automation_rules u, LATERAL (SELECT $11::int IS NOT NULL AND ${ranTooOften} AS too_often) counted
     WHERE u.organization_id = $1 AND u.id = $2
     ON CONFLICT (rule_id, session_id, seq) DO NOTHING`,
    [
      ...[organizationId, ruleId, sessionId, seq, on, status, JSON.stringify(matched), chain, why, dueAt],
      ...[atMost?.anHour ?? null, atMost?.why ?? null],
    ],
  );
}

function toWatch(row: StoredWatch): Watch {
  const { seq, status, labels } = row;
  const answered = silence(row.answered_seq, row.answered_at);
  const awaiting = silence(row.awaiting_seq, row.awaiting_at);
  return { seq, status, labels, ...(answered && { answered }), ...(awaiting && { awaiting }) };
}

const silence = (seq: number | null, at: Date | null): Silence | undefined =>
  seq === null || at === null ? undefined : { seq, at: at.toISOString() };

const toRun = ({ why, ...row }: StoredRun): Run => ({ ...row, ...(why !== null && { why }) });
