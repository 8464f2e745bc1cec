import type { MigrationInterface, QueryRunner } from 'typeorm';
import { changeSome } from './large-tables';

/** Of promises from before, who holds the conversation now is all that is known. Some at a time, each in its own transaction. */
export class PromiseHoldersFilled1700000000553 implements MigrationInterface {
  readonly name = 'PromiseHoldersFilled1700000000553';
  readonly transaction = false;

  async up(runner: QueryRunner): Promise<void> {
    await changeSome(
      runner,
      `WITH known AS MATERIALIZED (
       SELECT DISTINCT session_id AS id FROM promise_outcomes
       WHERE session_id > $1 AND priority IS NULL ORDER BY session_id LIMIT $2),
     filled AS (
       UPDATE promise_outcomes o SET agent_id = s.agent_id, team_id = s.team_id, priority = s.priority
       FROM known k JOIN sessions s ON s.id = k.id WHERE o.session_id = k.id AND o.priority IS NULL)
     SELECT id FROM known ORDER BY id OFFSET $2 - 1`,
    );
  }

  async down(): Promise<void> {}
}
