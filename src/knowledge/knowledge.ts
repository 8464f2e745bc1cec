// Articles and searching them: by words at once, by meaning as the vectors come.
import { setImmediate } from 'node:timers/promises';
import pLimit from 'p-limit';
import type { EventBus } from '../events';
import type { Log } from '../log';
import type { Audience, KnowledgeStatus } from '../protocol/knowledge';
import type { EmbedderChoice } from './embed/embedder';
import { createIndexes, type Indexes } from './index/indexes';
import { languageOf, tellable } from './language';
import { createEmbedding, type Embedding } from './embedding';
import type { OrganizationIndex } from './index/organization-index';
import type { Passage } from './passage';
import { createSavedArticles, type SavedArticles } from './saved-articles';
import type { KnowledgeStore } from './store';
import type { Synonyms } from './synonyms';
import type { VectorStore } from './vectors';

export interface KnowledgeDeps {
  store: KnowledgeStore;
  vectors: VectorStore;
  embeddings: EmbedderChoice;
  /** Words that mean the same in an organization. Never rejects. */
  synonymsOf(organizationId: string): Promise<Synonyms>;
  events: EventBus;
  /** Sees to it that `embedPending` is called, soon or at that time, on whichever node. */
  embedLater(organizationId: string, at?: Date): void;
  log: Log;
  /** How long another node's write may stay unseen by a search, default 2 s. */
  recheckMs?: number;
  /** How long a query waits for its vector before words alone must do, default 2.5 s. */
  queryVectorMs?: number;
  /** What the indexes of all organizations may hold in memory, in bytes, default 512 MB. */
  keepIndexBytes?: number;
}

export interface Knowledge extends SavedArticles {
  status(organizationId: string): Promise<KnowledgeStatus>;
  /**
   * @param audience who asks: 'public' (default) sees only what everybody may see.
   * @param byWords no vector is made of the query
   */
  search(
    organizationId: string,
    query: string,
    options: { limit: number; audience?: Audience; byWords?: boolean; signal?: AbortSignal },
  ): Promise<Passage[]>;
  /** Has at hand what a search for it takes, which is likely to come within a second. Never rejects. */
  prepare(organizationId: string, query: string): Promise<void>;
  /** Another one once a search may find something else: articles, their vectors, whether queries have any, synonyms. */
  revision(organizationId: string): Promise<string>;
  /** Of a query; undefined when words alone must do. Never rejects. */
  vectorOf(query: string, signal?: AbortSignal): Promise<Float32Array | undefined>;
  /** The mean cosine of texts that have nothing to do with each other, by whom `vectorOf` asks; undefined until that was measured. */
  unrelated(): number | undefined;
  /** Makes the vectors of articles that wait for them; one run an organization at a time. What is left is for later. */
  embedPending(organizationId: string): Promise<void>;
  /** Asks for `embedPending` when articles wait: a crash may have lost what was asked for. */
  findLost(organizationId: string): Promise<void>;
  close(): Promise<void>;
}

export function createKnowledge(deps: KnowledgeDeps): Knowledge {
  const { store, vectors, events, log, embedLater } = deps;
  const remake = createRemake(deps);
  const embedding = createEmbedding(deps);
  const indexes = createIndexes({
    store,
    vectors,
    log,
    model: deps.embeddings.embedder?.name,
    canAsk: embedding.canAsk,
    onMissingVectors: remake,
    onWhole: createForgetOlder(deps),
    ...(deps.recheckMs !== undefined && { recheckMs: deps.recheckMs }),
    ...(deps.keepIndexBytes !== undefined && { keepBytes: deps.keepIndexBytes }),
  });
  const inTurn = createTurns();
  const unsubscribe = events.on('knowledge', ({ organizationId, articleIds }) => {
    indexes.invalidate(organizationId);
    if (articleIds.length > 0) embedLater(organizationId);
  });

  const { synonymsOf } = deps;
  const asked = createAsk({ ...deps, indexes, embedding, inTurn });
  return {
    ...createSavedArticles(deps),
    async status(organizationId) {
      const [counts, index] = await Promise.all([store.counts(organizationId), indexes.get(organizationId)]);
      const remaking = remakingOf(counts, indexes.serving(organizationId), deps.embeddings);
      const embeddings = { ...embedding.status(), ...(remaking && { remaking }) };
      return { ...counts, chunks: index.size().chunks, embeddings };
    },
    async search(organizationId, query, { limit, audience = 'public', byWords = false, signal }) {
      const index = await indexes.get(organizationId);
      const { query: corrected, ...meant } = await asked(index, { organizationId, query, byWords, signal });
      return inTurn(() => index.search(corrected, { limit, audience, ...meant }));
    },
    async prepare(organizationId, query) {
      // Whoever searches then hears of what fails now.
      await indexes
        .getEarly(organizationId)
        .then((index) => asked(index, { organizationId, query }))
        .catch(() => undefined);
    },
    async revision(organizationId) {
      const { provider, state } = embedding.status();
      const index = await indexes.revision(organizationId);
      const synonyms = await synonymsOf(organizationId);
      return [index, provider, state, synonyms.revision].join(' ');
    },
    vectorOf: embedding.ofQuery,
    unrelated: () => embedding.scale()?.off,
    embedPending: embedding.work,
    async findLost(organizationId) {
      if ((await store.pending(organizationId, 1)).length > 0) embedLater(organizationId);
    },
    async close() {
      unsubscribe();
      await embedding.close();
    },
  };
}

