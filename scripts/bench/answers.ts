// From a customer's `message:send` to the AI's `message:new`, over sockets, beyond the pause in which the rest of a burst is waited for.
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { startFakeModel, type FakeModel } from '../../test/dev-env/fake-model';
import { throwawayPostgres } from '../../test/dev-env/postgres';
import { judge } from './limits';
import { start, type Program } from './processes';
import { Wire } from './wire';

/** What `src/app/edges.ts` waits for on the web. */
const burstMs = 400;
const runs = 60;
/** Of sixty the 99th percentile is the slowest one, whatever it waited for. */
const cachedRuns = 200;
/** From one of those that run beside each other to the next: shorter than a burst, longer than an answer. */
const apartMs = 130;
const question = 'How long does a refund take?';

interface Heard {
  /** From sending to the ack, and to the answer, in ms. */
  stored: number;
  answered: number;
  /** When the first piece of a draft came, by `performance.now()`. */
  firstPiece?: number;
  isAnswer: boolean;
}

export async function benchAnswers(): Promise<void> {
  const postgres = await throwawayPostgres();
  const model = await startFakeModel();
  try {
    const extractive = await begin((await postgres.freshDatabase()).url, {});
    // Each names another parcel, so that none is answered as one before was.
    print(
      'extractive, first of a conversation',
      await measure(extractive, (n) => `${question.slice(0, -1)} for parcel ${n + 3}?`),
      60,
    );
    await cached(extractive, (await postgres.freshDatabase()).url);
    await extractive.stop();
    await firstPieces((await postgres.freshDatabase()).url, model);
  } finally {
    await model.close();
    await postgres.stop();
  }
}

/** Beside the simplest program that stores both messages before anybody hears of them: that is what two commits take here. */
async function cached(program: Program, simpleDatabase: string): Promise<void> {
  const simple = await start('simple.ts', { BENCH_DATABASE_URL: simpleDatabase });
  const auth = { agent: 'one', session: 'one', answersAfterMs: burstMs };
  const floor = { program: simple, namespace: '/', auth };
  const heard = { first: [] as Heard[], greeted: [] as Heard[], bare: [] as Heard[] };
  for (let n = 0; n < cachedRuns + 5; n += 1) {
    // Each waits most of the time: none for what another one writes.
    const [first, greeted, bare] = await Promise.all([
      ask(program, question),
      pause(apartMs).then(() => ask(program, question, 'Hello')),
      pause(2 * apartMs).then(() => askAt(floor, question)),
    ]);
    heard.first.push(first);
    heard.greeted.push(greeted);
    heard.bare.push(bare);
  }
  await simple.stop();
  const commits = timesOf(heard.bare);
  print('two commits and no more, the simplest program', commits);
  printCached('first of a conversation', timesOf(heard.first), commits);
  printCached('after a greeting', timesOf(heard.greeted), commits);
}

/** @param commits what two of them took at the same time: no answer that is stored can be sooner */
function printCached(what: string, times: number[], commits: number[]): void {
  print(`cached, ${what}`, times, 10);
  const [p50, p99] = [0.5, 0.99].map((share) => (at(times, share) / at(commits, share)).toFixed(1));
  console.log(`  beside the two commits of the same run: p50 ${p50} times, p99 ${p99} times as long`);
}

function begin(databaseUrl: string, more: Record<string, string>): Promise<Program> {
  return start('parley.cjs', {
    DATABASE_URL: databaseUrl,
    PARLEY_ADMIN_PASSWORD: randomUUID(),
    PARLEY_DEMO: 'on',
    EMBEDDINGS: 'built-in',
    ...more,
  });
}

async function firstPieces(databaseUrl: string, model: FakeModel): Promise<void> {
  const program = await begin(databaseUrl, {
    AI_PROVIDER: 'openai',
    AI_BASE_URL: model.baseUrl,
    AI_MODEL: 'fake',
    AI_API_KEY: 'sk-bench',
  });
  model.behave({
    says: 'A refund takes 5 to 7 working days from the day your return reaches our warehouse [1]. PayPal payments usually show within a day [1].',
  });
  const times: number[] = [];
  for (let n = 0; n < runs + 5; n += 1) {
    const { firstPiece } = await ask(program, `${question.slice(0, -1)} for parcel ${n + 3}?`);
    if (n >= 5 && firstPiece !== undefined) times.push(firstPiece - model.spokeAt);
  }
  await program.stop();
  print(`first piece after the model's first, ${times.length} of ${runs} streamed`, times, 30);
}

/** After five that warm the code. */
async function measure(program: Program, questionOf: (n: number) => string): Promise<number[]> {
  const heard: Heard[] = [];
  for (let n = 0; n < runs + 5; n += 1) heard.push(await ask(program, questionOf(n)));
  return timesOf(heard);
}

const timesOf = (heard: readonly Heard[]): number[] =>
  heard.slice(5).flatMap(({ isAnswer, answered }) => (isAnswer ? answered - burstMs : []));

interface Place {
  program: Program;
  namespace: string;
  auth: object;
}

/** @param greeting said before, and answered */
function ask(program: Program, text: string, greeting?: string): Promise<Heard> {
  const auth = { channelKey: program.ready['channelKey'] };
  return askAt({ program, namespace: '/customer', auth }, text, greeting);
}

async function askAt({ program, namespace, auth }: Place, text: string, greeting?: string): Promise<Heard> {
  let firstPiece: number | undefined;
  let told: (message: { sender: string; type: string }) => void;
  const wire = await Wire.connect(program.ready['url']!, namespace, auth, {
    'message:new': (message) => {
      const one = message as { sender: string; type: string };
      if (one.sender !== 'customer') told(one);
    },
    'message:stream': () => void (firstPiece ??= performance.now()),
  });
  async function say(said: string) {
    const answer = new Promise<{ sender: string; type: string }>((resolve) => (told = resolve));
    const at = performance.now();
    await wire.call('message:send', { clientMessageId: randomUUID(), text: said });
    const stored = performance.now() - at;
    const message = await Promise.race([answer, pause(30_000).then(() => undefined)]);
    return { message, stored, answered: performance.now() - at };
  }
  if (greeting !== undefined) await say(greeting);
  firstPiece = undefined;
  const { message, ...took } = await say(text);
  wire.close();
  const isAnswer = message?.sender === 'ai' && message.type === 'text';
  return { ...took, isAnswer, ...(firstPiece !== undefined && { firstPiece }) };
}

/** @param limit of the p99, in ms */
function print(what: string, times: number[], limit?: number): void {
  const [p50, p99] = [at(times, 0.5).toFixed(1), at(times, 0.99).toFixed(1)];
  console.log(`${what}: p50 ${p50} ms, p99 ${p99} ms of ${times.length} (by the clock)`);
  if (limit !== undefined) judge({ what: `${what}, p99`, value: at(times, 0.99), limit, unit: 'ms' });
}

function at(times: readonly number[], share: number): number {
  const sorted = times.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
}
