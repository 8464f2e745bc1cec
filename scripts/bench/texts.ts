// npm run bench -- texts: what functions that read text from outside take for 100 KB of each nasty kind, beside prose of the same
// length on the same machine. A pattern of quadratic cost takes a thousand times as long as prose, or never ends.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { textFunctions } from '../../test/faults/text-functions';
import { judge } from './limits';

/** Times what prose takes, or of 50 ms where that is less. */
const allowed = 100;
const leastMs = 50;
/** A function that says nothing for so long has a text that it does not get through. */
const silenceMs = 120_000;

interface Timed {
  name: string;
  worst: string;
  ms: number;
  proseMs: number;
}

export async function benchTexts(): Promise<void> {
  const { timed, stuck } = await measure();
  for (const name of Object.keys(textFunctions)) {
    const { worst, ms, proseMs } = timed.get(name) ?? { worst: 'none', ms: NaN, proseMs: NaN };
    const value = ms / Math.max(proseMs, leastMs);
    judge({ what: `${name}: ${ms.toFixed(0)} ms for ${worst}, beside prose`, value, limit: allowed });
  }
  if (stuck === undefined) return;
  console.log(`${stuck} did not come to an end`);
  process.exitCode = 1;
}

async function measure(): Promise<{ timed: Map<string, Timed>; stuck?: string }> {
  const program = join(__dirname, 'programs/texts.ts');
  const child = spawn(process.execPath, ['--import', 'tsx', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const timed = new Map<string, Timed>();
  let running: string | undefined = 'the start';
  let silence = setTimeout(() => child.kill('SIGKILL'), silenceMs);
  for await (const line of createInterface({ input: child.stdout })) {
    clearTimeout(silence);
    silence = setTimeout(() => child.kill('SIGKILL'), silenceMs);
    const said = JSON.parse(line) as Timed & { begins?: string };
    if (said.name) timed.set(said.name, said);
    running = said.begins;
  }
  clearTimeout(silence);
  return { timed, ...(running !== undefined && { stuck: running }) };
}
