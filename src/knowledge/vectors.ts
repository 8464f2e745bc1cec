// The vectors of what can be searched by meaning. The index in memory is built from here.
import type { Page } from '../sessions/store';

/** What was cut into chunks: an article, a conversation. Its vectors come and go together. */
export interface VectorSource {
  organizationId: string;
  sourceType: 'knowledge_base' | 'conversation' | 'custom';
  sourceId: string;
}

export interface Vector extends VectorSource {
  text: string;
  embedding: Float32Array;
  /** Whatever the owner needs to find the chunk again: chunkId, model, content hash. */
  metadata: Record<string, unknown>;
  createdAt: string;
}

export type NewVector = Pick<Vector, 'text' | 'embedding' | 'metadata'>;

export interface VectorStore {
  /**
   * Puts these vectors in the place of all that the source had. A reader never finds the source empty in between
   * (it may see old and new for a moment on MongoDB); of two at once one wins whole. An empty list removes the source.
   */
  replace(source: VectorSource, vectors: readonly NewVector[]): Promise<void>;
  /** Pages through all vectors of an organization, in a stable order. Throws `invalid` on a cursor it did not make. */
  list(organizationId: string, page: { limit: number; cursor?: string }): Promise<Page<Vector>>;
  /** Removes the source's vectors; returns how many there were. */
  remove(source: VectorSource): Promise<number>;
  count(organizationId: string): Promise<number>;
}
