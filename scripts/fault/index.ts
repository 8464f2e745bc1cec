// npm run fault -- kill9 [--customers=200 --seconds=60 --kills=3 --stores=embedded|servers|postgres,redis]
// npm run fault -- webhooks [--webhooks=10000 --customers=200]
// npm run fault -- delivery
// npm run fault -- stores [--only=postgres|redis|mongo|disk]
// npm run fault -- mid-answer
import { mongoForTests } from '../../test/dev-env/mongo';
import { throwawayPostgres } from '../../test/dev-env/postgres';
import { redisForTests } from '../../test/dev-env/redis';
import { delivery } from './delivery';
import { kill9 } from './kill9';
import { midAnswer } from './mid-answer';
import { storesDown } from './stores';
import { webhooks } from './webhooks';

const option = (name: string, fallback: string): string =>
  process.argv.find((argument) => argument.startsWith(`--${name}=`))?.split('=')[1] ?? fallback;
const say = (line: string): void => console.log(line);

type Stores = Record<string, string>;

/** Each returns whether all went well. */
const faults: Record<string, { stores: string; run(stores: Stores): Promise<boolean> }> = {
  kill9: { stores: option('stores', 'embedded'), run: runKill9 },
  webhooks: { stores: 'postgres,redis', run: runWebhooks },
  delivery: { stores: 'postgres', run: runDelivery },
  stores: { stores: 'embedded', run: runStores },
  'mid-answer': { stores: 'postgres', run: runMidAnswer },
};

async function main(): Promise<number> {
  const name = process.argv[2] ?? '';
  const fault = faults[name];
  if (!fault) {
    console.error(
      'Which fault? npm run fault -- kill9 [--customers=200 --seconds=60 --kills=3 --stores=embedded|servers|postgres,redis]\n' +
        '             npm run fault -- webhooks [--webhooks=10000 --customers=200]\n' +
        '             npm run fault -- delivery\n' +
        '             npm run fault -- stores [--only=postgres|redis|mongo|disk]\n' +
        '             npm run fault -- mid-answer',
    );
    return 2;
  }
  const { stores, stop } = await chosenStores(fault.stores);
  try {
    say(`${name} on ${Object.keys(stores).join(', ') || 'embedded stores'}`);
    return (await fault.run(stores)) ? 0 : 1;
  } finally {
    await stop();
  }
}

async function runKill9(stores: Stores): Promise<boolean> {
  const customers = Number(option('customers', '200'));
  const seconds = Number(option('seconds', '60'));
  const kills = Number(option('kills', '3'));
  say(`${customers} customers, ${seconds} s, ${kills} kills`);
  const report = await kill9({ customers, seconds, kills, stores }, say);
  const { violations, ...numbers } = report;
  console.log(numbers);
  const of = (kind: string): number => violations.filter((violation) => violation.kind === kind).length;
  say(`lost ${of('lost')}, doubled ${of('doubled')}, out of order ${of('order')}, foreign ${of('foreign')}`);
  say(
    `back in sync: p50 ${report.p50} ms, p99 ${report.p99} ms, slowest ${report.slowest} ms (from the disconnect)`,
  );
  for (const violation of violations.slice(0, 20)) console.log(violation);
  const recovered = report.recoveries >= customers * kills && report.p99 <= 10_000;
  if (!recovered) say('Not everybody came back in sync within 10 s.');
  return violations.length === 0 && recovered;
}

async function runWebhooks(stores: Stores): Promise<boolean> {
  const options = {
    webhooks: Number(option('webhooks', '10000')),
    customers: Number(option('customers', '200')),
  };
  const { wrong, ...numbers } = await webhooks({ ...options, stores }, say);
  console.log(numbers);
  for (const sentence of wrong) say(`WRONG: ${sentence}`);
  return wrong.length === 0;
}

async function runDelivery(stores: Stores): Promise<boolean> {
  const wrong = await delivery(stores, say);
  for (const sentence of wrong) say(`WRONG: ${sentence}`);
  return wrong.length === 0;
}

async function runStores(): Promise<boolean> {
  const wrong = await storesDown(option('only', ''), say);
  for (const sentence of wrong) say(`WRONG: ${sentence}`);
  return wrong.length === 0;
}

async function runMidAnswer(stores: Stores): Promise<boolean> {
  const wrong = await midAnswer(stores, say);
  for (const sentence of wrong) say(`WRONG: ${sentence}`);
  return wrong.length === 0;
}

/** 'servers': every store by URL; 'postgres,redis' and 'postgres': the documents stay in PostgreSQL. */
async function chosenStores(kind: string): Promise<{ stores: Stores; stop(): Promise<void> }> {
  if (kind === 'embedded') return { stores: {}, stop: async () => undefined };
  if (!['servers', 'postgres,redis', 'postgres'].includes(kind))
    throw new Error(`There are no stores called ${kind}.`);
  const postgres = await throwawayPostgres();
  const mongo = kind === 'servers' ? await mongoForTests() : undefined;
  const redis = kind === 'postgres' ? undefined : await redisForTests();
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
