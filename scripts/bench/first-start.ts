// npm run bench -- start: the first `npm start` of a fresh copy, from nothing but its files to the page, and its memory after a minute in
// which nobody comes. Packages are installed as npm does it, from its cache or the network.
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { eventually } from '../../src/tools/eventually';
import { freePort } from '../../test/dev-env/free-port';
import { judge } from './limits';
import { memoryOf } from './processes';

const root = join(__dirname, '../..');
const longestMs = 15 * 60_000;
const idleMs = 60_000;
const limits = { seconds: 60, megabytes: 350 };
const mb = (bytes: number) => bytes / 1024 ** 2;

export async function benchStart(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'parley-bench-start-'));
  // As root PostgreSQL runs as another user, who has to get in.
  chmodSync(folder, 0o755);
  try {
    copyTo(folder);
    const port = await freePort();
    const began = performance.now();
    const { child, stop } = start(folder, port);
    try {
      await page(`http://127.0.0.1:${port}/`, child);
      const seconds = (performance.now() - began) / 1_000;
      judge({
        what: 'the first npm start, until the page is there',
        value: seconds,
        limit: limits.seconds,
        unit: 's',
      });
      await pause(idleMs);
      const { resident, proportional, processes } = memoryOf(child.pid!);
      console.log(
        `${processes} processes: ${mb(resident).toFixed(0)} MB resident, where a page that two share counts twice`,
      );
      const value = mb(proportional);
      const what = 'memory after an idle minute, of all processes, what they share counted once';
      judge({ what, value, limit: limits.megabytes, unit: 'MB', digits: 0 });
    } finally {
      await stop();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What git knows, as it stands in the folder: neither packages nor what was built. */
function copyTo(folder: string): void {
  const files = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
  });
  for (const file of files.toString().split('\0').filter(Boolean)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    cpSync(join(root, file), join(folder, file));
  }
}

function start(folder: string, port: number) {
  const own = /^(?:npm_|PARLEY_|DATABASE_URL$|MONGO_URL$|REDIS_URL$|AI_|EMBEDDINGS)/;
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !own.test(name)));
  const child = spawn('npm', ['start'], {
    cwd: folder,
    env: {
      ...env,
      HOST: '127.0.0.1',
      PORT: String(port),
      DATA_DIR: join(folder, 'data'),
      LOG_LEVEL: 'error',
    },
    stdio: ['ignore', 'ignore', 'inherit'],
    // A group of its own, so that npm's child hears the signal, too.
    detached: true,
  });
  const stop = async (): Promise<void> => {
    if (hasEnded(child)) return;
    const ended = once(child, 'exit');
    process.kill(-child.pid!, 'SIGTERM');
    await ended;
  };
  return { child, stop };
}

const hasEnded = ({ exitCode, signalCode }: ChildProcess) => exitCode !== null || signalCode !== null;

async function page(url: string, child: ChildProcess): Promise<void> {
  const found = await eventually(
    async () => {
      if (hasEnded(child)) return 'ended';
      const { status } = await fetch(url, { signal: AbortSignal.timeout(5_000) });
      return status === 200 && 'served';
    },
    { within: longestMs, every: 100 },
  );
  if (found === 'ended') throw new Error(`npm start ended with ${child.exitCode ?? child.signalCode}.`);
}
