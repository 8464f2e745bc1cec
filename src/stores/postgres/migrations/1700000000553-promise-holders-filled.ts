import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Conversations whose promises nobody else may write until they are done with. */
const atOnce = 500;
const beforeAll = '00000000-0000-0000-0000-000000000000';

/** Of promises from before, who holds the conversation now is all that is known. Some at a time, each in its own transaction. */
export class PromiseHoldersFilled1700000000553 implements MigrationInterface {
  readonly name = 'PromiseHoldersFilled1700000000553';
  readonly transaction = false;

  async up(runner: QueryRunner): Promise<void> {
    for (let after: string | undefined = beforeAll; after !== undefined;)
      after = await fillSome(runner, after);
  }

  async down(): Promise<void> {}
}

/** @returns after which conversation to go on; undefined at the end */
async function fillSome(runner: QueryRunner, after: string): Promise<string | undefined> {
  const [last] = (await runner.query(
    `WITH known AS MATERIALIZED (
       SELECT DISTINCT session_id AS id FROM promise_outcomes
       WHERE session_id > $1 AND priority IS NULL ORDER BY session_id LIMIT $2),
     filled AS (
       UPDATE promise_outcomes o SET agent_id = s.agent_id, team_id = s.team_id, priority = s.priority
       FROM known k JOIN sessions s ON s.id = k.id WHERE o.session_id = k.id AND o.priority IS NULL)
     SELECT id FROM known ORDER BY id OFFSET $2 - 1`,
    [after, atOnce],
  )) as Array<{ id: string }>;
  return last?.id;
}
