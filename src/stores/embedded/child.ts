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
  let begun = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    const lines = `${begun}${chunk.toString()}`.split('\n');
    begun = lines.pop()!;
    const whole = lines.filter(Boolean);
    whole.forEach((line) => onLine?.(line));
    kept = [...kept, ...whole].slice(-20);
  });
  return () => causeIn(begun ? [...kept, begun] : kept);
}

const mostLines = 3;
/** What stands before each line of PostgreSQL's log. */
const stamp = /^\d{4}-\d\d-\d\d [\d:.]+ \S+ \[\d+\] (?:LOG: {2})?/;
/** What follows from a failure and says nothing of it. */
const aftermath = /^initdb: removing |^child process (?:exited|was terminated)|^\S*HINT:/;
const tells = /FATAL|PANIC|error:|cannot |could not |denied|No space|DETAIL:/i;

/** The lines that say why it ended, in one sentence without its full stop; pure. */
export function causeIn(said: readonly string[]): string {
  const lines = said.map((line) => line.trim().replace(stamp, ''));
  const first = lines.filter((line) => !aftermath.test(line));
  const telling = first.filter((line) => tells.test(line));
  const shown = [telling, first, lines].find(({ length }) => length > 0) ?? ['it ended without a word'];
  return shown
    .slice(-mostLines)
    .map((line) => line.replace(/\.$/, ''))
    .join('; ');
}
