import type { MigrationInterface, QueryRunner } from 'typeorm';
import { appRole, crossTenantRole } from './first-security';

/** Whose words a kept answer holds, so that an erasure finds it without reading every answer. */
export class IdempotencySubjects1700000000042 implements MigrationInterface {
  readonly name = 'IdempotencySubjects1700000000042';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE idempotency_subjects (
        organization_id uuid NOT NULL, customer_id uuid NOT NULL, route varchar(255) NOT NULL, key varchar(255) NOT NULL,
        PRIMARY KEY (organization_id, customer_id, route, key),
        FOREIGN KEY (organization_id, route, key) REFERENCES idempotency_keys (organization_id, route, key) ON DELETE CASCADE
      )`);
    await runner.query(
      'CREATE INDEX idx_idempotency_subjects_key ON idempotency_subjects (organization_id, route, key)',
    );
    await runner.query(`
      INSERT INTO idempotency_subjects (organization_id, customer_id, route, key)
      SELECT DISTINCT k.organization_id, coalesce(s.customer_id, c.id), k.route, k.key
      FROM idempotency_keys k
        CROSS JOIN LATERAL regexp_matches(concat_ws(' ', k.route, k.response), '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}', 'gi') AS found (id)
        LEFT JOIN customers c ON c.id = found.id[1]::uuid AND c.organization_id = k.organization_id
        LEFT JOIN sessions s ON s.id = found.id[1]::uuid AND s.organization_id = k.organization_id
      WHERE coalesce(s.customer_id, c.id) IS NOT NULL`);
    const own = `nullif(current_setting('app.organization_id', true), '')::uuid`;
    await runner.query('ALTER TABLE idempotency_subjects ENABLE ROW LEVEL SECURITY');
    await runner.query(`CREATE POLICY tenant ON idempotency_subjects TO ${appRole}
      USING (organization_id = ${own}) WITH CHECK (organization_id = ${own})`);
    await runner.query(
      `CREATE POLICY across ON idempotency_subjects TO ${crossTenantRole} USING (true) WITH CHECK (true)`,
    );
    await runner.query(`GRANT SELECT, INSERT, UPDATE, DELETE ON idempotency_subjects TO ${appRole}`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE idempotency_subjects');
  }
}
