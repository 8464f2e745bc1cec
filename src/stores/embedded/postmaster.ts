// The server that a data directory names in its postmaster.pid: alive, left over, or a stranger with its pid.
import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Log } from '../../log';
import { waitUntil } from '../../tools/wait-until';

export interface Postmaster {
  pid: number;
  port: number;
}

/** Milliseconds for a server to end, or to start. */
const patience = 20_000;

/** A server that outlived its Parley (kill -9): ends it, so that the data directory is free. */
export async function endPostmaster(cluster: string, { pid }: Postmaster, log: Log): Promise<void> {
  log.warn({ pid }, 'an earlier PostgreSQL still runs on this data directory: ending it');
  if (isAlive(pid)) process.kill(pid, 'SIGINT');
  await waitUntil(() => readPostmaster(cluster)?.pid !== pid, { within: patience });
}

/** After a reboot (of a container above all) another program may have the dead server's pid, and PostgreSQL would wait for it. */
export function dropStrangersPid(cluster: string): void {
  const path = join(cluster, 'postmaster.pid');
  const pid = Number(readIfThere(path)?.split('\n')[0]);
  const command = pid ? commandOf(pid) : '';
  if (command !== '' && !command.includes(cluster)) rmSync(path, { force: true });
}

/** The living postmaster of this very directory, not a stranger that has its pid now. */
export function readPostmaster(cluster: string): Postmaster | undefined {
  const lines = readIfThere(join(cluster, 'postmaster.pid'))?.split('\n') ?? [];
  const [pid, port] = [Number(lines[0]), Number(lines[3])];
  if (!pid || !port || !isAlive(pid) || !commandOf(pid).includes(cluster)) return undefined;
  return { pid, port };
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** The command line of a process; '' when it cannot be seen. */
function commandOf(pid: number): string {
  try {
    if (process.platform === 'linux')
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
    return execFileSync('ps', ['-ww', '-o', 'command=', '-p', String(pid)], { encoding: 'utf8' });
  } catch {
    return '';
  }
}

export function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
