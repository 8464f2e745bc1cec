// Works off the articles that wait for their vectors. Two nodes at once only do the same thing twice.
import { DomainError } from '../../errors';
import type { Log } from '../../log';
import type { Article } from '../../protocol/knowledge';
import { chunk } from '../chunk';
import { languageOf } from '../language';
import { partText, parts, type Part } from '../organization-index';
import type { EmbeddingQueue } from '../store';
import type { NewVector, VectorStore } from '../vectors';
import type { Embedder } from './embedder';

/** Articles that are embedded together: about 1,000 passages at most, a few hundred usually. */
const batch = 25;

export interface EmbeddingDeps {
  store: EmbeddingQueue;
  vectors: VectorStore;
  embedder: Embedder | undefined;
  log: Log;
}

/** After so long others have their turn. */
const turnMs = 10_000;

/**
 * Embeds what is pending in one organization, for some seconds; `settled` counts the articles, `more` says that some are left.
 * A failure that may pass (the server is down) rejects and leaves them pending; a text that is refused is marked failed.
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
    settled += await embedBatch(deps, waiting, { organizationId, signal });
  }
}

interface Waiting {
  article: Article;
  contentHash: string;
}

interface Run {
  organizationId: string;
  signal: AbortSignal;
}

/** Where the embedder refuses a batch its articles are tried one by one, so that each fails for its own text. */
async function embedBatch(deps: EmbeddingDeps, waiting: readonly Waiting[], run: Run): Promise<number> {
  try {
    return await embedTogether(deps, waiting, run);
  } catch (error) {
    if (!isRefused(error)) throw error;
    if (waiting.length === 1) {
      return settle(deps, waiting[0]!, { ...run, status: 'failed', error: error.message });
    }
    let settled = 0;
    for (const one of waiting) settled += await embedBatch(deps, [one], run);
    return settled;
  }
}

async function embedTogether(deps: EmbeddingDeps, waiting: readonly Waiting[], run: Run): Promise<number> {
  const { embedder } = deps;
  const texts = waiting.map(({ article }) =>
    embedder?.supports(languageOf(article.content)) ? textsOf(article) : undefined,
  );
  const distinct = [...new Set(texts.flatMap((some) => some?.map(({ text }) => text) ?? []))];
  const embedded = distinct.length > 0 ? await embedder!.embed(distinct, run.signal) : [];
  const vectorOf = new Map(distinct.map((text, i) => [text, embedded[i]!]));
  let settled = 0;
  for (const [i, one] of waiting.entries()) {
    run.signal.throwIfAborted();
    const { article, contentHash } = one;
    const made = texts[i]?.map(({ text, chunkId, part }): NewVector => ({
      text,
      embedding: vectorOf.get(text)!,
      metadata: { chunkId, part, model: embedder!.name, contentHash },
    }));
    const source = { organizationId: run.organizationId, sourceId: article.id };
    if (made) await deps.vectors.replace({ ...source, sourceType: 'knowledge_base' }, made);
    settled += await settle(deps, one, { ...run, status: made ? 'ready' : 'off' });
  }
  return settled;
}

function textsOf(article: Article): Array<{ chunkId: string; part: Part; text: string }> {
  return chunk(article.id, article.content).flatMap((one) =>
    parts.map((part) => ({ chunkId: one.id, part, text: partText(part, article.title, one) })),
  );
}

/** @returns 1, or 0 where the article has changed meanwhile and waits again */
async function settle(
  { store }: EmbeddingDeps,
  { article, contentHash }: Waiting,
  { organizationId, status, error }: Run & { status: 'ready' | 'failed' | 'off'; error?: string },
): Promise<number> {
  const result = { contentHash, status, ...(error !== undefined && { error }) };
  return (await store.settle(organizationId, article.id, result)) ? 1 : 0;
}

function isRefused(error: unknown): error is DomainError {
  return error instanceof DomainError && error.code === 'invalid';
}