/** What a search takes, beside the index. */
function createAsk({
  indexes,
  embedding,
  inTurn,
  synonymsOf,
  embeddings: { embedder },
}: {
  indexes: Indexes;
  embedding: Embedding;
  inTurn: Turns;
} & Pick<KnowledgeDeps, 'synonymsOf' | 'embeddings'>) {
  const isMultilingual = tellable.some((language) => language !== 'en' && embedder?.supports(language));
  return async (
    index: OrganizationIndex,
    {
      organizationId,
      query,
      byWords = false,
      signal,
    }: { organizationId: string; query: string; byWords?: boolean; signal?: AbortSignal | undefined },
  ) => {
    const synonyms = await synonymsOf(organizationId);
    const corrected = await inTurn(() => index.corrected(query, synonyms));
    if (byWords) return { query: corrected, synonyms };
    const { model } = indexes.serving(organizationId);
    // A single word may be of any language: who knows many hears what was written, and not the English word that looks like it.
    const mayBeForeign = isMultilingual && languageOf(query) === undefined && isOneWord(query);
    const heard = mayBeForeign ? query : corrected;
    const vector = await embedding.ofQuery(heard, signal, model);
    return { query: corrected, synonyms, prior: vector && embedding.scale(model), ...(vector && { vector }) };
  };
}

const isOneWord = (query: string): boolean => !/\S\s+\S/.test(query);

/** Vectors of another model, or none: they are made again, quietly. */
function createRemake({ store, embedLater, log }: KnowledgeDeps) {
  return async (organizationId: string, ids: string[]): Promise<boolean> => {
    try {
      await store.requeue(organizationId, ids);
      embedLater(organizationId);
      return true;
    } catch (error) {
      log.warn({ organizationId, error: String(error) }, 'could not queue articles without vectors');
      return false;
    }
  };
}

function createForgetOlder({ vectors, embeddings, log }: KnowledgeDeps) {
  return (organizationId: string): void => {
    const { embedder } = embeddings;
    if (!embedder) return;
    const sources = { organizationId, sourceType: 'knowledge_base' } as const;
    vectors
      .keepModel(sources, embedder.name)
      .catch((error: unknown) =>
        log.warn({ organizationId, error: String(error) }, 'could not remove the vectors of an older model'),
      );
  };
}

/** While vectors of another model are made: how far it is, and whose are searched meanwhile. */
function remakingOf(
  { articles, pending, failed }: { articles: number; pending: number; failed: number },
  { model, isRemaking }: { model?: string; isRemaking: boolean },
  { embedder }: EmbedderChoice,
): KnowledgeStatus['embeddings']['remaking'] {
  if (!isRemaking || pending === 0) return undefined;
  const of = articles - failed;
  const isOlder = model !== undefined && model !== embedder?.name;
  return { made: of - pending, of, ...(isOlder && { servedBy: model }) };
}

type Turns = <T>(search: () => T) => Promise<T>;

/** One search a turn of the event loop: a burst of them holds nobody else for longer than one takes. */
function createTurns(): Turns {
  const limit = pLimit(1);
  return (search) =>
    limit(async () => {
      await setImmediate();
      return search();
    });
}
