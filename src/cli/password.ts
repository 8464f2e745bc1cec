// `npm run password -- EMAIL`: a new password for somebody who lost theirs, while Parley runs or not.
import { randomBytes } from 'node:crypto';
import { withPostgres, type Stores } from './backup';
import { readConfig } from '../config';
import { hashPassword } from '../identity/passwords';
import { createLog } from '../log';

/** Their logins end: they hang on the old password. Throws an Error with a sentence when nobody has this address. */
export async function resetPassword(
  email: string,
  stores: Stores,
): Promise<{ password: string; isActive: boolean }> {
  const password = randomBytes(12).toString('base64url');
  const passwordHash = await hashPassword(password);
  return withPostgres(stores, async (client) => {
    const { rows } = await client.query<{ isActive: boolean }>(
      'UPDATE users SET password_hash = $2, updated_at = now() WHERE email = lower($1) RETURNING is_active AS "isActive"',
      [email.trim(), passwordHash],
    );
    if (!rows[0]) throw new Error(`Nobody signs in as ${email}.`);
    return { password, isActive: rows[0].isActive };
  });
}

async function main(): Promise<void> {
  const [email, ...rest] = process.argv.slice(2);
  if (email === undefined || rest.length) throw new Error('Say whose: npm run password -- EMAIL');
  const config = readConfig();
  const { password, isActive } = await resetPassword(email, { config, log: createLog(config.logLevel) });
  console.log(`${email} signs in with ${password} from now on (said only now).`);
  if (!isActive) console.log('But this person is deactivated: an admin has to let them in again.');
}

if (require.main === module) {
  main().catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  });
}
