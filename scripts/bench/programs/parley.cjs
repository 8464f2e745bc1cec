// Parley itself as `npm start` runs it, built, on a database that the bench chose.
const { createApp } = require('../../../dist/app');
const { readConfig } = require('../../../dist/config');
const { createLog } = require('../../../dist/log');

async function main() {
  const fixed = { PORT: '0', HOST: '127.0.0.1', RATE_LIMITS: 'off', LOG_LEVEL: 'error' };
  const config = readConfig([], { ...process.env, ...fixed });
  const app = await createApp(config, createLog(config.logLevel));
  const { url } = await app.listen();
  process.send({
    url,
    channelKey: app.first.channelKey,
    databaseUrl: app.databaseUrl,
    email: config.admin.email,
    password: config.admin.password,
  });
  process.on('message', (question) => {
    if (question !== 'memory') return;
    global.gc();
    process.send({ memory: process.memoryUsage().rss });
  });
  process.on('SIGTERM', () => app.close().then(() => process.exit(0)));
}

main();
