import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A delivery knows its try and since when it is in its state, and whether a person was told of an answer that did not arrive. */
export class DeliveryTries1700000000130 implements MigrationInterface {
  readonly name = 'DeliveryTries1700000000130';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [
      `ALTER TABLE deliveries ADD try_id uuid, ADD changed_at timestamptz NOT NULL DEFAULT now(), ADD told_at timestamptz`,
      // What is on its way carries the id of its row.
      `UPDATE deliveries SET try_id = id, told_at = CASE WHEN state = 'failed' THEN now() END`,
      `ALTER TABLE deliveries ALTER try_id SET DEFAULT gen_random_uuid(), ALTER try_id SET NOT NULL`,
      `CREATE UNIQUE INDEX uq_deliveries_try_id ON deliveries (try_id)`,
      `CREATE INDEX idx_deliveries_untold ON deliveries (session_id)
         WHERE sender = 'ai' AND told_at IS NULL AND state IN ('failed', 'uncertain')`,
    ])
      await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of [
      `DROP INDEX idx_deliveries_untold`,
      `DROP INDEX uq_deliveries_try_id`,
      `ALTER TABLE deliveries DROP COLUMN try_id, DROP COLUMN changed_at, DROP COLUMN told_at`,
    ])
      await runner.query(statement);
  }
}
