// Functions of one module, called in a thread of their own, one call at a time: a large or hostile input costs its sender, and nobody else.
// It runs the same from dist, under tsx and under jest.
import { Worker } from 'node:worker_threads';
import { DomainError, type ErrorCode } from '../errors';

export interface ThreadOptions {
  /** The caller's `__filename`: `module` is found from there. */
  from: string;
  module: string;
  /** From the start of the call, the thread's own start included. */
  timeMs: number;
  /** What the process may grow by meanwhile: unpacked bytes lie outside the heap, which resourceLimits alone would bound. */
  memoryMb: number;
  /** Calls that wait for their turn. */
  waiting: number;
  /** How long the thread outlives its last call; 0: each call has its own. */
  keepMs: number;
}

export interface WorkerThread {
  /**
   * Buffers are copied, a piece at a time, and moved. What comes back may hold bytes at its first level: they come as Buffers.
   * @throws ThreadFault; DomainError as the function threw it
   */
  call(name: string, args: Array<string | number | boolean | Buffer>): Promise<unknown>;
  /** Ends what is under way; whoever waits is refused. */
  close(): Promise<void>;
}

/** Why there is no answer. */
export class ThreadFault extends Error {
  constructor(
    readonly reason: 'time' | 'memory' | 'crash' | 'full' | 'stopped',
    options?: ErrorOptions,
  ) {
    super(`A thread gave no answer: ${reason}`, options);
    this.name = 'ThreadFault';
  }
}

/** Source text: a thread can be started from it anywhere. */
const source = `
const { createRequire } = require('node:module');
const { parentPort, workerData } = require('node:worker_threads');
const load = createRequire(workerData.from);
if (workerData.from.endsWith('.ts')) load('tsx/cjs');
const functions = load(workerData.module);
const asBuffer = (arg) => (arg instanceof Uint8Array ? Buffer.from(arg.buffer, arg.byteOffset, arg.byteLength) : arg);
parentPort.on('message', async ({ name, args }) => {
  let value;
  try {
    value = await functions[name](...args.map(asBuffer));
  } catch (error) {
    if (error.name !== 'DomainError') throw error;
    parentPort.postMessage({ refused: { code: error.code, message: error.message } });
    return;
  }
  const moved = [];
  for (const [key, part] of Object.entries(value ?? {})) {
    if (!(part instanceof Uint8Array)) continue;
    value[key] = Uint8Array.prototype.slice.call(part);
    moved.push(value[key].buffer);
  }
  parentPort.postMessage({ value }, moved);
});
`;

type Answer = { value: unknown } | { refused: { code: ErrorCode; message: string } };

const lookAtMemoryMs = 50;
/** One large allocation at the heap's own limit aborts the whole process: that limit lies far behind ours. */
const heapBehind = 4;
const mebibyte = 1024 * 1024;
const copiedAtOnce = mebibyte;
/** A call with more bytes leaves a heap that is not kept for the small ones. */
const keptUpTo = 8 * mebibyte;

export function createWorkerThread(options: ThreadOptions): WorkerThread {
  const closing = new AbortController();
  const spare = createSpare(options);
  let last: Promise<unknown> = Promise.resolve();
  let underWay = 0;

  async function run(call: Call): Promise<unknown> {
    if (closing.signal.aborted) throw new ThreadFault('stopped');
    const worker = spare.take();
    let sound = false;
    try {
      const answer = await ask(worker, call, { ...options, signal: closing.signal });
      sound = !closing.signal.aborted;
      if ('refused' in answer) throw new DomainError(answer.refused.code, answer.refused.message);
      return withBuffers(answer.value);
    } finally {
      // It settles once the thread is gone, so that the next one finds its memory free.
      if (sound && options.keepMs > 0 && bytesOf(call) <= keptUpTo) spare.keep(worker);
      else await worker.terminate();
    }
  }

  return {
    call(name, args) {
      if (underWay > options.waiting) return Promise.reject(new ThreadFault('full'));
      underWay += 1;
      const running = last.then(() => run({ name, args })).finally(() => (underWay -= 1));
      last = running.catch(() => undefined);
      return running;
    },
    async close() {
      closing.abort();
      await last;
      await spare.end();
    },
  };
}

