// npm run bench [-- --seconds=8 --rounds=3 --only=rate,memory,page,growth,webhooks --offer=60], or -- webhooks, or -- mail, or -- knowledge, or -- console, or -- start, or -- texts: the simplest honest program beside Parley, alternating. Where the project asks for a limit the figure says whether it is within, and the bench ends with 1 where it is not.
import { randomUUID } from 'node:crypto';
import { Pool } from 'pg';
import { throwawayPostgres } from '../../test/dev-env/postgres';
import { redisForTests } from '../../test/dev-env/redis';
import { createMessageLog } from '../../src/stores/postgres/documents/message-log';
import { createLog } from '../../src/log';
import { openPostgres } from '../../src/stores/postgres/connection/database';
import { benchConsole } from './console';
import { benchStart } from './first-start';
import { fillOrganization, makeOrganization, measure, sizes, steps } from './growth';
import { floors, judge } from './limits';
import { median, round, type Round, type Target } from './load';
import { idleBytes } from './memory';
import { fill, pageMs } from './page';
import { start, type Program } from './processes';
import { storms } from './storms';
import { benchTexts } from './texts';
import { bareTarget, parleyTarget, postmasterOf } from './targets';
import { benchKnowledge } from './knowledge';
import { benchMail } from './mail';
import { benchWebhooks } from './webhooks';
import { Wire } from './wire';

const option = (name: string, fallback: string): string =>
  process.argv.find((argument) => argument.startsWith(`--${name}=`))?.split('=')[1] ?? fallback;
const seconds = Number(option('seconds', '8'));
const rounds = Number(option('rounds', '3'));
const named = ['growth', 'webhooks', 'console'].find((name) => process.argv.includes(name));
const only = option('only', named ? '' : 'rate,memory,page').split(',');
const password = randomUUID();
/** Every program that was started: they end before the database does, also after an error. */
const running: Program[] = [];

async function begin(file: string, env: Record<string, string>): Promise<Program> {
  const program = await start(file, env);
  running.push(program);
  return program;
}

async function main(): Promise<void> {
  const postgres = await throwawayPostgres();
  try {
    if (only.includes('rate')) await rates(postgres);
    if (only.includes('memory')) await memory(postgres);
    if (only.includes('page')) await pages(postgres);
    if (only.includes('growth') || named === 'growth') await growth(postgres);
    if (only.includes('webhooks') || named === 'webhooks') await webhooks(postgres);
    if (named === 'console') await benchConsole(await parley(postgres), password);
  } finally {
    for (const program of running.splice(0)) await program.stop();
    await postgres.stop();
  }
}

type Postgres = Awaited<ReturnType<typeof throwawayPostgres>>;

async function parley(postgres: Postgres): Promise<Program> {
  const { url } = await postgres.freshDatabase();
  return begin('parley.cjs', {
    DATABASE_URL: url,
    PARLEY_ADMIN_PASSWORD: password,
    PARLEY_DEMO: 'off',
    EMBEDDINGS: 'off',
  });
}

async function webhooks(postgres: Postgres): Promise<void> {
  const redis = await redisForTests();
  if (!redis) throw new Error('A node that only takes webhooks in shares a Redis: none is here.');
  const wholeDatabase = (await postgres.freshDatabase()).url;
  const env = { PARLEY_ADMIN_PASSWORD: password, PARLEY_DEMO: 'off', EMBEDDINGS: 'off' };
  const hello = await begin('hello.ts', {});
  const whole = await begin('parley.cjs', {
    ...env,
    DATABASE_URL: wholeDatabase,
    FETCH_ALLOW: '127.0.0.0/8',
  });
  const intake = await begin('parley.cjs', {
    ...env,
    DATABASE_URL: (await postgres.freshDatabase()).url,
    REDIS_URL: redis.url,
    PARLEY_ROLE: 'web',
  });
  await benchWebhooks({
    hello,
    intake,
    whole,
    wholeDatabase,
    rounds,
    seconds,
    offerSeconds: Number(option('offer', '60')),
  });
  for (const program of running.splice(0)) await program.stop();
  await redis.close();
}

async function rates(postgres: Postgres): Promise<void> {
  const simpleDatabase = (await postgres.freshDatabase()).url;
  const simple = await begin('simple.ts', { BENCH_DATABASE_URL: simpleDatabase });
  const bare = await begin('bare.ts', {});
  const ours = await parley(postgres);
  const postmaster = await postmasterOf(simpleDatabase);
  const targets: Target[] = [
    { ...bareTarget('simple (INSERT each)', simple, simpleDatabase), postmaster },
    { ...parleyTarget('parley', ours), postmaster },
    bareTarget('relay (no store)', bare),
  ];
  console.log(`\nMessages: ${rounds} rounds of ${seconds} s each, alternating; medians (spread).`);
  for (const sessions of [100, 500] as const) {
    const results = new Map<string, Round[]>(targets.map(({ name }) => [name, []]));
    for (let n = 0; n <= rounds; n += 1) {
      for (const target of targets) {
        const result = await round(target, sessions, n === 0 ? 2 : seconds);
        // The first round warms code, caches and plans.
        if (n > 0) results.get(target.name)!.push(result);
      }
    }
    printRates(sessions, results, targets);
  }
}

