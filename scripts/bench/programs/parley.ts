// Parley itself, as `npm start` runs it, on a database that the bench chose.
import { createApp } from '../../../src/app';
import { readConfig } from '../../../src/config';
import { createLog } from '../../../src/log';

async function main(): Promise<void> {
  const config = readConfig([], {
    ...process.env,
    PORT: '0',
    HOST: '127.0.0.1',
    RATE_LIMITS: 'off',
    LOG_LEVEL: 'error',
  });
  const app = await createApp(config, createLog(config.logLevel));
  const { url } = await app.listen();
  process.send?.({
    url,
    channelKey: app.first.channelKey,
    databaseUrl: app.databaseUrl,
    email: config.admin.email,
    password: config.admin.password,
  });
  process.on('message', (question) => {
    if (question !== 'memory') return;
    global.gc?.();
    process.send?.({ memory: process.memoryUsage().rss });
  });
  process.on('SIGTERM', () => void app.close().then(() => process.exit(0)));
}

void main();
