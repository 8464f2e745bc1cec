// Measures answers through the responder's own code: searching, deciding and writing as a customer would meet them.
import { readFileSync } from 'node:fs';
import { noOwnData } from '../src/responder/own-data/own-data';
import { noToolbox } from '../src/responder/own-data/toolbox';
import { noMemory } from '../src/responder/memory-for-answer';
import { join } from 'node:path';
import { createEventBus } from '../src/events';
import type { Embedder } from '../src/knowledge/embed/embedder';
import { createKnowledge, type Knowledge } from '../src/knowledge/knowledge';
import { createSynonyms } from '../src/knowledge/synonyms';
import { createLog } from '../src/log';
import { cautions, tried } from '../src/responder/lab/draft';
import { noAnswerCache } from '../src/responder/answer-cache/answer-cache';
import { composeAnswer, type ComposedAnswer, type ComposeDeps } from '../src/responder/compose-answer';
import { createBreakers } from '../src/responder/breaker';
import { outcomeOf, play } from '../src/responder/lab/outcome';
import type { Verdict } from '../src/protocol/answer-tests';
import type { SynonymGroups } from '../src/protocol/synonyms';
import { verdictOf } from '../src/responder/lab/verdict';
import { extractiveProvider } from '../src/responder/providers/extractive';
import { areaUnderCurve, readAnswerSet, type AnswerSet } from './answers-measure';
import { memoryKnowledge } from './memory-knowledge';

export interface EvaluationSet extends AnswerSet {
  examples: Record<string, string[]>;
  queries: Array<AnswerSet['queries'][number] & { history?: string[]; language?: string; style?: string }>;
}

export interface Ranking {
  top1: number;
  top3: number;
  /** Area under the curve of the best score, in scope against out of scope. */
  auc: number;
}

/** Shares: of the questions in scope, and of those out of scope. */
export interface Consequence {
  setting: string;
  inScope: Record<Verdict, number>;
  /** Asked back with the right article among those offered: a part of `asked_back`. */
  offered: number;
  /** `answered`: from an article, which none of them answers; small talk is none. */
  outOfScope: { answered: number; asked_back: number };
}

export interface Evaluated extends Ranking {
  inScope: number;
  outOfScope: number;
  consequences: Consequence[];
  /** In-scope questions whose article is not the first that is found. */
  missed: Array<{ query: EvaluationSet['queries'][number]; found: string | undefined }>;
}

const own = ['software', 'insurance'];
const shared = ['banking77', 'banking77-holdout'];
/** Examples of a set that names none are questions of its own, which are not measured then. */
const examplesAnArticle = 3;

/** The sets that are there. @param every only one of so many questions */
export function evaluationSets(every = 1): EvaluationSet[] {
  const owned = own.map(
    (name) =>
      JSON.parse(readFileSync(join(__dirname, `fixtures/answers/${name}.json`), 'utf8')) as EvaluationSet,
  );
  const others = shared.flatMap((name) => readAnswerSet(name) ?? []).map(withExamples);
  return [...others, ...owned].map((set) => ({
    ...set,
    queries: set.queries.filter((_, i) => i % every === 0),
  }));
}

function withExamples(set: AnswerSet): EvaluationSet {
  const examples: Record<string, string[]> = {};
  const queries = set.queries.filter(({ text, relevantIds: [id] }) => {
    if (id === undefined) return true;
    const taken = (examples[id] ??= []);
    return taken.length >= examplesAnArticle || taken.push(text) === 0;
  });
  return { ...set, queries, examples };
}

/** One row a setting of the decision. */
const settings = cautions.map((caution) => [caution, tried.parse({ caution })] as const);

interface Options {
  embedder?: Embedder;
  examples?: boolean;
  /** Words that mean the same, as an editor would have written them. */
  synonyms?: SynonymGroups;
  /** How long a question may wait for its vector. */
  queryVectorMs?: number;
}

/** A machine that is busy is measured all the same, and slowly. */
const patienceMs = 30_000;

/** What words alone would say is no measure of both. */
export class NoVectors extends Error {
  constructor(of: 'articles' | 'questions') {
    super(
      `Nothing was measured: the sentence model did not make the vectors of the ${of} in time, and words alone would have been ` +
        'measured in its place. Try again when the machine is less busy, or measure words alone with EMBEDDINGS=off.',
    );
  }
}

