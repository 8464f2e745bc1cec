// npm run fault -- kill9 [--customers=200 --seconds=60 --kills=3 --stores=embedded|servers|postgres,redis]
import { mongoForTests } from '../../test/dev-env/mongo';
import { throwawayPostgres } from '../../test/dev-env/postgres';
import { redisForTests } from '../../test/dev-env/redis';
import { kill9 } from './kill9';

const option = (name: string, fallback: string): string =>
  process.argv.find((argument) => argument.startsWith(`--${name}=`))?.split('=')[1] ?? fallback;

async function main(): Promise<number> {
  const fault = process.argv[2];
  if (fault !== 'kill9') {
    console.error(
      'Which fault? npm run fault -- kill9 [--customers=200 --seconds=60 --kills=3 --stores=embedded|servers|postgres,redis]',
    );
    return 2;
  }
  const { stores, stop } = await chosenStores(option('stores', 'embedded'));
  try {
    const customers = Number(option('customers', '200'));
    const seconds = Number(option('seconds', '60'));
    const kills = Number(option('kills', '3'));
    console.log(
      `kill9 on ${Object.keys(stores).join(', ') || 'embedded stores'}: ${customers} customers, ${seconds} s, ${kills} kills`,
    );
    const report = await kill9({ customers, seconds, kills, stores }, (line) => console.log(line));
    const { violations, ...numbers } = report;
    console.log(numbers);
    const of = (kind: string): number => violations.filter((violation) => violation.kind === kind).length;
    console.log(
      `lost ${of('lost')}, doubled ${of('doubled')}, out of order ${of('order')}, foreign ${of('foreign')}`,
    );
    console.log(
      `back in sync: p50 ${report.p50} ms, p99 ${report.p99} ms, slowest ${report.slowest} ms (from the disconnect)`,
    );
    for (const violation of violations.slice(0, 20)) console.log(violation);
    const recovered = report.recoveries >= customers * kills && report.p99 <= 10_000;
    if (!recovered) console.log('Not everybody came back in sync within 10 s.');
    return violations.length === 0 && recovered ? 0 : 1;
  } finally {
    await stop();
  }
}

/** 'servers': every store by URL; 'postgres,redis': the documents stay in PostgreSQL. */
async function chosenStores(
  kind: string,
): Promise<{ stores: Record<string, string>; stop(): Promise<void> }> {
  if (kind === 'embedded') return { stores: {}, stop: async () => undefined };
  if (!['servers', 'postgres,redis'].includes(kind)) throw new Error(`There are no stores called ${kind}.`);
  const postgres = await throwawayPostgres();
  const mongo = kind === 'servers' ? await mongoForTests() : undefined;
  const redis = await redisForTests();
  const { url } = await postgres.freshDatabase();
  return {
    stores: {
      DATABASE_URL: url,
      ...(mongo && { MONGO_URL: mongo.url }),
      ...(redis && { REDIS_URL: redis.url }),
    },
    async stop() {
      await redis?.close();
      await mongo?.stop();
      await postgres.stop();
    },
  };
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
