import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Why the AI handed over, from which version of an article it answered, and what was wrong for the customer. */
export class AnswerProvenance1700000000252 implements MigrationInterface {
  readonly name = 'AnswerProvenance1700000000252';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [
      // settled_at: somebody has seen to it that this need not be asked again.
      `ALTER TABLE answers ADD COLUMN trigger varchar(20), ADD COLUMN settled_at timestamptz`,
      `ALTER TABLE answer_sources ADD COLUMN article_version integer`,
      `ALTER TABLE answer_feedback ADD COLUMN reason varchar(20), ADD COLUMN comment text`,
      `CREATE INDEX idx_answers_message_id ON answers (message_id)`,
      `CREATE INDEX idx_answer_sources_article_id ON answer_sources (article_id)`,
    ])
      await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of [
      `DROP INDEX idx_answer_sources_article_id`,
      `DROP INDEX idx_answers_message_id`,
      `ALTER TABLE answer_feedback DROP COLUMN reason, DROP COLUMN comment`,
      `ALTER TABLE answer_sources DROP COLUMN article_version`,
      `ALTER TABLE answers DROP COLUMN trigger, DROP COLUMN settled_at`,
    ])
      await runner.query(statement);
  }
}
