import type { Config } from '../../config';
import type { EmbedderChoice } from './embedder';
import { builtInEmbedder, localEmbedder } from './onnx';
import { openaiEmbedder } from './openai';

export function chooseEmbedder({ provider, endpoint, folder }: Config['embeddings']): EmbedderChoice {
  if (provider === 'openai' && endpoint) return { embedder: openaiEmbedder(endpoint) };
  if (provider === 'local' && folder) return localEmbedder(folder);
  if (provider === 'built-in') return builtInEmbedder();
  return { reason: 'EMBEDDINGS=off: search uses words alone.' };
}