/** Sees whether a question went without a vector that it should have had. */
function watch(embedder: Embedder): { embedder: Embedder; hasMissed(): boolean } {
  let missed = false;
  return {
    hasMissed: () => missed,
    embedder: {
      ...embedder,
      async embedQuery(text, signal) {
        const late = () => void (missed = true);
        signal?.addEventListener('abort', late);
        try {
          return await embedder.embedQuery(text, signal);
        } catch (error) {
          late();
          throw error;
        } finally {
          signal?.removeEventListener('abort', late);
        }
      },
    },
  };
}

export async function evaluate(
  set: EvaluationSet,
  { embedder, examples = false, synonyms = [], queryVectorMs = patienceMs }: Options,
): Promise<Evaluated> {
  const watched = embedder && watch(embedder);
  const knowledge = await knowledgeOf(set, {
    examples,
    synonyms,
    queryVectorMs,
    embedder: watched?.embedder,
  });
  try {
    const asked = [];
    for (const query of set.queries) {
      asked.push(await tryQuestion(knowledge, set.name, query));
      if (watched?.hasMissed()) throw new NoVectors('questions');
    }
    const inside = asked.filter(({ relevantIds }) => relevantIds.length > 0);
    const outside = asked.filter(({ relevantIds }) => relevantIds.length === 0);
    return {
      inScope: inside.length,
      outOfScope: outside.length,
      ...rankingOf(asked),
      consequences: settings.map(([setting], i) => {
        const results = (some: Tried[]) => some.map((one) => one.results[i]!);
        return consequenceOf(setting, results(inside), results(outside));
      }),
      missed: asked.flatMap(({ relevantIds, found: [found] }, i) =>
        relevantIds.length === 0 || relevantIds.includes(found ?? '')
          ? []
          : [{ query: set.queries[i]!, found }],
      ),
    };
  } finally {
    await knowledge.close();
  }
}

/** Whether an index takes examples is its own matter: they are part of the article. */
async function knowledgeOf(
  { name, kb, examples: of }: EvaluationSet,
  {
    embedder,
    examples,
    synonyms,
    queryVectorMs,
  }: Required<Pick<Options, 'examples' | 'synonyms' | 'queryVectorMs'>> & { embedder: Embedder | undefined },
): Promise<Knowledge> {
  const memory = memoryKnowledge();
  const known = createSynonyms(synonyms);
  const knowledge = createKnowledge({
    synonymsOf: () => Promise.resolve(known),
    ...memory,
    queryVectorMs,
    embeddings: embedder ? { embedder } : { reason: 'measured without' },
    events: createEventBus(() => {}),
    embedLater: () => {},
    log: createLog('error'),
    recheckMs: 3_600_000,
  });
  await knowledge.import(
    name,
    kb.map(({ id, title, content, tags }) => ({
      externalId: id,
      title,
      content,
      ...(tags && { tags }),
      questions: examples ? (of[id] ?? []) : [],
    })),
  );
  if (!embedder) return knowledge;
  for (let before = Infinity; ;) {
    // One run ends after some seconds, whatever is left.
    await knowledge.embedPending(name);
    const { pending, failed } = await memory.store.counts(name);
    if (pending === 0 && failed === 0) return knowledge;
    if (failed > 0 || pending >= before) break;
    before = pending;
  }
  await knowledge.close();
  throw new NoVectors('articles');
}

interface Tried {
  relevantIds: string[];
  /** Articles, best first. */
  found: string[];
  score: number;
  /** One a setting. */
  results: Result[];
}

interface Result {
  verdict: Verdict;
  /** From an article: not small talk. */
  answered: boolean;
  /** Asked back, with the right article among those offered. */
  offered: boolean;
}