/** The thread that the last call left, until it has been idle too long. */
function createSpare({ from, module, memoryMb, keepMs }: ThreadOptions) {
  let kept: { worker: Worker; idle: NodeJS.Timeout } | undefined;

  function release(): Worker | undefined {
    const released = kept?.worker;
    clearTimeout(kept?.idle);
    kept = undefined;
    released?.removeAllListeners('exit').removeAllListeners('error');
    return released;
  }

  return {
    take(): Worker {
      const worker = release();
      worker?.ref();
      if (worker) return worker;
      return new Worker(source, {
        eval: true,
        workerData: { from, module },
        resourceLimits: { maxOldGenerationSizeMb: memoryMb * heapBehind },
      });
    },
    keep(worker: Worker): void {
      const idle = setTimeout(() => void release()?.terminate(), keepMs);
      idle.unref();
      worker.unref();
      worker.once('exit', release).once('error', release);
      kept = { worker, idle };
    },
    async end(): Promise<void> {
      await release()?.terminate();
    },
  };
}

interface Call {
  name: string;
  args: Array<string | number | boolean | Buffer>;
}

const bytesOf = ({ args }: Call) =>
  args.reduce<number>((sum, arg) => sum + (arg instanceof Uint8Array ? arg.byteLength : 0), 0);

async function ask(
  worker: Worker,
  { name, args }: Call,
  { timeMs, memoryMb, signal }: ThreadOptions & { signal: AbortSignal },
): Promise<Answer> {
  const most = process.memoryUsage.rss() + memoryMb * mebibyte;
  const ending = new AbortController();
  const timers: NodeJS.Timeout[] = [];
  try {
    return await new Promise<Answer>((resolve, reject) => {
      const fail = (reason: ThreadFault['reason'], cause?: unknown) =>
        reject(new ThreadFault(reason, { cause }));
      timers.push(setTimeout(() => fail('time'), timeMs));
      timers.push(setInterval(() => process.memoryUsage.rss() > most && fail('memory'), lookAtMemoryMs));
      signal.addEventListener('abort', () => fail('stopped'), { signal: ending.signal });
      worker.once('message', resolve);
      worker.on('error', (error: NodeJS.ErrnoException) =>
        fail(error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? 'memory' : 'crash', error),
      );
      worker.once('exit', () => fail('crash'));
      moved(args, ending.signal).then(
        ({ copies, buffers }) =>
          !ending.signal.aborted && worker.postMessage({ name, args: copies }, buffers),
        (error: unknown) => fail('crash', error),
      );
    });
  } finally {
    timers.forEach(clearTimeout);
    ending.abort();
    worker.removeAllListeners('message').removeAllListeners('exit').removeAllListeners('error');
    // What breaks from now on belongs to no call.
    worker.on('error', () => undefined);
  }
}

/** The caller keeps its bytes. Large ones are copied in pieces: other work goes on between. */
async function moved(
  args: Call['args'],
  signal: AbortSignal,
): Promise<{ copies: unknown[]; buffers: ArrayBuffer[] }> {
  const copies: unknown[] = [];
  const buffers: ArrayBuffer[] = [];
  for (const arg of args) {
    if (!(arg instanceof Uint8Array)) {
      copies.push(arg);
      continue;
    }
    const copy = new Uint8Array(new ArrayBuffer(arg.byteLength));
    for (let at = 0; at < arg.byteLength && !signal.aborted; at += copiedAtOnce) {
      if (at > 0) await new Promise(setImmediate);
      copy.set(arg.subarray(at, at + copiedAtOnce), at);
    }
    copies.push(copy);
    buffers.push(copy.buffer);
  }
  return { copies, buffers };
}

function withBuffers(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const entries = Object.entries(value as Record<string, unknown>).map(([key, part]) => [
    key,
    ArrayBuffer.isView(part)
      ? Buffer.from(part.buffer as ArrayBuffer, part.byteOffset, part.byteLength)
      : part,
  ]);
  return Object.fromEntries(entries);
}
