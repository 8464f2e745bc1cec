// A restore notes in DATA_DIR what it is about to fill, until its rows are committed: one that was killed is cleared by the next.
import { createHash } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const path = (dataDir: string) => join(dataDir, '.restoring');

/** Of which MongoDB the note speaks; without its password. */
const markOf = (mongoUrl = '') => createHash('sha256').update(mongoUrl).digest('hex');

export function noteRestore(dataDir: string, mongoUrl: string | undefined): void {
  writeFileSync(path(dataDir), markOf(mongoUrl), { mode: 0o600, flush: true });
}

/** Whether a restore into these very stores did not come to its end. */
export function isRestoreUnfinished(dataDir: string, mongoUrl: string | undefined): boolean {
  try {
    return readFileSync(path(dataDir), 'utf8') === markOf(mongoUrl);
  } catch {
    return false;
  }
}

/** Whoever starts Parley on it says that it is as it should be. */
export function forgetRestore(dataDir: string): void {
  rmSync(path(dataDir), { force: true });
}