function printRates(sessions: 100 | 500, results: Map<string, Round[]>, targets: Target[]): void {
  const problems = [...results.values()].flat().reduce((sum, { problems }) => sum + problems, 0);
  if (problems > 0) {
    console.log(
      `${sessions} sessions: ${problems} messages lost, doubled, out of order or undelivered: no figures.`,
    );
    console.log(JSON.stringify([...results]));
    process.exitCode = 1;
    return;
  }
  const perSecondOf = (target: Target) => median(results.get(target.name)!.map(({ perSecond }) => perSecond));
  const base = perSecondOf(targets[0]!);
  console.log(
    `\n| ${sessions} sessions, one in flight each | messages/s (min-max) | ratio | p50 ms | p99 ms | server CPU µs/message | PostgreSQL CPU µs/message |`,
  );
  console.log('| --- | --- | --- | --- | --- | --- | --- |');
  for (const [name, list] of results) {
    const rate = list.map(({ perSecond }) => perSecond);
    const of = (pick: (round: Round) => number): string => median(list.map(pick)).toFixed(1);
    console.log(
      `| ${name} | ${median(rate).toFixed(0)} (${Math.min(...rate).toFixed(0)}-${Math.max(...rate).toFixed(0)}) | ` +
        `${(median(rate) / base).toFixed(2)} | ${of((r) => r.p50)} | ${of((r) => r.p99)} | ${of((r) => r.cpuMicros)} | ${of((r) => r.postgresMicros)} |`,
    );
  }
  const value = perSecondOf(targets[1]!) / base;
  const what = `messages a second of ${sessions} sessions beside the simplest program`;
  judge({ what, value, limit: floors.rate[sessions], least: true, digits: 2 });
}

async function memory(postgres: Postgres): Promise<void> {
  const count = 2_000;
  const bare = await begin('bare.ts', {});
  const bareBytes = await idleBytes(bare, count, () => {
    const session = randomUUID();
    return Wire.connect(bare.ready['url']!, '/', { agent: session, session });
  });
  await bare.stop();
  const ours = await parley(postgres);
  const ourBytes = await idleBytes(ours, count, () =>
    Wire.connect(ours.ready['url']!, '/customer', { channelKey: ours.ready['channelKey'] }),
  );
  await ours.stop();
  console.log(
    `\n| memory of an idle customer connection (${count} of them) | KiB | ratio |\n| --- | --- | --- |`,
  );
  console.log(`| bare socket.io, one room, one handler | ${(bareBytes / 1024).toFixed(1)} | 1.00 |`);
  console.log(
    `| parley, a customer behind a token | ${(ourBytes / 1024).toFixed(1)} | ${(ourBytes / bareBytes).toFixed(2)} |`,
  );
  judge({
    what: 'an idle customer beside bare socket.io',
    value: ourBytes / bareBytes,
    limit: floors.idle,
    digits: 2,
  });
}

async function pages(postgres: Postgres): Promise<void> {
  const { url } = await postgres.freshDatabase();
  const database = await openPostgres({ url, log: createLog('error') });
  const owner = new Pool({ connectionString: url, max: 1 });
  const log = createMessageLog(database.documents);
  const organizationId = randomUUID();
  const times: number[] = [];
  console.log('\n| page of 50 | ms (median) | ratio |\n| --- | --- | --- |');
  for (const total of [10_000, 1_000_000]) {
    await fill(owner, organizationId, total);
    times.push(await pageMs(owner, log, organizationId));
    console.log(
      `| of ${total} messages | ${times.at(-1)!.toFixed(3)} | ${(times.at(-1)! / times[0]!).toFixed(2)} |`,
    );
  }
  const value = times.at(-1)! / times[0]!;
  judge({
    what: 'a page among a million beside one among ten thousand',
    value,
    limit: floors.page,
    digits: 2,
  });
  await owner.end();
  await database.close();
}

async function growth(postgres: Postgres): Promise<void> {
  const { url } = await postgres.freshDatabase();
  const database = await openPostgres({ url, log: createLog('error') });
  const owner = new Pool({ connectionString: url, max: 1 });
  const organization = await makeOrganization(owner);
  const asked = steps(database, organization);
  const times = new Map<string, number[]>(asked.map(([name]) => [name, []]));
  for (const total of sizes) {
    await fillOrganization(owner, organization, total);
    for (const [name, run] of asked) times.get(name)!.push(await measure(run));
  }
  console.log(`\n| ms (median) | ${sizes.map((size) => `${size} sessions`).join(' | ')} | ratio |`);
  console.log('| --- | --- | --- | --- |');
  for (const [name, [small = 0, large = 0]] of times)
    console.log(`| ${name} | ${small.toFixed(1)} | ${large.toFixed(1)} | ${(large / small).toFixed(1)} |`);
  for (const [name, [, value = NaN]] of times) judge({ what: name, value, limit: floors.grown, unit: 'ms' });
  console.log('\n| at once | ms | |\n| --- | --- | --- |');
  for (const [what, took, found] of await storms(database, owner))
    console.log(`| ${what} | ${took.toFixed(0)} | ${found} |`);
  await owner.end();
  await database.close();
}

function chosen(): Promise<void> {
  if (process.argv.includes('mail')) return benchMail();
  if (process.argv.includes('start')) return benchStart();
  if (process.argv.includes('texts')) return benchTexts();
  if (process.argv.includes('knowledge')) {
    const parts = option('parts', '');
    return benchKnowledge(Number(option('chunks', '10000')), parts === '' ? undefined : parts.split(','));
  }
  return main();
}

chosen().then(
  () => process.exit(),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
