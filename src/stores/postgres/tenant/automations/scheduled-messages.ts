import type { EntityManager } from 'typeorm';
import type { ScheduledStore } from '../../../../automations/scheduled-messages';
import type { ScheduledMessage } from '../../../../protocol/scheduled-messages';
import { notFound } from '../../../../errors';
import type { WithOrganization } from '../../sql/paging';
import { isErased } from '../privacy/erasure-guard';

const fields = `id, session_id AS "sessionId", agent_id AS "agentId", agent_name AS "agentName", text,
  send_at AS "sendAt", held_because AS "heldBecause", seen_seq AS "seenSeq"`;

/** It is being sent, or will be at once; what stays so for long has lost its bell. */
const goesOut = `held_because IS NULL AND send_at BETWEEN now() - interval '2 minutes' AND now()`;

interface Row {
  id: string;
  sessionId: string;
  agentId: string | null;
  agentName: string;
  text: string;
  sendAt: Date;
  heldBecause: string | null;
  seenSeq: number;
}

const rowOf = ({ agentId, heldBecause, sendAt, ...row }: Row): ScheduledMessage => ({
  ...row,
  ...(agentId !== null && { agentId }),
  ...(heldBecause !== null && { heldBecause }),
  sendAt: sendAt.toISOString(),
});

async function rows(
  manager: EntityManager,
  statement: string,
  values: unknown[],
): Promise<ScheduledMessage[]> {
  return ((await manager.query(statement, values)) as Row[]).map(rowOf);
}

export function createScheduledStore(withOrganization: WithOrganization): ScheduledStore {
  const select = (organizationId: string, where: string, values: unknown[]) =>
    withOrganization(organizationId, (manager) =>
      rows(
        manager,
        `SELECT ${fields} FROM scheduled_messages WHERE organization_id = $1 AND ${where} ORDER BY send_at, id`,
        [organizationId, ...values],
      ),
    );
  return {
    list: (organizationId, sessionId) => select(organizationId, 'session_id = $2', [sessionId]),
    get: async (organizationId, id) => (await select(organizationId, 'id = $2', [id]))[0] ?? null,

    ...writing(withOrganization),

    hold: (organizationId, id, because) =>
      withOrganization(organizationId, async (manager) => {
        await manager.query(
          'UPDATE scheduled_messages SET held_because = $3 WHERE organization_id = $1 AND id = $2',
          [organizationId, id, because.slice(0, 500)],
        );
      }),

    remove: (organizationId, id, { alsoGoing }) =>
      withOrganization(organizationId, async (manager) => {
        const gone = await rows(
          manager,
          `WITH gone AS (DELETE FROM scheduled_messages
             WHERE organization_id = $1 AND id = $2 AND ($3 OR NOT (${goesOut})) RETURNING *)
           SELECT ${fields} FROM gone`,
          [organizationId, id, alsoGoing],
        );
        return gone.length > 0;
      }),
  };
}

function writing(withOrganization: WithOrganization): Pick<ScheduledStore, 'create' | 'change'> {
  return {
    create: (organizationId, { sessionId, agentId, agentName, text, sendAt, seenSeq, atMost }) =>
      withOrganization(organizationId, async (manager) => {
        if (await isErased(manager, [sessionId])) throw notFound('conversation');
        const [created] = await rows(
          manager,
          `INSERT INTO scheduled_messages (organization_id, session_id, agent_id, agent_name, text, send_at, seen_seq)
           SELECT $1::uuid, $2::uuid, $3::uuid, $4, $5, $6::timestamptz, $7::int
           WHERE (SELECT count(*) FROM scheduled_messages WHERE organization_id = $1 AND session_id = $2) < $8
           RETURNING ${fields}`,
          [organizationId, sessionId, agentId, agentName.slice(0, 255), text, sendAt, seenSeq, atMost],
        );
        return created ?? null;
      }),

    change: (organizationId, id, { text, sendAt, seenSeq }) =>
      withOrganization(organizationId, async (manager) => {
        const [changed] = await rows(
          manager,
          `WITH changed AS (
             UPDATE scheduled_messages SET text = $3, send_at = $4, seen_seq = $5, held_because = NULL
             WHERE organization_id = $1 AND id = $2 AND NOT (${goesOut}) RETURNING *)
           SELECT ${fields} FROM changed`,
          [organizationId, id, text, sendAt, seenSeq],
        );
        return changed ?? null;
      }),
  };
}
