import type { MigrationInterface, QueryRunner } from 'typeorm';
import { appRole } from './first-security';

/**
 * PostgreSQL writes a changed row in place of the old one, and touches no index, where no indexed column changed (a HOT
 * update). A message changes `last_message_at` and `awaiting_since`, so no index names them: the few open sessions of an
 * organization are sorted, the closed ones have `settled_at`, which stays null until the close.
 */
const settledAt = `settled_at timestamptz(3) GENERATED ALWAYS AS (CASE WHEN status = 'closed' THEN last_message_at END) STORED`;

const dropped = [
  ['idx_sessions_overdue', `sessions (awaiting_since) WHERE status = 'active'`],
  ['idx_sessions_waiting', `sessions (organization_id, queued_at) WHERE status = 'waiting'`],
  ['idx_sessions_list', 'sessions (organization_id, last_message_at, id)'],
  ['idx_sessions_started_at', 'sessions (started_at)'],
  ['idx_sessions_status', 'sessions (status)'],
  ['idx_sessions_agent_id', 'sessions (agent_id)'],
  ['idx_sessions_channel_id', 'sessions (channel_id)'],
  ['idx_sessions_customer_id', 'sessions (customer_id)'],
  ['idx_sessions_organization_id', 'sessions (organization_id)'],
  ['idx_customers_phone', 'customers (phone)'],
  ['idx_customers_email', 'customers (email)'],
  ['idx_customers_external_id', 'customers (external_id)'],
  ['idx_customers_organization_id', 'customers (organization_id)'],
];

const made = [
  ['idx_sessions_open', `sessions (organization_id, status, agent_id) WHERE status <> 'closed'`],
  ['idx_sessions_closed', `sessions (organization_id, settled_at, id) WHERE status = 'closed'`],
  ['idx_sessions_started', 'sessions (organization_id, started_at, id)'],
  ['idx_sessions_agent', 'sessions (organization_id, agent_id, settled_at, id) WHERE agent_id IS NOT NULL'],
  ['idx_sessions_channel', 'sessions (channel_id, settled_at, id)'],
  ['idx_sessions_customer', 'sessions (customer_id, channel_id)'],
  ['idx_session_labels_session', 'session_labels (session_id)'],
  ['idx_customers_list', 'customers (organization_id, created_at, id)'],
  ['idx_customers_of_email', 'customers (organization_id, email) WHERE email IS NOT NULL'],
  ['idx_customers_of_phone', 'customers (organization_id, phone) WHERE phone IS NOT NULL'],
];

const create = ([name, on]: string[]) => `CREATE INDEX ${name} ON ${on}`;
const drop = ([name]: string[]) => `DROP INDEX ${name}`;
const own = `nullif(current_setting('app.organization_id', true), '')::uuid`;

/** Containment of arrays is not leakproof, so that under row-level security no index would serve it; equality of texts is. */
const labels = [
  `CREATE TABLE session_labels (
     organization_id uuid NOT NULL, label text NOT NULL, session_id uuid NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
     PRIMARY KEY (organization_id, label, session_id)
   )`,
  `INSERT INTO session_labels SELECT DISTINCT organization_id, unnest(labels), id FROM sessions`,
  `ALTER TABLE session_labels ENABLE ROW LEVEL SECURITY`,
  `CREATE POLICY tenant ON session_labels TO ${appRole}
     USING (organization_id = ${own}) WITH CHECK (organization_id = ${own})`,
  `GRANT SELECT, INSERT, UPDATE, DELETE ON session_labels TO ${appRole}`,
  `CREATE FUNCTION keep_session_labels() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
   BEGIN
     IF TG_OP = 'UPDATE' THEN
       DELETE FROM session_labels WHERE session_id = NEW.id AND label <> ALL (NEW.labels);
     END IF;
     INSERT INTO session_labels SELECT DISTINCT NEW.organization_id, unnest(NEW.labels), NEW.id ON CONFLICT DO NOTHING;
     RETURN NULL;
   END $$`,
  `REVOKE ALL ON FUNCTION keep_session_labels() FROM PUBLIC`,
  `CREATE TRIGGER labels_of_new AFTER INSERT ON sessions FOR EACH ROW
   WHEN (NEW.labels <> '{}') EXECUTE FUNCTION keep_session_labels()`,
  `CREATE TRIGGER labels_of_changed AFTER UPDATE OF labels ON sessions FOR EACH ROW
   WHEN (OLD.labels <> NEW.labels) EXECUTE FUNCTION keep_session_labels()`,
];

export class SessionLists1700000000090 implements MigrationInterface {
  readonly name = 'SessionLists1700000000090';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [
      ...dropped.map(drop),
      // Adding the column writes every row anew, with room beside it.
      'ALTER TABLE sessions SET (fillfactor = 75)',
      `ALTER TABLE sessions ADD ${settledAt}`,
      ...labels,
      ...made.map(create),
    ])
      await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of [
      ...made.map(drop),
      'DROP TRIGGER labels_of_new ON sessions',
      'DROP TRIGGER labels_of_changed ON sessions',
      'DROP FUNCTION keep_session_labels()',
      'DROP TABLE session_labels',
      'ALTER TABLE sessions DROP COLUMN settled_at',
      'ALTER TABLE sessions RESET (fillfactor)',
      ...dropped.map(create),
    ])
      await runner.query(statement);
  }
}
