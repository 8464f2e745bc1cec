import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Of whom nothing is remembered; beside the metadata, which programs replace as a whole. And what expires is found by its age. */
export class NoMemory1700000000290 implements MigrationInterface {
  readonly name = 'NoMemory1700000000290';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [
      `ALTER TABLE customers ADD COLUMN no_memory boolean NOT NULL DEFAULT false`,
      `UPDATE customers SET no_memory = true WHERE metadata -> 'noAi' = 'true'`,
      `CREATE INDEX idx_tool_calls_created_at ON tool_calls (organization_id, created_at)`,
      `CREATE INDEX idx_identity_proofs_proved_at ON identity_proofs (organization_id, proved_at)`,
    ])
      await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP INDEX idx_identity_proofs_proved_at`);
    await runner.query(`DROP INDEX idx_tool_calls_created_at`);
    await runner.query(`ALTER TABLE customers DROP COLUMN no_memory`);
  }
}
