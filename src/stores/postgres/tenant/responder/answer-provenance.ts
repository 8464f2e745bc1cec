import type { EntityManager } from 'typeorm';
import type { ProvenanceStore, RecordedAnswer } from '../../../../responder/provenance';
import type { WithOrganization } from '../../sql/paging';

export function createProvenanceStore(withOrganization: WithOrganization): ProvenanceStore {
  return {
    ofMessage: ({ organizationId, ...message }) =>
      withOrganization(organizationId, async (manager) => {
        const isHandover = message.type === 'handover';
        const rows: AnswerRow[] = await (isHandover
          ? manager.query(handoverQuery, [organizationId, message.sessionId, message.timestamp])
          : manager.query(answerQuery, [organizationId, message.sessionId, message.id]));
        return rows[0] && recorded(manager, organizationId, rows[0]);
      }),

    ofArticle: (organizationId, articleId, limit) =>
      withOrganization(organizationId, async (manager) => {
        const rows: UseRow[] = await manager.query(usesQuery, [organizationId, articleId, limit]);
        return rows.map(({ messageId, text, version, at, ...row }) => ({
          ...row,
          ...(messageId !== null && { messageId }),
          ...(text !== null && { text }),
          ...(version !== null && { version }),
          at: at.toISOString(),
        }));
      }),
  };
}

type Nullable<T> = { [K in keyof T]-?: undefined extends T[K] ? Exclude<T[K], undefined> | null : T[K] };
type AnswerRow = Nullable<Omit<RecordedAnswer, 'sources' | 'at'>> & { id: string; at: Date };
type SourceRow = Nullable<RecordedAnswer['sources'][number]>;
interface UseRow {
  sessionId: string;
  messageId: string | null;
  question: string;
  text: string | null;
  score: number;
  version: number | null;
  at: Date;
  excerpts: string[];
}

/** @param feedback what the customer said of it */
const answerColumns = (feedback: string) => `
  SELECT ${feedback} AS feedback, id, question, decision, trigger, reason, text, confidence, provider, model,
    latency_ms AS "latencyMs", input_tokens AS "inputTokens", output_tokens AS "outputTokens", cost, cached, outcome,
    created_at AS at
  FROM answers WHERE organization_id = $1 AND session_id = $2`;

const feedbackOf = `(SELECT jsonb_strip_nulls(jsonb_build_object('helpful', helpful, 'reason', reason, 'comment', comment))
    FROM answer_feedback WHERE organization_id = $1 AND message_id = $3)`;
const answerQuery = `${answerColumns(feedbackOf)} AND message_id = $3`;

/** A decision is written beside its message. */
const handoverQuery = `${answerColumns('NULL')} AND decision = 'handover' AND created_at BETWEEN
    $3::timestamptz - interval '1 minute' AND $3::timestamptz + interval '1 minute'
  ORDER BY abs(extract(epoch FROM created_at - $3::timestamptz)) LIMIT 1`;

const sourcesQuery = `
  SELECT s.article_id AS "articleId", s.chunk_id AS "chunkId", s.title, s.excerpt, s.score,
    s.article_version AS version, k.version AS "currentVersion", k.url, k.content
  FROM answer_sources s LEFT JOIN knowledge_base k ON k.organization_id = $1 AND k.id = s.article_id
  WHERE s.organization_id = $1 AND s.answer_id = $2 ORDER BY s.rank`;

const usesQuery = `
  SELECT a.session_id AS "sessionId", a.message_id AS "messageId", a.question, a.text, a.created_at AS at,
    max(s.score) AS score, max(s.article_version) AS version, array_agg(s.excerpt) AS excerpts
  FROM answer_sources s JOIN answers a ON a.organization_id = $1 AND a.id = s.answer_id
  WHERE s.organization_id = $1 AND s.article_id = $2 AND a.decision = 'answer'
  GROUP BY a.id ORDER BY a.created_at DESC LIMIT $3`;

async function recorded(
  manager: EntityManager,
  organizationId: string,
  { id, at, ...row }: AnswerRow,
): Promise<RecordedAnswer> {
  const sources: SourceRow[] = await manager.query(sourcesQuery, [organizationId, id]);
  return {
    ...withoutNulls(row),
    at: at.toISOString(),
    sources: sources.map((source) => withoutNulls(source)),
  };
}

function withoutNulls<T extends object>(
  row: T,
): { [K in keyof T as null extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as null extends T[K] ? K : never]?: Exclude<T[K], null>;
} {
  return Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null)) as never;
}
