import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createIndexes } from './large-tables';

/** Lists of open sessions by the hour of their last message, and the queue of each priority by who has waited longest. */
export class OpenListsIndexes1700000000637 implements MigrationInterface {
  readonly name = 'OpenListsIndexes1700000000637';
  readonly transaction = false;

  async up(runner: QueryRunner): Promise<void> {
    await createIndexes(runner, {
      idx_sessions_open_hours: `sessions (organization_id, status, last_message_hour) WHERE status <> 'closed'`,
      idx_sessions_queue: `sessions (organization_id, priority, queued_at, id) WHERE status = 'waiting'`,
    });
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX idx_sessions_open_hours, idx_sessions_queue');
  }
}
