// Closed conversations by what was wanted in them: the newest of each organization, as vectors in memory, read again as they come.
import { LRUCache } from 'lru-cache';
import type { WishVector, WishVectorStore } from './store';

/** Vectors of one length, and their cosines with one that is asked about. */
interface Table {
  /** Undefined when there is no room. */
  add(vector: Float32Array): number | undefined;
  free(slot: number): void;
  cosines(query: Float32Array): Float32Array | undefined;
  readonly bytes: number;
}

export interface SimilarDeps {
  vectors: Pick<WishVectorStore, 'newest'>;
  /** Name of the embedder; what another one made is not compared. */
  model: string | undefined;
  makeTable(mostBytes: number): Table;
  /** Undefined where it cannot be had now. Never rejects. */
  vectorOf(text: string): Promise<Float32Array | undefined>;
  /** 0 for what has nothing to do with each other, 1 for a title and its own text, by the cosine; undefined until that is known. */
  nearness(): Promise<((cosine: number) => number) | undefined>;
  /** How long what another node made may stay unseen. */
  recheckMs?: number;
}

export interface Similar {
  /**
   * Sessions of the organization in which something near to one of these texts was wanted, the nearest first.
   * Undefined where nothing can be compared now: no embedder, or none for this language. A session may be gone since.
   */
  find(
    organizationId: string,
    texts: readonly string[],
    wanted: { limit: number; near: number },
  ): Promise<string[] | undefined>;
  /** Of a session that is gone. */
  forget(organizationId: string, sessionId: string): void;
}

/** Of one organization; the older ones are not compared. */
const mostVectors = 40_000;
/** Some 1 MB. */
const vectorsARead = 500;
const mostBytes = 64 * 1024 * 1024;
/** Read anew from then on, so that nothing of what was erased on other nodes stays. */
const keepMs = 30 * 60_000;
/** Clocks of nodes, and writes that were under way. */
const overlapMs = 60_000;

export function createSimilar(deps: SimilarDeps): Similar {
  const { recheckMs = 2_000 } = deps;
  const kept = new LRUCache<string, Held>({
    maxSize: mostBytes,
    sizeCalculation: ({ table }) => Math.min(mostBytes, Math.max(1, table.bytes)),
    ttl: keepMs,
  });
  async function current(organizationId: string): Promise<Held> {
    const held = kept.get(organizationId) ?? createHeld(deps.makeTable(mostBytes / 2));
    if (Date.now() - held.checkedAt < recheckMs) return held;
    await (held.reading ??= read(deps, organizationId, held).finally(() => delete held.reading));
    kept.set(organizationId, held, { start: held.begunAt });
    return held;
  }
  return {
    async find(organizationId, texts, { limit, near }) {
      if (deps.model === undefined) return undefined;
      const vectors = (await Promise.all(texts.map(deps.vectorOf))).filter((one) => one !== undefined);
      const nearness = vectors.length > 0 ? await deps.nearness() : undefined;
      if (!nearness) return undefined;
      const held = await current(organizationId);
      const best = new Map<string, number>();
      for (const vector of vectors)
        for (const [sessionId, cosine] of cosinesOf(held, vector))
          best.set(sessionId, Math.max(cosine, best.get(sessionId) ?? -1));
      return [...best]
        .filter(([, cosine]) => nearness(cosine) >= near)
        .sort(([, a], [, b]) => b - a)
        .slice(0, limit)
        .map(([sessionId]) => sessionId);
    },
    forget(organizationId, sessionId) {
      const held = kept.peek(organizationId);
      if (held) drop(held, sessionId);
    },
  };
}

interface Held {
  table: Table;
  /** The slots of each session's vectors, of its newest set. */
  sessions: Map<string, { at: string; slots: Map<unknown, number> }>;
  /** When the newest of them was written. */
  newest?: string;
  begunAt: number;
  checkedAt: number;
  reading?: Promise<void>;
}

const createHeld = (table: Table): Held => ({
  table,
  sessions: new Map(),
  begunAt: performance.now(),
  checkedAt: 0,
});

/** All at first, then what came since. */
async function read({ vectors, model }: SimilarDeps, organizationId: string, held: Held): Promise<void> {
  const startedAt = Date.now();
  const since = held.newest && new Date(Date.parse(held.newest) - overlapMs).toISOString();
  const all = { organizationId, sourceType: 'conversation' as const };
  let cursor: string | undefined;
  for (let looked = 0; looked < mostVectors; looked += vectorsARead) {
    const page = { limit: vectorsARead, ...(since && { since }), ...(cursor && { cursor }) };
    const { items, cursor: next } = await vectors.newest(all, page);
    for (const vector of items) {
      if (held.newest === undefined || vector.createdAt > held.newest) held.newest = vector.createdAt;
      if (vector.metadata['model'] === model) put(held, vector);
    }
    if (next === undefined) break;
    cursor = next;
  }
  held.checkedAt = startedAt;
}

/** Of a conversation that was summed up again only the newest set counts. */
function put(held: Held, { sourceId, embedding, metadata, createdAt }: WishVector): void {
  const known = held.sessions.get(sourceId);
  if (known && (known.at > createdAt || (known.at === createdAt && known.slots.has(metadata['n'])))) return;
  if (known && known.at < createdAt) drop(held, sourceId);
  const slot = held.table.add(embedding);
  if (slot === undefined) return;
  const one = held.sessions.get(sourceId) ?? { at: createdAt, slots: new Map<unknown, number>() };
  one.slots.set(metadata['n'], slot);
  held.sessions.set(sourceId, one);
}

function drop({ sessions, table }: Held, sessionId: string): void {
  for (const slot of sessions.get(sessionId)?.slots.values() ?? []) table.free(slot);
  sessions.delete(sessionId);
}

function* cosinesOf({ table, sessions }: Held, vector: Float32Array): Generator<[string, number]> {
  const cosines = table.cosines(vector);
  if (!cosines) return;
  for (const [sessionId, { slots }] of sessions)
    yield [sessionId, Math.max(...[...slots.values()].map((slot) => cosines[slot]!))];
}
