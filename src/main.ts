import { createApp } from './app';
import { readConfig } from './config';
import { createLog } from './log';

async function main(): Promise<void> {
  const config = readConfig(process.argv.slice(2));
  const log = createLog(config.logLevel);
  const app = await createApp(config, log);
  await app.listen();
  let stopping = false;
  const stop = async (signal: string): Promise<void> => {
    if (stopping) return;
    stopping = true;
    log.info({ signal }, 'stopping');
    setTimeout(() => process.exit(1), 15_000).unref();
    await app.close();
    process.exit(0);
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void stop(signal));
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
