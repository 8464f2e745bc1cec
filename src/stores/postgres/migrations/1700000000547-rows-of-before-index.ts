import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createIndexes } from './large-tables';

/** Empty once no node of before is left and what it wrote is indexed again. */
export class RowsOfBeforeIndex1700000000547 implements MigrationInterface {
  readonly name = 'RowsOfBeforeIndex1700000000547';
  readonly transaction = false;

  async up(runner: QueryRunner): Promise<void> {
    await createIndexes(runner, {
      idx_message_search_of_before: `message_search (session_id) WHERE NOT (tsv @@ '''@kind:'':*'::tsquery)`,
    });
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX idx_message_search_of_before');
  }
}
