import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createIndexes } from './large-tables';

/** Whom to ask how it was is looked for among what was closed a while ago. */
export class UnratedIndex1700000000646 implements MigrationInterface {
  readonly name = 'UnratedIndex1700000000646';
  readonly transaction = false;

  async up(runner: QueryRunner): Promise<void> {
    await createIndexes(runner, {
      idx_sessions_unrated: `sessions (organization_id, channel_type, ended_at) WHERE status = 'closed'`,
    });
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX idx_sessions_unrated');
  }
}