async function tryQuestion(
  knowledge: Knowledge,
  organizationId: string,
  { text, relevantIds, history = [] }: EvaluationSet['queries'][number],
): Promise<Tried> {
  const deps: ComposeDeps = {
    knowledge,
    provider: extractiveProvider(),
    breakers: createBreakers(),
    budget: {
      spend: () => Promise.resolve(undefined),
      affords: () => Promise.resolve(true),
      keepsToWords: () => Promise.resolve(false),
    },
    audienceOf: () => Promise.resolve('public'),
    ownData: noOwnData,
    cache: noAnswerCache,
    toolbox: noToolbox,
    recalled: noMemory,
  };
  const options = {
    signal: new AbortController().signal,
    endsAt: performance.now() + 60_000,
    onDelta: () => {},
  };
  const composed: ComposedAnswer[] = [];
  for (const [, chosen] of settings) {
    composed.push(
      await play([...history, text], (turns, aiTurns) =>
        composeAnswer(deps, { organizationId, turns, aiTurns, settings: chosen }, options),
      ),
    );
  }
  // What is decided without searching is ranked all the same.
  const found =
    composed[0]!.found.length > 0
      ? composed[0]!.found
      : await knowledge.search(organizationId, text, { limit: 6 });
  return {
    relevantIds,
    found: [...new Set(found.map(({ articleId }) => articleId))],
    score: found[0]?.score ?? 0,
    results: composed.map(outcomeOf).map((outcome) => ({
      verdict: verdictOf(outcome, { articleIds: relevantIds }),
      answered: outcome.decision === 'answer' && outcome.sources.length > 0,
      offered:
        outcome.decision === 'ask' &&
        outcome.sources.some(({ articleId }) => relevantIds.includes(articleId)),
    })),
  };
}

type Ranked = Pick<Tried, 'relevantIds' | 'found' | 'score'>;

function rankingOf(tried: readonly Ranked[]): Ranking {
  const inside = tried.filter(({ relevantIds }) => relevantIds.length > 0);
  const scores = (inScope: boolean) =>
    tried.filter(({ relevantIds }) => relevantIds.length > 0 === inScope).map(({ score }) => score);
  const within = (places: number) =>
    shareOf(inside, ({ found, relevantIds }) =>
      found.slice(0, places).some((id) => relevantIds.includes(id)),
    );
  return { top1: within(1), top3: within(3), auc: areaUnderCurve(scores(true), scores(false)) };
}

function consequenceOf(setting: string, inside: readonly Result[], outside: readonly Result[]): Consequence {
  const verdicts = (verdict: Verdict) => shareOf(inside, (one) => one.verdict === verdict);
  return {
    setting,
    inScope: {
      right: verdicts('right'),
      wrong: verdicts('wrong'),
      asked_back: verdicts('asked_back'),
      handed_over: verdicts('handed_over'),
    },
    offered: shareOf(inside, ({ offered }) => offered),
    outOfScope: {
      answered: shareOf(outside, ({ answered }) => answered),
      asked_back: shareOf(outside, ({ verdict }) => verdict === 'asked_back'),
    },
  };
}

function shareOf<T>(all: readonly T[], holds: (one: T) => boolean): number {
  return all.filter(holds).length / Math.max(1, all.length);
}

/** Standard BM25 over whole articles, and nothing else: what any other way has to beat. */
export function plainBm25({ kb, queries }: EvaluationSet): Ranking {
  const [k1, b] = [1.2, 0.75];
  const wordsOf = (text: string) => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  const articles = kb.map(({ id, title, content }) => {
    const words = wordsOf(`${title} ${content}`);
    const counts = new Map<string, number>();
    for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
    return { id, counts, length: words.length };
  });
  const average = articles.reduce((sum, { length }) => sum + length, 0) / articles.length;
  const idf = (word: string) => {
    const having = articles.filter(({ counts }) => counts.has(word)).length;
    return Math.log(1 + (articles.length - having + 0.5) / (having + 0.5));
  };
  return rankingOf(
    queries.map(({ text, relevantIds }) => {
      const words = wordsOf(text).map((word) => ({ word, weight: idf(word) }));
      const scored = articles.map(({ id, counts, length }) => {
        const score = words.reduce((sum, { word, weight }) => {
          const count = counts.get(word) ?? 0;
          return sum + (weight * count * (k1 + 1)) / (count + k1 * (1 - b + (b * length) / average));
        }, 0);
        return { id, score };
      });
      scored.sort((one, other) => other.score - one.score);
      const found = scored.filter(({ score }) => score > 0).map(({ id }) => id);
      return { relevantIds, found, score: scored[0]?.score ?? 0 };
    }),
  );
}
