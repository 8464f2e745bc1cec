// Runs jest and ends with what was skipped and why, and one plain line of counts. Page walks are run with `--all`, or when asked for by name.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { relative } from 'node:path';
import { buildArgv } from 'jest';
import { pageWalks } from './page-walks.mjs';

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

const given = process.argv.slice(2);
const asked = given.filter((one) => one !== '--all');
const { _: patterns } = await buildArgv(asked);
const leftOut = given.length > asked.length || patterns.length > 0 ? [] : pageWalks();
const result = run([
  ...asked,
  // Said last: it takes as many values as follow, and what the configuration says of it is said again.
  ...(leftOut.length > 0
    ? ['--testPathIgnorePatterns', '/node_modules/', '/dist/', ...leftOut.map((name) => `/flows/${name}$`)]
    : []),
]);
let { status, testResults } = result;
const failing = testResults.filter((file) => file.status === 'failed');
// Where CI asks once and cannot look again, a file in which something failed is run a second time, with the same options and a world of its own.
if (process.env.CI && failing.length > 0) {
  const options = asked.filter((one) => !patterns.includes(one));
  const second = run(['--runTestsByPath', ...failing.map(({ name }) => name), ...options]);
  const isAgain = ({ name }) => second.testResults.some((file) => file.name === name);
  // What the options leave out of the second run (`--shard`) has failed.
  status = second.status || (failing.every(isAgain) ? 0 : 1);
  testResults = [...testResults.filter((file) => !isAgain(file)), ...second.testResults];
  console.log('\nFailed once, and run again:');
  for (const file of failing) {
    console.log(`  ${relative(process.cwd(), file.name)}`);
    const failed = file.assertionResults.filter((test) => test.status === 'failed');
    for (const test of failed) console.log(`    ${test.fullName}`);
  }
}

const tests = testResults.flatMap((file) => file.assertionResults);
const skipped = tests.filter(({ status }) => status === 'pending' || status === 'todo');
const reasons = new Map();
for (const test of skipped) {
  const suite = test.ancestorTitles[0] ?? test.title;
  reasons.set(suite, (reasons.get(suite) ?? 0) + 1);
}
if (reasons.size > 0) console.log('\nSkipped:');
for (const [suite, count] of reasons) console.log(`  ${count} in "${suite}"`);

if (leftOut.length > 0)
  console.log(
    `\nLeft out: ${leftOut.length} files that walk through pages in Chromium (\`npm test -- --all\`).`,
  );

const count = (status) => tests.filter((test) => test.status === status).length;
const failed = count('failed') + testResults.filter(isBroken).length;
console.log(`\n${count('passed')} passed, ${failed} failed, ${skipped.length} skipped`);
process.exit(status ?? (failed > 0 ? 1 : 0));
