// The vectors of what can be searched by meaning. The index in memory is built from here.
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
  /** All vectors of these sources, in no order: nothing of the rest is read. */
  read(
    sources: Pick<VectorSource, 'organizationId' | 'sourceType'>,
    sourceIds: readonly string[],
  ): Promise<Vector[]>;
  /**
   * The newest of these sources first. `cursor` is where to go on; absent at the end.
   * @param page.since only those that were written from then on, ISO 8601
   */
  newest(
    sources: Pick<VectorSource, 'organizationId' | 'sourceType'>,
    page: { limit: number; since?: string; cursor?: string },
  ): Promise<{ items: Vector[]; cursor?: string }>;
  /** Removes all of these sources that another model made (`metadata.model`); returns how many there were. */
  keepModel(sources: Pick<VectorSource, 'organizationId' | 'sourceType'>, model: string): Promise<number>;
  /** Removes the source's vectors; returns how many there were. */
  remove(source: VectorSource): Promise<number>;
}
