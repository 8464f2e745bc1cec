// The indexes in memory: made when first asked for, kept fresh by comparing stamps with the store, the longest unused given up.
import { setImmediate } from 'node:timers/promises';
import { LRUCache } from 'lru-cache';
import type { Log } from '../../log';
import { createOrganizationIndex, type OrganizationIndex } from './organization-index';
import type { ArticleStamps, ArticleStore, EmbeddingQueue } from '../store';
import type { VectorStore } from '../vectors';

export interface IndexesDeps {
  store: Pick<ArticleStore, 'read'> & ArticleStamps & Pick<EmbeddingQueue, 'pending'>;
  vectors: Pick<VectorStore, 'read'>;
  /** Name of the embedder; vectors of another one serve until it has made all anew. */
  model: string | undefined;
  /** Whether queries can have vectors of a model that made some before. */
  canAsk(model: string): boolean;
  /**
   * Rung when an index is first made and finds articles without vectors of this model, and for those that another model
   * made since. Resolves to whether they wait for theirs now.
   */
  onMissingVectors(organizationId: string, articleIds: string[]): Promise<boolean>;
  /** No article waits any more: what other models made is of no use. */
  onWhole(organizationId: string): void;
  log: Log;
  /** What all indexes together may hold in memory, in bytes; the longest unused are given up. */
  keepBytes?: number;
  /** How long another node's write may stay unseen. */
  recheckMs?: number;
}

export interface Indexes {
  /** Rejects when there is no index yet and the store is down. */
  get(organizationId: string): Promise<OrganizationIndex>;
  /** The same; who asks again within the second has no need to look at the store. */
  getEarly(organizationId: string): Promise<OrganizationIndex>;
  /** Whose vectors are searched, as of the last `get`, and whether others are being made. */
  serving(organizationId: string): { model?: string; isRemaking: boolean };
  /** Changes with what `get` hands out; of the same articles it is the same on every node. */
  revision(organizationId: string): Promise<string>;
  /** The next `get` looks at the store. */
  invalidate(organizationId: string): void;
}

interface Kept {
  index: OrganizationIndex;
  fingerprint: string;
  checkedAt: number;
  /** Something was written here since the last look began. */
  stale: boolean;
  /** Articles whose vectors were not read yet. */
  unread: Set<string>;
  /** The model whose vectors the index holds. */
  serving: string | undefined;
  /** Articles without vectors of today's model wait for them. */
  remaking: boolean;
  /** Articles without vectors of this model that are to be asked for, from then on. */
  missing: Set<string>;
  askAgainAt: number;
  refreshing?: Promise<void>;
}

const articlesARead = 200;
/** Two nodes with different embedders do not undo each other's work more often. */
const askAgainMs = 600_000;
/** Articles whose vectors come in one read: about 1 MB. */
const vectorsARead = 50;

export function createIndexes(deps: IndexesDeps): Indexes {
  const { keepBytes = 512 * 1024 * 1024, recheckMs = 2_000 } = deps;
  const kept = new LRUCache<string, Kept>({
    maxSize: keepBytes,
    // One that fills the cache alone is kept, alone.
    sizeCalculation: ({ index }) => Math.min(keepBytes, Math.max(1, index.size().bytes)),
  });

  function touch(organizationId: string): Kept {
    const known = kept.get(organizationId);
    if (known) return known;
    const one: Kept = {
      index: createOrganizationIndex(keepBytes / 2),
      fingerprint: '',
      checkedAt: 0,
      stale: true,
      unread: new Set(),
      serving: deps.model,
      remaking: false,
      missing: new Set(),
      askAgainAt: 0,
    };
    kept.set(organizationId, one);
    return one;
  }
  async function current(organizationId: string, mostOldMs = recheckMs): Promise<Kept> {
    const one = touch(organizationId);
    try {
      await one.refreshing?.catch(() => {});
      // A refresh that another search began since says what was written just now.
      if (one.refreshing || one.stale || Date.now() - one.checkedAt >= mostOldMs) {
        await (one.refreshing ??= refresh(deps, organizationId, one).finally(() => delete one.refreshing));
        // Counted anew with what it holds now.
        kept.set(organizationId, one);
      }
    } catch (error) {
      one.stale = true;
      if (one.fingerprint === '') throw error;
      deps.log.warn(
        { organizationId, error: String(error) },
        'knowledge: searching an index that may be old',
      );
    }
    return one;
  }
  return {
    get: async (organizationId) => (await current(organizationId)).index,
    getEarly: async (organizationId) => (await current(organizationId, recheckMs / 2)).index,
    serving(organizationId) {
      const { serving, remaking = false } = kept.peek(organizationId) ?? { serving: deps.model };
      return { ...(serving !== undefined && { model: serving }), isRemaking: remaking };
    },
    async revision(organizationId) {
      const { fingerprint, serving } = await current(organizationId);
      return `${fingerprint} ${serving}`;
    },
    invalidate(organizationId) {
      const one = kept.peek(organizationId);
      if (one) one.stale = true;
    },
  };
}

