import type { Config } from '../../config';
import { builtInEmbedder } from './built-in';
import type { EmbedderChoice } from './embedder';
import { openaiEmbedder } from './openai';

export function chooseEmbedder({ provider, endpoint }: Config['embeddings']): EmbedderChoice {
  if (provider === 'openai' && endpoint) return { embedder: openaiEmbedder(endpoint) };
  if (provider === 'built-in') return builtInEmbedder();
  return { reason: 'EMBEDDINGS=off: search uses words alone.' };
}
