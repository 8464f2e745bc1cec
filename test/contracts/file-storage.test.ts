import { randomBytes, randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type { S3Config } from '../../src/config';
import { openDiskStorage } from '../../src/stores/file-storage/disk';
import { openS3Storage, type S3Patience, type S3Storage } from '../../src/stores/file-storage/s3';
import { s3ForTests, s3Keys, whyNoS3, type TestS3 } from '../dev-env/s3';
import { fileStorageContract } from './file-storage.contract';

const folders: string[] = [];
const folder = async () => {
  const made = await mkdtemp(join(tmpdir(), 'parley-disk-'));
  folders.push(made);
  return made;
};
afterAll(async () => {
  for (const made of folders) await rm(made, { recursive: true, force: true });
});

fileStorageContract('on the disk', async () => openDiskStorage(await folder()));

it('what lies beside the files on the disk is none of them', async () => {
  const dataDir = await folder();
  const storage = openDiskStorage(dataDir);
  const file = { organizationId: randomUUID(), id: randomUUID() };
  await storage.put(file, 'original', { read: () => Readable.from(['x']), size: 1 });
  for (const [organizationId, id] of [
    [file.organizationId, 'notes.txt'],
    ['lost+found', 'x'],
  ] as const) {
    await placeFile(join(dataDir, 'files', organizationId), id);
  }
  const found = [];
  for await (const one of storage.list()) found.push(one.id);
  expect(found).toEqual([file.id]);
  expect((await readdir(join(dataDir, 'files'))).sort()).toEqual([file.organizationId, 'lost+found'].sort());
});

async function placeFile(path: string, name: string): Promise<void> {
  await mkdir(path, { recursive: true });
  await writeFile(join(path, name), 'x');
}

const impatient: S3Patience = { connect: 500, call: 500, put: 500, piece: 500 };
const configOf = (endpoint: string, bucket: string): S3Config => ({
  bucket,
  endpoint,
  region: 'us-east-1',
  pathStyle: true,
  credentials: s3Keys,
});

const noS3 = whyNoS3();
if (noS3 !== undefined) console.warn(`Skipped: files in S3 (${noS3}).`);

(noS3 === undefined ? describe : describe.skip)('with a server that speaks S3', () => {
  let server: TestS3;
  const opened: S3Storage[] = [];
  const open = (bucket: string, patience?: S3Patience) => {
    const storage = openS3Storage(configOf(server.endpoint, bucket), patience);
    opened.push(storage);
    return storage;
  };
  beforeAll(async () => {
    server = await s3ForTests();
  });
  afterAll(async () => {
    for (const storage of opened) storage.close();
    await server?.close();
  });

  fileStorageContract('in S3', async () => open(await server.freshBucket()));

  it('a list goes on where a page ends, and objects of others in the bucket are not ours', async () => {
    const bucket = await server.freshBucket();
    const storage = open(bucket);
    await server.putObject(bucket, 'files/readme.txt');
    await server.putObject(bucket, 'another program/x');
    expect(await storage.isEmpty()).toBe(true);
    const organizationId = randomUUID();
    const source = { read: () => Readable.from(['x']), size: 1 };
    for (let n = 0; n < 45; n += 1)
      await storage.put({ organizationId, id: randomUUID() }, 'original', source);
    let count = 0;
    for await (const file of storage.list(organizationId))
      count += file.organizationId === organizationId ? 1 : 0;
    expect(count).toBe(45);
    await storage.removeAll();
    expect(await storage.isEmpty()).toBe(true);
  });

  it('a server that hangs, and a bucket that there is not, are "not now"', async () => {
    const storage = open(await server.freshBucket(), impatient);
    const file = { organizationId: randomUUID(), id: randomUUID() };
    const refusal = { code: 'unavailable', retryAfter: 5 };
    server.pause();
    try {
      await expect(storage.open(file, 'original')).rejects.toMatchObject(refusal);
      await expect(storage.ping()).rejects.toMatchObject(refusal);
      await expect(storage.remove([file])).rejects.toMatchObject(refusal);
    } finally {
      server.resume();
    }
    const nowhere = open('there-is-none');
    await expect(nowhere.ping()).rejects.toMatchObject({ ...refusal, message: /does not exist/ });
    await expect(nowhere.open(file, 'original')).rejects.toMatchObject(refusal);
  });

  const own = process.env['TEST_S3_ENDPOINT'] === undefined;
  (own ? it : it.skip)(
    'a signature that is wrong: every call says so, the one without words, too',
    async () => {
      const bucket = await server.freshBucket();
      const credentials = { accessKeyId: await server.knownKeyId(), secretAccessKey: 'an old one' };
      const storage = openS3Storage({ ...configOf(server.endpoint, bucket), credentials });
      opened.push(storage);
      const file = { organizationId: randomUUID(), id: randomUUID() };
      const refusal = { code: 'unavailable', message: 'The bucket for files refuses these keys.' };
      const source = { read: () => Readable.from(['x']), size: 1 };
      const calls = [
        () => storage.ping(),
        () => storage.put(file, 'original', source),
        () => storage.open(file, 'original'),
        () => storage.isEmpty(),
        () => storage.remove([file]),
      ];
      await server.checkSignatures(true);
      try {
        for (const call of calls) await expect(call()).rejects.toMatchObject(refusal);
      } finally {
        await server.checkSignatures(false);
      }
      await storage.put(file, 'original', source);
    },
  );
});

describe('an S3 that misbehaves', () => {
  let server: Server | undefined;
  const storages: S3Storage[] = [];
  afterEach(async () => {
    for (const storage of storages.splice(0)) storage.close();
    server?.closeAllConnections();
    await new Promise((done) => (server ? server.close(done) : done(undefined)));
    server = undefined;
  });

  async function against(listener: RequestListener, patience = impatient): Promise<S3Storage> {
    server = createServer(listener);
    await new Promise<void>((done) => server!.listen(0, '127.0.0.1', done));
    const { port } = server.address() as AddressInfo;
    const storage = openS3Storage(configOf(`http://127.0.0.1:${port}`, 'b'), patience);
    storages.push(storage);
    return storage;
  }
  const file = { organizationId: randomUUID(), id: randomUUID() };
  const bytes = randomBytes(100_000);
  const source = { read: () => Readable.from([bytes]), size: bytes.length };

  it('stops in the middle of a file: the reader hears an error, and does not wait', async () => {
    const storage = await against((_request, response) => {
      response.writeHead(200, { 'content-length': bytes.length });
      response.write(bytes.subarray(0, 1_000));
    });
    const opened = await storage.open(file, 'original');
    await expect(buffer(opened!.stream)).rejects.toThrow('stopped sending');
  });

  it('refuses an upload twice: the third try brings every byte', async () => {
    const got: Buffer[] = [];
    let asked = 0;
    const storage = await against(
      (request, response) =>
        void buffer(request).then((body) => {
          asked += 1;
          if (asked < 3) return response.writeHead(503).end();
          got.push(body);
          return response.end();
        }),
      { ...impatient, put: 10_000 },
    );
    await storage.put(file, 'original', source);
    expect([asked, got.length, got[0]!.equals(bytes)]).toEqual([3, 1, true]);
  });

  it('refuses the keys: one try, and a sentence for whoever operates it', async () => {
    let asked = 0;
    const storage = await against((request, response) => {
      asked += 1;
      request.resume();
      response.writeHead(403, { 'content-type': 'application/xml' });
      response.end('<Error><Code>AccessDenied</Code><Message>secret-host</Message></Error>');
    });
    await expect(storage.put(file, 'original', source)).rejects.toMatchObject({
      code: 'unavailable',
      message: 'The bucket for files refuses these keys.',
    });
    expect(asked).toBe(1);
  });

  it('takes an upload and says nothing: it ends', async () => {
    const storage = await against((request) => void request.resume());
    await expect(storage.put(file, 'original', source)).rejects.toMatchObject({ code: 'unavailable' });
  });

  it('is not there at all', async () => {
    const storage = openS3Storage(configOf('http://127.0.0.1:9', 'b'), impatient);
    storages.push(storage);
    await expect(storage.open(file, 'original')).rejects.toMatchObject({ code: 'unavailable' });
  });
});
