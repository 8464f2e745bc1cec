import { createApp, type App } from './app';
import { readConfig, type Config } from './config';
import { createLog } from './log';

async function main(): Promise<void> {
  const config = readConfig(process.argv.slice(2));
  const log = createLog(config.logLevel);
  const app = await createApp(config, log);
  const { url } = await app.listen();
  say(app, config, url);
  let stopping = false;
  const stop = async (signal: string): Promise<void> => {
    if (stopping) return;
    stopping = true;
    log.info({ signal }, 'stopping');
    setTimeout(() => process.exit(1), 15_000).unref();
    const failed = await app.close().then(
      () => false,
      (error: unknown) => (log.error({ err: error }, 'not everything closed'), true),
    );
    process.exit(failed ? 1 : 0);
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void stop(signal));
}

/** What a newcomer needs next. The password is said once: nobody can read it again. */
function say({ first }: App, config: Config, url: string): void {
  const login = first.password
    ? `sign in as ${config.admin.email} with ${first.password} (said only now)`
    : `sign in as ${config.admin.email}`;
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
