import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A customer of a channel with threads may have a conversation open in each. */
export class Threads1700000000180 implements MigrationInterface {
  readonly name = 'Threads1700000000180';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE sessions ADD COLUMN thread varchar(64) NOT NULL DEFAULT ''`);
    await replaceIndex(runner, 'channel_id, customer_id, thread');
  }

  async down(runner: QueryRunner): Promise<void> {
    await replaceIndex(runner, 'channel_id, customer_id');
    await runner.query('ALTER TABLE sessions DROP COLUMN thread');
  }
}

async function replaceIndex(runner: QueryRunner, columns: string): Promise<void> {
  await runner.query('DROP INDEX uq_sessions_open');
  await runner.query(
    `CREATE UNIQUE INDEX uq_sessions_open ON sessions (${columns}) WHERE status <> 'closed'`,
  );
}
