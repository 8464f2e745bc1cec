// Runs jest and ends with what was skipped and why, and one plain line of counts.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';

const report = '.cache/jest.json';
mkdirSync('.cache', { recursive: true });
rmSync(report, { force: true });
const jest = spawnSync(
  'node',
  [
    '--experimental-vm-modules',
    'node_modules/jest/bin/jest.js',
    '--json',
    `--outputFile=${report}`,
    ...process.argv.slice(2),
  ],
  { stdio: ['inherit', 'ignore', 'inherit'], env: { ...process.env, NODE_NO_WARNINGS: '1' } },
);

let result;
try {
  result = JSON.parse(readFileSync(report, 'utf8'));
} catch {
  console.log('jest wrote no report: see above.');
  console.log('0 passed, 1 failed, 0 skipped');
  process.exit(1);
}

const tests = result.testResults.flatMap((file) => file.assertionResults);
const skipped = tests.filter(({ status }) => status === 'pending' || status === 'todo');
const reasons = new Map();
for (const test of skipped) {
  const suite = test.ancestorTitles[0] ?? test.title;
  reasons.set(suite, (reasons.get(suite) ?? 0) + 1);
}
if (reasons.size > 0) console.log('\nSkipped:');
for (const [suite, count] of reasons) console.log(`  ${count} in "${suite}"`);

const again = tests.filter(({ status, invocations }) => status === 'passed' && invocations > 1);
if (again.length > 0) console.log('\nPassed at the second try only:');
for (const test of again) console.log(`  ${test.fullName}`);

// A file that could not even be loaded failed, too.
const broken = result.testResults.filter(
  (file) => file.status === 'failed' && file.assertionResults.length === 0,
).length;
const failed = result.numFailedTests + broken;
console.log(`\n${result.numPassedTests} passed, ${failed} failed, ${skipped.length} skipped`);
process.exit(jest.status ?? (failed > 0 ? 1 : 0));
