// Works off the articles that wait for their vectors. Two nodes at once only do the same thing twice.
import { DomainError } from '../../errors';
import type { Log } from '../../log';
import type { Article } from '../../protocol/knowledge';
import { chunk } from '../chunk';
import { languageOf } from '../language';
import { partText, parts } from '../organization-index';
import type { EmbeddingQueue } from '../store';
import type { NewVector, VectorStore } from '../vectors';
import type { Embedder } from './embedder';

const batch = 10;

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
 * Trouble that may pass (the server is down) rejects and leaves them pending; a text that is refused is marked failed.
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
    for (const { article, contentHash } of waiting) {
      signal.throwIfAborted();
      const result = await embedOne(deps, { organizationId, article, contentHash }, signal);
      const kept = await deps.store.settle(organizationId, article.id, { contentHash, ...result });
      if (kept) settled += 1;
    }
  }
}

interface Work {
  organizationId: string;
  article: Article;
  contentHash: string;
}

async function embedOne(
  { vectors, embedder }: EmbeddingDeps,
  { organizationId, article, contentHash }: Work,
  signal: AbortSignal,
): Promise<{ status: 'ready' | 'failed' | 'off'; error?: string }> {
  const source = { organizationId, sourceType: 'knowledge_base', sourceId: article.id } as const;
  if (!embedder?.supports(languageOf(article.content))) return { status: 'off' };
  const texts = chunk(article.id, article.content).flatMap((one) =>
    parts.map((part) => ({ chunkId: one.id, part, text: partText(part, article.title, one) })),
  );
  try {
    const distinct = [...new Set(texts.map(({ text }) => text))];
    const embedded = await embedder.embed(distinct, signal);
    const made = texts.map(({ text, chunkId, part }): NewVector => ({
      text,
      embedding: embedded[distinct.indexOf(text)]!,
      metadata: { chunkId, part, model: embedder.name, contentHash },
    }));
    await vectors.replace(source, made);
    return { status: 'ready' };
  } catch (error) {
    if (!(error instanceof DomainError) || error.code !== 'invalid') throw error;
    return { status: 'failed', error: error.message };
  }
}
