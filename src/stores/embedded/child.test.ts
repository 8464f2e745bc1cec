import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { initialise } from './cluster';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parley-initdb-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const removing = 'initdb: removing contents of data directory "/data/postgres.new"';
const at = '2026-11-27 10:00:00.123 UTC [42]';

/** What the first start says when the program of this name says so, and fails. */
async function failureOf(lines: readonly string[]): Promise<string> {
  const initdb = join(folder, 'initdb');
  const said = lines.map((line) => `printf '%s\\n' '${line}' >&2`);
  await writeFile(initdb, ['#!/bin/sh', ...said, 'exit 1'].join('\n'), { mode: 0o755 });
  const place = { runAs: {}, cluster: join(folder, 'postgres'), killAtExit: () => undefined };
  const binaries = { folder, initdb, postgres: initdb };
  const failed = await initialise({ ...place, binaries, password: 'hush' }).catch((error: Error) => error);
  return (failed as Error).message;
}

test.each<[string, string[], string]>([
  [
    'memory that cannot be had',
    [
      `${at} FATAL:  could not create shared memory segment: No space left on device`,
      `${at} DETAIL:  Failed system call was shmget(key=1, size=56, 03600).`,
      `${at} HINT:  This error does *not* mean that you have run out of disk space.`,
      'child process exited with exit code 1',
      removing,
    ],
    'FATAL:  could not create shared memory segment: No space left on device; DETAIL:  Failed system call was shmget(key=1, size=56, 03600).',
  ],
  [
    'a shell that may not write',
    [
      'sh: 1: cannot create /dev/null: Permission denied',
      'initdb: error: program "postgres" is needed by initdb but was not found',
      removing,
    ],
    'sh: 1: cannot create /dev/null: Permission denied; initdb: error: program "postgres" is needed by initdb but was not found.',
  ],
  ['a program of which nobody knows', ['something odd happened', removing], 'something odd happened.'],
  ['an end and nothing else', ['child process exited with exit code 1', removing], `${removing}.`],
  ['no word', [], 'it ended without a word.'],
])('The first start says why it failed: %s', async (_, lines, why) => {
  const sentence = await failureOf(lines);
  expect(sentence.startsWith('The embedded PostgreSQL did not start: ')).toBe(true);
  expect(sentence.endsWith(why)).toBe(true);
});
