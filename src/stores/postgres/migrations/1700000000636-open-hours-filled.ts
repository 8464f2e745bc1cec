import type { MigrationInterface, QueryRunner } from 'typeorm';
import { changeSome } from './large-tables';

/** Of the open ones of before: a trigger keeps it from here on, also of one that is opened again. Broken off, it goes on. */
export class OpenHoursFilled1700000000636 implements MigrationInterface {
  readonly name = 'OpenHoursFilled1700000000636';
  readonly transaction = false;

  async up(runner: QueryRunner): Promise<void> {
    await changeSome(
      runner,
      `WITH unfilled AS MATERIALIZED (
         SELECT id, date_trunc('hour', last_message_at AT TIME ZONE 'UTC') AS hour FROM sessions
         WHERE id > $1 AND status <> 'closed' AND last_message_hour IS NULL ORDER BY id LIMIT $2 FOR NO KEY UPDATE),
       filled AS (UPDATE sessions SET last_message_hour = hour FROM unfilled WHERE sessions.id = unfilled.id)
       SELECT id FROM unfilled ORDER BY id OFFSET $2 - 1`,
    );
  }

  async down(): Promise<void> {}
}
