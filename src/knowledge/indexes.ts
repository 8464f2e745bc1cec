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
  /** Rung once, when an index is first made and finds articles without vectors of this model. */
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
  /** The next `get` looks at the store. */
  invalidate(organizationId: string): void;
}

interface Kept {
  index: OrganizationIndex;
  fingerprint: string;
  checkedAt: number;
  /** Something was written here since the last look began. */
  stale: boolean;
  refreshing?: Promise<void>;
}

const articlesARead = 200;
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
    const one = { index: createOrganizationIndex(keepBytes / 2), fingerprint: '', checkedAt: 0, stale: true };
    kept.set(organizationId, one);
    return one;
  }
  return {
    async get(organizationId) {
      const one = touch(organizationId);
      try {
        await one.refreshing?.catch(() => {});
        if (one.stale || Date.now() - one.checkedAt >= recheckMs) {
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
      return one.index;
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
  if (fingerprint !== one.fingerprint) {
    const first = one.fingerprint === '';
    const changed = await takeArticles(deps, organizationId, one.index);
    await takeVectors(deps, organizationId, { index: one.index, changed, first });
    one.fingerprint = fingerprint;
  }
  one.checkedAt = startedAt;
}

/** @returns ids of the articles that were put. */
async function takeArticles(
  deps: IndexesDeps,
  organizationId: string,
  index: OrganizationIndex,
): Promise<string[]> {
  const stamps = await deps.store.stamps(organizationId);
  const known = index.stamps();
  for (const id of known.keys()) if (!stamps.has(id)) index.remove(id);
  const changed = [...stamps].flatMap(([id, stamp]) => (known.get(id) === stamp ? [] : id));
  for (let i = 0; i < changed.length; i += articlesARead) {
    const articles = await deps.store.read(organizationId, changed.slice(i, i + articlesARead));
    for (const article of articles) await index.put(article, stamps.get(article.id)!);
  }
  return changed;
}

async function takeVectors(
  { vectors, model, onMissingVectors }: IndexesDeps,
  organizationId: string,
  { index, changed, first }: { index: OrganizationIndex; changed: readonly string[]; first: boolean },
): Promise<void> {
  if (model === undefined) return;
  const wanted = changed.filter((id) => !index.hasVectors(id));
  for (let i = 0; i < wanted.length; i += vectorsARead) {
    const source = { organizationId, sourceType: 'knowledge_base' } as const;
    const found = await vectors.read(source, wanted.slice(i, i + vectorsARead));
    index.setVectors(found.filter(({ metadata }) => metadata['model'] === model));
  }
  const missing = first ? wanted.filter((id) => !index.hasVectors(id)) : [];
  if (missing.length > 0) onMissingVectors(organizationId, missing);
}
