// The lint's closed doors: each fires on a wrong line, and lets the file that owns the door pass.
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

const root = join(__dirname, '..');
const rules = [
  'no-restricted-imports',
  '@typescript-eslint/no-restricted-imports',
  'no-restricted-globals',
  'no-restricted-syntax',
  'max-lines-per-function',
];
const run = promisify(execFile);

/** Each code as if it were the whole of a file that is there; the messages of the rules above, which need no types. */
async function lint(cases: ReadonlyArray<readonly [file: string, code: string]>): Promise<string[][]> {
  const program = `
    const { ESLint } = require('eslint');
    const eslint = new ESLint({
      cwd: ${JSON.stringify(root)},
      ruleFilter: ({ ruleId }) => ${JSON.stringify(rules)}.includes(ruleId),
      overrideConfig: { languageOptions: { parserOptions: { projectService: false, project: null } } },
    });
    void (async () => {
      const found = [];
      for (const [filePath, code] of ${JSON.stringify(cases)}) {
        const [{ messages }] = await eslint.lintText(code, { filePath });
        found.push(messages.map(({ message }) => message));
      }
      console.log(JSON.stringify(found));
    })();`;
  const { stdout } = await run('node', ['-e', program], {
    cwd: root,
    maxBuffer: 10_000_000,
  });
  return JSON.parse(stdout) as string[][];
}

/** A function of so many lines. */
const long = (lines: number) => `export function x() {\n${'  void 0;\n'.repeat(lines - 2)}}\n`;

const wrong: Array<[file: string, code: string, says: RegExp]> = [
  ['src/customers/customers.ts', `export const x = () => fetch('http://a.test/');`, /safe-fetch/],
  ['src/app/index.ts', `export const x = () => globalThis.fetch('http://a.test/');`, /safe-fetch/],
  [
    'src/api/http-app.ts',
    `import https from 'node:https';\nexport const x = https.get('https://a.test/');`,
    /safe-fetch/,
  ],
  ['src/api/http-app.ts', `import { request } from 'node:http';\nexport const x = request;`, /safe-fetch/],
  [
    'src/api/http-app.ts',
    `import http from 'node:http';\nexport const x = http.get('http://a.test/');`,
    /safe-fetch/,
  ],
  // Directions: a folder of src, from however deep a room.
  ['src/sessions/session.ts', `import { x } from '../channels/inbox';\nexport const y = x;`, /core/],
  [
    'src/stores/postgres/tenant/customers/customers.ts',
    `import { x } from '../../../../customers/customers';\nexport const y = x;`,
    /types only/,
  ],
  [
    'src/channels/email/reading/read-mail.ts',
    `import type { X } from '../../../gateway/gateway';\nexport type Y = X;`,
    /sideways/,
  ],
  ['src/insights/analytics.ts', `import OpenAI from 'openai';\nexport const x = OpenAI;`, /named/],
  [
    'src/stores/postgres/tenant/customers/customers.ts',
    `import { openCrossTenant } from '../../cross-tenant';\nexport const x = openCrossTenant;`,
    /cross-tenant/,
  ],
  [
    'src/stores/postgres/tenant/customers/customers.ts',
    `import { openPool as open } from '../../connection/pool';\nexport const x = open;`,
    /pools/,
  ],
  [
    'src/stores/open.ts',
    `import { createDocumentsPool } from './postgres/documents/pool';\nexport const x = createDocumentsPool;`,
    /documents/,
  ],
  [
    'src/stores/open.ts',
    `import { crossTenantRole } from './postgres/migrations/first-security';\nexport const x = crossTenantRole;`,
    /role/,
  ],
  [
    'src/stores/postgres/cross-tenant/maintenance.ts',
    `import { Pool } from 'pg';\nexport const x = new Pool({});`,
    /pools/,
  ],
  [
    'src/stores/postgres/cross-tenant/maintenance.ts',
    `import { Client } from 'pg';\nexport const x = new Client({});`,
    /pools/,
  ],
  [
    'src/app/index.ts',
    `import { connectAsOwner } from '../stores/postgres/connection/migrate';\nexport const x = connectAsOwner;`,
    /owner/,
  ],
  ['src/jobs/sweep.test.ts', `void new Promise((resolve) => setTimeout(resolve, 5));`, /eventually/],
  [
    'test/flows/offline.test.ts',
    `import { setTimeout as sleep } from 'node:timers/promises';\nvoid sleep(5);`,
    /eventually/,
  ],
  ['test/flows/widget.test.ts', `export const x = (page: Page) => page.waitForTimeout(5);`, /eventually/],
  ['test/flows/visitors.test.ts', `void eventually(() => performance.now() - began > 2_100);`, /eventually/],
  ['src/tools/worker-thread.test.ts', `for (; Date.now() < end; ) await look();`, /eventually/],
  ['test/flows/offline.test.ts', `jest.mock('../../src/log');`, /No module mocks/],
  ['test/flows/jobs.test.ts', `test('It runs', async () => undefined, 60_000);`, /all machines/],
  ['test/flows/jobs.test.ts', `test('It runs', async () => undefined, slow);`, /all machines/],
  [
    'test/flows/jobs.test.ts',
    `test.each([1])('It runs', async () => undefined, 60 * 1_000);`,
    /all machines/,
  ],
  ['test/flows/jobs.test.ts', `jest.setTimeout(60_000);`, /all machines/],
  ['test/flows/jobs.test.ts', `beforeAll(begin, 60_000);`, /all machines/],
  ['test/flows/widget.test.ts', `void button.waitFor({ timeout: 30_000 });`, /all machines/],
  ['src/app/index.ts', long(61), /too many lines/],
  ['src/console/start.tsx', long(61), /too many lines/],
];

