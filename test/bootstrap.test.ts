// What is said while the commands prepare themselves, by the real script on a folder of its own with an npm that takes its time.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '../src/tools/eventually';

const script = join(__dirname, '../scripts/bootstrap.mjs');
let root: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'parley-bootstrap-'));
  await mkdir(join(root, 'scripts'));
  await mkdir(join(root, 'bin'));
  await copyFile(script, join(root, 'scripts/bootstrap.mjs'));
  const elsewhere = { os: [process.platform === 'win32' ? 'linux' : 'win32'] };
  const packages = { '': {}, 'node_modules/a': {}, 'node_modules/b': {}, 'node_modules/c': elsewhere };
  await writeFile(join(root, 'package-lock.json'), JSON.stringify({ packages }));
});
afterEach(() => rm(root, { recursive: true, force: true }));

/** @param npm what it does before it ends */
async function install(npm: string) {
  await writeFile(join(root, 'bin/npm'), `#!/bin/sh\n${npm}\n`, { mode: 0o755 });
  const child = spawn(process.execPath, ['scripts/bootstrap.mjs', '--install', '--say-every=50'], {
    cwd: root,
    env: { ...process.env, PATH: `${join(root, 'bin')}:${process.env['PATH']}` },
  });
  const said: string[] = [];
  child.stdout.on('data', (chunk: Buffer) => said.push(...chunk.toString().split('\n').filter(Boolean)));
  return { said, ended: once(child, 'exit').then(([code]) => code as number) };
}

test('Whoever waits for the packages hears at once what happens, and then how far it is', async () => {
  const { said, ended } = await install(
    'mkdir -p node_modules/a && echo {} > node_modules/a/package.json; while [ -d node_modules ] && [ ! -e go ]; do sleep 0.05; done',
  );
  await eventually(() =>
    said.some((line) => /^Installing packages: 1 of about 2 are there \(\d+ s\)…$/.test(line)),
  );
  expect(said[0]).toBe('Installing about 2 packages, once: this may take some minutes…');
  await writeFile(join(root, 'go'), '');
  expect(await ended).toBe(0);
  expect(await readFile(join(root, '.cache/installed.stamp'), 'utf8')).not.toBe('');
  const again = await install('exit 7');
  expect(await again.ended).toBe(0);
  expect(again.said).toEqual([]);
});

test('An installation that fails ends in a failure, and is tried again the next time', async () => {
  expect(await (await install('exit 7')).ended).toBe(1);
  expect(await (await install('exit 7')).ended).toBe(1);
});
