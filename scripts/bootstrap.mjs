// What `npm start`, `npm test` and the other commands need before they run. Plain Node: there may be no node_modules yet.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const cache = join(root, '.cache');
const outputs = {
  server: ['dist/main.js'],
  widget: ['public/widget.js'],
  console: ['public/console/index.html'],
};
/** How often somebody who waits hears how far it is, in milliseconds. */
const sayEvery = Number(process.argv.find((one) => one.startsWith('--say-every='))?.split('=')[1] ?? 10_000);
const [major, minor] = process.versions.node.split('.').map(Number);

if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`Parley needs Node 20.19 or newer; this is ${process.version}.`);
  process.exit(1);
}

await install();
if (!process.argv.includes('--install')) await build();

/** npm ci, when there is nothing yet or the lockfile has changed since. */
async function install() {
  const wanted = digest([join(root, 'package-lock.json')]);
  if (existsSync(join(root, 'node_modules')) && stamp('installed') === wanted) return;
  const packages = packagesOf(join(root, 'package-lock.json'));
  console.log(`Installing about ${packages.length} packages, once: this may take some minutes…`);
  const there = () => packages.filter((path) => existsSync(join(root, path, 'package.json'))).length;
  await run(
    'npm',
    ['ci', '--no-audit', '--no-fund', '--loglevel=error', '--include=dev'],
    () => `Installing packages: ${there()} of about ${packages.length} are there`,
  );
  setStamp('installed', wanted);
}

/** Folders of what this machine needs of the lockfile. */
function packagesOf(lockfile) {
  const { packages = {} } = JSON.parse(readFileSync(lockfile, 'utf8'));
  const isFor = (list, mine) => !list || list.includes(mine);
  return Object.entries(packages)
    .filter(([path, { os, cpu }]) => path && isFor(os, process.platform) && isFor(cpu, process.arch))
    .map(([path]) => path);
}

/** The server, the widget and the console, each only when its sources have changed. */
async function build() {
  await step(
    'server',
    ['src'],
    [['node', 'node_modules/@typescript/native/bin/tsc', '-p', 'tsconfig.build.json']],
    /^src\/(widget|console)\//,
  );
  await step('widget', ['src/widget', 'src/protocol'], [vite('src/widget/vite.config.ts')]);
  await step(
    'console',
    ['src/console', 'src/protocol', 'scripts/i18n'],
    [['node', 'node_modules/tsx/dist/cli.mjs', 'scripts/i18n/index.ts'], vite('src/console/vite.config.ts')],
  );
}

function vite(config) {
  return ['node', 'node_modules/vite/bin/vite.js', 'build', '--logLevel', 'warn', '-c', config];
}

async function step(name, folders, commands, except) {
  const files = folders
    .flatMap((folder) => list(join(root, folder)))
    .filter((file) => !except?.test(file.slice(root.length + 1)))
    .filter((file) => !file.endsWith('.test.ts'));
  const wanted = digest([join(root, 'package-lock.json'), join(root, 'tsconfig.build.json'), ...files]);
  if (stamp(name) === wanted && outputs[name].every((path) => existsSync(join(root, path)))) return;
  console.log(`Building the ${name}…`);
  // What an earlier version left in dist/ must not stand beside what this one builds.
  if (name === 'server') rmSync(join(root, 'dist'), { recursive: true, force: true });
  for (const [command, ...args] of commands) await run(command, args, () => `Still building the ${name}`);
  setStamp(name, wanted);
}

function list(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true })
    .map((name) => join(folder, String(name)))
    .filter((path) => statSync(path).isFile())
    .sort();
}

function digest(files) {
  const hash = createHash('sha256');
  for (const file of files) hash.update(file.slice(root.length)).update(readFileSync(file));
  return hash.digest('hex');
}

function stamp(name) {
  const file = join(cache, `${name}.stamp`);
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}

function setStamp(name, value) {
  mkdirSync(cache, { recursive: true });
  writeFileSync(join(cache, `${name}.stamp`), value);
}

/** @param progress what to say of it to whoever waits, now and then */
async function run(command, args, progress) {
  // onnxruntime-node's script would fetch files for graphics cards.
  const env = { ...process.env, ONNXRUNTIME_NODE_INSTALL: 'skip' };
  const began = performance.now();
  const timer = setInterval(() => {
    console.log(`${progress()} (${Math.round((performance.now() - began) / 1000)} s)…`);
  }, sayEvery);
  const code = await once(spawn(command, args, { cwd: root, stdio: 'inherit', env }), 'exit').then(
    ([code]) => code,
    (error) => console.error(error.message) ?? 1,
  );
  clearInterval(timer);
  if (code === 0) return;
  console.error(`\n"${command} ${args.join(' ')}" failed: see above.`);
  process.exit(1);
}
