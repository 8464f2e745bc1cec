// What every place for files promises, whichever it is.
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type { FilePart, FileStorage } from '../../src/files/storage';
import type { FileRef } from '../../src/files/store';

export function fileStorageContract(name: string, open: () => Promise<FileStorage>): void {
  describe(`files: ${name}`, () => {
    let storage: FileStorage;
    let work: string;
    beforeEach(async () => {
      storage = await open();
      work = await mkdtemp(join(tmpdir(), 'parley-storage-'));
    });
    afterEach(() => rm(work, { recursive: true, force: true }));

    const newFile = (organizationId: string = randomUUID()): FileRef => ({
      organizationId,
      id: randomUUID(),
    });
    const put = async (file: FileRef, bytes: Buffer, part: FilePart = 'original') => {
      const path = join(work, randomUUID());
      await writeFile(path, bytes);
      await storage.put(file, part, { path });
    };
    const read = async (file: FileRef, part: FilePart = 'original') => {
      const opened = await storage.open(file, part);
      if (!opened) return undefined;
      const bytes = await buffer(opened.stream);
      expect(opened.size).toBe(bytes.length);
      return bytes;
    };
    const listed = async (organizationId?: string) => {
      const found: string[] = [];
      for await (const { id, part } of storage.list(organizationId)) found.push(`${id} ${part}`);
      return found.sort();
    };

    it('gives back what was put, byte by byte, also an empty file and one of 10 MB', async () => {
      for (const size of [0, 1, 70_000, 10 * 1024 * 1024]) {
        const file = newFile();
        const bytes = randomBytes(size);
        await put(file, bytes);
        expect((await read(file))!.equals(bytes)).toBe(true);
      }
    });

    it('takes bytes as well as a file, and puts the newer in the place of the older', async () => {
      const file = newFile();
      for (const text of ['first', 'second, longer', 'third'])
        await storage.put(file, 'original', { read: () => Readable.from([text]), size: text.length });
      expect((await read(file))!.toString()).toBe('third');
    });

    it('keeps the parts of a file apart, and removes them together', async () => {
      const [file, other] = [newFile(), newFile()];
      await put(file, Buffer.from('whole'));
      await put(file, Buffer.from('small'), 'preview');
      await put(other, Buffer.from('other'));
      expect([await read(file), await read(file, 'preview')].map(String)).toEqual(['whole', 'small']);
      expect(await read(other, 'preview')).toBeUndefined();
      await storage.remove([file]);
      expect([await read(file), await read(file, 'preview')]).toEqual([undefined, undefined]);
      expect((await read(other))!.toString()).toBe('other');
    });

    it('has no file that was never put, and removing one is no fault', async () => {
      const file = newFile();
      expect(await read(file)).toBeUndefined();
      await storage.remove([file, newFile()]);
      await storage.remove([]);
    });

    it('refuses ids that are no UUIDs, and finds nothing above its own place', async () => {
      const odd = [
        { organizationId: '..', id: randomUUID() },
        { organizationId: randomUUID(), id: '../../etc/passwd' },
        { organizationId: '', id: '' },
        { organizationId: randomUUID(), id: `${randomUUID()}/x` },
      ];
      for (const file of odd) {
        await expect(put(file, Buffer.from('x'))).rejects.toThrow('UUID');
        await expect(storage.open(file, 'original')).rejects.toThrow('UUID');
        await expect(storage.remove([file])).rejects.toThrow('UUID');
      }
    });

    it('lists what is there, of one organization or all, with when it came', async () => {
      const before = Date.now() - 60_000;
      expect([await listed(), await storage.isEmpty()]).toEqual([[], true]);
      const mine = newFile();
      const [second, theirs] = [newFile(mine.organizationId), newFile()];
      await put(mine, Buffer.from('1'));
      await put(mine, Buffer.from('1'), 'preview');
      await put(second, Buffer.from('2'));
      await put(theirs, Buffer.from('3'));
      const own = [`${mine.id} original`, `${mine.id} preview`, `${second.id} original`].sort();
      expect(await listed(mine.organizationId)).toEqual(own);
      expect(await listed()).toEqual([...own, `${theirs.id} original`].sort());
      expect(await listed(randomUUID())).toEqual([]);
      for await (const { changedAt } of storage.list()) {
        expect(changedAt.getTime()).toBeGreaterThan(before);
        expect(changedAt.getTime()).toBeLessThan(Date.now() + 60_000);
      }
      expect(await storage.isEmpty()).toBe(false);
      await storage.removeAll();
      expect([await listed(), await storage.isEmpty()]).toEqual([[], true]);
    });

    it('lets a reader go in the middle', async () => {
      const file = newFile();
      await put(file, randomBytes(5_000_000));
      const opened = await storage.open(file, 'original');
      const reading = opened!.stream[Symbol.asyncIterator]();
      await reading.next();
      await reading.return!();
      expect(opened!.stream.destroyed).toBe(true);
      expect((await read(file))!.length).toBe(5_000_000);
    });

    it('lets readers go who have read nothing, however many', async () => {
      const file = newFile();
      await put(file, randomBytes(500_000));
      for (let n = 0; n < 60; n += 1) (await storage.open(file, 'original'))!.stream.destroy();
      expect((await read(file))!.length).toBe(500_000);
    });

    it('answers when it is asked whether it is there', async () => {
      await storage.ping();
    });
  });
}
