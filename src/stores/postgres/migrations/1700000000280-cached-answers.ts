import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Which answers were given before, and to what: the same words, or another way to ask the same. */
export class CachedAnswers1700000000280 implements MigrationInterface {
  readonly name = 'CachedAnswers1700000000280';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE answers ADD COLUMN cached character varying(10)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE answers DROP COLUMN cached');
  }
}
