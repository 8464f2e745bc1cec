// How well questions find their articles, and how well the score tells a question that nothing answers from one that something does.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Embedder } from '../src/knowledge/embed/embedder';
import { chunk } from '../src/knowledge/chunk';
import { textsOf } from '../src/knowledge/index/article-texts';
import { createOrganizationIndex, type OrganizationIndex } from '../src/knowledge/index/organization-index';
import type { Vector } from '../src/knowledge/vectors';

export interface AnswerSet {
  name: string;
  kb: Array<{ id: string; title: string; content: string; tags?: string[] }>;
  queries: Array<{ id: string; text: string; relevantIds: string[] }>;
}

export interface Measured {
  inScope: number;
  outOfScope: number;
  top1: number;
  top3: number;
  /** Area under the curve of the best score, in scope against out of scope. */
  auc: number;
  /**
   * For each floor: how many in-scope questions are answered, how many of these rightly, how many out-of-scope ones are;
   * `helped`: with the right article among those that the extractive provider quotes;
   * `rightAlone`: how many of the answers that quote one article quote the right one.
   */
  floors: Array<{
    floor: number;
    answered: number;
    right: number;
    falselyAnswered: number;
    helped: number;
    rightAlone: number;
  }>;
}

export const fixturesFolder = join(__dirname, '../../shared/fixtures/answers');

/** undefined where the fixtures are not. */
export function readAnswerSet(name: string): AnswerSet | undefined {
  const file = join(fixturesFolder, `${name}.json`);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as AnswerSet) : undefined;
}

/** Embeds each text once, however many sets hold it. */
export function cachedEmbedder(embedder: Embedder): Embedder {
  const known = new Map<string, Float32Array>();
  const asked = new Map<string, Float32Array>();
  return {
    ...embedder,
    async embed(texts, signal) {
      const missing = [...new Set(texts.filter((text) => !known.has(text)))];
      const made = await embedder.embed(missing, signal);
      missing.forEach((text, i) => known.set(text, made[i]!));
      return texts.map((text) => known.get(text)!);
    },
    async embedQuery(text, signal) {
      const vector = asked.get(text) ?? (await embedder.embedQuery(text, signal));
      asked.set(text, vector);
      return vector;
    },
  };
}

export async function buildIndex(kb: AnswerSet['kb'], embedder?: Embedder): Promise<OrganizationIndex> {
  const index = createOrganizationIndex();
  for (const article of kb) {
    await index.put({ ...article, tags: article.tags ?? [], audience: 'public' }, 'stamp');
    if (embedder) index.setVectors(await vectorsOf(article, embedder));
  }
  return index;
}

async function vectorsOf(article: AnswerSet['kb'][number], embedder: Embedder): Promise<Vector[]> {
  const texts = textsOf(article, chunk(article.id, article.content));
  const made = await embedder.embed(texts);
  return texts.map((text, i) => ({
    organizationId: 'o',
    sourceType: 'knowledge_base',
    sourceId: article.id,
    text,
    embedding: made[i]!,
    metadata: {},
    createdAt: '',
  }));
}

export async function measure(
  { kb, queries }: AnswerSet,
  options: { embedder?: Embedder; every?: number; floors?: number[] } = {},
): Promise<Measured> {
  const { embedder, every = 1, floors = [] } = options;
  const index = await buildIndex(kb, embedder);
  const results: Array<{ inScope: boolean; place: number; quoted: number; alone: boolean; score: number }> =
    [];
  for (const { text, relevantIds } of queries.filter((_, i) => i % every === 0)) {
    const asked = index.corrected(text);
    const vector = await embedder?.embedQuery(asked);
    const found = index.search(asked, { limit: 5, audience: 'public', ...(vector && { vector }) });
    const place = found.findIndex(({ articleId }) => relevantIds.includes(articleId));
    const quotes = found.slice(0, 1);
    const quoted = quotes.findIndex(({ articleId }) => relevantIds.includes(articleId));
    const alone = quotes.length === 1;
    results.push({ inScope: relevantIds.length > 0, place, quoted, alone, score: found[0]?.score ?? 0 });
  }
  const inside = results.filter(({ inScope }) => inScope);
  const outside = results.filter(({ inScope }) => !inScope);
  const share = (part: unknown[], whole: unknown[]) => part.length / Math.max(1, whole.length);
  return {
    inScope: inside.length,
    outOfScope: outside.length,
    top1: share(
      inside.filter(({ place }) => place === 0),
      inside,
    ),
    top3: share(
      inside.filter(({ place }) => place >= 0 && place < 3),
      inside,
    ),
    auc: areaUnderCurve(
      inside.map(({ score }) => score),
      outside.map(({ score }) => score),
    ),
    floors: floors.map((floor) => {
      const answered = inside.filter(({ score }) => score >= floor);
      return {
        floor,
        answered: share(answered, inside),
        right: share(
          answered.filter(({ place }) => place === 0),
          answered,
        ),
        rightAlone: share(
          answered.filter(({ alone, place }) => alone && place === 0),
          answered.filter(({ alone }) => alone),
        ),
        helped: share(
          answered.filter(({ quoted }) => quoted >= 0),
          answered,
        ),
        falselyAnswered: share(
          outside.filter(({ score }) => score >= floor),
          outside,
        ),
      };
    }),
  };
}

/** The chance that a positive scores higher than a negative; equal scores count half. */
export function areaUnderCurve(positives: readonly number[], negatives: readonly number[]): number {
  const sorted = [...negatives].sort((a, b) => a - b);
  const below = (value: number, orEqual: boolean) => {
    let [from, to] = [0, sorted.length];
    while (from < to) {
      const middle = (from + to) >> 1;
      if (sorted[middle]! < value || (orEqual && sorted[middle] === value)) from = middle + 1;
      else to = middle;
    }
    return from;
  };
  const wins = positives.reduce((sum, value) => sum + (below(value, false) + below(value, true)) / 2, 0);
  return wins / Math.max(1, positives.length * negatives.length);
}
