// A program that we run as a child: what it said, how it ended, and that it ends with us.
import { once } from 'node:events';
import type { ChildProcess } from 'node:child_process';

/** Sends the signal to a child that still runs when this process exits, whatever made it exit; kill -9 aside. */
export type KillAtExit = (child: ChildProcess, signal: NodeJS.Signals) => void;

export function createKillAtExit(): { killAtExit: KillAtExit; release(): void } {
  const running = new Map<ChildProcess, NodeJS.Signals>();
  const onExit = () => running.forEach((signal, child) => child.kill(signal));
  process.on('exit', onExit);
  return {
    killAtExit(child, signal) {
      running.set(child, signal);
      child.once('exit', () => running.delete(child));
    },
    release: () => void process.off('exit', onExit),
  };
}

/** undefined when the process ended well, null when it failed with words on stderr, a text when it could not be run at all. */
export async function exitOf(child: ChildProcess): Promise<string | null | undefined> {
  try {
    const [code] = (await once(child, 'close')) as [number | null];
    return code === 0 ? undefined : null;
  } catch (error) {
    return (error as Error).message;
  }
}

/** Keeps what PostgreSQL said last, for the sentence of an error. */
export function lastWords(child: ChildProcess, onLine?: (line: string) => void): () => string {
  let kept: string[] = [];
  child.stderr?.on('data', (chunk: Buffer) => {
    const lines = chunk.toString().split('\n').filter(Boolean);
    lines.forEach((line) => onLine?.(line));
    kept = [...kept, ...lines].slice(-20);
  });
  return () => {
    const telling = kept.filter((line) => /FATAL|PANIC|error:/i.test(line));
    return telling.at(-1) ?? kept.at(-1) ?? 'it ended without a word';
  };
}
