import type { AnswerStore } from '../../../responder/store';
import { Answer } from '../entities';
import { isErased } from './erasure-guard';
import type { WithOrganization } from '../paging';

export function createAnswerStore(withOrganization: WithOrganization): AnswerStore {
  return {
    record: ({ sources, ...answer }) =>
      withOrganization(answer.organizationId, async (manager) => {
        const kept = (await isErased(manager, [answer.sessionId])) ? { ...answer, ...noWords } : answer;
        const { id } = await manager.save(manager.create(Answer, kept));
        const rows = sources.map((source, rank) => ({ ...source, rank }));
        if (rows.length > 0)
          await manager.query(sourcesStatement, [answer.organizationId, id, JSON.stringify(rows)]);
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

/** With the version that each article has now: its next save comes after the answer. */
const sourcesStatement = `
  INSERT INTO answer_sources
    (organization_id, answer_id, article_id, article_version, chunk_id, title, excerpt, score, rank)
  SELECT $1, $2, given."articleId", k.version, given."chunkId", given.title, given.excerpt, given.score, given.rank
  FROM jsonb_to_recordset($3::jsonb)
    AS given ("articleId" uuid, "chunkId" text, title text, excerpt text, score float, rank int)
    LEFT JOIN knowledge_base k ON k.organization_id = $1 AND k.id = given."articleId"`;

/** What an erasure leaves of a decision. */
const noWords = { question: '', text: null, reason: null };
