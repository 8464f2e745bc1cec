import type { EntityManager } from 'typeorm';
import type { Suggestion } from '../../../../protocol/suggestions';
import type { SuggestionStore } from '../../../../responder/learning/store';
import { inOrder, pageOfIds, type WithOrganization } from '../../sql/paging';
import { isErased } from '../privacy/erasure-guard';

export function createSuggestionStore(withOrganization: WithOrganization): SuggestionStore {
  return {
    add: (organizationId, { sessionId, articleId, question, answeredBy }) =>
      withOrganization(organizationId, async (manager) => {
        if (await isErased(manager, [sessionId])) return undefined;
        const rows: Array<{ id: string }> = await manager.query(addStatement, [
          organizationId,
          sessionId,
          articleId,
          question,
          answeredBy ?? null,
        ]);
        return rows[0] && byId(manager, organizationId, rows[0].id);
      }),

    ...reading(withOrganization),

    decide: (organizationId, id, state) =>
      withOrganization(organizationId, async (manager) => {
        await manager.query(
          `UPDATE answer_suggestions SET state = $3, decided_at = now() WHERE organization_id = $1 AND id = $2`,
          [organizationId, id, state],
        );
        const decided = await byId(manager, organizationId, id);
        if (decided?.state === 'approved')
          await manager.query(settleStatement, [organizationId, decided.sessionId]);
        return decided;
      }),

    expire: (organizationId, before) =>
      withOrganization(organizationId, async (manager) => {
        const [, count]: [unknown, number] = await manager.query(
          `DELETE FROM answer_suggestions WHERE organization_id = $1 AND coalesce(decided_at, created_at) < $2`,
          [organizationId, before],
        );
        return count;
      }),
  };
}

function reading(withOrganization: WithOrganization): Pick<SuggestionStore, 'find' | 'get'> {
  return {
    find: (organizationId, state, page) =>
      withOrganization(organizationId, async (manager) => {
        const table = { table: 'answer_suggestions', organizationId };
        const { ids, nextCursor } = await pageOfIds(
          manager,
          { ...table, where: 'state = $2', parameters: [state] },
          page,
        );
        const rows: Row[] = await manager.query(`${selection} AND s.id = ANY ($2)`, [organizationId, ids]);
        const [count]: [{ open: number }] = await manager.query(
          `SELECT count(*)::int AS open FROM answer_suggestions WHERE organization_id = $1 AND state = 'open'`,
          [organizationId],
        );
        return { items: inOrder(ids, rows).map(toData), nextCursor, open: count.open };
      }),

    get: (organizationId, id) =>
      withOrganization(organizationId, (manager) => byId(manager, organizationId, id)),
  };
}

const addStatement = `
  INSERT INTO answer_suggestions (organization_id, session_id, article_id, question, answered_by)
  SELECT $1, $2, id, $4, $5 FROM knowledge_base
  WHERE organization_id = $1 AND id = $3
    AND NOT EXISTS (SELECT FROM sessions s JOIN customers c ON c.id = s.customer_id WHERE s.id = $2 AND c.no_memory)
    AND NOT EXISTS (SELECT FROM unnest(questions) asked WHERE lower(asked) = lower($4))
  ON CONFLICT DO NOTHING RETURNING id`;

/** What was handed over there is answered by now. */
const settleStatement = `
  UPDATE answers SET settled_at = now()
  WHERE organization_id = $1 AND session_id = $2 AND trigger = 'low_confidence' AND settled_at IS NULL`;

const selection = `
  SELECT s.*, k.title FROM answer_suggestions s JOIN knowledge_base k ON k.id = s.article_id
  WHERE s.organization_id = $1`;

interface Row {
  id: string;
  session_id: string;
  article_id: string;
  title: string;
  question: string;
  answered_by: string | null;
  state: string;
  created_at: Date;
}

async function byId(
  manager: EntityManager,
  organizationId: string,
  id: string,
): Promise<Suggestion | undefined> {
  const rows: Row[] = await manager.query(`${selection} AND s.id = $2`, [organizationId, id]);
  return rows[0] && toData(rows[0]);
}

function toData(row: Row): Suggestion {
  return {
    id: row.id,
    sessionId: row.session_id,
    articleId: row.article_id,
    articleTitle: row.title,
    question: row.question,
    ...(row.answered_by !== null && { answeredBy: row.answered_by }),
    state: row.state as Suggestion['state'],
    createdAt: row.created_at.toISOString(),
  };
}
