import type { MigrationInterface, QueryRunner } from 'typeorm';

const unique = 'UQ_8e6c3896271053a2e4fc2306ce9';

/**
 * A user id of WhatsApp is one within a business account, which an organization may have several of. Whom one was known of is
 * known by it in every account that they wrote to; where they never wrote, in whichever they write to first.
 */
export class UserIdsOfAccounts1700000000360 implements MigrationInterface {
  readonly name = 'UserIdsOfAccounts1700000000360';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [
      `ALTER TABLE customer_identities ADD COLUMN scope varchar(64) NOT NULL DEFAULT ''`,
      `ALTER TABLE customer_identities DROP CONSTRAINT "${unique}"`,
      `ALTER TABLE customer_identities ADD CONSTRAINT "${unique}" UNIQUE (organization_id, kind, value, scope)`,
      `INSERT INTO customer_identities (organization_id, customer_id, kind, value, proved_by, proved_at, created_at, scope)
       SELECT DISTINCT i.organization_id, i.customer_id, i.kind, i.value, i.proved_by, i.proved_at, i.created_at,
         coalesce(c.config ->> 'businessAccountId', c.id::text)
       FROM customer_identities i JOIN sessions s ON s.customer_id = i.customer_id JOIN channels c ON c.id = s.channel_id
       WHERE i.kind = 'whatsapp' AND c.type = 'whatsapp'`,
      `DELETE FROM customer_identities i WHERE kind = 'whatsapp' AND scope = '' AND EXISTS (
         SELECT FROM customer_identities o WHERE o.organization_id = i.organization_id AND o.customer_id = i.customer_id
           AND o.kind = i.kind AND o.value = i.value AND o.scope <> '')`,
    ])
      await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of [
      `DELETE FROM customer_identities i USING customer_identities o WHERE o.organization_id = i.organization_id
         AND o.kind = i.kind AND o.value = i.value AND (o.created_at, o.id) < (i.created_at, i.id)`,
      `ALTER TABLE customer_identities DROP CONSTRAINT "${unique}"`,
      `ALTER TABLE customer_identities ADD CONSTRAINT "${unique}" UNIQUE (organization_id, kind, value)`,
      `ALTER TABLE customer_identities DROP COLUMN scope`,
    ])
      await runner.query(statement);
  }
}
