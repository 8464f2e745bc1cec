import type { EntityManager } from 'typeorm';
import type { AnswerStore } from '../../responder/store';
import { Answer, AnswerSource } from './entities';
import type { WithOrganization } from './paging';

export function createAnswerStore(withOrganization: WithOrganization): AnswerStore {
  return {
    record: ({ sources, ...answer }) =>
      withOrganization(answer.organizationId, async (manager) => {
        const kept = (await mayKeep(manager, answer.sessionId)) ? answer : { ...answer, ...noWords };
        const { id } = await manager.save(manager.create(Answer, kept));
        const rows = sources.map(({ articleId, chunkId, title, excerpt, score }, rank) => ({
          organizationId: answer.organizationId,
          answerId: id,
          articleId,
          chunkId,
          title,
          excerpt,
          score,
          rank,
        }));
        if (rows.length > 0) await manager.insert(AnswerSource, rows);
      }),
  };
}

/** What an erasure leaves of a decision. */
const noWords = { question: '', text: null, reason: null };

/** False once the customer is erased; an erasure that comes now waits until this one is written, and finds it. */
async function mayKeep(manager: EntityManager, sessionId: string): Promise<boolean> {
  const known = await manager.query<unknown[]>(
    `SELECT 1 FROM sessions s JOIN customers c ON c.id = s.customer_id
     WHERE s.id = $1 AND c.erased_at IS NULL FOR SHARE OF c`,
    [sessionId],
  );
  return known.length > 0;
}