const right: Array<[file: string, code: string]> = [
  [
    'src/stores/postgres/tenant/privacy/retention.ts',
    `import { x } from '../customers/customers';\nexport const y = x;`,
  ],
  [
    'src/stores/postgres/tenant/customers/customers.ts',
    `import type { X } from '../../../../customers/store';\nexport type Y = X;`,
  ],
  [
    'src/stores/postgres/connection/database.ts',
    `import { openCrossTenant } from '../cross-tenant';\nexport const x = openCrossTenant;`,
  ],
  [
    'src/stores/postgres/cross-tenant/index.ts',
    `import { openPool } from '../connection/pool';\nexport const x = openPool;`,
  ],
  [
    'src/stores/postgres/tenant/customers/customers.ts',
    `import type { Query } from '../../cross-tenant';\nexport type X = Query;`,
  ],
  ['src/responder/providers/openai.ts', `import OpenAI from 'openai';\nexport const x = OpenAI;`],
  ['src/api/http-app.ts', `import { createServer } from 'node:http';\nexport const x = createServer;`],
  ['src/knowledge/tokenize.ts', `export const x = (fetch: () => number) => fetch();`],
  ['src/widget/connection.ts', `export const x = () => fetch('/api');`],
  ['src/jobs/sweep.test.ts', `void new Promise(setImmediate);`],
  ['src/jobs/sweep.test.ts', `const soon = setInterval(() => look(), 20);`],
  ['src/jobs/queue.ts', `import { setTimeout as pause } from 'node:timers/promises';\nvoid pause(5);`],
  ['src/app/index.ts', long(60)],
];

test('Whoever goes around a choke point is told the way, and its owner is not', async () => {
  const found = await lint([...wrong, ...right].map(([file, code]) => [file, code]));
  const told = wrong.map(([file, code, says], i) => [file, code, found[i]!.some((one) => says.test(one))]);
  expect(told).toEqual(wrong.map(([file, code]) => [file, code, true]));
  expect(found.slice(wrong.length)).toEqual(right.map(() => []));
});

/** What a program says of a folder with these files; undefined where it has nothing against them. */
async function refusalOf(program: string[], files: Record<string, string>): Promise<string | undefined> {
  const folder = await mkdtemp(join(tmpdir(), 'parley-lint-'));
  try {
    for (const [file, code] of Object.entries(files)) {
      await mkdir(dirname(join(folder, file)), { recursive: true });
      await writeFile(join(folder, file), code);
    }
    await run('node', [...program, folder], { cwd: root });
    return undefined;
  } catch (error) {
    const { stdout, stderr } = error as { stdout: string; stderr: string };
    return stdout + stderr;
  } finally {
    await rm(folder, { recursive: true });
  }
}

test('Files that need only types of each other are a circle all the same', async () => {
  const cruise = [
    'node_modules/dependency-cruiser/bin/dependency-cruise.mjs',
    ...['--config', '.dependency-cruiser.cjs', '--output-type', 'err'],
  ];
  const one = `import type { B } from './b';\nexport type A = { b?: B };\n`;
  const circle = { 'a.ts': one, 'b.ts': `import type { A } from './a';\nexport type B = { a?: A };\n` };
  expect(await refusalOf(cruise, circle)).toMatch(/no-cycles/);
  expect(await refusalOf(cruise, { 'a.ts': one, 'b.ts': `export type B = { a?: 1 };\n` })).toBeUndefined();
});

test('Few functions may be longer than a screen: one in a hundred of the server, one in fifty of what browsers run', async () => {
  const count = ['scripts/function-lengths.mjs'];
  const short = 'export const y = () => 1;\n';
  expect(await refusalOf(count, { 'app/x.ts': long(51) + short.repeat(98) })).toMatch(
    /server: 1 of 99 .*app\/x/s,
  );
  expect(await refusalOf(count, { 'app/x.ts': long(51) + short.repeat(99) })).toBeUndefined();
  expect(await refusalOf(count, { 'app/x.ts': long(50) })).toBeUndefined();
  expect(await refusalOf(count, { 'console/x.ts': long(51) + short.repeat(48) })).toMatch(
    /browsers: 1 of 49 /,
  );
  expect(await refusalOf(count, { 'widget/x.tsx': long(51) + short.repeat(49) })).toBeUndefined();
});
