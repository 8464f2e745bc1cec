// Roles, grants and row-level security: what the program may see, enforced by the database.

/** Groups of the roles that the pools sign in as: none can log in itself, none bypasses row-level security. */
export const appRole = 'parley_app';
export const crossTenantRole = 'parley_across';
export const documentsRole = 'parley_documents';

/**
 * Makes a role unless it is there, and makes the owner a member, who may then give it what it is to own. Roles belong to the whole server: databases that are
 * migrated at the same moment may collide, which is as good as finding the role there.
 */
export const createRole = (name: string) => `
  DO $$
  BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '${name}') THEN
      CREATE ROLE ${name} NOLOGIN NOBYPASSRLS;
    END IF;
  EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
  END $$;
  DO $$
  BEGIN
    IF NOT EXISTS (
      SELECT FROM pg_auth_members
      WHERE roleid = '${name}'::regrole AND member = current_user::regrole
        AND (to_jsonb(pg_auth_members) ->> 'set_option' IS DISTINCT FROM 'false')
    ) THEN
      EXECUTE format('GRANT ${name} TO %I', current_user);
    END IF;
  EXCEPTION WHEN unique_violation OR internal_error THEN NULL;
  END $$;`;

const names = [appRole, crossTenantRole, documentsRole];

export const roles = [
  ...names.map(createRole),
  `DO $$ BEGIN EXECUTE format('GRANT USAGE ON SCHEMA %I TO ${names.join(', ')}', current_schema()); END $$`,
];

const ownOrganization = `nullif(current_setting('app.organization_id', true), '')::uuid`;

const secured = (table: string, column: string) => [
  `ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY`,
  `CREATE POLICY tenant ON ${table} TO ${appRole}
    USING (${column} = ${ownOrganization}) WITH CHECK (${column} = ${ownOrganization})`,
  `CREATE POLICY across ON ${table} TO ${crossTenantRole} USING (true) WITH CHECK (true)`,
];

/** Tables with an organization_id; organizations itself is kept apart by its id. */
const tenantTables = [
  'users',
  'agents',
  'channels',
  'customers',
  'customer_identities',
  'sessions',
  'analytics',
  'knowledge_base',
  'knowledge_documents',
  'api_keys',
  'settings',
  'visitor_tokens',
  'refresh_tokens',
  'inbound_events',
  'answers',
  'answer_sources',
  'answer_feedback',
  'message_search',
  'idempotency_keys',
  'attachments',
];

/** What `cross-tenant/` needs, and no more. */
const acrossGrants: Record<string, string> = {
  organizations: 'SELECT, INSERT',
  users: 'SELECT, INSERT',
  agents: 'SELECT, INSERT',
  channels: 'SELECT, INSERT',
  customers: 'SELECT',
  customer_identities: 'SELECT',
  sessions: 'SELECT, INSERT, UPDATE',
  api_keys: 'SELECT, UPDATE (last_used_at)',
  visitor_tokens: 'SELECT, UPDATE (last_used_at)',
  refresh_tokens: 'SELECT, INSERT, UPDATE (used_at), DELETE',
  inbound_events: 'SELECT, UPDATE',
  instance: 'SELECT, INSERT',
};

export const security = [
  ...tenantTables.flatMap((table) => secured(table, 'organization_id')),
  ...secured('organizations', 'id'),
  `ALTER TABLE instance ENABLE ROW LEVEL SECURITY`,
  `CREATE POLICY across ON instance TO ${crossTenantRole} USING (true) WITH CHECK (true)`,
  ...tenantTables.map((table) => `GRANT SELECT, INSERT, UPDATE, DELETE ON ${table} TO ${appRole}`),
  `GRANT SELECT, UPDATE ON organizations TO ${appRole}`,
  ...Object.entries(acrossGrants).map(
    ([table, rights]) => `GRANT ${rights} ON ${table} TO ${crossTenantRole}`,
  ),
];
