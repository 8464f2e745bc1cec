import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createIndexes } from './large-tables';

/** Follow-ups are looked for among what people have answered and closed. Who came here with 521 has this index already. */
export class PromisedIndex1700000000545 implements MigrationInterface {
  readonly name = 'PromisedIndex1700000000545';
  readonly transaction = false;

  async up(runner: QueryRunner): Promise<void> {
    await createIndexes(runner, {
      idx_sessions_promised: `sessions (organization_id, ended_at)
        WHERE status = 'closed' AND first_human_response_seconds IS NOT NULL`,
    });
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX idx_sessions_promised');
  }
}
