// Works off the articles that wait for their vectors. Two nodes at once only do the same thing twice.
import { DomainError } from '../../errors';
import type { Log } from '../../log';
import type { Article } from '../../protocol/knowledge';
import { languageOfArticle } from '../article-language';
import { chunk } from '../chunk';
import { textsOf } from '../index/article-texts';
import type { EmbeddingQueue } from '../store';
import type { NewVector, Vector, VectorStore } from '../vectors';
import type { Embedder } from './embedder';

/** Articles that are read together. */
const batch = 25;
/** Passages that are embedded together, unless one article has more: as many as a server is asked for at once. */
const passages = 64;

export interface EmbeddingDeps {
  store: EmbeddingQueue;
  vectors: VectorStore;
  embedder: Embedder | undefined;
  log: Log;
}

/** After so long others have their turn, between groups of passages. */
const turnMs = 10_000;

/**
 * Embeds what is pending in one organization, for some seconds; `settled` counts the articles, `more` says that some are left.
 * A failure that may pass (the server is down) rejects and leaves them pending; a text that is refused, or at which the server fails
 * while it embeds others, is marked failed.
 */
export async function embedPending(
  deps: EmbeddingDeps,
  organizationId: string,
  signal: AbortSignal,
): Promise<{ settled: number; more: boolean }> {
  const end = performance.now() + turnMs;
  let settled = 0;
  for (;;) {
    const waiting = await deps.store.pending(organizationId, batch);
    if (waiting.length === 0) return { settled, more: false };
    if (performance.now() > end) return { settled, more: true };
    signal.throwIfAborted();
    settled += await embedBatch(deps, waiting, { organizationId, signal, end });
  }
}

interface Waiting {
  article: Article;
  contentHash: string;
}

interface Run {
  organizationId: string;
  signal: AbortSignal;
  /** When others have their turn, by `performance.now()`. */
  end: number;
}

function groupsOf(waiting: readonly Waiting[]): Waiting[][] {
  const groups: Waiting[][] = [];
  let size = Infinity;
  for (const one of waiting) {
    const own = textsOfArticle(one.article).length;
    if (size + own > passages) {
      groups.push([]);
      size = 0;
    }
    groups.at(-1)!.push(one);
    size += own;
  }
  return groups;
}

/** Where the embedder fails at a group, the articles from there on are tried one by one, so that each fails for its own text. */
async function embedBatch(deps: EmbeddingDeps, waiting: readonly Waiting[], run: Run): Promise<number> {
  const groups = groupsOf(waiting);
  let settled = 0;
  for (const [n, group] of groups.entries()) {
    if (performance.now() > run.end) break;
    try {
      settled += await embedTogether(deps, group, run);
    } catch (error) {
      if (codeOf(error) === undefined) throw error;
      return settled + (await embedOneByOne(deps, groups.slice(n).flat(), { ...run, answers: n > 0 }));
    }
  }
  return settled;
}

/** A text at which the server fails, twice, while it embeds others is at fault itself; a server that fails at all is down. */
async function embedOneByOne(
  deps: EmbeddingDeps,
  waiting: readonly Waiting[],
  { answers, ...run }: Run & { answers: boolean },
): Promise<number> {
  let settled = 0;
  const left: Waiting[] = [];
  for (const one of waiting) {
    if (answers && performance.now() > run.end) break;
    try {
      settled += await embedTogether(deps, [one], run);
      answers = true;
    } catch (error) {
      const code = codeOf(error);
      if (code === undefined || (code === 'unavailable' && !answers && left.length > 0)) throw error;
      if (code === 'unavailable') left.push(one);
      else settled += await fail(deps, one, { ...run, error });
    }
  }
  for (const one of left) {
    settled += await embedTogether(deps, [one], run).catch((error: unknown) => {
      if (codeOf(error) === undefined || !answers) throw error;
      return fail(deps, one, { ...run, error });
    });
  }
  return settled;
}

function fail(
  deps: EmbeddingDeps,
  one: Waiting,
  { error, ...run }: Run & { error: unknown },
): Promise<number> {
  return settle(deps, one, { ...run, status: 'failed', error: (error as DomainError).message });
}

async function embedTogether(deps: EmbeddingDeps, waiting: readonly Waiting[], run: Run): Promise<number> {
  const { embedder } = deps;
  const texts = waiting.map(({ article }) =>
    embedder?.supports(article.language ?? languageOfArticle(article)) ? textsOfArticle(article) : undefined,
  );
  const distinct = [...new Set(texts.flatMap((some) => some ?? []))];
  const embedded = distinct.length > 0 ? await embedder!.embed(distinct, run.signal) : [];
  const vectorOf = new Map(distinct.map((text, i) => [text, embedded[i]!]));
  const older = distinct.length > 0 ? await vectorsOfOthers(deps, waiting, run) : [];
  let settled = 0;
  for (const [i, one] of waiting.entries()) {
    run.signal.throwIfAborted();
    const { article, contentHash } = one;
    const made = texts[i]?.map((text): NewVector => ({
      text,
      embedding: vectorOf.get(text)!,
      metadata: { model: embedder!.name, contentHash },
    }));
    const source = { organizationId: run.organizationId, sourceId: article.id };
    // What another model made of the same texts serves until this one has made all.
    const kept = older.filter(({ sourceId, text }) => sourceId === article.id && texts[i]?.includes(text));
    // Of one whose language the model has not, what was made before goes.
    if (embedder)
      await deps.vectors.replace({ ...source, sourceType: 'knowledge_base' }, [...(made ?? []), ...kept]);
    settled += await settle(deps, one, { ...run, status: made ? 'ready' : 'off' });
  }
  return settled;
}

async function vectorsOfOthers(
  { vectors, embedder }: EmbeddingDeps,
  waiting: readonly Waiting[],
  { organizationId }: Run,
): Promise<Vector[]> {
  const ids = waiting.map(({ article }) => article.id);
  const found = await vectors.read({ organizationId, sourceType: 'knowledge_base' }, ids);
  return found.filter(({ metadata }) => metadata['model'] !== embedder!.name);
}

const textsOfArticle = (article: Article) => textsOf(article, chunk(article.id, article.content));

/** @returns 1, or 0 where the article has changed meanwhile and waits again */
async function settle(
  { store }: EmbeddingDeps,
  { article, contentHash }: Waiting,
  { organizationId, status, error }: Run & { status: 'ready' | 'failed' | 'off'; error?: string },
): Promise<number> {
  const result = { contentHash, status, ...(error !== undefined && { error }) };
  return (await store.settle(organizationId, article.id, result)) ? 1 : 0;
}

/** Of the two failures that may be a text's own; undefined for all others. */
function codeOf(error: unknown): 'invalid' | 'unavailable' | undefined {
  if (!(error instanceof DomainError)) return undefined;
  return error.code === 'invalid' || error.code === 'unavailable' ? error.code : undefined;
}
