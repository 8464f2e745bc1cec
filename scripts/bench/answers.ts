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
  const heard: Record<string, Heard[]> = {};
  for (let n = 0; n < runs + 5; n += 1) {
    const round = {
      'cached, first of a conversation': await ask(program, question),
      'cached, after a greeting': await ask(program, question, 'Hello'),
      'two commits and no more, the simplest program': await askAt(floor, question),
    };
    for (const [what, one] of Object.entries(round)) (heard[what] ??= []).push(one);
  }
  await simple.stop();
  for (const [what, all] of Object.entries(heard))
    print(what, timesOf(all), what.startsWith('cached') ? 10 : undefined);
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
  times.sort((a, b) => a - b);
  const at = (share: number) => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? NaN;
  const [p50, p99] = [at(0.5).toFixed(1), at(0.99).toFixed(1)];
  console.log(`${what}: p50 ${p50} ms, p99 ${p99} ms of ${times.length} (by the clock)`);
  if (limit !== undefined) judge({ what: `${what}, p99`, value: at(0.99), limit, unit: 'ms' });
}
