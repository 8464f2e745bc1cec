// Files in a bucket, on the real server: sent, read, erased through an outage, cleared away, backed up and brought back.
import { randomUUID } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { backup } from '../../src/cli/backup';
import { restore } from '../../src/cli/restore';
import { readConfig } from '../../src/config';
import type { FileStorage } from '../../src/files/storage';
import { createFiles } from '../../src/files/files';
import { createPreviews } from '../../src/files/previews';
import { createLog } from '../../src/log';
import type { Message } from '../../src/protocol/model/message';
import { openS3Storage } from '../../src/stores/file-storage/s3';
import { openPostgres } from '../../src/stores/postgres/connection/database';
import { createAttachmentStore } from '../../src/stores/postgres/tenant/files/attachments';
import { eventually } from '../../src/tools/eventually';
import { throwawayPostgres, type ThrowawayPostgres } from '../dev-env/postgres';
import { startFakeWhatsApp, type FakeWhatsApp } from '../dev-env/fake-whatsapp';
import { handedOver } from '../dev-env/handed-over';
import { photo, sharpForTests } from '../dev-env/pictures';
import { s3Environment, s3ForTests, whyNoS3, type TestS3 } from '../dev-env/s3';
import { TestServer } from '../dev-env/test-server';

const noS3 = whyNoS3();
if (noS3 !== undefined) console.warn(`Skipped: a server with its files in S3 (${noS3}).`);

