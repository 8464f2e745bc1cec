// Opens what can be had of PostgreSQL, Redis and a MongoDB wire server, runs the command, closes them.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mongoForTests } from '../test/dev-env/mongo';
import { throwawayPostgres } from '../test/dev-env/postgres';
import { redisForTests } from '../test/dev-env/redis';

async function main(): Promise<number> {
  const [command, ...args] = process.argv.slice(2);
  if (!command) {
    console.error('Which command? scripts/with-stores.sh npm test');
    return 2;
  }
  const postgres = await throwawayPostgres();
  const redis = await redisForTests();
  const mongo = await mongoForTests();
  try {
    const { url } = await postgres.freshDatabase();
    const child = spawn(command, args, {
      stdio: 'inherit',
      env: {
        ...process.env,
        TEST_DATABASE_URL: url,
        ...(redis && { TEST_REDIS_URL: redis.url }),
        ...(mongo && { TEST_MONGO_URL: mongo.url }),
      },
    });
    const [code] = (await once(child, 'exit')) as [number | null];
    return code ?? 1;
  } finally {
    await mongo?.stop();
    await redis?.close();
    await postgres.stop();
  }
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
