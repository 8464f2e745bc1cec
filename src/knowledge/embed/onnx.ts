// A sentence model in a folder, run by onnxruntime in a worker thread that starts on need and ends when idle.
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { DomainError } from '../../errors';
import type { Embedder, EmbedderChoice } from './embedder';
import { readModelFolder, type SentenceModel } from './model-folder';
import { workerSource, type Answer, type Ask, type End, type WorkerData } from './onnx-worker';

/** Texts a message to the thread: as much as waits there for the next question to overtake. */
const batchSize = 32;
/** No model reads more of a text, in UTF-16 units; the rest would only cost time. */
const longestText = 2_000;

export const builtInFolder = join(__dirname, '../../../models/all-minilm-l6-v2');

/** all-MiniLM-L6-v2, which is in the repository. English only. @param idleMs as of `localEmbedder` */
export const builtInEmbedder = (idleMs?: number): EmbedderChoice => localEmbedder(builtInFolder, idleMs);

/** @param idleMs the thread ends this long after its last work, and gives back what the model takes */
export function localEmbedder(folder: string, idleMs = 120_000): EmbedderChoice {
  const model = readModelFolder(folder);
  if ('reason' in model) return model;
  if (!isInstalled()) {
    return { reason: 'The optional package onnxruntime-node is not installed: search uses words alone.' };
  }
  return { embedder: createEmbedder(model, idleMs) };
}

interface Running {
  worker: Worker;
  waiting: Map<number, { resolve(vectors: Float32Array[]): void; reject(error: Error): void }>;
  gone: Promise<void>;
}

function createEmbedder(model: SentenceModel, idleMs: number): Embedder {
  const { languages, prompts } = model;
  const { ask, close } = createThread(model, idleMs);
  const prepared = (prompt: string, text: string) => `${prompt}${text.slice(0, longestText)}`;
  return {
    name: model.name,
    about: languages ? `Runs here; made for ${languages.join(', ')}.` : 'Runs here.',
    supports: (language) => language === undefined || !languages || languages.includes(language),
    async embed(texts, signal) {
      const vectors: Float32Array[] = [];
      for (let i = 0; i < texts.length; i += batchSize) {
        signal?.throwIfAborted();
        const batch = texts.slice(i, i + batchSize).map((text) => prepared(prompts.passage, text));
        vectors.push(...(await ask(batch, false)));
      }
      return vectors;
    },
    async embedQuery(text, signal) {
      signal?.throwIfAborted();
      return (await ask([prepared(prompts.query, text)], true))[0]!;
    },
    close,
  };
}

function createThread(model: SentenceModel, idleMs: number) {
  let running: Running | undefined;
  let idle: NodeJS.Timeout | undefined;
  let nextId = 0;

  function ask(texts: string[], urgent: boolean): Promise<Float32Array[]> {
    clearTimeout(idle);
    running ??= start(model, (gone) => {
      if (running === gone) running = undefined;
    });
    const { worker, waiting } = running;
    const id = nextId++;
    worker.ref();
    return new Promise<Float32Array[]>((resolve, reject) => {
      waiting.set(id, { resolve, reject });
      worker.postMessage({ id, texts, urgent } satisfies Ask);
    }).finally(() => {
      if (waiting.size > 0) return;
      worker.unref();
      clearTimeout(idle);
      idle = setTimeout(() => void close(), idleMs).unref();
    });
  }
  async function close(): Promise<void> {
    clearTimeout(idle);
    const ending = running;
    // What is asked from now on gets a thread of its own: this one is gone before it says so.
    running = undefined;
    if (!ending) return;
    ending.worker.ref();
    ending.worker.postMessage({ end: true } satisfies End);
    await ending.gone;
  }
  return { ask, close };
}

function start(model: SentenceModel, onGone: (running: Running) => void): Running {
  const { weights, tokenizer, tokenizerConfig, pooling, longest } = model;
  const workerData: WorkerData = {
    ...{ from: __filename, weights, tokenizer, pooling, longest },
    ...(tokenizerConfig !== undefined && { tokenizerConfig }),
  };
  const worker = new Worker(workerSource, { eval: true, workerData });
  const gone = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
  const running: Running = { worker, waiting: new Map(), gone };
  const fail = (error: Error) => {
    onGone(running);
    for (const { reject } of running.waiting.values()) reject(error);
    running.waiting.clear();
  };
  worker.on('message', (answer: Answer) => {
    const one = running.waiting.get(answer.id);
    running.waiting.delete(answer.id);
    if ('vectors' in answer) one?.resolve(answer.vectors);
    else
      one?.reject(
        new DomainError('unavailable', 'The sentence model that runs here failed.', { cause: answer.error }),
      );
  });
  worker.on('error', fail);
  worker.on('exit', () =>
    fail(new DomainError('unavailable', 'The sentence model that runs here was stopped.')),
  );
  return running;
}

function isInstalled(): boolean {
  try {
    return Boolean(require.resolve('onnxruntime-node'));
  } catch {
    return false;
  }
}
