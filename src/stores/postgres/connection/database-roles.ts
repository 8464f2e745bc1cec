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

/** As the owner, one node at a time. The passwords are in a table that only the owner reads; no backup takes it. */
export async function prepareLogins(client: Client): Promise<Logins> {
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
  const password = kept.rows[0]?.password ?? randomBytes(24).toString('base64url');
  const found = await client.query<{ member: boolean }>(
    `SELECT pg_has_role(oid, $2, 'USAGE') AS member FROM pg_roles WHERE rolname = $1 AND rolcanlogin`,
    [user, group],
  );
  if (kept.rows[0] && found.rows[0]?.member) return { user, password };
  const verb = found.rows[0] ? 'ALTER' : 'CREATE';
  await client.query(`${verb} ROLE ${user} LOGIN NOSUPERUSER NOBYPASSRLS PASSWORD '${password}'`);
  await client.query(`GRANT ${group} TO ${user}`);
  await client.query(
    'INSERT INTO login_roles (name, password) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET password = excluded.password',
    [user, password],
  );
  return { user, password };
}
