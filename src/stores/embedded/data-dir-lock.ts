// One Parley on one DATA_DIR: a pid file that says who holds it, proof against pids that were given out again.
import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

interface Holder {
  pid: number;
  /** When the process began, as the system tells it; '' where it does not. */
  began: string;
}

/**
 * Takes the directory for this process and returns the function that gives it back.
 * Throws an Error with a sentence when a living process holds it.
 */
export function lockDataDir(dataDir: string): () => void {
  const path = join(dataDir, 'parley.pid');
  const mine = `${path}.${randomUUID()}`;
  const me: Holder = { pid: process.pid, began: beginning(process.pid) ?? '' };
  writeFileSync(mine, JSON.stringify(me));
  try {
    while (!linked(mine, path)) clearStale(path, dataDir);
  } finally {
    rmSync(mine, { force: true });
  }
  return () => rmSync(path, { force: true });
}

function linked(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** Moves the file aside before deleting it, so that of two starters only one can remove the dead one's file. */
function clearStale(path: string, dataDir: string): void {
  const seen = read(path);
  if (seen === undefined) return;
  refuseIfAlive(seen, dataDir);
  const aside = `${path}.${randomUUID()}`;
  try {
    renameSync(path, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  const moved = read(aside);
  if (moved !== seen) linked(aside, path);
  rmSync(aside, { force: true });
}

function refuseIfAlive(text: string, dataDir: string): void {
  const holder = parse(text);
  if (!holder || beginning(holder.pid) !== holder.began) return;
  throw new Error(
    `Another Parley (process ${holder.pid}) already runs on ${dataDir}: stop it, or set DATA_DIR to another directory.`,
  );
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

function parse(text: string): Holder | undefined {
  try {
    const { pid, began } = JSON.parse(text) as Partial<Holder>;
    return typeof pid === 'number' && typeof began === 'string' ? { pid, began } : undefined;
  } catch {
    return undefined;
  }
}

/** When a living process began; undefined when there is no such process. */
function beginning(pid: number): string | undefined {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return undefined;
  }
  try {
    if (process.platform === 'linux') {
      const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      return fields[0] === 'Z' ? undefined : `${boot} ${fields[19]}`;
    }
    if (process.platform === 'win32') return '';
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim();
  } catch {
    return undefined;
  }
}
