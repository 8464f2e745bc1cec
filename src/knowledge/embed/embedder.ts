/** Turns text into vectors. */
export interface Embedder {
  /** Names the model: vectors of another name are made again. */
  name: string;
  /** What it can, in a sentence, for who runs it. */
  about: string;
  /** One vector a text, in order. Throws `invalid` for texts it will never take, anything else for trouble that may pass. */
  embed(texts: readonly string[], signal?: AbortSignal): Promise<Float32Array[]>;
  /** What somebody asks: before all texts that wait, and as the model wants questions. */
  embedQuery(text: string, signal?: AbortSignal): Promise<Float32Array>;
  /** @param language ISO 639-1; undefined when nobody can tell. */
  supports(language: string | undefined): boolean;
  close(): Promise<void>;
}

/** An embedder, or why there is none. */
export type EmbedderChoice =
  | {
      embedder: Embedder;
      /** One that made vectors before this one, where it can still be asked. */
      older?(name: string): Embedder | undefined;
    }
  | { embedder?: undefined; reason: string };
