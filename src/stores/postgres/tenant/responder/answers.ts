import type { AnswerStore, UsageStore } from '../../../../responder/store';
import { Answer } from '../../entities';
import { isErased } from '../privacy/erasure-guard';
import type { WithOrganization } from '../../sql/paging';

export function createAnswerStore(withOrganization: WithOrganization): AnswerStore {
  return {
    record: ({ sources, ...answer }) =>
      withOrganization(answer.organizationId, async (manager) => {
        const kept = (await isErased(manager, [answer.sessionId])) ? { ...answer, ...noWords } : answer;
        const { id } = await manager.save(manager.create(Answer, kept));
        const rows = sources.map((source, rank) => ({ ...source, rank }));
        if (rows.length > 0)
          await manager.query(sourcesStatement, [answer.organizationId, id, JSON.stringify(rows)]);
        return id;
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
    spent: ({ organizationId, customerId = null, sessionId = null }, since) =>
      withOrganization(organizationId, async (manager) => {
        const [row] = (await manager.query(spentStatement, [
          organizationId,
          since,
          customerId,
          sessionId,
        ])) as [Record<`${'session' | 'customer' | 'day'}_${'tokens' | 'money'}`, number>];
        return {
          session: { tokens: row.session_tokens, money: row.session_money },
          customer: { tokens: row.customer_tokens, money: row.customer_money },
          day: { tokens: row.day_tokens, money: row.day_money },
        };
      }),
  };
}

const tokens = 'coalesce(sum(input_tokens + output_tokens), 0)::float8';
const money = 'coalesce(sum(cost), 0)::float8';
/** Rows without tokens are of no model. */
const spentStatement = `
  WITH recent AS (SELECT session_id, input_tokens, output_tokens, cost FROM answers
    WHERE organization_id = $1 AND created_at >= $2 AND input_tokens IS NOT NULL),
  own AS (SELECT recent.* FROM recent JOIN sessions ON sessions.id = recent.session_id
    WHERE sessions.organization_id = $1 AND sessions.customer_id = $3)
  SELECT day.tokens AS day_tokens, day.money AS day_money, customer.tokens AS customer_tokens,
    customer.money AS customer_money, session.tokens AS session_tokens, session.money AS session_money
  FROM (SELECT ${tokens} AS tokens, ${money} AS money FROM recent) AS day,
    (SELECT ${tokens} AS tokens, ${money} AS money FROM own) AS customer,
    (SELECT ${tokens} AS tokens, ${money} AS money FROM answers
      WHERE organization_id = $1 AND session_id = $4) AS session`;

export function createUsageStore(withOrganization: WithOrganization): UsageStore {
  return {
    used: (organizationId, since) =>
      withOrganization(organizationId, async (manager) => {
        const rows = (await manager.query(
          `SELECT model, (count(*) FILTER (WHERE decision NOT IN ('suggested', 'written')))::int AS answers, ${tokens} AS tokens, ${money} AS money FROM answers
           WHERE organization_id = $1 AND created_at >= $2 GROUP BY model ORDER BY money DESC, tokens DESC`,
          [organizationId, since],
        )) as Array<{ model: string | null; answers: number; tokens: number; money: number }>;
        return {
          answers: rows.reduce((sum, { answers }) => sum + answers, 0),
          models: rows.flatMap(({ model, tokens: read, money: cost }) =>
            model === null ? [] : [{ model, tokens: read, money: cost }],
          ),
        };
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