async function refresh(deps: IndexesDeps, organizationId: string, one: Kept): Promise<void> {
  one.stale = false;
  const startedAt = Date.now();
  const fingerprint = await deps.store.fingerprint(organizationId);
  const first = one.fingerprint === '';
  if (fingerprint !== one.fingerprint) await takeArticles(deps, organizationId, one);
  await takeVectors(deps, organizationId, { one, first });
  one.fingerprint = fingerprint;
  one.checkedAt = startedAt;
}

/** What was put is remembered until its vectors were read, however often that fails. */
async function takeArticles(
  deps: IndexesDeps,
  organizationId: string,
  { index, unread }: Kept,
): Promise<void> {
  const stamps = await deps.store.stamps(organizationId);
  const known = index.stamps();
  for (const id of known.keys()) if (!stamps.has(id)) index.remove(id);
  const changed = [...stamps].flatMap(([id, stamp]) => (known.get(id) === stamp ? [] : id));
  for (let i = 0; i < changed.length; i += articlesARead) {
    const articles = await deps.store.read(organizationId, changed.slice(i, i + articlesARead));
    for (const article of articles) {
      unread.add(article.id);
      await index.put(article, stamps.get(article.id)!);
    }
  }
}

async function takeVectors(
  deps: IndexesDeps,
  organizationId: string,
  { one, first }: { one: Kept; first: boolean },
): Promise<void> {
  const { model, canAsk } = deps;
  if (model === undefined) return one.unread.clear();
  const counts = await readUnread(deps, organizationId, one);
  for (const [id, { isOurs, isOthers }] of counts.articles) {
    // The first time articles without vectors are asked for, later those of which another model made them.
    if (isOurs) one.missing.delete(id);
    else if (first || isOthers) one.missing.add(id);
  }
  const [older, most] =
    [...counts.models].filter(([name]) => name !== model && canAsk(name)).sort(byCount)[0] ?? [];
  if (first && older !== undefined && most! > (counts.models.get(model) ?? 0)) {
    await serve(deps, organizationId, { one, model: older });
  }
  if (first && one.missing.size === 0 && counts.models.size > 1) deps.onWhole(organizationId);
  await askForMissing(deps, organizationId, one);
  if (!one.remaking || (await deps.store.pending(organizationId, 1)).length > 0) return;
  one.remaking = false;
  if (one.serving !== model) await serve(deps, organizationId, { one, model });
  deps.onWhole(organizationId);
}

const byCount = (one: [string, number], other: [string, number]) => other[1] - one[1];

interface Counts {
  /** Articles that each model made vectors of. */
  models: Map<string, number>;
  articles: Map<string, { isOurs: boolean; isOthers: boolean }>;
}

/** The vectors of one model take the place of another's. */
async function serve(
  deps: IndexesDeps,
  organizationId: string,
  { one, model }: { one: Kept; model: string },
): Promise<void> {
  one.serving = model;
  one.index.dropVectors();
  for (const id of one.index.stamps().keys()) one.unread.add(id);
  await readUnread(deps, organizationId, one);
}

async function readUnread(
  { vectors, model }: IndexesDeps,
  organizationId: string,
  { index, unread, serving }: Kept,
): Promise<Counts> {
  const counts: Counts = { models: new Map(), articles: new Map() };
  const wanted = [...unread];
  for (let i = 0; i < wanted.length; i += vectorsARead) {
    const some = wanted.slice(i, i + vectorsARead);
    const asked = some.filter((id) => !index.hasVectors(id));
    const found = await vectors.read({ organizationId, sourceType: 'knowledge_base' }, asked);
    index.setVectors(found.filter(({ metadata }) => metadata['model'] === serving));
    const made = new Map(asked.map((id) => [id, new Set<string>()]));
    for (const { sourceId, metadata } of found) made.get(sourceId)?.add(String(metadata['model']));
    for (const [id, by] of made) {
      for (const name of by) counts.models.set(name, (counts.models.get(name) ?? 0) + 1);
      const isOurs = by.has(model!);
      counts.articles.set(id, { isOurs, isOthers: by.size > (isOurs ? 1 : 0) });
    }
    for (const id of some) unread.delete(id);
    // Others on this node have their turn, however fast the store is.
    await setImmediate();
  }
  return counts;
}

async function askForMissing(deps: IndexesDeps, organizationId: string, one: Kept): Promise<void> {
  const isThere = (id: string) => one.serving === deps.model && one.index.hasVectors(id);
  const missing = [...one.missing].filter((id) => !isThere(id));
  if (missing.length === 0 || Date.now() < one.askAgainAt) return;
  one.askAgainAt = Date.now() + askAgainMs;
  one.missing.clear();
  if (await deps.onMissingVectors(organizationId, missing)) one.remaking = true;
}
