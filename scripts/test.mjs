// Runs jest and ends with what was skipped and why, and one plain line of counts. Without a word of what to run, walks through
// pages in Chromium are left out; `--all` leaves out nothing.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { relative } from 'node:path';
import { buildArgv } from 'jest';

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
    env: { ...process.env, NODE_NO_WARNINGS: '1', ...(!isWalked && { PAGE_WALKS: 'off' }) },
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
// Whoever names files, or asks for those of a change, gets them whole.
const isWalked = given.length > 0;
const result = run(asked);
let { status, testResults } = result;
const failing = testResults.filter((file) => file.status === 'failed');
// Where CI asks once and cannot look again, a file in which something failed is run a second time, with the same options and a world of its own.
if (process.env.CI && failing.length > 0) {
  const { _: patterns } = await buildArgv(asked);
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

const walksIn = ({ name }) => !isWalked && readFileSync(name, 'utf8').includes('/in-browser');
const isSkipped = ({ status }) => status === 'pending' || status === 'todo';
const tests = testResults.flatMap((file) => file.assertionResults);
const leftOut = testResults.filter(walksIn).flatMap((file) => file.assertionResults.filter(isSkipped));
const skipped = tests.filter(isSkipped);
const reasons = new Map();
for (const test of skipped) {
  if (leftOut.includes(test)) continue;
  const suite = test.ancestorTitles[0] ?? test.title;
  reasons.set(suite, (reasons.get(suite) ?? 0) + 1);
}
if (reasons.size > 0) console.log('\nSkipped:');
for (const [suite, count] of reasons) console.log(`  ${count} in "${suite}"`);

if (leftOut.length > 0)
  console.log(`\nLeft out: ${leftOut.length} walks through pages in Chromium (\`npm test -- --all\`).`);

const count = (status) => tests.filter((test) => test.status === status).length;
const failed = count('failed') + testResults.filter(isBroken).length;
console.log(`\n${count('passed')} passed, ${failed} failed, ${skipped.length} skipped`);
process.exit(status ?? (failed > 0 ? 1 : 0));