(noS3 === undefined ? describe : describe.skip)('files in a bucket', () => {
  const log = createLog('silent');
  let s3: TestS3;
  let postgres: ThrowawayPostgres;
  let server: TestServer;
  let work: string;
  let env: Record<string, string>;

  beforeAll(async () => {
    work = await mkdtemp(join(tmpdir(), 'parley-bucket-'));
    s3 = await s3ForTests();
    postgres = await throwawayPostgres();
    env = s3Environment(s3.endpoint, await s3.freshBucket());
    env['S3_ACCESS_KEY_ID'] = await s3.knownKeyId();
    server = await TestServer.create({
      env: { ...env, DATA_DIR: join(work, 'data'), RATE_LIMITS: 'off', FETCH_ALLOW: '127.0.0.0/8' },
      timing: { sweepEveryMs: 300, s3Patience: { connect: 1_000, call: 3_000, put: 3_000, piece: 3_000 } },
    });
  });
  afterAll(async () => {
    await server?.close();
    await postgres?.stop();
    await s3?.close();
    await rm(work, { recursive: true, force: true });
  });

  async function inBucket<T>(use: (storage: FileStorage) => Promise<T>, of = env): Promise<T> {
    const storage = openS3Storage(readConfig([], of).s3!);
    return use(storage).finally(storage.close);
  }
  const stored = (of = env) =>
    inBucket(async (storage) => {
      const ids = [];
      for await (const { id, part } of storage.list()) ids.push(part === 'preview' ? `${id}.preview` : id);
      return ids.sort();
    }, of);

  async function upload(
    token: string,
    content: string | Buffer,
    where = 'widget/attachments',
  ): Promise<{ status: number; id: string; code: string; detail: string }> {
    const form = new FormData();
    form.append('file', new Blob([content]), 'words.txt');
    const headers = { authorization: `Bearer ${token}` };
    const path = `${server.url}/api/v1/${where}`;
    const answer = await fetch(path, { method: 'POST', headers, body: form });
    const said = (await answer.json()) as { id: string; code: string; detail: string };
    return { status: answer.status, ...said };
  }

  async function visitor() {
    const opened = await server.request('POST', 'widget/sessions', {
      body: { channelKey: server.channelKey },
      token: '',
    });
    const { visitorToken: token, customer } = opened.body as {
      visitorToken: string;
      customer: { id: string };
    };
    const send = async (content: string | Buffer) => {
      const { id } = await upload(token, content);
      const body = { clientMessageId: randomUUID(), attachmentIds: [id] };
      const sent = await server.request('POST', 'widget/messages', { token, body });
      const { mediaUrl, previewUrl } = (sent.body as { message: Message }).message.content;
      return { id, url: mediaUrl!, previewUrl };
    };
    return { token, customerId: customer.id, send };
  }
  const get = (path: string) => fetch(new URL(path, server.url));

  test('what is sent is read by its link, and nothing of it stays on the disk', async () => {
    const { url, id } = await (await visitor()).send('In a bucket');
    const answer = await get(url);
    expect([answer.status, await answer.text()]).toEqual([200, 'In a bucket']);
    expect(answer.headers.get('content-length')).toBe('11');
    expect(await stored()).toContain(id);
    const onDisk = await readdir(join(work, 'data'), { recursive: true, withFileTypes: true });
    expect(onDisk.flatMap((entry) => (entry.isFile() ? entry.name : []))).toEqual(['secrets.key']);
    const ready = await fetch(`${server.url}/readyz`);
    expect(await ready.json()).toMatchObject({ status: 'ready', stores: { files: 'ok' } });
    await inBucket((storage) => storage.remove([{ organizationId: server.organizationId, id }]));
    expect((await get(url)).status).toBe(404);
  });

  test('a bucket that does not answer is "not now" and an erasure that met it is done by the next', async () => {
    const ann = await visitor();
    const { url, id } = await ann.send('Forget me');
    s3.pause();
    let during: unknown[];
    try {
      const calls = [
        get(url).then((answer) => answer.status),
        upload(ann.token, 'later').then(({ status, code }) => `${status} ${code}`),
        server.request('DELETE', `customers/${ann.customerId}`).then(({ status }) => status),
        fetch(`${server.url}/readyz`).then(async (answer) => answer.json() as Promise<unknown>),
      ];
      during = await Promise.all(calls);
    } finally {
      s3.resume();
    }
    expect(during.slice(0, 3)).toEqual([503, '503 unavailable', 503]);
    expect(during[3]).toMatchObject({ status: 'unavailable', stores: { files: 'down', postgres: 'ok' } });
    expect((await server.request('DELETE', `customers/${ann.customerId}`)).status).toBe(200);
    expect(await stored()).not.toContain(id);
    expect((await get(url)).status).toBe(404);
  });

  const own = process.env['TEST_S3_ENDPOINT'] === undefined;
  (own ? test : test.skip)(
    'a signature that is refused: everybody is told, no file is lost, and what waited goes once the keys count',
    async () => {
      const meta = await startFakeWhatsApp();
      try {
        await throughRefusedSignature(meta);
      } finally {
        await s3.checkSignatures(false);
        await meta.close();
      }
    },
  );

  async function throughRefusedSignature(meta: FakeWhatsApp): Promise<void> {
    const keys = 'The bucket for files refuses these keys.';
    const made = { name: 'WhatsApp', type: 'whatsapp', config: meta.config };
    const { body: channel } = await server.request('POST', 'channels', { body: made });
    const webhook = `${server.url}/webhooks/whatsapp/${(channel as { id: string }).id}`;
    const who = { phone: '491830000001', name: 'Ada' };
    await meta.post(webhook, meta.says(who, 'I want to talk to a person'));
    const { id: sessionId } = await eventually(async () => {
      const { body } = await server.request('GET', 'sessions?channelType=whatsapp');
      return (body as { items: Array<{ id: string }> }).items[0];
    });
    await handedOver(server, { id: sessionId });
    await server.request('POST', `sessions/${sessionId}/claim`, { body: {} });
    const ann = await visitor();
    const { url } = await ann.send('Signed');
    const { id } = await upload(await server.adminToken(), 'For Ada', 'attachments');

    await s3.checkSignatures(true);
    expect(await upload(ann.token, 'later')).toMatchObject({ status: 503, detail: keys });
    expect(await upload(await server.adminToken(), 'later', 'attachments')).toMatchObject({ detail: keys });
    const page = await fetch(new URL(url, server.url), { headers: { 'sec-fetch-dest': 'document' } });
    expect([page.status, await page.text()]).toEqual([503, keys]);
    expect((await fetch(`${server.url}/readyz`)).status).toBe(503);
    const said = { clientMessageId: randomUUID(), attachmentIds: [id] };
    await server.request('POST', `sessions/${sessionId}/messages`, { body: said });
    const image = { id: meta.keep(Buffer.from('a letter'), 'text/plain'), filename: 'a.txt' };
    await meta.post(webhook, meta.says(who, { type: 'document', document: image }));
    const [waiting, pending] = await eventually(async () => {
      const log = await logOf(sessionId);
      const [sent, came] = [log.find(({ content }) => content.mediaUrl), log.at(-1)!];
      return sent?.deliveryError && came.content.file ? ([sent, came] as const) : undefined;
    });
    expect([waiting.delivery, waiting.deliveryError]).toEqual(['queued', keys]);
    expect(pending.content).toMatchObject({ file: 'pending', fileName: 'a.txt' });

    await s3.checkSignatures(false);
    for (const table of ['deliveries', 'inbound_files'])
      await server.query(`UPDATE ${table} SET due_at = now() WHERE session_id = $1`, [sessionId]);
    const filled = await eventually(async () => {
      const log = await logOf(sessionId);
      const came = log.find(({ seq }) => seq === pending.seq)!;
      return log.find(({ seq }) => seq === waiting.seq)!.delivery === 'sent' && came.content.mediaUrl;
    });
    expect(meta.uploaded.map(({ content }) => content.includes('For Ada'))).toEqual([true]);
    expect(await (await get(filled)).text()).toBe('a letter');
    expect(await (await get(url)).text()).toBe('Signed');
    expect((await upload(ann.token, 'later')).status).toBe(201);
  }

  const logOf = async (sessionId: string) =>
    ((await server.request('GET', `sessions/${sessionId}/messages?limit=200`)).body as { items: Message[] })
      .items;

  const withSharp = sharpForTests();
  (withSharp ? test : test.skip)(
    'a picture has its preview in the bucket, until its customer is erased',
    async () => {
      const ann = await visitor();
      const { id, previewUrl } = await ann.send(await photo(withSharp!));
      await eventually(async () => (await stored()).includes(`${id}.preview`));
      // A machine that is busy makes it after the message.
      if (previewUrl) expect((await get(previewUrl)).headers.get('content-type')).toBe('image/webp');
      else console.warn('The preview came after the message.');
      await server.request('DELETE', `customers/${ann.customerId}`);
      expect((await stored()).filter((name) => name.startsWith(id))).toEqual([]);
    },
  );

  test('a backup takes the files from the bucket, and a restore brings them into another or onto the disk', async () => {
    const { url, id } = await (await visitor()).send('Keep me');
    if (withSharp) {
      const sent = await (await visitor()).send(await photo(withSharp));
      await eventually(async () => (await stored()).includes(`${sent.id}.preview`));
    }
    expect((await get(url)).status).toBe(200);
    const archive = join(work, 'parley.tar.gz');
    const config = { ...server.config, databaseUrl: server.app.databaseUrl };
    const { entries } = await backup(archive, { config, log });
    expect(entries.map(({ name }) => name)).toContain(`files/${server.organizationId}/${id}`);

    const other = s3Environment(s3.endpoint, await s3.freshBucket());
    const intoBucket = async (name: string) => ({
      dataDir: join(work, name),
      databaseUrl: (await postgres.migratedDatabase()).url,
      s3: readConfig([], other).s3!,
    });
    await restore(archive, { config: await intoBucket('there'), log });
    expect(await stored(other)).toEqual(await stored());
    await expect(restore(archive, { config: await intoBucket('again'), log })).rejects.toThrow(
      `the bucket ${other['S3_BUCKET']} has files): restore into a new bucket.`,
    );

    const { s3: _, ...onDisk } = await intoBucket('disk');
    await restore(archive, { config: onDisk, log });
    expect((await readdir(join(work, 'disk', 'files', server.organizationId))).sort()).toEqual(
      await stored(),
    );
  });

  test('the maintenance leaves alone what belongs to another database in the same bucket', async () => {
    const [mine, theirs] = [server.organizationId, randomUUID()].map((organizationId) => ({
      organizationId,
      id: randomUUID(),
    })) as [{ organizationId: string; id: string }, { organizationId: string; id: string }];
    const source = { read: () => Readable.from(['x']), size: 1 };
    const database = await openPostgres({ url: server.app.databaseUrl, log, poolSize: 2 });
    await inBucket(async (storage) => {
      const files = createFiles({
        store: createAttachmentStore(database.withOrganization, database.crossTenant),
        storage,
        previews: createPreviews(log),
        channels: new Map(),
        channelOf: () => Promise.resolve('web'),
        organizationIds: database.crossTenant.organizationIds,
        dataDir: join(work, 'data'),
        findMessage: () => Promise.reject(new Error('nobody asks')),
        log,
      });
      // Ahead of now, so that what was just put is old enough; no send is so old.
      const clean = () => files.removeUnattached(new Date(Date.now() + 60_000));
      await server.query('UPDATE attachments SET taken_at = NULL');
      // Uploads of the tests before.
      await clean();
      for (const file of [mine, theirs]) await storage.put(file, 'original', source);
      expect(await clean()).toBe(1);
    }).finally(() => database.close());
    const ids = await stored();
    expect([ids.includes(mine.id), ids.includes(theirs.id)]).toEqual([false, true]);
  });
});
