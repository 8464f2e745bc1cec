import type { AnswerStore } from '../../../responder/store';
import { Answer, AnswerSource } from '../entities';
import { isErased } from './erasure-guard';
import type { WithOrganization } from '../paging';

export function createAnswerStore(withOrganization: WithOrganization): AnswerStore {
  return {
    record: ({ sources, ...answer }) =>
      withOrganization(answer.organizationId, async (manager) => {
        const kept = (await isErased(manager, [answer.sessionId])) ? { ...answer, ...noWords } : answer;
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
    answersElsewhere: ({ organizationId, customerId, sessionId }, since) =>
      withOrganization(organizationId, async (manager) => {
        const [row] = (await manager.query(
          `SELECT count(*)::int AS count FROM sessions JOIN answers ON answers.session_id = sessions.id
           WHERE sessions.organization_id = $1 AND sessions.customer_id = $2 AND sessions.id <> $3
             AND sessions.last_message_at >= $4 AND answers.created_at >= $4 AND answers.decision = 'answer'`,
          [organizationId, customerId, sessionId, since],
        )) as [{ count: number }];
        return row.count;
      }),
  };
}

/** What an erasure leaves of a decision. */
const noWords = { question: '', text: null, reason: null };
