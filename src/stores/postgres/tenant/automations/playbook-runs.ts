import type { EntityManager } from 'typeorm';
import type { PlaybookRunStore } from '../../../../automations/playbooks/store';
import { DomainError } from '../../../../errors';
import type {
  BehindFigure,
  Playbook,
  PlaybookFigures,
  PlaybookRun,
  RunStep,
} from '../../../../protocol/playbooks';
import { say } from '../../../../protocol/server-texts/said';
import type { WithOrganization } from '../../sql/paging';
import { isErased } from '../privacy/erasure-guard';

interface Row extends Pick<PlaybookRun, 'id' | 'sessionId' | 'name' | 'steps' | 'startedBy'> {
  playbookId: string | null;
  startedAt: Date;
  completedAt: Date | null;
}

const columns = `id, session_id AS "sessionId", playbook_id AS "playbookId", name, steps, started_at AS "startedAt",
  started_by AS "startedBy", completed_at AS "completedAt"`;

const toRun = ({ playbookId, startedAt, completedAt, ...row }: Row): PlaybookRun => ({
  ...row,
  ...(playbookId !== null && { playbookId }),
  startedAt: startedAt.toISOString(),
  ...(completedAt !== null && { completedAt: completedAt.toISOString() }),
});

const isCompleted = (steps: readonly RunStep[]) => steps.every(({ state }) => state !== 'open');

export function createPlaybookRunStore(withOrganization: WithOrganization): PlaybookRunStore {
  return {
    ...beginning(withOrganization),
    ...goingOn(withOrganization),
    ...counting(withOrganization),
  };
}

function beginning(
  withOrganization: WithOrganization,
): Pick<PlaybookRunStore, 'ofSession' | 'offer' | 'start'> {
  return {
    ofSession: (organizationId, sessionId) =>
      withOrganization(organizationId, async (manager) => {
        const rows = await manager.query<Row[]>(
          `SELECT ${columns} FROM playbook_runs
           WHERE organization_id = $1 AND session_id = $2 AND started_at IS NOT NULL ORDER BY started_at, id`,
          [organizationId, sessionId],
        );
        return rows.map(toRun);
      }),

    offer: (organizationId, sessionId, playbooks) =>
      withOrganization(organizationId, async (manager) => {
        const offered = playbooks.map(({ id, name }) => ({ id, name }));
        // One that was removed at this moment is offered no more.
        await manager.query(
          `INSERT INTO playbook_runs (organization_id, session_id, playbook_id, name, offered_at)
           SELECT $1::uuid, $2::uuid, p.id, p.name, now() FROM playbooks p
           WHERE p.organization_id = $1 AND p.id IN (SELECT id FROM jsonb_to_recordset($3::jsonb) AS o(id uuid))
           ON CONFLICT (session_id, playbook_id) DO UPDATE SET offered_at = now() WHERE playbook_runs.offered_at IS NULL`,
          [organizationId, sessionId, JSON.stringify(offered)],
        );
      }),

    start: (organizationId, { sessionId, playbook, by }) =>
      withOrganization(organizationId, async (manager) => {
        if (await isErased(manager, [sessionId]))
          throw new DomainError('conflict', say('conversation_erased'));
        const { id, name } = playbook;
        await manager.query(
          `INSERT INTO playbook_runs (organization_id, session_id, playbook_id, name, steps, started_at, started_by)
           VALUES ($1, $2, $3, $4, $5, now(), left($6, 255))
           ON CONFLICT (session_id, playbook_id) DO UPDATE
             SET name = $4, steps = $5, started_at = now(), started_by = left($6, 255), completed_at = NULL
             WHERE playbook_runs.started_at IS NULL`,
          [organizationId, sessionId, id, name, JSON.stringify(begun(playbook)), by],
        );
        const [row] = await manager.query<[Row]>(
          `SELECT ${columns} FROM playbook_runs WHERE organization_id = $1 AND session_id = $2 AND playbook_id = $3`,
          [organizationId, sessionId, id],
        );
        return toRun(row);
      }),
  };
}

const begun = ({ steps }: Playbook): RunStep[] => steps.map((step) => ({ ...step, state: 'open' }));

const locked = (manager: EntityManager, organizationId: string, id: string) =>
  manager.query<Row[]>(
    `SELECT ${columns} FROM playbook_runs WHERE organization_id = $1 AND id = $2 AND started_at IS NOT NULL FOR UPDATE`,
    [organizationId, id],
  );

