// The key of what is sealed in the database: it lies in DATA_DIR, wherever files are kept.
import { createReadStream, createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { secretsKeyName } from '../secrets-key';
import type { Entry } from './manifest';
import type { Spool } from './spool';

/** Empty where the key comes from the environment, or was never needed. */
export async function copyKey(dataDir: string, spool: Spool): Promise<Entry[]> {
  const copied = await spool
    .write(secretsKeyName, createReadStream(join(dataDir, secretsKeyName)))
    .catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') throw error;
    });
  return copied ? [{ name: secretsKeyName, ...copied }] : [];
}

/** Where the archive holds one. */
export async function placeKey(dataDir: string, entries: readonly Entry[], spool: Spool): Promise<void> {
  if (!entries.some(({ name }) => name === secretsKeyName)) return;
  const target = createWriteStream(join(dataDir, secretsKeyName), { mode: 0o600, flush: true });
  await pipeline(spool.read(secretsKeyName), target);
}

export async function removeKey(dataDir: string): Promise<void> {
  await rm(join(dataDir, secretsKeyName), { force: true });
}
