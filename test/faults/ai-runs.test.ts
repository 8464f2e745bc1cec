import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

it('20,000 runs of the AI leave nothing on the heap', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, [
    '--expose-gc',
    '--require',
    'tsx/cjs',
    join(__dirname, 'ai-runs.ts'),
  ]);
  const { runs, bytesPerRun } = JSON.parse(stdout) as { runs: number; bytesPerRun: number };
  expect(runs).toBe(20_000);
  expect(bytesPerRun).toBeLessThan(100);
});
