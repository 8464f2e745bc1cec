// A restore notes in DATA_DIR what it is about to fill, until its rows are committed or all is taken back: what one left that was
// killed, or could not take back, is cleared by the next, and served by no start.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const path = (dataDir: string) => join(dataDir, '.restoring');

/** What is filled besides DATA_DIR and the rows. */
export interface Filled {
  mongoUrl?: string;
  /** Where the files lie, for people. */
  files: string;
}

/** Of which servers the note speaks; without their passwords. */
const markOf = ({ mongoUrl = '', files }: Filled) =>
  createHash('sha256')
    .update(JSON.stringify([mongoUrl, files]))
    .digest('hex');

export function noteRestore(dataDir: string, filled: Filled): void {
  writeFileSync(path(dataDir), markOf(filled), { mode: 0o600, flush: true });
}

/** Whether a restore into these very stores did not come to its end. */
export function isRestoreUnfinished(dataDir: string, filled: Filled): boolean {
  try {
    return readFileSync(path(dataDir), 'utf8') === markOf(filled);
  } catch {
    return false;
  }
}

/**
 * At a start: a database with an organization is one that a restore has come to the end of. Throws a sentence where there is
 * none: files and documents that it placed may be there, of rows that are not.
 */
export function refuseUnfinished(dataDir: string, organizations: number): void {
  if (!existsSync(path(dataDir))) return;
  if (organizations === 0)
    throw new Error(
      `A restore into ${dataDir} did not come to its end: run npm run restore -- FILE again. To begin with what is there, remove ${path(dataDir)}.`,
    );
  forgetRestore(dataDir);
}

export function forgetRestore(dataDir: string): void {
  rmSync(path(dataDir), { force: true });
}
