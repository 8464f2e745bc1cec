// Small pictures of large ones. Each is made in a process of its own, one at a time: a hostile file may crash, fill or hang that process, and nothing else.
import { spawn } from 'node:child_process';
import { open, type FileHandle } from 'node:fs/promises';
import { setPriority } from 'node:os';
import { buffer } from 'node:stream/consumers';
import pLimit from 'p-limit';
import { DomainError } from '../errors';
import type { Log } from '../log';
import { say } from '../protocol/server-texts/said';

export interface Preview {
  /** Pixels of the whole picture, the right way up: the preview has the same proportions. */
  width: number;
  height: number;
  /** WebP, without what the camera noted. */
  bytes: Buffer;
}

export interface Previews {
  /** The file may be moved or removed once this resolves, and what it resolves to is waited for or not. */
  begin(path: string, mediaType: string): Promise<{ made: Promise<Preview | undefined> }>;
  /**
   * The middle of a picture, as it is shown of people: cut to a square, of at most `squarePixels` a side.
   * @throws `invalid` (it cannot be read), `unavailable`
   */
  square(path: string): Promise<Preview>;
  /** Ends what is being made; whoever waits gets none. */
  close(): Promise<void>;
}

export interface PreviewLimits {
  /** From the start of the process. */
  timeMs?: number;
  /** What the process may hold. */
  memoryMb?: number;
  /** Pictures that wait for their turn. */
  waiting?: number;
  /** Where `sharp` is looked for. */
  from?: string;
}

export const previewMediaType = 'image/webp';
/** Neither side is longer. */
export const previewPixels = 480;
/** Either side. */
export const squarePixels = 256;
/** An SVG is none of them: it is a program. */
const pictures = ['image/png', 'image/jpeg', 'image/gif', 'image/webp'];
/** Phones take 48 and 50 million. */
const mostPixels = 60_000_000;
const withoutSharp = 78;
const headerBytes = 8;
const mebibyte = 1024 * 1024;

/** Source text, so that it runs the same from dist, under tsx and under jest. A PNG of 16 bits that is not in order is unpacked whole: the process counts what it holds. */
const program = `
const { createRequire } = require('node:module');
const { readFileSync, writeSync } = require('node:fs');
const [from, memory, most, given, shape] = process.argv.slice(1);
let sharp;
try {
  sharp = createRequire(from)('sharp');
} catch (error) {
  process.stderr.write(String(error.message));
  process.exit(${withoutSharp});
}
setInterval(() => process.memoryUsage.rss() > Number(memory) && process.kill(process.pid, 'SIGKILL'), 10);
sharp.cache(false);
sharp.concurrency(1);
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({ operation: ['Png', 'Jpeg', 'Webp', 'Nsgif'].map((kind) => 'VipsForeignLoad' + kind) });
async function make() {
  const picture = sharp(readFileSync(0), { limitInputPixels: Number(most), sequentialRead: true });
  const { width, height } = (await picture.metadata()).autoOrient;
  const isSquare = shape === 'square';
  const side = isSquare ? Math.min(Number(given), width, height) : Number(given);
  const small = { width: side, height: side, fit: isSquare ? 'cover' : 'inside', withoutEnlargement: true };
  const bytes = await picture.autoOrient().resize(small).webp({ quality: 75 }).toBuffer();
  const header = Buffer.alloc(${headerBytes});
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  process.stdout.write(Buffer.concat([header, bytes]), () => process.exit(0));
}
make().catch((error) => {
  process.stderr.write(String(error.message));
  process.exit(1);
});
`;

export function createPreviews(log: Log, limits: PreviewLimits = {}): Previews {
  const { timeMs = 10_000, memoryMb = 512, waiting = 20, from = __filename } = limits;
  const turn = pLimit(1);
  const closing = new AbortController();
  let areMade = true;

  const isFull = () => turn.activeCount + turn.pendingCount > waiting;

  async function make(file: FileHandle, shape: Shape = 'whole'): Promise<Preview | undefined> {
    if (!areMade || closing.signal.aborted) return undefined;
    const limited = { timeMs, memory: memoryMb * mebibyte, from, signal: closing.signal };
    const ended = await run(file, { ...limited, shape });
    if (ended.code === 0) return previewOf(ended.output);
    areMade = ended.code !== withoutSharp;
    if (!areMade)
      log.warn(
        { reason: ended.said },
        'pictures get no previews: the optional package sharp cannot be loaded',
      );
    else log.debug({ reason: ended.said }, 'could not make the preview of a picture');
    return undefined;
  }

  return {
    async begin(path, mediaType) {
      if (!areMade || isFull() || !pictures.includes(mediaType)) return { made: Promise.resolve(undefined) };
      const file = await open(path);
      const made = turn(() => make(file).finally(() => file.close())).catch((error: unknown) => {
        log.warn({ err: error }, 'could not make the preview of a picture');
        return undefined;
      });
      return { made };
    },
    async square(path) {
      if (isFull()) throw busy;
      const file = await open(path);
      const made = await turn(() => make(file, 'square').finally(() => file.close()));
      if (made) return made;
      if (!areMade) throw withoutPackage;
      if (closing.signal.aborted) throw busy;
      const errors = [{ path: 'file', message: unreadable }];
      throw new DomainError('invalid', unreadable, { errors });
    },
    async close() {
      closing.abort();
      await turn(() => undefined);
    },
  };
}

const unreadable = 'The picture cannot be read, or is too large: at most 60 million pixels.';
const busy = new DomainError('unavailable', say('no_picture_now'), {
  retryAfter: 5,
});
const withoutPackage = new DomainError('unavailable', say('no_pictures_here'));

type Shape = 'whole' | 'square';

interface Ended {
  code: number | null;
  output: Buffer;
  said: string;
}

interface Running {
  timeMs: number;
  memory: number;
  from: string;
  shape: Shape;
  signal: AbortSignal;
}

/** Settles once the process is gone. It is told nothing of ours: no environment, and the file is all that it gets. */
async function run(file: FileHandle, { timeMs, memory, from, shape, signal }: Running): Promise<Ended> {
  const side = shape === 'square' ? squarePixels : previewPixels;
  const given = [from, memory, mostPixels, side, shape].map(String);
  const child = spawn(process.execPath, ['--max-old-space-size=64', '-e', program, ...given], {
    stdio: [file.fd, 'pipe', 'pipe'],
    env: {},
    timeout: timeMs,
    killSignal: 'SIGKILL',
    signal,
  });
  const gone = new Promise<number | null>((resolve, reject) => {
    child.once('error', (error) => (signal.aborted ? resolve(null) : reject(error)));
    child.once('close', (code) => resolve(code));
  });
  if (child.pid !== undefined) behindOthers(child.pid);
  const [code, output, said] = await Promise.all([gone, buffer(child.stdout!), buffer(child.stderr!)]);
  return { code, output, said: said.toString().slice(0, 300) || 'it took too long, or too much memory' };
}

/** Messages are worth more than pictures. */
function behindOthers(pid: number): void {
  try {
    setPriority(pid, 10);
  } catch {
    // It is gone already, or the system has no priorities.
  }
}

function previewOf(output: Buffer): Preview | undefined {
  if (output.length <= headerBytes) return undefined;
  return {
    width: output.readUInt32BE(0),
    height: output.readUInt32BE(4),
    bytes: output.subarray(headerBytes),
  };
}
