// The five document collections as tables: key columns for the indexes, the rest in `doc`.
import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Indexes of the seed that are left out, because no query of ours would use them and each costs the hot path:
 * messages (session_id, timestamp): seq is the order, and the primary key serves it. messages (organization_id),
 * (customer_id), (channel_id), (agent_id): a log is always read by session, and the rows of `sessions` say which.
 * conversations (topics), (intents): a `GIN` each, until something asks for them.
 * There is no foreign key: a document outlives the row it names, as it would in MongoDB, and checking costs every append.
 */
const tables = [
  `CREATE TABLE messages (
    session_id uuid NOT NULL,
    seq integer NOT NULL,
    organization_id uuid NOT NULL,
    customer_id uuid NOT NULL,
    channel_id uuid NOT NULL,
    client_message_id text,
    channel_message_id text,
    sender text NOT NULL,
    type text NOT NULL,
    timestamp timestamptz NOT NULL,
    is_read boolean NOT NULL,
    read_at timestamptz,
    doc jsonb NOT NULL,
    CONSTRAINT messages_pkey PRIMARY KEY (session_id, seq)
  )`,
  // Client ids come first: they are nearly unique, so the index also finds a customer's message in whichever session.
  `CREATE UNIQUE INDEX messages_client_message_id ON messages (client_message_id, session_id)
    WHERE client_message_id IS NOT NULL`,
  `CREATE UNIQUE INDEX messages_channel_message_id ON messages (channel_message_id, channel_id)
    WHERE channel_message_id IS NOT NULL`,
  // Rows arrive in order of time, so block ranges are enough to find what was written since, at no cost to a write.
  `CREATE INDEX messages_timestamp ON messages USING brin (timestamp) WITH (autosummarize = on)`,
  `CREATE TABLE conversations (
    session_id uuid NOT NULL,
    organization_id uuid NOT NULL,
    message_count integer NOT NULL,
    doc jsonb NOT NULL,
    CONSTRAINT conversations_pkey PRIMARY KEY (session_id)
  )`,
  `CREATE INDEX conversations_organization_id ON conversations (organization_id)`,
  `CREATE TABLE memory (
    organization_id uuid NOT NULL,
    customer_id uuid NOT NULL,
    type varchar(20) NOT NULL,
    key text NOT NULL,
    importance double precision NOT NULL,
    last_accessed timestamptz NOT NULL,
    created_at timestamptz NOT NULL,
    expires_at timestamptz,
    doc jsonb NOT NULL,
    CONSTRAINT memory_pkey PRIMARY KEY (organization_id, customer_id, type, key)
  )`,
  `CREATE INDEX memory_expires_at ON memory (expires_at) WHERE expires_at IS NOT NULL`,
  `CREATE TABLE vector_embeddings (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    organization_id uuid NOT NULL,
    source_type varchar(20) NOT NULL,
    source_id text NOT NULL,
    created_at timestamptz NOT NULL,
    embedding bytea NOT NULL,
    doc jsonb NOT NULL,
    CONSTRAINT vector_embeddings_pkey PRIMARY KEY (organization_id, id)
  )`,
  `CREATE INDEX vector_embeddings_source_id ON vector_embeddings (source_id, source_type, organization_id)`,
  `CREATE TABLE audit_logs (
    id uuid NOT NULL,
    organization_id uuid NOT NULL,
    timestamp timestamptz NOT NULL,
    doc jsonb NOT NULL,
    CONSTRAINT audit_logs_pkey PRIMARY KEY (organization_id, timestamp, id)
  )`,
];

/** The log is append-only for the program too: it may not delete a message, nor touch the audit log. */
const grants: Record<string, string> = {
  messages: 'SELECT, INSERT, UPDATE',
  conversations: 'SELECT, INSERT, UPDATE, DELETE',
  memory: 'SELECT, INSERT, UPDATE, DELETE',
  vector_embeddings: 'SELECT, INSERT, DELETE',
  audit_logs: 'SELECT, INSERT',
};

/** Runs after the migration that creates the role `parley_documents`. */
export class Documents1700000000002 implements MigrationInterface {
  name = 'Documents1700000000002';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of tables) await runner.query(statement);
    for (const [table, rights] of Object.entries(grants)) {
      await runner.query(`ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY`);
      await runner.query(
        `CREATE POLICY ${table}_documents ON ${table} TO parley_documents USING (true) WITH CHECK (true)`,
      );
      await runner.query(`GRANT ${rights} ON ${table} TO parley_documents`);
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of Object.keys(grants).reverse()) await runner.query(`DROP TABLE ${table}`);
  }
}
