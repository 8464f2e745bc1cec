import type { MigrationInterface, QueryRunner } from 'typeorm';
import { crossTenantRole } from './first-security';

/**
 * A visitor's sign-in ends with the JWT that began it and with the identity secret that signed it; beside it stands the
 * anonymous customer whom the same browser was before. Sign-ins of before name neither, so they end: the page signs in again.
 */
export class VisitorSignIns1700000000020 implements MigrationInterface {
  readonly name = 'VisitorSignIns1700000000020';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE visitor_tokens
      ADD expires_at timestamptz, ADD secret_stamp varchar(16), ADD anonymous_customer_id uuid,
      ADD CONSTRAINT "FK_0368add2131fede90318757de12" FOREIGN KEY (anonymous_customer_id)
        REFERENCES customers (id) ON DELETE SET NULL`);
    await runner.query(
      'CREATE INDEX idx_visitor_tokens_anonymous_customer_id ON visitor_tokens (anonymous_customer_id)',
    );
    await runner.query(`UPDATE visitor_tokens t SET expires_at = now(), secret_stamp = ''
      WHERE EXISTS (SELECT FROM customer_identities i
        WHERE i.customer_id = t.customer_id AND i.kind = 'external' AND i.proved_by = 'jwt')`);
    await runner.query(`GRANT SELECT ON settings TO ${crossTenantRole}`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`REVOKE SELECT ON settings FROM ${crossTenantRole}`);
    await runner.query(
      'ALTER TABLE visitor_tokens DROP COLUMN expires_at, DROP COLUMN secret_stamp, DROP COLUMN anonymous_customer_id',
    );
  }
}
