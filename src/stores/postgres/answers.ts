import type { AnswerStore } from '../../responder/store';
import { Answer, AnswerSource } from './entities';
import type { WithOrganization } from './paging';

export function createAnswerStore(withOrganization: WithOrganization): AnswerStore {
  return {
    record: ({ sources, ...answer }) =>
      withOrganization(answer.organizationId, async (manager) => {
        const { id } = await manager.save(manager.create(Answer, answer));
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
