// What is gathered before it is packed, or unpacked before it is loaded: in one file without a name, of which a kill leaves nothing.
import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, read } from 'node:fs';
import { open, unlink, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';

/** A reader that is destroyed leaves the file to the others. */
const staysOpen = (_fd: number, done: (error?: Error | null) => void) => done();

export interface Measured {
  /** Bytes. */
  size: number;
  sha256: string;
}

export interface Spool {
  /** One after the other. Throws a RangeError when there is more than `most`. */
  write(name: string, source: AsyncIterable<unknown>, most?: number): Promise<Measured>;
  /** Empty for a name that was not written. */
  read(name: string): Readable;
  close(): Promise<void>;
}

/** @param folder on the disk that has the room */
export async function openSpool(folder: string): Promise<Spool> {
  const path = join(folder, `.parley-spool-${randomUUID()}`);
  const file = await open(path, 'wx+', 0o600);
  await unlink(path);
  const places = new Map<string, { start: number; size: number }>();
  let end = 0;
  return {
    async write(name, source, most = Infinity) {
      const start = end;
      const hash = createHash('sha256');
      for await (const chunk of source as AsyncIterable<Buffer | string>) {
        const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
        if (end + bytes.length - start > most) throw new RangeError(`${name} is larger than it says.`);
        hash.update(bytes);
        await writeAll(file, bytes, end);
        end += bytes.length;
      }
      places.set(name, { start, size: end - start });
      return { size: end - start, sha256: hash.digest('hex') };
    },
    read(name) {
      const { start, size } = places.get(name) ?? { start: 0, size: 0 };
      if (size === 0) return Readable.from([]);
      // Not the handle's own: that would wait for each of them to close.
      const range = { fd: file.fd, start, end: start + size - 1, autoClose: false };
      return createReadStream('', { ...range, fs: { read, close: staysOpen } });
    },
    close: () => file.close(),
  };
}

async function writeAll(file: FileHandle, bytes: Buffer, at: number): Promise<void> {
  for (let done = 0; done < bytes.length;) {
    done += (await file.write(bytes, done, bytes.length - done, at + done)).bytesWritten;
  }
}
