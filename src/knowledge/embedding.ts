// What needs an embedder: vectors of queries, and the articles that wait for theirs.
import type { EventBus } from '../events';
import type { Log } from '../log';
import type { KnowledgeStatus } from '../protocol/knowledge';
import { createCoalescedRuns } from '../tools/coalesced-run';
import type { Embedder, EmbedderChoice } from './embed/embedder';
import { embedPending } from './embed/queue';
import { createQueryVectors, type QueryVectors } from './query-vectors';
import type { Scale } from './rank';
import type { KnowledgeStore } from './store';
import type { VectorStore } from './vectors';

/** After a failure, articles that wait are tried again so much later. */
const retryMs = 60_000;

export interface EmbeddingDeps {
  store: KnowledgeStore;
  vectors: VectorStore;
  embeddings: EmbedderChoice;
  events: EventBus;
  /** Sees to it that `work` is called, soon or at that time, on whichever node. */
  embedLater(organizationId: string, at?: Date): void;
  log: Log;
  /** How long a query waits for its vector, default 2.5 s. */
  queryVectorMs?: number;
}

export interface Embedding {
  /** Embeds what waits in an organization, one run at a time; what is left is asked for again. Never rejects. */
  work(organizationId: string): Promise<void>;
  /** By the embedder of that name, default today's; undefined when words alone must do. Never rejects. */
  ofQuery(query: string, signal?: AbortSignal, model?: string): Promise<Float32Array | undefined>;
  /** Whether an embedder of that name can be asked. */
  canAsk(model: string): boolean;
  /** What cosines of an embedder mean, on texts of no trade; undefined until they were looked at. */
  scale(model?: string): Scale | undefined;
  status(): KnowledgeStatus['embeddings'];
  close(): Promise<void>;
}

export function createEmbedding(deps: EmbeddingDeps): Embedding {
  const { embeddings, events, embedLater } = deps;
  const { embedder } = embeddings;
  const closing = new AbortController();
  const runs = createCoalescedRuns(drain);
  const options = { ...deps, closing: closing.signal };
  const own = embedder && createQueryVectors(embedder, options);
  const older = new Map<string, { embedder: Embedder; queries: QueryVectors } | undefined>();

  function by(model: string | undefined): QueryVectors | undefined {
    if (!embedder || model === undefined || model === embedder.name) return own;
    if (!older.has(model)) {
      const found = embeddings.older?.(model);
      older.set(model, found && { embedder: found, queries: createQueryVectors(found, options) });
    }
    return older.get(model)?.queries;
  }
  async function drain(organizationId: string): Promise<void> {
    try {
      const { settled, more } = await embedPending({ ...deps, embedder }, organizationId, closing.signal);
      if (settled > 0) events.emit('knowledge', { organizationId, articleIds: [] });
      if (settled > 0) own?.works();
      if (more) embedLater(organizationId);
    } catch (error) {
      if (closing.signal.aborted) return;
      own?.failed(error);
      embedLater(organizationId, new Date(Date.now() + retryMs));
    }
  }
  return {
    work: runs.run,
    ofQuery: async (query, signal, model) => by(model)?.of(query, signal),
    canAsk: (model) => by(model) !== undefined,
    scale: (model) => by(model)?.scale(),
    status() {
      if (!embedder) return { provider: 'off', state: 'off', reason: embeddings.reason };
      const { name: provider, about } = embedder;
      const reason = own?.failure();
      if (reason !== undefined) return { provider, about, state: 'failing', reason };
      return { provider, about, state: 'ready' };
    },
    async close() {
      closing.abort();
      await Promise.all(
        [embedder, ...[...older.values()].map((one) => one?.embedder)].map((one) => one?.close()),
      );
      await runs.close();
    },
  };
}
