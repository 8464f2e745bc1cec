// Any server that speaks OpenAI's embeddings: OpenAI, Ollama, TEI, LM Studio.
import OpenAI, { APIConnectionTimeoutError, APIError } from 'openai';
import type { ModelEndpoint } from '../../config';
import { DomainError } from '../../errors';
import { linkSignals } from '../../tools/linked-signal';
import type { Embedder } from './embedder';

/** Longest wait for one batch. */
const timeoutMs = 20_000;
const batchSize = 64;
export const namePrefix = 'openai:';

export function openaiEmbedder({ baseUrl, apiKey, model }: ModelEndpoint): Embedder {
  const client = new OpenAI({ baseURL: baseUrl, apiKey, maxRetries: 1, timeout: timeoutMs, logLevel: 'off' });

  async function batch(texts: string[], signal: AbortSignal): Promise<Float32Array[]> {
    const { data } = await client.embeddings.create(
      // Servers at home often know no base64, the package's default.
      { model, input: texts, encoding_format: 'float' },
      { signal },
    );
    const vectors = [...data]
      .sort((a, b) => a.index - b.index)
      .map(({ embedding }) => Float32Array.from(embedding));
    if (
      vectors.length !== texts.length ||
      vectors.some((vector) => vector.length === 0 || !vector.every(Number.isFinite))
    ) {
      throw unavailable('The embeddings server answered with vectors that do not fit the texts.');
    }
    return vectors;
  }
  async function embed(texts: readonly string[], signal?: AbortSignal): Promise<Float32Array[]> {
    const vectors: Float32Array[] = [];
    // The package leaves its listener behind: on a signal that goes with the call, not on one that lives as long as we do.
    const { signal: own, release } = linkSignals({ signals: [signal] });
    try {
      for (let i = 0; i < texts.length; i += batchSize) {
        vectors.push(...(await batch(texts.slice(i, i + batchSize), own)));
      }
    } catch (error) {
      throw refusal(error);
    } finally {
      release();
    }
    return vectors;
  }
  return {
    name: `${namePrefix}${model}`,
    about: `${model}, asked at ${new URL(baseUrl).host}.`,
    supports: () => true,
    embed,
    embedQuery: async (text, signal) => (await embed([text], signal))[0]!,
    close: async () => {},
  };
}

/** A text that the server will never take is `invalid`; all else may pass. Neither carries the server's words: they may quote a key. */
function refusal(error: unknown): unknown {
  if (error instanceof APIError && (error.status === 400 || error.status === 413 || error.status === 422)) {
    return new DomainError('invalid', `The embeddings server refused the text (${error.status}).`);
  }
  if (error instanceof APIConnectionTimeoutError)
    return unavailable('The embeddings server did not answer in time.');
  if (error instanceof APIError) {
    if (!error.status) return unavailable('The embeddings server could not be reached.');
    return unavailable(`The embeddings server answered ${error.status}.`);
  }
  return error;
}

const unavailable = (sentence: string) => new DomainError('unavailable', sentence);
