// What search costs as articles grow: `npx tsx --expose-gc scripts/knowledge-growth.ts [--chunks=15000]`.
import { textsOf } from '../src/knowledge/article-texts';
import { chunk } from '../src/knowledge/chunk';
import { createOrganizationIndex } from '../src/knowledge/organization-index';

const wanted = Number(process.argv.find((one) => one.startsWith('--chunks='))?.slice(9) ?? 15_000);
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

async function main(): Promise<void> {
  const index = createOrganizationIndex();
  global.gc?.();
  const before = process.memoryUsage();
  for (let i = 0; index.size().chunks < wanted; i += 1) {
    const article = {
      id: `article-${i}`,
      title: `${word()} ${word()}`,
      content: Array.from({ length: 3 }, () => paragraph()).join('\n\n'),
      tags: [word()],
      audience: 'public' as const,
    };
    await index.put(article, '1');
    index.setVectors(
      textsOf(article, chunk(article.id, article.content)).map((text) => ({
        organizationId: 'o',
        sourceType: 'knowledge_base' as const,
        sourceId: article.id,
        text,
        embedding: vector(),
        metadata: {},
        createdAt: '',
      })),
    );
  }
  global.gc?.();
  const after = process.memoryUsage();
  const mb = (bytes: number) => Math.round(bytes / 1e6);
  const times: number[] = [];
  for (let i = 0; i < 60; i += 1) {
    const query = Array.from({ length: 8 }, word).join(' ') + (i % 3 === 0 ? ' wrodz' : '');
    const at = process.cpuUsage().user;
    index.search(query, { limit: 6, audience: 'public', vector: vector() });
    times.push((process.cpuUsage().user - at) / 1000);
  }
  times.sort((a, b) => a - b);
  console.log(
    `${index.size().chunks} passages of ${index.size().articles} articles: ${mb(after.heapUsed - before.heapUsed)} MB of heap, ` +
      `${mb(after.external + after.arrayBuffers - before.external - before.arrayBuffers)} MB outside it; ` +
      `a search takes p50 ${times[30]!.toFixed(1)} ms, p95 ${times[57]!.toFixed(1)} ms of processor time`,
  );
}

void main();
