// The key that seals secrets in the database, in a file of DATA_DIR: whoever has only the database reads none of them.
import { randomBytes } from 'node:crypto';
import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export const secretsKeyName = 'secrets.key';

/** Made by the first who asks; two at once get the same. */
export function readSecretsKey(dataDir: string): string {
  const path = join(dataDir, secretsKeyName);
  const known = read(path);
  if (known !== undefined) return known;
  const partial = `${path}.${randomBytes(6).toString('hex')}`;
  writeFileSync(partial, randomBytes(32).toString('base64url'), { mode: 0o600, flush: true });
  try {
    linkSync(partial, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(partial, { force: true });
  }
  return read(path)!;
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