function goingOn(withOrganization: WithOrganization): Pick<PlaybookRunStore, 'change' | 'drop'> {
  return {
    change: (organizationId, id, work) =>
      withOrganization(organizationId, async (manager) => {
        const [there] = await manager.query<Array<{ sessionId: string }>>(
          'SELECT session_id AS "sessionId" FROM playbook_runs WHERE organization_id = $1 AND id = $2',
          [organizationId, id],
        );
        // Why a step was skipped may tell of the customer. An erasure, too, takes the customer first.
        if (there && (await isErased(manager, [there.sessionId])))
          throw new DomainError('conflict', say('conversation_erased'));
        const [row] = await locked(manager, organizationId, id);
        if (!row) return undefined;
        const steps = work(row.steps);
        await manager.query(
          `UPDATE playbook_runs SET steps = $3, completed_at = CASE WHEN $4 THEN coalesce(completed_at, now()) END
           WHERE organization_id = $1 AND id = $2`,
          [organizationId, id, JSON.stringify(steps), isCompleted(steps)],
        );
        const [after] = await locked(manager, organizationId, id);
        return toRun(after!);
      }),

    drop: (organizationId, id) =>
      withOrganization(organizationId, async (manager) => {
        const [row] = await locked(manager, organizationId, id);
        if (!row) return undefined;
        if (row.steps.some(({ state }) => state !== 'open'))
          throw new DomainError('conflict', say('step_done'));
        const given = [organizationId, id];
        // That it was offered stays counted.
        await manager.query(
          `UPDATE playbook_runs SET started_at = NULL, started_by = NULL, completed_at = NULL, steps = '[]'
           WHERE organization_id = $1 AND id = $2 AND offered_at IS NOT NULL AND playbook_id IS NOT NULL`,
          given,
        );
        await manager.query(
          'DELETE FROM playbook_runs WHERE organization_id = $1 AND id = $2 AND started_at IS NOT NULL',
          given,
        );
        return row.sessionId;
      }),
  };
}

/** What goes on in another conversation has not ended. */
const ended = `s.status = 'closed' AND s.merged_into IS NULL`;

/** Of `r`, a run, and `s`, its session. */
const conditions: Record<BehindFigure, string> = {
  offered: 'r.offered_at IS NOT NULL',
  started: 'r.started_at IS NOT NULL',
  completed: 'r.completed_at IS NOT NULL',
  unfinished: `r.started_at IS NOT NULL AND r.completed_at IS NULL AND ${ended}`,
  skipped: `r.steps @> jsonb_build_array(jsonb_build_object('id', $4::text, 'state', 'skipped'))`,
  missed: `${ended} AND r.steps @> jsonb_build_array(jsonb_build_object('id', $4::text, 'state', 'open'))`,
};

const from = `FROM playbook_runs r JOIN sessions s ON s.id = r.session_id
  WHERE r.organization_id = $1 AND r.playbook_id = $2 AND r.created_at > $3`;
const mostSessions = 200;

function counting(withOrganization: WithOrganization): Pick<PlaybookRunStore, 'figures' | 'sessionIds'> {
  return {
    figures: (organizationId, playbookId, since) =>
      withOrganization(organizationId, async (manager) => {
        const given = [organizationId, playbookId, since];
        const named = (['offered', 'started', 'completed', 'unfinished'] as const).map(
          (name) => `(count(*) FILTER (WHERE ${conditions[name]}))::int AS ${name}`,
        );
        const [counts] = await manager.query<[Omit<PlaybookFigures, 'steps'>]>(
          `SELECT ${named.join(', ')} ${from}`,
          given,
        );
        const steps = await manager.query<PlaybookFigures['steps']>(
          `SELECT x ->> 'id' AS id, (array_agg(x ->> 'text' ORDER BY r.started_at DESC))[1] AS text,
             (count(*) FILTER (WHERE x ->> 'state' = 'done'))::int AS done,
             (count(*) FILTER (WHERE x ->> 'state' = 'skipped'))::int AS skipped,
             (count(*) FILTER (WHERE x ->> 'state' = 'open' AND r.ended))::int AS missed
           FROM (SELECT r.steps, r.started_at, ${ended} AS ended ${from}) r, jsonb_array_elements(r.steps) x
           GROUP BY 1 ORDER BY min(r.started_at)`,
          given,
        );
        return { ...counts, steps };
      }),

    sessionIds: (organizationId, playbookId, { what, stepId, since }) =>
      withOrganization(organizationId, async (manager) => {
        const given = [organizationId, playbookId, since, ...(stepId === undefined ? [] : [stepId])];
        const rows = await manager.query<Array<{ id: string }>>(
          `SELECT s.id ${from} AND ${conditions[what]} ORDER BY r.created_at DESC, r.id LIMIT ${mostSessions}`,
          given,
        );
        return rows.map(({ id }) => id);
      }),
  };
}
