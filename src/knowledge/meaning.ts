// What needs the embedder: vectors of queries, and the articles that wait for theirs.
import { LRUCache } from 'lru-cache';
import type { EventBus } from '../events';
import type { Log } from '../log';
import type { KnowledgeStatus } from '../protocol/knowledge';
import { createCoalescedRuns } from '../tools/coalesced-run';
import { withinLimits } from '../tools/linked-signal';
import type { Embedder, EmbedderChoice } from './embed/embedder';
import { sentenceOf } from './embed/error-sentence';
import { embedPending } from './embed/queue';
import { languageOf } from './language';
import { measureScale } from './embed/probe';
import type { Scale } from './rank';
import type { KnowledgeStore } from './store';
import type { VectorStore } from './vectors';

/** A query waits this long for its vector, and no longer: words alone answer then. */
const longestWaitMs = 2_500;
/** Queries whose vectors are remembered: one is asked for twice where an answer is kept, and asked again by others. */
const mostRemembered = 500;
/** After a failure, queries go without vectors for this long. */
const pauseMs = 15_000;
/** After a failure, articles that wait are tried again so much later. */
const retryMs = 60_000;

export interface MeaningDeps {
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

export interface Meaning {
  /** Embeds what waits in an organization, one run at a time; what is left is asked for again. Never rejects. */
  work(organizationId: string): Promise<void>;
  /** undefined when words alone must do: no embedder, another language, a failure, too slow. Never rejects. */
  ofQuery(query: string, signal?: AbortSignal): Promise<Float32Array | undefined>;
  /** What cosines of the embedder mean, on texts of no trade; undefined until they were looked at. */
  scale(): Scale | undefined;
  status(): KnowledgeStatus['embeddings'];
  close(): Promise<void>;
}

export function createMeaning(deps: MeaningDeps): Meaning {
  const { embeddings, events, log, embedLater, queryVectorMs = longestWaitMs } = deps;
  const { embedder } = embeddings;
  const closing = new AbortController();
  const runs = createCoalescedRuns(drain);
  const remembered = new LRUCache<string, Float32Array>({ max: mostRemembered });
  let scale: Scale | undefined;
  let measuring: Promise<void> | undefined;
  let failure: { reason: string; until: number } | undefined;

  /** Beside the queries, which do not wait for it. */
  async function measure(of: Embedder): Promise<void> {
    scale = await measureScale(of, closing.signal).catch(() => undefined);
  }
  function failed(error: unknown): void {
    failure = { reason: sentenceOf(error), until: Date.now() + pauseMs };
    log.warn({ err: error }, 'knowledge: no vectors for now, search uses words alone');
  }
  async function drain(organizationId: string): Promise<void> {
    try {
      const { settled, more } = await embedPending({ ...deps, embedder }, organizationId, closing.signal);
      if (settled > 0) events.emit('knowledge', { organizationId, articleIds: [] });
      if (settled > 0) failure = undefined;
      if (more) embedLater(organizationId);
    } catch (error) {
      if (closing.signal.aborted) return;
      failed(error);
      embedLater(organizationId, new Date(Date.now() + retryMs));
    }
  }
  return {
    work: runs.run,
    async ofQuery(query, signal) {
      if (!embedder?.supports(languageOf(query)) || (failure && Date.now() < failure.until)) return undefined;
      const limits = { signals: [closing.signal, signal], timeoutMs: queryVectorMs };
      try {
        return await withinLimits(limits, async (own) => {
          const made = remembered.get(query) ?? (await embedder.embedQuery(query, own));
          // Also when it comes too late for this query: a model that had to be loaded first serves the next one.
          failure = undefined;
          remembered.set(query, made);
          if (!scale) measuring ??= measure(embedder).finally(() => (measuring = undefined));
          return made;
        });
      } catch (error) {
        if (!signal?.aborted && !closing.signal.aborted) failed(error);
        return undefined;
      }
    },
    scale: () => scale,
    status() {
      if (!embedder) return { provider: 'off', state: 'off', reason: embeddings.reason };
      const { name: provider, about } = embedder;
      if (failure) return { provider, about, state: 'failing', reason: failure.reason };
      return { provider, about, state: 'ready' };
    },
    async close() {
      closing.abort();
      await embedder?.close();
      await runs.close();
    },
  };
}
