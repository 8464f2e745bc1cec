import { basename, dirname, join, resolve } from 'node:path';
import type { Config } from '../../config';
import type { Embedder, EmbedderChoice } from './embedder';
import { builtInEmbedder, builtInFolder, localEmbedder } from './onnx';
import { namePrefix, openaiEmbedder } from './openai';

export function chooseEmbedder(config: Config['embeddings']): EmbedderChoice {
  const choice = choose(config);
  return choice.embedder ? { ...choice, older: (name: string) => olderEmbedder(name, config) } : choice;
}

function choose({ provider, endpoint, folder }: Config['embeddings']): EmbedderChoice {
  if (provider === 'openai' && endpoint) return { embedder: openaiEmbedder(endpoint) };
  if (provider === 'local' && folder) return localEmbedder(folder);
  if (provider === 'built-in') return builtInEmbedder();
  return { reason: 'EMBEDDINGS=off: search uses words alone.' };
}

/** The one that is in the repository, a folder beside the one that is set, or another model of the server that is set. */
function olderEmbedder(name: string, { endpoint, folder }: Config['embeddings']): Embedder | undefined {
  const called = basename(name.slice(0, name.lastIndexOf(':')));
  const set = folder === undefined ? [] : [folder, join(dirname(resolve(folder)), called)];
  for (const path of [builtInFolder, ...set]) {
    const { embedder } = localEmbedder(path);
    if (embedder?.name === name) return embedder;
  }
  if (!endpoint || !name.startsWith(namePrefix)) return undefined;
  return openaiEmbedder({ ...endpoint, model: name.slice(namePrefix.length) });
}
