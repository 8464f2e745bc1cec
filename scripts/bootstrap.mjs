// What `npm start`, `npm test` and the other commands need before they run. Plain Node: there may be no node_modules yet.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
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
const [major, minor] = process.versions.node.split('.').map(Number);

if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`Parley needs Node 20.19 or newer; this is ${process.version}.`);
  process.exit(1);
}

install();
if (!process.argv.includes('--install')) build();

/** npm ci, when there is nothing yet or the lockfile has changed since. */
function install() {
  const wanted = digest([join(root, 'package-lock.json')]);
  if (existsSync(join(root, 'node_modules')) && stamp('installed') === wanted) return;
  console.log('Installing packages (once)…');
  run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error', '--include=dev']);
  setStamp('installed', wanted);
}

/** The server, the widget and the console, each only when its sources have changed. */
function build() {
  step(
    'server',
    ['src'],
    [['node', 'node_modules/@typescript/native/bin/tsc', '-p', 'tsconfig.build.json']],
    /^src\/(widget|console)\//,
  );
  step('widget', ['src/widget', 'src/protocol'], [vite('src/widget/vite.config.ts')]);
  step(
    'console',
    ['src/console', 'src/protocol', 'scripts/words'],
    [['node', 'node_modules/tsx/dist/cli.mjs', 'scripts/words/index.ts'], vite('src/console/vite.config.ts')],
  );
}

function vite(config) {
  return ['node', 'node_modules/vite/bin/vite.js', 'build', '--logLevel', 'warn', '-c', config];
}

function step(name, folders, commands, except) {
  const files = folders
    .flatMap((folder) => list(join(root, folder)))
    .filter((file) => !except?.test(file.slice(root.length + 1)))
    .filter((file) => !file.endsWith('.test.ts'));
  const wanted = digest([join(root, 'package-lock.json'), join(root, 'tsconfig.build.json'), ...files]);
  if (stamp(name) === wanted && outputs[name].every((path) => existsSync(join(root, path)))) return;
  console.log(`Building the ${name}…`);
  // What an earlier version left in dist/ must not stand beside what this one builds.
  if (name === 'server') rmSync(join(root, 'dist'), { recursive: true, force: true });
  for (const [command, ...args] of commands) run(command, args);
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

function run(command, args) {
  try {
    // onnxruntime-node's script would fetch files for graphics cards.
    const env = { ...process.env, ONNXRUNTIME_NODE_INSTALL: 'skip' };
    execFileSync(command, args, { cwd: root, stdio: 'inherit', env });
  } catch {
    console.error(`\n"${command} ${args.join(' ')}" failed: see above.`);
    process.exit(1);
  }
}
