// npm run bench -- knowledge [--chunks=10000 --parts=search,vectors,build,embedding,answers,change]: what searching costs as articles grow, how fast they are read, how soon customers are answered, and how soon every node finds what was written. Times are of the processor, unless it says by the clock.
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { textsOf } from '../../src/knowledge/index/article-texts';
import { chunk } from '../../src/knowledge/chunk';
import { builtInEmbedder } from '../../src/knowledge/embed/onnx';
import { createIndexes } from '../../src/knowledge/index/indexes';
import {
  createOrganizationIndex,
  type OrganizationIndex,
} from '../../src/knowledge/index/organization-index';
import { dot, unit } from '../../src/knowledge/index/vector-math';
import { createVectorTable, type VectorTable } from '../../src/knowledge/index/vector-table';
import type { Vector } from '../../src/knowledge/vectors';
import { createLog } from '../../src/log';
import type { Article } from '../../src/protocol/knowledge';
import { benchAnswers } from './answers';
import { benchChange } from './change';
import { judge } from './limits';

const dimensions = 384;
let state = 7;
const random = () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
const vocabulary = Array.from({ length: 12_000 }, () =>
  Array.from(
    { length: 3 + Math.floor(random() * 7) },
    () => 'aeioulnrstdmcp'[Math.floor(random() * 14)],
  ).join(''),
);
/** Zipf-like: a few words are everywhere. */
const word = () => vocabulary[Math.floor(vocabulary.length * random() ** 3)]!;
const sentence = () => `${Array.from({ length: 13 }, word).join(' ')}.`;
const paragraph = () => Array.from({ length: 9 }, sentence).join(' ');
const vector = () => Float32Array.from({ length: dimensions }, () => random() - 0.4);
const article = (i: number) => ({
  id: `article-${i}`,
  title: `${word()} ${word()}`,
  content: Array.from({ length: 3 }, () => paragraph()).join('\n\n'),
  tags: [word()],
  audience: 'public' as const,
});

const megabytes = (bytes: number) => Math.round(bytes / 1e6);
function timesOf(runs: number, run: (n: number) => void): { p50: number; p99: number } {
  const times = Array.from({ length: runs }, (_, n) => {
    const at = process.cpuUsage();
    run(n);
    const { user, system } = process.cpuUsage(at);
    return (user + system) / 1_000;
  }).sort((a, b) => a - b);
  return { p50: times[runs >> 1]!, p99: times[Math.floor(runs * 0.99)]! };
}

/** @param only parts by name; all of them by default */
export async function benchKnowledge(wanted: number, only?: readonly string[]): Promise<void> {
  const parts: Record<string, () => Promise<void> | void> = {
    search: () => searches(wanted),
    vectors: () => vectorsAlone(50_000),
    build: buildFromStored,
    embedding,
    answers: benchAnswers,
    change: benchChange,
  };
  for (const name of only ?? Object.keys(parts)) await parts[name]?.();
}

const manyChunks = 50_000;
/** Distinct vectors: the rest are the same again, so that the bench itself holds little. */
const distinct = 2_000;

/** An index made anew, as after a start, from articles and vectors that are there: a store in memory answers at once. */
async function buildFromStored(): Promise<void> {
  const articles = Array.from(
    { length: Math.ceil(manyChunks / 3) },
    (_, i) => article(i) as unknown as Article,
  );
  const byId = new Map(articles.map((one) => [one.id, one]));
  const pool = Array.from({ length: distinct }, vector);
  let next = 0;
  const vectorsOf = (one: Article): Vector[] =>
    textsOf(one, chunk(one.id, one.content)).map((text) => ({
      ...{ organizationId: 'o', sourceType: 'knowledge_base', sourceId: one.id, createdAt: '' },
      ...{ text, embedding: pool[(next += 1) % distinct]!, metadata: { model: 'ours' } },
    }));
  const stored = new Map(articles.map((one) => [one.id, vectorsOf(one)]));
  const indexes = createIndexes({
    store: {
      fingerprint: async () => '1',
      stamps: async () => new Map(articles.map(({ id }) => [id, '1'])),
      read: async (_organization, ids) => ids.map((id) => byId.get(id)!),
      pending: async () => [],
    },
    vectors: { read: async (_sources, ids) => ids.flatMap((id) => stored.get(id)!) },
    model: 'ours',
    canAsk: () => false,
    onMissingVectors: async () => false,
    onWhole: () => undefined,
    keepBytes: 2 * 1024 ** 3,
    log: createLog('silent'),
  });
  const delay = monitorEventLoopDelay({ resolution: 5 });
  const at = performance.now();
  const cpu = process.cpuUsage();
  delay.enable();
  const index = await indexes.get('o');
  delay.disable();
  const { user, system } = process.cpuUsage(cpu);
  console.log(
    `${index.size().chunks} passages built from stored vectors in ${((performance.now() - at) / 1_000).toFixed(1)} s by the clock ` +
      `(${((user + system) / 1e6).toFixed(1)} s of the processor); the loop was held for at most ${(delay.max / 1e6).toFixed(0)} ms`,
  );
  judge({ what: 'built, by the processor', value: (user + system) / 1e6, limit: 5, unit: 's' });
  judge({ what: 'the loop held', value: delay.max / 1e6, limit: 50, unit: 'ms', digits: 0 });
}

