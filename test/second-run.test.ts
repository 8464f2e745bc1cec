// scripts/test.mjs where CI asks: what failed is run a second time, as it was asked for.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const folder = mkdtempSync(join(tmpdir(), 'parley-second-run-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('A file that failed is run again with the same options: what was not asked for stays out', () => {
  symlinkSync(resolve('node_modules'), join(folder, 'node_modules'));
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ jest: { transform: {} } }));
  writeFileSync(
    join(folder, 'once.test.js'),
    `const { existsSync, writeFileSync } = require('node:fs');
    test('is asked for', () => {
      if (existsSync('ran')) return;
      writeFileSync('ran', '');
      throw new Error('the first time');
    });
    test('is another one', () => {
      throw new Error('each time');
    });`,
  );
  writeFileSync(join(folder, 'passes.test.js'), `test('is asked for, too', () => {});`);
  const { stdout, status } = spawnSync(
    process.execPath,
    [resolve('scripts/test.mjs'), '-t', 'is asked for', 'once', 'passes', '--maxWorkers', '1'],
    { cwd: folder, env: { ...process.env, CI: '1' }, encoding: 'utf8' },
  );
  expect(stdout).toContain('Failed once, and run again:\n  once.test.js\n    is asked for\n');
  expect(stdout).toMatch(/\n2 passed, 0 failed, 1 skipped\n$/);
  expect(status).toBe(0);
});
