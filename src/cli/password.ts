// `npm run password -- EMAIL [--admin]`: a new password for somebody who lost theirs, while Parley runs or not.
import { randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';
import { withPostgres, type Stores } from './backup';
import { runProgram } from './program';
import { readConfig } from '../config';
import { hashPassword } from '../identity/passwords';
import { createLog } from '../log';

/** Their logins end: they hang on the old password. Throws an Error with a sentence when nobody has this address. */
export async function resetPassword(
  email: string,
  stores: Stores,
): Promise<{ password: string; isActive: boolean }> {
  return withNewPassword(email, stores, {
    statement:
      'UPDATE users SET password_hash = $2, updated_at = now() WHERE email = lower($1) RETURNING is_active AS "isActive"',
    nobody: `Nobody signs in as ${email}. With --admin they become an admin.`,
  });
}

/**
 * The same, and the person is an active admin: of the organization they belong to. Whom nobody knows is added, to the oldest
 * organization without an active admin, else to the oldest.
 */
export async function makeAdmin(email: string, stores: Stores): Promise<{ password: string }> {
  return withNewPassword(email, stores, {
    statement: `INSERT INTO users (email, password_hash, role, organization_id)
      SELECT lower($1), $2, 'admin', o.id FROM organizations o
      ORDER BY EXISTS (SELECT FROM users WHERE organization_id = o.id AND role = 'admin' AND is_active), o.created_at, o.id LIMIT 1
      ON CONFLICT (email) DO UPDATE
        SET password_hash = excluded.password_hash, role = 'admin', is_active = true, updated_at = now()
      RETURNING is_active AS "isActive"`,
    nobody: 'There is no organization yet: start Parley once.',
  });
}

async function withNewPassword(
  email: string,
  stores: Stores,
  { statement, nobody }: { statement: string; nobody: string },
): Promise<{ password: string; isActive: boolean }> {
  const password = randomBytes(12).toString('base64url');
  const passwordHash = await hashPassword(password);
  return withPostgres(stores, async (client) => {
    const { rows } = await client.query<{ isActive: boolean }>(statement, [email.trim(), passwordHash]);
    if (!rows[0]) throw new Error(nobody);
    return { password, isActive: rows[0].isActive };
  });
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    options: { admin: { type: 'boolean', default: false } },
    allowPositionals: true,
  });
  const [email, ...rest] = positionals;
  if (!email?.includes('@') || rest.length) throw new Error('Say whose: npm run password -- EMAIL [--admin]');
  const config = readConfig();
  const stores = { config, log: createLog(config.logLevel) };
  const { password, isActive } = values.admin
    ? { ...(await makeAdmin(email, stores)), isActive: true }
    : await resetPassword(email, stores);
  console.log(`${email} signs in with ${password} from now on (said only now).`);
  if (!isActive) console.log('But this person is deactivated: an admin has to let them in again.');
}

if (require.main === module) runProgram(main);
