import type { MigrationInterface, QueryRunner } from 'typeorm';
import { appRole, crossTenantRole } from './first-security';

const ownOrganization = `nullif(current_setting('app.organization_id', true), '')::uuid`;

/** What comes from providers waits until it is due; what goes to them is a row until it has arrived. */
export class ChannelTraffic1700000000102 implements MigrationInterface {
  readonly name = 'ChannelTraffic1700000000102';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [
      `ALTER TABLE inbound_events ADD due_at timestamptz NOT NULL DEFAULT now()`,
      `ALTER TABLE inbound_events ADD arrival bigint GENERATED ALWAYS AS IDENTITY`,
      `DROP INDEX idx_inbound_events_pending`,
      `CREATE INDEX idx_inbound_events_pending ON inbound_events (channel_id, arrival) WHERE status = 'pending'`,
      `CREATE INDEX messages_undelivered ON messages (session_id, seq)
         WHERE doc ->> 'delivery' IN ('queued', 'sending')`,
      `CREATE INDEX idx_inbound_events_received_at ON inbound_events (organization_id, received_at)`,
      `GRANT INSERT, DELETE ON inbound_events TO ${crossTenantRole}`,
      `CREATE TABLE deliveries (
         id uuid NOT NULL DEFAULT gen_random_uuid(), organization_id uuid NOT NULL, session_id uuid NOT NULL,
         channel_id uuid NOT NULL, seq integer NOT NULL, sender varchar(20) NOT NULL,
         state varchar(20) NOT NULL DEFAULT 'queued', attempts integer NOT NULL DEFAULT 0,
         due_at timestamptz NOT NULL DEFAULT now(), leased_until timestamptz, taken_at timestamptz, provider_id varchar(255),
         last_error text, created_at timestamptz NOT NULL DEFAULT now(),
         CONSTRAINT pk_deliveries PRIMARY KEY (id), CONSTRAINT uq_deliveries_message UNIQUE (session_id, seq),
         CONSTRAINT fk_deliveries_organization FOREIGN KEY (organization_id) REFERENCES organizations (id)
           ON DELETE CASCADE)`,
      `CREATE INDEX idx_deliveries_unsettled ON deliveries (session_id, seq) WHERE state IN ('queued', 'sending')`,
      `CREATE INDEX idx_deliveries_provider_id ON deliveries (channel_id, provider_id) WHERE provider_id IS NOT NULL`,
      `CREATE INDEX idx_deliveries_organization_id ON deliveries (organization_id)`,
      `ALTER TABLE deliveries ENABLE ROW LEVEL SECURITY`,
      `CREATE POLICY tenant ON deliveries TO ${appRole}
         USING (organization_id = ${ownOrganization}) WITH CHECK (organization_id = ${ownOrganization})`,
      `CREATE POLICY across ON deliveries TO ${crossTenantRole} USING (true) WITH CHECK (true)`,
      `GRANT SELECT, INSERT, UPDATE, DELETE ON deliveries TO ${appRole}, ${crossTenantRole}`,
    ])
      await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of [
      `DROP TABLE deliveries`,
      `DROP INDEX messages_undelivered`,
      `REVOKE INSERT, DELETE ON inbound_events FROM ${crossTenantRole}`,
      `DROP INDEX idx_inbound_events_received_at`,
      `DROP INDEX idx_inbound_events_pending`,
      `ALTER TABLE inbound_events DROP COLUMN due_at, DROP COLUMN arrival`,
      `CREATE INDEX idx_inbound_events_pending ON inbound_events (received_at) WHERE status = 'pending'`,
    ])
      await runner.query(statement);
  }
}
