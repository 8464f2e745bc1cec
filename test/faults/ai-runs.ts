// A program of its own, with --expose-gc: answers customers by the thousand and prints what each run left on the heap, in bytes.
import { randomUUID } from 'node:crypto';
import { noAnswerCache } from '../../src/responder/answer-cache/answer-cache';
import { noOwnData } from '../../src/responder/own-data/own-data';
import { noToolbox } from '../../src/responder/own-data/toolbox';
import { noMemory } from '../../src/responder/memory-for-answer';
import { createEventBus } from '../../src/events';
import { createEmbedding } from '../../src/knowledge/embedding';
import { createLog } from '../../src/log';
import { aiSettings } from '../../src/protocol/answers';
import type { Message } from '../../src/protocol/model/message';
import { createResponder, type ResponderDeps } from '../../src/responder/responder';
import { everybodyLets } from '../../src/responder/run-budget';
import { emptySession, type SessionState } from '../../src/sessions/session';
import { eventually } from '../../src/tools/eventually';

/** More than any of the caches holds. */
const warmUp = 12_000;
const measured = 20_000;
const atOnce = 400;

const log = createLog('silent');
const events = createEventBus((error) => {
  throw error;
});
const embedding = createEmbedding({
  store: {} as never,
  vectors: {} as never,
  embeddings: {
    embedder: {
      name: 'fake',
      supports: () => true,
      about: '',
      embed: async (texts) => texts.map(() => Float32Array.of(1)),
      embedQuery: async () => Float32Array.of(1),
      close: async () => {},
    },
  },
  events,
  embedLater: () => undefined,
  log,
});
let answered = 0;
let wanted = 0;
let reached = () => {};

const responder = createResponder({
  modelChoice: everybodyLets,
  audienceOf: () => Promise.resolve('public'),
  decided() {},
  ownData: noOwnData,
  prepareOwnData: async () => undefined,
  cache: noAnswerCache,
  toolbox: noToolbox,
  recalled: noMemory,
  sessions: {
    messages: async (_organization: string, sessionId: string) => [question(sessionId)],
    async reply({ sessionId }: { sessionId: string }) {
      answered += 1;
      if (answered === wanted) reached();
      return { message: question(sessionId) };
    },
    handOver: () => Promise.reject(new Error('nobody is handed over here')),
  } as unknown as ResponderDeps['sessions'],
  knowledge: {
    prepare: async () => undefined,
    async search(_organization: string, query: string, { signal }: { signal?: AbortSignal }) {
      if (!(await embedding.ofQuery(query, signal))) throw new Error('no vector');
      return [];
    },
  },
  provider: {
    name: 'fake',
    floors: { cautious: 0, balanced: 0, eager: 0 },
    answer: async () => ({ text: 'Five days.', sources: [source], confidence: 1 }),
  },
  answers: {
    record: async () => '',
    answersElsewhere: async () => 0,
    spent: async () => {
      throw new Error('no budget is set');
    },
  },
  limits: { take: async () => {} },
  events,
  settings: async () => aiSettings.parse({}),
  makePacket: () => Promise.reject(new Error('no packet is made here')),
  now: Date.now,
  log,
  deadlineMs: 5_000,
  burstMs: () => 0,
});
const source = { articleId: 'a', chunkId: 'a#0', title: 'Refunds', excerpt: 'Five days.', score: 1 };

function question(sessionId: string): Message {
  return {
    id: randomUUID(),
    sessionId,
    seq: 1,
    type: 'text',
    sender: 'customer',
    content: { text: 'How long does a refund of my order take?' },
    metadata: {},
    isRead: false,
    timestamp: new Date().toISOString(),
  };
}

function session(id: string): SessionState {
  const ref = { id, organizationId: 'o', customerId: id, channelId: 'c' };
  return emptySession({ ...ref, channelType: 'web', startedAt: new Date().toISOString() });
}

async function run(count: number): Promise<void> {
  for (let i = 0; i < count; i += atOnce) {
    wanted = answered + atOnce;
    const all = new Promise<void>((resolve) => (reached = resolve));
    for (let j = 0; j < atOnce; j += 1) {
      const id = randomUUID();
      events.emit('message', { session: session(id), message: question(id) });
    }
    await all;
    await eventually(() => responder.stats().runs === 0, { every: 1 });
  }
}

function heap(): number {
  for (let i = 0; i < 4; i += 1) global.gc!();
  return process.memoryUsage().heapUsed;
}

async function main(): Promise<void> {
  await run(warmUp);
  const before = heap();
  await run(measured);
  console.log(JSON.stringify({ runs: measured, bytesPerRun: Math.round((heap() - before) / measured) }));
  await responder.close();
  await embedding.close();
}

void main();
