// The roles that the pools sign in as: each is a member of one of the groups that own nothing of ours, and of nothing else, so that
// no statement of a pool becomes the owner. Roles belong to the whole server, so the name holds that of the database.
import { createHash, randomBytes } from 'node:crypto';
import type { Client } from 'pg';
import { jobsRole } from '../migrations/1700000000060-jobs';
import { appRole, crossTenantRole, documentsRole } from '../migrations/first-security';

export interface Login {
  user: string;
  password: string;
}

export type Logins = Record<'app' | 'crossTenant' | 'documents' | 'jobs', Login>;

/**
 * As the owner, one node at a time: all of them or none. The passwords are in a table that only the owner reads; no backup
 * takes it. A role that another copy of this database gave its own password gets this one's.
 */
export async function prepareLogins(
  client: Client,
  isPasswordRefused: (login: Login) => Promise<boolean>,
): Promise<Logins> {
  await client.query('BEGIN');
  const logins = await prepareAll(client).catch(async (error: unknown) => {
    await client.query('ROLLBACK');
    throw error;
  });
  await client.query('COMMIT');
  for (const login of Object.values(logins)) {
    if (await isPasswordRefused(login)) await setPassword(client, 'ALTER', login);
  }
  return logins;
}

async function prepareAll(client: Client): Promise<Logins> {
  return {
    app: await prepareLogin(client, appRole),
    crossTenant: await prepareLogin(client, crossTenantRole),
    documents: await prepareLogin(client, documentsRole),
    jobs: await prepareLogin(client, jobsRole),
  };
}

async function prepareLogin(client: Client, group: string): Promise<Login> {
  const { rows } = await client.query<{ database: string }>('SELECT current_database() AS database');
  const mark = createHash('sha256').update(rows[0]!.database).digest('hex').slice(0, 12);
  const user = `${group}_${mark}`;
  const kept = await client.query<{ password: string }>('SELECT password FROM login_roles WHERE name = $1', [
    user,
  ]);
  const login = { user, password: kept.rows[0]?.password ?? randomBytes(24).toString('base64url') };
  const found = await client.query<{ ready: boolean; mighty: boolean }>(
    `SELECT rolcanlogin AND pg_has_role(oid, $2, 'USAGE') AS ready, rolsuper OR rolbypassrls AS mighty
     FROM pg_roles WHERE rolname = $1`,
    [user, group],
  );
  const role = found.rows[0];
  if (role?.mighty)
    throw new Error(
      `The role ${user} may look past row-level security: ALTER ROLE ${user} NOSUPERUSER NOBYPASSRLS.`,
    );
  if (kept.rows[0] && role?.ready) return login;
  await setPassword(client, role ? 'ALTER' : 'CREATE', login);
  await client.query(`GRANT ${group} TO ${user}`);
  await client.query(
    'INSERT INTO login_roles (name, password) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET password = excluded.password',
    [user, login.password],
  );
  return login;
}

/** Says nothing of superusers and row-level security: who is no superuser may not, and a new role is neither above it nor past it. */
async function setPassword(client: Client, verb: 'CREATE' | 'ALTER', login: Login): Promise<void> {
  await client.query(`${verb} ROLE ${login.user} LOGIN PASSWORD ${client.escapeLiteral(login.password)}`);
}
