// The indexes in memory: made when first asked for, kept fresh by comparing stamps with the store, the longest unused given up.
import { LRUCache } from 'lru-cache';
import type { Log } from '../log';
import { createOrganizationIndex, type OrganizationIndex } from './organization-index';
import type { ArticleStamps, ArticleStore } from './store';
import type { VectorStore } from './vectors';

export interface IndexesDeps {
  store: Pick<ArticleStore, 'read'> & ArticleStamps;
  vectors: Pick<VectorStore, 'read'>;
  /** Name of the embedder; vectors of another one are not taken. */
  model: string | undefined;
  /** Rung when an index is first made and finds articles without vectors of this model, and for those that another model made since. */
  onMissingVectors(organizationId: string, articleIds: string[]): void;
  log: Log;
  /** What all indexes together may hold in memory, in bytes; the longest unused are given up. */
  keepBytes?: number;
  /** How long another node's write may stay unseen. */
  recheckMs?: number;
}

export interface Indexes {
  /** Rejects when there is no index yet and the store is down. */
  get(organizationId: string): Promise<OrganizationIndex>;
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
      missing: new Set(),
      askAgainAt: 0,
    };
    kept.set(organizationId, one);
    return one;
  }
  async function current(organizationId: string): Promise<Kept> {
    const one = touch(organizationId);
    try {
      await one.refreshing?.catch(() => {});
      // A refresh that another search began since says what was written just now.
      if (one.refreshing || one.stale || Date.now() - one.checkedAt >= recheckMs) {
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
    revision: async (organizationId) => (await current(organizationId)).fingerprint,
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

/** The first time articles without vectors are asked for, later those of which another model made them. */
async function takeVectors(
  { vectors, model, onMissingVectors }: IndexesDeps,
  organizationId: string,
  { one, first }: { one: Kept; first: boolean },
): Promise<void> {
  const { index, unread } = one;
  if (model === undefined) return unread.clear();
  const wanted = [...unread];
  for (let i = 0; i < wanted.length; i += vectorsARead) {
    const some = wanted.slice(i, i + vectorsARead);
    const asked = some.filter((id) => !index.hasVectors(id));
    const found = await vectors.read({ organizationId, sourceType: 'knowledge_base' }, asked);
    index.setVectors(found.filter(({ metadata }) => metadata['model'] === model));
    const ofOthers = new Set(found.flatMap((one) => (one.metadata['model'] === model ? [] : one.sourceId)));
    for (const id of asked) if (first || ofOthers.has(id)) one.missing.add(id);
    for (const id of some) unread.delete(id);
  }
  const missing = [...one.missing].filter((id) => !index.hasVectors(id));
  if (missing.length === 0 || Date.now() < one.askAgainAt) return;
  one.askAgainAt = Date.now() + askAgainMs;
  one.missing.clear();
  onMissingVectors(organizationId, missing);
}
