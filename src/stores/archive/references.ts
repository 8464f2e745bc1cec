// What no single row shows: whose rows point to whose, and whether logs are whole.
import type { Client } from 'pg';

/** Columns that name rows without a foreign key; what they name may be gone, and is never another organization's. */
export const loose: ReadonlyArray<readonly [table: string, column: string, named: string]> = [
  ['sessions', 'agent_id', 'agents'],
  ['sessions', 'first_human_response_by', 'agents'],
  ['sessions', 'team_id', 'teams'],
  ['sessions', 'merged_into', 'sessions'],
  ['messages', 'session_id', 'sessions'],
  ['messages', 'customer_id', 'customers'],
  ['messages', 'channel_id', 'channels'],
  ['conversations', 'session_id', 'sessions'],
  ['memory', 'customer_id', 'customers'],
  ['message_search', 'session_id', 'sessions'],
  ['file_texts', 'session_id', 'sessions'],
  ['answers', 'session_id', 'sessions'],
  ['answer_feedback', 'session_id', 'sessions'],
  ['answer_suggestions', 'session_id', 'sessions'],
  ['answer_sources', 'article_id', 'knowledge_base'],
  ['attachments', 'session_id', 'sessions'],
  ['attachments', 'customer_id', 'customers'],
  ['attachments', 'uploaded_by', 'customers'],
  ['attachments', 'uploaded_by', 'users'],
  ['attachments', 'uploaded_by', 'api_keys'],
  ['inbound_events', 'channel_id', 'channels'],
  ['inbound_files', 'session_id', 'sessions'],
  ['inbound_files', 'channel_id', 'channels'],
  ['inbound_files', 'customer_id', 'customers'],
  ['deliveries', 'session_id', 'sessions'],
  ['deliveries', 'channel_id', 'channels'],
  ['idempotency_subjects', 'customer_id', 'customers'],
  ['promise_outcomes', 'agent_id', 'agents'],
  ['promise_outcomes', 'team_id', 'teams'],
  ['quality_reviews', 'team_id', 'teams'],
  ['quality_reviews', 'reviewer_id', 'users'],
];

/** @param client in the transaction of the restore. Throws a sentence for the first row that points to another organization's, or to no organization. */
export async function refuseStrangers(client: Client): Promise<void> {
  const { rows: fixed } = await client.query<{ table: string; column: string; named: string }>(
    `SELECT c.conrelid::regclass::text AS table, a.attname AS column, c.confrelid::regclass::text AS named
     FROM pg_constraint c
       JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
       JOIN pg_attribute own ON own.attrelid = c.conrelid AND own.attname = 'organization_id'
       JOIN pg_attribute its ON its.attrelid = c.confrelid AND its.attname = 'organization_id'
     WHERE c.contype = 'f' AND cardinality(c.conkey) = 1 AND c.connamespace = current_schema()::regnamespace`,
  );
  const all = [...fixed.map(({ table, column, named }) => [table, column, named] as const), ...loose];
  for (const [table, column, named] of all)
    await refuseAny(
      client,
      `SELECT t.${column} AS id FROM ${table} t JOIN ${named} n ON n.id = t.${column}
       WHERE n.organization_id IS DISTINCT FROM t.organization_id LIMIT 1`,
      (id) => `A row of ${table} points to another organization's row of ${named} (${column} ${id})`,
    );
  await refuseAny(
    client,
    `SELECT n.id FROM sessions t, unnest(t.next_human_responses_by) AS by (id) JOIN agents n ON n.id = by.id
     WHERE n.organization_id IS DISTINCT FROM t.organization_id LIMIT 1`,
    (id) =>
      `A row of sessions points to another organization's row of agents (next_human_responses_by ${id})`,
  );
  const { rows: homeless } = await client.query<{ table: string }>(
    `SELECT a.attrelid::regclass::text AS table FROM pg_attribute a JOIN pg_class k ON k.oid = a.attrelid
     WHERE a.attname = 'organization_id' AND k.relkind = 'r' AND k.relnamespace = current_schema()::regnamespace
       AND NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conrelid = a.attrelid AND c.confrelid = 'organizations'::regclass)`,
  );
  for (const { table } of homeless)
    await refuseAny(
      client,
      `SELECT organization_id AS id FROM ${table} t
       WHERE NOT EXISTS (SELECT FROM organizations o WHERE o.id = t.organization_id) LIMIT 1`,
      (id) => `A row of ${table} is of an organization that is not there (${id})`,
    );
}

/** Of the logs in PostgreSQL. */
export async function refuseGaps(client: Client): Promise<void> {
  await refuseAny(
    client,
    `SELECT session_id AS id FROM messages GROUP BY session_id
     HAVING min(seq) <> 1 OR max(seq) <> count(*) LIMIT 1`,
    (id) => `The messages of session ${id} in messages are not numbered 1, 2, 3 …`,
  );
}

async function refuseAny(client: Client, query: string, sentence: (id: string) => string): Promise<void> {
  const { rows } = await client.query<{ id: string }>(query);
  if (rows[0]) throw new Error(`${sentence(rows[0].id)}. Nothing was restored.`);
}
