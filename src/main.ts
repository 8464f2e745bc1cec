import { createApp, type App } from './app';
import { readConfig } from './config';
import { createLog, type Log } from './log';

/** EX_TEMPFAIL of sysexits.h: a supervisor may start it again. */
const databaseIsGone = 75;

async function main(): Promise<void> {
  process.umask(0o077);
  const config = readConfig(process.argv.slice(2));
  const log = createLog(config.logLevel);
  const starting = createApp(config, log);
  const ending = createEnding(starting, log);
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void ending.end({ signal }));
  const app = await starting;
  void app.gone.then((why) => ending.end({ why }, databaseIsGone));
  if (ending.hasBegun()) return;
  const { url } = await app.listen();
  say(app, url);
}

/** What the start has begun is ended, too: it is waited for. */
function createEnding(starting: Promise<App>, log: Log) {
  let begun = false;
  return {
    hasBegun: () => begun,
    async end(reason: { signal: string } | { why: string }, code = 0): Promise<void> {
      if (begun) return;
      begun = true;
      log[code === 0 ? 'info' : 'fatal'](reason, 'stopping');
      setTimeout(() => process.exit(code || 1), 15_000).unref();
      const failed = await starting
        .then((app) => app.close())
        .then(
          () => false,
          (error: unknown) => (log.error({ err: error }, 'could not close everything'), true),
        );
      process.exit(code || (failed ? 1 : 0));
    },
  };
}

/** What a newcomer needs next. The password is said once: nobody can read it again. */
function say({ first }: App, url: string): void {
  const who = first.adminEmail === undefined ? '' : `sign in as ${first.adminEmail}`;
  const login = first.password ? `${who} with ${first.password} (said only now)` : who;
  console.log(`
Parley is up.
  demo page  ${url}/
  console    ${url}/console/   ${login}
  API docs   ${url}/docs
`);
  for (const name of first.withoutAdmin) {
    console.log(`Nobody is an active admin of "${name}". Make one: npm run password -- EMAIL --admin\n`);
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
