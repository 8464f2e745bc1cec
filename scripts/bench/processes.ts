// Child programs of the bench: start, ask, what they cost, stop.
import { fork, type ChildProcess } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

export interface Program {
  child: ChildProcess;
  /** What the program said when it was ready. */
  ready: Record<string, string>;
  stop(): Promise<void>;
}

export function start(file: string, env: Record<string, string>): Promise<Program> {
  const child = fork(join(__dirname, 'programs', file), {
    env: { ...process.env, ...env },
    execArgv: ['--expose-gc', ...(file.endsWith('.ts') ? ['--import', 'tsx'] : [])],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const stop = (): Promise<void> =>
    new Promise((resolve) => {
      if (child.exitCode !== null) return resolve();
      child.once('exit', () => resolve());
      child.kill('SIGTERM');
    });
  return new Promise((resolve, reject) => {
    child.once('message', (ready: Record<string, string>) => resolve({ child, ready, stop }));
    child.once('exit', (code) => reject(new Error(`${file} ended with ${code}`)));
  });
}

export function ask<T>(program: Program, question: string): Promise<T> {
  return new Promise((resolve) => {
    program.child.once('message', (reply) => resolve(reply as T));
    program.child.send(question);
  });
}

/** CPU of a process and of all that came from it, in microseconds since its start. */
export function cpuMicros(pid: number): number {
  const ticks = (id: number): number => {
    try {
      const fields = readFileSync(`/proc/${id}/stat`, 'utf8').split(') ')[1]!.split(' ');
      return Number(fields[11]) + Number(fields[12]) + Number(fields[13]) + Number(fields[14]);
    } catch {
      return 0;
    }
  };
  return [pid, ...descendants(pid)].reduce((sum, id) => sum + ticks(id), 0) * 10_000;
}

function descendants(pid: number): number[] {
  const parents = new Map<number, number[]>();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const parent = parentOf(Number(name));
      parents.set(parent, [...(parents.get(parent) ?? []), Number(name)]);
    } catch {
      // It ended meanwhile.
    }
  }
  const collect = (of: number): number[] =>
    (parents.get(of) ?? []).flatMap((child) => [child, ...collect(child)]);
  return collect(pid);
}

/** @throws when there is no such process */
export function parentOf(pid: number): number {
  return Number(readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ')[1]);
}

/** Bytes of a process and of all that came from it; `proportional`: a page that several share is counted once, in parts. Linux alone. */
export function memoryOf(pid: number): { resident: number; proportional: number; processes: number } {
  const all = [pid, ...descendants(pid)].flatMap((id) => {
    try {
      const text = readFileSync(`/proc/${id}/smaps_rollup`, 'utf8');
      const bytes = (name: string) =>
        Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(text)?.[1] ?? 0) * 1_024;
      return [{ resident: bytes('Rss'), proportional: bytes('Pss') }];
    } catch {
      // It ended meanwhile.
      return [];
    }
  });
  const sum = (of: 'resident' | 'proportional') => all.reduce((total, one) => total + one[of], 0);
  return { resident: sum('resident'), proportional: sum('proportional'), processes: all.length };
}
