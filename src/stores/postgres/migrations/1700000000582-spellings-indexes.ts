import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createIndexes } from './large-tables';

/** That of messages is empty once all of them are indexed in all their spellings, by every node. */
export class SpellingsIndexes1700000000582 implements MigrationInterface {
  readonly name = 'SpellingsIndexes1700000000582';
  readonly transaction = false;

  async up(runner: QueryRunner): Promise<void> {
    await createIndexes(runner, {
      idx_message_search_unspelled: `message_search (session_id) WHERE NOT (tsv @@ '''@spelled'''::tsquery)`,
      idx_customers_spelled: `customers USING gin ((three_letters(spelled) || organization_id::text))`,
    });
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX idx_customers_spelled');
    await runner.query('DROP INDEX idx_message_search_unspelled');
  }
}
