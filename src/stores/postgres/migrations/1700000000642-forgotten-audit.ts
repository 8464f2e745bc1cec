import type { MigrationInterface, QueryRunner } from 'typeorm';
import { documentsRole } from './first-security';

/** Of the audit log nothing is changed, and nothing is deleted but what is older than its least time to be kept: the database holds to that. */
export class ForgottenAudit1700000000642 implements MigrationInterface {
  readonly name = 'ForgottenAudit1700000000642';

  async up(runner: QueryRunner): Promise<void> {
    const [{ schema }] = (await runner.query('SELECT quote_ident(current_schema()) AS schema')) as [
      { schema: string },
    ];
    const forget = 'forget_audit(organization uuid, before timestamptz, most integer)';
    for (const statement of [
      `CREATE FUNCTION ${forget} RETURNS integer LANGUAGE plpgsql SECURITY DEFINER SET search_path = ${schema}, pg_temp AS $$
       DECLARE gone integer;
       BEGIN
         DELETE FROM audit_logs WHERE organization_id = organization AND (timestamp, id) IN (
           SELECT a.timestamp, a.id FROM audit_logs a WHERE a.organization_id = organization
             AND a.timestamp < least(before, now() - interval '90 days') ORDER BY a.timestamp, a.id LIMIT most);
         GET DIAGNOSTICS gone = ROW_COUNT;
         RETURN gone;
       END $$`,
      `REVOKE ALL ON FUNCTION ${forget} FROM PUBLIC`,
      `GRANT EXECUTE ON FUNCTION ${forget} TO ${documentsRole}`,
    ])
      await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP FUNCTION forget_audit(uuid, timestamptz, integer)');
  }
}
