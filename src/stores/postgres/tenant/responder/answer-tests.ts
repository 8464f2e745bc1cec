import type { EntityManager } from 'typeorm';
import { DomainError, notFound } from '../../../../errors';
import type { LabStore } from '../../../../responder/lab/store';
import type { AnswerTest } from '../../../../protocol/answer-tests';
import { say } from '../../../../protocol/server-texts/said';
import { inOrder, pageOfIds, type WithOrganization } from '../../sql/paging';

export const testColumns = `id, question, history, article_ids AS "articleIds", facts, session_id AS "sessionId",
  created_at AS "createdAt"`;

export interface TestRow {
  id: string;
  question: string;
  history: string[];
  articleIds: string[];
  facts: string[];
  sessionId: string | null;
  createdAt: Date;
}

type Tests = Pick<LabStore, 'addTest' | 'tests' | 'removeTest' | 'takenFrom'>;

export function tests(withOrganization: WithOrganization): Tests {
  return {
    addTest: (organizationId, { question, history, articleIds, facts, sessionId }, most) =>
      withOrganization(organizationId, async (manager) => {
        const customerId = sessionId && (await holdCustomerOf(manager, organizationId, sessionId));
        const [row] = await manager.query<TestRow[]>(
          `INSERT INTO answer_tests (organization_id, question, history, article_ids, facts, session_id, customer_id)
           SELECT $1::uuid, $2, $3::text[], $4::uuid[], $5::text[], $6::uuid, $7::uuid
           WHERE (SELECT count(*) FROM answer_tests WHERE organization_id = $1) < $8
           RETURNING ${testColumns}`,
          [organizationId, question, history, articleIds, facts, sessionId ?? null, customerId ?? null, most],
        );
        if (!row) throw new DomainError('capacity', say('tests_full', { count: most }));
        return toTest(row);
      }),

    tests: (organizationId, page) =>
      withOrganization(organizationId, async (manager) => {
        const { ids, nextCursor } = await pageOfIds(manager, { table: 'answer_tests', organizationId }, page);
        const rows = await manager.query<TestRow[]>(
          `SELECT ${testColumns} FROM answer_tests WHERE organization_id = $1 AND id = ANY ($2::uuid[])`,
          [organizationId, ids],
        );
        return { items: inOrder(ids, rows).map(toTest), nextCursor };
      }),

    removeTest: (organizationId, id) => removed(withOrganization, 'answer_tests', { organizationId, id }),

    takenFrom: (organizationId, sessionIds) =>
      withOrganization(organizationId, async (manager) => {
        const rows = await manager.query<Array<{ id: string }>>(
          `SELECT DISTINCT session_id AS id FROM answer_tests WHERE organization_id = $1 AND session_id = ANY ($2::uuid[])`,
          [organizationId, sessionIds],
        );
        return new Set(rows.map(({ id }) => id));
      }),
  };
}

/** Whoever keeps a customer's words waits for an erasure. @throws `not_found` */
async function holdCustomerOf(
  manager: EntityManager,
  organizationId: string,
  sessionId: string,
): Promise<string> {
  const [row] = await manager.query<Array<{ id: string }>>(
    `SELECT c.id FROM sessions s JOIN customers c ON c.id = s.customer_id
     WHERE s.organization_id = $1 AND s.id = $2 AND c.erased_at IS NULL FOR NO KEY UPDATE OF c`,
    [organizationId, sessionId],
  );
  if (!row) throw notFound('session');
  return row.id;
}

export async function removed(
  withOrganization: WithOrganization,
  table: 'answer_tests' | 'answer_runs',
  { organizationId, id }: { organizationId: string; id: string },
): Promise<boolean> {
  return withOrganization(organizationId, async (manager) => {
    const [, count] = await manager.query<[unknown[], number]>(
      `DELETE FROM ${table} WHERE organization_id = $1 AND id = $2`,
      [organizationId, id],
    );
    return count === 1;
  });
}

export const mustHandOver = ({ articleIds, facts }: Pick<TestRow, 'articleIds' | 'facts'>) =>
  articleIds.length === 0 && facts.length === 0;

export function toTest({ sessionId, createdAt, ...row }: TestRow): AnswerTest {
  return {
    ...row,
    mustHandOver: mustHandOver(row),
    ...(sessionId !== null && { sessionId }),
    createdAt: createdAt.toISOString(),
  };
}
