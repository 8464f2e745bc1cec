import type { MigrationInterface, QueryRunner } from 'typeorm';
import { crossTenantRole } from './first-security';

const toNote = (table: string) =>
  `ADD COLUMN note_id uuid, ADD CONSTRAINT fk_${table}_note_id FOREIGN KEY (note_id)
     REFERENCES customer_notes (id) ON DELETE CASCADE`;
/** News are of a conversation or of a note. */
const aboutId = `ADD COLUMN about_id uuid GENERATED ALWAYS AS (coalesce(session_id, note_id)) STORED`;

/** A note about a customer calls colleagues, too. Nodes of before go on writing news of conversations meanwhile. */
export class NotedMentions1700000000675 implements MigrationInterface {
  readonly name = 'NotedMentions1700000000675';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [
      `ALTER TABLE customer_notes ADD COLUMN mentions jsonb NOT NULL DEFAULT '[]'`,
      `ALTER TABLE mentions ALTER COLUMN session_id DROP NOT NULL, ALTER COLUMN seq DROP NOT NULL,
         ${toNote('mentions')} NOT VALID`,
      `GRANT SELECT (note_id) ON mentions TO ${crossTenantRole}`,
      `ALTER TABLE push_news DROP CONSTRAINT pk_push_news`,
      `ALTER TABLE push_news ALTER COLUMN session_id DROP NOT NULL, ${toNote('push_news')}`,
      `ALTER TABLE push_news ${aboutId}`,
      `ALTER TABLE push_news ADD CONSTRAINT pk_push_news PRIMARY KEY (device_id, about_id),
         ADD CONSTRAINT uq_push_news_device_id_session_id UNIQUE (device_id, session_id)`,
      `CREATE INDEX idx_push_news_note_id ON push_news (note_id) WHERE note_id IS NOT NULL`,
      `CREATE INDEX idx_push_news_about_id ON push_news (about_id)`,
      `GRANT SELECT (about_id) ON push_news TO ${crossTenantRole}`,
      `ALTER TABLE mail_news DROP CONSTRAINT pk_mail_news`,
      `ALTER TABLE mail_news ALTER COLUMN session_id DROP NOT NULL, ${toNote('mail_news')}`,
      `ALTER TABLE mail_news ${aboutId}`,
      `ALTER TABLE mail_news ADD CONSTRAINT pk_mail_news PRIMARY KEY (agent_id, about_id, kind)`,
      `CREATE INDEX idx_mail_news_note_id ON mail_news (note_id) WHERE note_id IS NOT NULL`,
    ])
      await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of [
      ...['mentions', 'push_news', 'mail_news'].map(
        (table) => `DELETE FROM ${table} WHERE session_id IS NULL`,
      ),
      `ALTER TABLE mail_news DROP CONSTRAINT pk_mail_news`,
      `ALTER TABLE mail_news DROP COLUMN about_id, DROP COLUMN note_id,
         ADD CONSTRAINT pk_mail_news PRIMARY KEY (agent_id, session_id, kind)`,
      `ALTER TABLE push_news DROP CONSTRAINT pk_push_news, DROP CONSTRAINT uq_push_news_device_id_session_id`,
      `ALTER TABLE push_news DROP COLUMN about_id, DROP COLUMN note_id,
         ADD CONSTRAINT pk_push_news PRIMARY KEY (device_id, session_id)`,
      `ALTER TABLE mentions DROP COLUMN note_id, ALTER COLUMN session_id SET NOT NULL, ALTER COLUMN seq SET NOT NULL`,
      `ALTER TABLE customer_notes DROP COLUMN mentions`,
    ])
      await runner.query(statement);
  }
}
