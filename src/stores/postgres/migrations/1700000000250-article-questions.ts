import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Examples of what people ask that an article answers. */
export class ArticleQuestions1700000000250 implements MigrationInterface {
  readonly name = 'ArticleQuestions1700000000250';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE knowledge_base ADD COLUMN questions text array NOT NULL DEFAULT '{}'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE knowledge_base DROP COLUMN questions');
  }
}
