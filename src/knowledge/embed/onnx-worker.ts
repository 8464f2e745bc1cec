// The thread that runs a sentence model. Source text, so that it runs the same from dist, under tsx and under jest.

export interface WorkerData {
  /** Where packages are looked for. */
  from: string;
  weights: string;
  tokenizer: string;
  tokenizerConfig?: string;
  pooling: 'mean' | 'cls';
  longest: number;
}

export interface Ask {
  id: number;
  texts: string[];
  /** Before all that is not. */
  urgent: boolean;
}

/** To end by itself: a thread that is terminated within a run takes the whole process with it (Napi::Error). */
export type End = { end: true };

export type Answer = { id: number; vectors: Float32Array[] } | { id: number; error: string };

/** Texts run together as long as they have fewer tokens than these, so that a question waits for no more. */
const tokensARun = 512;

export const workerSource = `
const { readFileSync } = require('node:fs');
const { createRequire } = require('node:module');
const { parentPort, workerData } = require('node:worker_threads');
const { from, weights, tokenizer, tokenizerConfig, pooling, longest } = workerData;
const load = createRequire(from);
const read = (file) => (file ? JSON.parse(readFileSync(file, 'utf8')) : {});
const { InferenceSession, Tensor } = load('onnxruntime-node');
const { Tokenizer } = load('@huggingface/tokenizers');
const words = new Tokenizer(read(tokenizer), read(tokenizerConfig));
const session = InferenceSession.create(weights, { intraOpNumThreads: 1, interOpNumThreads: 1, logSeverityLevel: 3 });
const waiting = { urgent: [], other: [] };
let running = false;
let ending = false;

parentPort.on('message', ({ id, texts, urgent, end }) => {
  if (end) {
    ending = true;
    void work();
    return;
  }
  const job = { id, left: texts.length, vectors: new Array(texts.length) };
  try {
    const rows = texts.map((text, at) => ({ job, at, ids: tokensOf(text) }));
    rows.sort((a, b) => a.ids.length - b.ids.length);
    (urgent ? waiting.urgent : waiting.other).push(...rows);
    if (rows.length === 0) parentPort.postMessage({ id, vectors: [] });
  } catch (error) {
    fail(job, error);
  }
  void work();
});

function tokensOf(text) {
  const { ids } = words.encode(text);
  return ids.length <= longest ? ids : [...ids.slice(0, longest - 1), ids[ids.length - 1]];
}

async function work() {
  if (running) return;
  running = true;
  for (let rows = take(); rows.length > 0 && !ending; rows = take()) {
    try {
      const vectors = await run(rows.map(({ ids }) => ids));
      rows.forEach(({ job, at }, i) => {
        job.vectors[at] = vectors[i];
        job.left -= 1;
        if (job.left > 0 || job.failed) return;
        parentPort.postMessage({ id: job.id, vectors: job.vectors }, job.vectors.map(({ buffer }) => buffer));
      });
    } catch (error) {
      for (const { job } of rows) fail(job, error);
    }
  }
  running = false;
  if (ending) await leave();
}

async function leave() {
  await session.then((model) => model.release()).catch(() => undefined);
  parentPort.close();
}

function take() {
  const queue = waiting.urgent.length > 0 ? waiting.urgent : waiting.other;
  const rows = [];
  let width = 0;
  while (queue.length > 0) {
    const wider = Math.max(width, queue[0].ids.length);
    if (rows.length > 0 && wider * (rows.length + 1) > ${tokensARun}) break;
    width = wider;
    const row = queue.shift();
    if (!row.job.failed) rows.push(row);
  }
  return rows;
}

function fail(job, error) {
  if (job.failed) return;
  job.failed = true;
  parentPort.postMessage({ id: job.id, error: String((error && error.message) || error) });
}

async function run(rows) {
  const model = await session;
  const width = Math.max(...rows.map((ids) => ids.length));
  const dims = [rows.length, width];
  const ids = new BigInt64Array(rows.length * width);
  const mask = new BigInt64Array(rows.length * width);
  rows.forEach((row, i) => row.forEach((id, j) => {
    ids[i * width + j] = BigInt(id);
    mask[i * width + j] = 1n;
  }));
  const inputs = { input_ids: new Tensor('int64', ids, dims), attention_mask: new Tensor('int64', mask, dims) };
  if (model.inputNames.includes('token_type_ids')) {
    inputs.token_type_ids = new Tensor('int64', new BigInt64Array(ids.length), dims);
  }
  const outputs = await model.run(inputs);
  const made = outputs.sentence_embedding || outputs.last_hidden_state || outputs[model.outputNames[0]];
  const size = made.dims[made.dims.length - 1];
  const vectors = rows.map((row, i) => {
    if (made.dims.length === 2) return unit(made.data.slice(i * size, (i + 1) * size));
    return unit(pooled(made.data, i * width * size, row.length, size));
  });
  for (const tensor of Object.values(outputs)) tensor.dispose();
  return vectors;
}

function pooled(data, from, tokens, size) {
  if (pooling === 'cls') return data.slice(from, from + size);
  const sum = new Float32Array(size);
  for (let t = 0; t < tokens; t += 1) for (let k = 0; k < size; k += 1) sum[k] += data[from + t * size + k];
  return sum;
}

function unit(vector) {
  let squares = 0;
  for (const value of vector) squares += value * value;
  const length = Math.sqrt(squares) || 1;
  return Float32Array.from(vector, (value) => value / length);
}
`;
