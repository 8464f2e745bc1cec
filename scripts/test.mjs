// Runs jest and ends with what was skipped and why, and one plain line of counts. `--fast` first leaves out what takes long.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { relative } from 'node:path';
import { slowTests } from './slow-tests.mjs';

const report = '.cache/jest.json';
mkdirSync('.cache', { recursive: true });

function run(args) {
  rmSync(report, { force: true });
  const options = [
    '--experimental-vm-modules',
    'node_modules/jest/bin/jest.js',
    '--json',
    `--outputFile=${report}`,
  ];
  const { status } = spawnSync('node', [...options, ...args], {
    stdio: ['inherit', 'ignore', 'inherit'],
    env: { ...process.env, NODE_NO_WARNINGS: '1' },
  });
  try {
    return { status, ...JSON.parse(readFileSync(report, 'utf8')) };
  } catch {
    console.log('jest wrote no report: see above.');
    console.log('0 passed, 1 failed, 0 skipped');
    process.exit(1);
  }
}

/** A file that could not be loaded, or whose process was gone in the middle: no test of it has a result. */
const isBroken = ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0;

const asked = process.argv.slice(2);
const leftOut = asked.includes('--fast') ? slowTests() : [];
const escaped = (path) => `${path.replaceAll('.', '\\.')}$`;
const result = run([
  ...asked.filter((one) => one !== '--fast'),
  // Said last: it takes as many values as follow, and what the configuration says of it is said again.
  ...(leftOut.length > 0
    ? ['--testPathIgnorePatterns', '/node_modules/', '/dist/', ...leftOut.map(({ path }) => escaped(path))]
    : []),
]);
let { status } = result;
const brokenOnce = result.testResults.filter(isBroken).map(({ name }) => name);
// Where CI asks once and cannot look again, such a file gets a second try, as a test does.
if (process.env.CI && brokenOnce.length > 0) {
  const second = run(['--runTestsByPath', ...brokenOnce]);
  result.testResults = [...result.testResults.filter((file) => !isBroken(file)), ...second.testResults];
  result.numPassedTests += second.numPassedTests;
  result.numFailedTests += second.numFailedTests;
  status = second.status || (result.numFailedTests > 0 ? 1 : 0);
  console.log('\nBroke off once, and run again:');
  for (const name of brokenOnce) console.log(`  ${relative(process.cwd(), name)}`);
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

const leftOutBy = new Map();
for (const { why } of leftOut) leftOutBy.set(why, (leftOutBy.get(why) ?? 0) + 1);
if (leftOutBy.size > 0) console.log('\nLeft out, and run by `npm test`:');
for (const [why, count] of leftOutBy) console.log(`  ${count} files that ${why}`);

const again = tests.filter(({ status, invocations }) => status === 'passed' && invocations > 1);
if (again.length > 0) console.log('\nPassed at a later try only:');
for (const test of again) console.log(`  ${test.fullName} (try ${test.invocations})`);

const failed = result.numFailedTests + result.testResults.filter(isBroken).length;
console.log(`\n${result.numPassedTests} passed, ${failed} failed, ${skipped.length} skipped`);
process.exit(status ?? (failed > 0 ? 1 : 0));
