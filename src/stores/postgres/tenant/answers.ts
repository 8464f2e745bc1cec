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
  };
}

/** What an erasure leaves of a decision. */
const noWords = { question: '', text: null, reason: null };
