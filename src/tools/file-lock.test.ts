import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lockFile } from './file-lock';

let folder: string;
let open: number[];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parley-file-lock-'));
  open = [];
});
afterEach(async () => {
  open.forEach((fd) => closeSync(fd));
  await rm(folder, { recursive: true });
});

/** As another program would open it. */
function opened(name = 'lock'): number {
  const fd = openSync(join(folder, name), 'a');
  open.push(fd);
  return fd;
}

function closed(fd: number): void {
  open.splice(open.indexOf(fd), 1);
  closeSync(fd);
}

test('A file is locked by one alone, until that one closes it', () => {
  const [first, second] = [opened(), opened()];
  expect(lockFile(first)).toBe('held');
  expect(lockFile(second)).toBe('busy');
  expect(lockFile(first)).toBe('held');
  expect(lockFile(opened('another'))).toBe('held');
  closed(first);
  expect(lockFile(second)).toBe('held');
});

test('Whoever inherited the open file keeps its lock', async () => {
  const first = opened();
  expect(lockFile(first)).toBe('held');
  const child = spawn(process.execPath, ['-e', 'process.stdin.resume()'], {
    stdio: ['pipe', 'ignore', 'ignore', first],
  });
  const gone = once(child, 'exit');
  closed(first);
  const second = opened();
  expect(lockFile(second)).toBe('busy');
  child.stdin!.end();
  await gone;
  expect(lockFile(second)).toBe('held');
});
