// Who a process is, for a file that outlives it: pids are given out again, and mean nothing in another container.
import { execFileSync } from 'node:child_process';
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import { z } from 'zod';

const identity = z.object({
  pid: z.number(),
  /** When the process began, as the system tells it; '' where it does not. */
  began: z.string(),
  /** The running kernel, and the pid namespace in it; absent in files of versions before 0.2. */
  kernel: z.string().optional(),
  namespace: z.string().optional(),
});

export type ProcessIdentity = z.infer<typeof identity>;

export function ownIdentity(): Required<ProcessIdentity> {
  return {
    pid: process.pid,
    began: beginning(process.pid) ?? '',
    kernel: kernel(),
    namespace: namespace(),
  };
}

export function parseIdentity(text: string | undefined): ProcessIdentity | undefined {
  try {
    return identity.parse(JSON.parse(text ?? ''));
  } catch {
    return undefined;
  }
}

/** Its pid can be looked up from here. */
export function isVisible(other: ProcessIdentity): boolean {
  return isSameKernel(other) && (other.namespace ?? namespace()) === namespace();
}

export function isSameKernel({ kernel: other }: ProcessIdentity): boolean {
  return (other ?? kernel()) === kernel();
}

/** @param other one that is visible */
export function isAlive({ pid, began }: ProcessIdentity): boolean {
  return beginning(pid) === began;
}

function kernel(): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  } catch {
    return hostname();
  }
}

function namespace(): string {
  try {
    return readlinkSync('/proc/self/ns/pid');
  } catch {
    return '';
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
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      return fields[0] === 'Z' ? undefined : `${kernel()} ${fields[19]}`;
    }
    if (process.platform === 'win32') return '';
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim();
  } catch {
    return undefined;
  }
}
