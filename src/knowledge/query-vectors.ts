// Vectors of what people ask, by one embedder: soon, or not at all.
import { LRUCache } from 'lru-cache';
import type { Log } from '../log';
import { withinLimits } from '../tools/linked-signal';
import type { Embedder } from './embed/embedder';
import { sentenceOf } from './embed/error-sentence';
import { measureScale } from './embed/probe';
import { languageOf } from './language';
import type { Scale } from './rank';

/** A query waits this long for its vector, and no longer: words alone answer then. */
const longestWaitMs = 2_500;
/** Queries whose vectors are remembered: one is asked for twice where an answer is kept, and asked again by others. */
const mostRemembered = 500;
/** After a failure, queries go without vectors for this long. */
const pauseMs = 15_000;

export interface QueryVectors {
  /** undefined when words alone must do: another language, a failure, too slow. Never rejects. */
  of(query: string, signal?: AbortSignal): Promise<Float32Array | undefined>;
  /** What cosines mean, on texts of no trade; undefined until they were looked at. */
  scale(): Scale | undefined;
  /** Why queries go without vectors at the moment. */
  failure(): string | undefined;
  failed(error: unknown): void;
  works(): void;
}

interface Options {
  closing: AbortSignal;
  log: Log;
  /** How long a query waits for its vector, default 2.5 s. */
  queryVectorMs?: number;
}

export function createQueryVectors(
  embedder: Embedder,
  { closing, log, queryVectorMs = longestWaitMs }: Options,
): QueryVectors {
  /** Whoever asks for the same meanwhile waits for the same. */
  const remembered = new LRUCache<string, Float32Array>({
    max: mostRemembered,
    fetchMethod: make,
    ignoreFetchAbort: true,
  });
  let scale: Scale | undefined;
  let measuring: Promise<void> | undefined;
  let failure: { reason: string; until: number } | undefined;

  /** Beside the queries, which do not wait for it. */
  async function measure(): Promise<void> {
    scale = await measureScale(embedder, closing).catch(() => undefined);
  }
  function failed(error: unknown): void {
    failure = { reason: sentenceOf(error), until: Date.now() + pauseMs };
    log.warn({ err: error }, 'knowledge: could not make a vector: search uses words alone');
  }
  function make(query: string): Promise<Float32Array> {
    return withinLimits({ signals: [closing], timeoutMs: queryVectorMs }, async (own) => {
      const vector = await embedder.embedQuery(query, own);
      failure = undefined;
      // Too late for this query: a model that had to be loaded first serves the next one.
      if (own.aborted) remembered.set(query, vector);
      if (!scale) measuring ??= measure().finally(() => (measuring = undefined));
      return vector;
    });
  }
  return {
    scale: () => scale,
    failure: () => failure?.reason,
    failed,
    works: () => void (failure = undefined),
    async of(query, signal) {
      if (!embedder.supports(languageOf(query)) || (failure && Date.now() < failure.until)) return undefined;
      try {
        return await withinLimits({ signals: [signal] }, () => remembered.fetch(query));
      } catch (error) {
        if (!signal?.aborted && !closing.aborted) failed(error);
        return undefined;
      }
    },
  };
}
