// What every small program does: close what it writes to others, end cleanly when it is told to, say errors as a sentence.
import { constants } from 'node:os';

/** Runs `main`. A signal ends the process through its 'exit' listeners, which clear away what must not stay. */
export function runProgram(main: () => Promise<void>): void {
  process.umask(0o077);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => process.exit(128 + constants.signals[signal]));
  }
  main().catch((error: unknown) => giveUp(error instanceof Error ? error.message : String(error)));
}

export function giveUp(why: string): never {
  console.error(why);
  process.exit(1);
}
