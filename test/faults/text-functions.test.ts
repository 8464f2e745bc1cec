// No function over outside text may take longer than its length allows: 100 KB of each nasty kind, measured beside prose of the
// same length on the same machine. A pattern of quadratic cost takes a thousand times as long as prose, or never ends.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { textFunctions } from './text-functions';

/** Times what prose takes, or of 50 ms where that is less. */
const allowed = 100;
/** A function that says nothing for so long has a text that it does not get through. */
const silenceMs = 120_000;

interface Timed {
  name: string;
  worst: string;
  ms: number;
  proseMs: number;
}

async function measure(): Promise<{ timed: Timed[]; stuck?: string }> {
  const child = spawn(process.execPath, ['--require', 'tsx/cjs', join(__dirname, 'text-timing.ts')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const timed: Timed[] = [];
  let running: string | undefined = 'the start';
  let silence = setTimeout(() => child.kill('SIGKILL'), silenceMs);
  for await (const line of createInterface({ input: child.stdout })) {
    clearTimeout(silence);
    silence = setTimeout(() => child.kill('SIGKILL'), silenceMs);
    const said = JSON.parse(line) as Timed & { begins?: string };
    if (said.name) timed.push(said);
    running = said.begins;
  }
  clearTimeout(silence);
  return { timed, ...(running !== undefined && { stuck: running }) };
}

it('every function that reads outside text takes no longer than its length allows', async () => {
  const { timed, stuck } = await measure();
  expect(stuck).toBeUndefined();
  expect(timed.map(({ name }) => name)).toEqual(Object.keys(textFunctions));
  const slow = timed.filter(({ ms, proseMs }) => ms > allowed * Math.max(proseMs, 50));
  expect(slow).toEqual([]);
}, 600_000);