async function fill(index: OrganizationIndex, wanted: number): Promise<void> {
  for (let i = 0; index.size().chunks < wanted; i += 1) {
    const one = article(i);
    await index.put(one, '1');
    const vectors = textsOf(one, chunk(one.id, one.content)).map((text) => ({
      organizationId: 'o',
      sourceType: 'knowledge_base' as const,
      sourceId: one.id,
      text,
      embedding: vector(),
      metadata: {},
      createdAt: '',
    }));
    index.setVectors(vectors);
  }
}

async function searches(wanted: number): Promise<void> {
  const before = process.memoryUsage();
  const index = createOrganizationIndex();
  const delay = monitorEventLoopDelay({ resolution: 5 });
  delay.enable();
  await fill(index, wanted);
  delay.disable();
  const after = process.memoryUsage();
  const search = (n: number) => {
    const query = Array.from({ length: 8 }, word).join(' ') + (n % 3 === 0 ? ' wrodz' : '');
    index.search(index.corrected(query), { limit: 6, audience: 'public', vector: vector() });
  };
  // The compiler works beside the first hundred, on the processor that is counted.
  timesOf(100, search);
  const { p50, p99 } = timesOf(400, search);
  const { articles, chunks, bytes } = index.size();
  console.log(
    `${chunks} passages of ${articles} articles: ${megabytes(after.heapUsed - before.heapUsed)} MB of heap, ` +
      `${megabytes(after.external - before.external)} MB outside it (${megabytes(bytes)} MB by its own count); ` +
      `a search p50 ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms; ` +
      `taking them in held the loop for at most ${(delay.max / 1e6).toFixed(0)} ms`,
  );
  // Asked of so many passages, and of fewer all the more.
  if (chunks <= 11_000) judge({ what: 'a search, p99', value: p99, limit: 10, unit: 'ms' });
}

function vectorsAlone(count: number): void {
  const table = createVectorTable(64_000_000);
  const all = Array.from({ length: count }, () => unit(vector()));
  for (const one of all) table.add(one);
  const query = vector();
  // The compiler works beside the first, on the processor that is counted.
  timesOf(100, () => table.cosines(query));
  const { p50, p99 } = timesOf(400, () => table.cosines(query));
  console.log(
    `${count} vectors of ${dimensions}: all cosines p50 ${p50.toFixed(2)} ms, p99 ${p99.toFixed(2)} ms`,
  );
  judge({ what: 'all cosines, p99', value: p99, limit: 2, unit: 'ms', digits: 2 });
  const value = recallOf(table, all);
  judge({ what: 'recall of the nearest ten', value, limit: 0.99, least: true, digits: 3 });
}

/** All are looked at in 8 bits, the nearest in 16: what is missed of those that exact numbers find is what rounding costs. */
function recallOf(table: VectorTable, all: readonly Float32Array[], queries = 50): number {
  const nearest = (cosines: ArrayLike<number>) =>
    Array.from(all.keys())
      .sort((a, b) => cosines[b]! - cosines[a]!)
      .slice(0, 10);
  let common = 0;
  for (let n = 0; n < queries; n += 1) {
    const query = unit(vector());
    const found = new Set(nearest(table.cosines(query)!));
    common += nearest(all.map((one) => dot(one, query))).filter((i) => found.has(i)).length;
  }
  return common / (queries * 10);
}

async function embedding(): Promise<void> {
  const { embedder } = builtInEmbedder();
  if (!embedder) return console.log('No embedder is installed.');
  await embedder.embedQuery('warm');
  const articles = Array.from({ length: 40 }, (_, i) => article(i));
  const texts = articles.flatMap((one) => textsOf(one, chunk(one.id, one.content)));
  const at = performance.now();
  await embedder.embed(texts);
  const seconds = (performance.now() - at) / 1000;
  const times: number[] = [];
  for (let i = 0; i < 100; i += 1) {
    const asked = performance.now();
    await embedder.embedQuery(sentence());
    times.push(performance.now() - asked);
  }
  times.sort((a, b) => a - b);
  await embedder.close();
  console.log(
    `${embedder.name}: ${(articles.length / seconds).toFixed(1)} articles/s of ${Math.round(texts.length / articles.length)} texts each; ` +
      `a question p50 ${times[50]!.toFixed(1)} ms, p99 ${times[99]!.toFixed(1)} ms (by the clock)`,
  );
  const value = articles.length / seconds;
  judge({ what: 'articles embedded', value, limit: 20, least: true, unit: 'a second' });
}
