// Previews of pictures on the real server: made at the upload, linked by the message, gone with the file.
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { backup } from '../../src/cli/backup';
import { createFiles } from '../../src/files/files';
import type { Preview, Previews } from '../../src/files/previews';
import { createLog } from '../../src/log';
import type { Message } from '../../src/protocol/model/message';
import type { Session } from '../../src/protocol/model/session';
import { openDiskStorage } from '../../src/stores/file-storage/disk';
import { openPostgres } from '../../src/stores/postgres/connection/database';
import { createAttachmentStore } from '../../src/stores/postgres/tenant/files/attachments';
import { eventually } from '../../src/tools/eventually';
import { bomb, photo, sharpForTests } from '../dev-env/pictures';
import { pigeon } from '../dev-env/pigeon-channel';
import { TestServer } from '../dev-env/test-server';

const sharp = sharpForTests();
const log = createLog('silent');
let server: TestServer;
let dataDir: string;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'parley-previews-'));
  server = await TestServer.create({
    env: { DATA_DIR: dataDir, RATE_LIMITS: 'off' },
    timing: { moreChannels: [pigeon] },
  });
});
afterAll(async () => {
  await server?.close();
  await rm(dataDir, { recursive: true, force: true });
});

const get = (path: string) => fetch(new URL(path, server.url));
const placeOf = (id: string, end = '') => join(dataDir, 'files', server.organizationId, id + end);

async function upload(token: string, file: { name: string; bytes: Buffer }, path: string) {
  const form = new FormData();
  form.append('file', new Blob([file.bytes]), file.name);
  const headers = { authorization: `Bearer ${token}` };
  const answer = await fetch(`${server.url}/api/v1/${path}`, { method: 'POST', headers, body: form });
  const body = (await answer.json()) as { id: string; detail: string; code: string };
  return { status: answer.status, ...body };
}

async function visitor() {
  const body = { channelKey: server.channelKey };
  const opened = await server.request('POST', 'widget/sessions', { body, token: '' });
  const { visitorToken: token, customer } = opened.body as { visitorToken: string; customer: { id: string } };
  return {
    customerId: customer.id,
    async upload(name: string, bytes: Buffer): Promise<string> {
      const { status, id } = await upload(token, { name, bytes }, 'widget/attachments');
      expect(status).toBe(201);
      return id;
    },
    async send(id: string): Promise<Message> {
      const said = { clientMessageId: randomUUID(), attachmentIds: [id] };
      const sent = await server.request('POST', 'widget/messages', { token, body: said });
      return (sent.body as { message: Message }).message;
    },
  };
}

/** Uploads wait for it, but not for ever: a machine that is busy makes it later. */
const hasPreview = (id: string) =>
  eventually(async () => {
    const rows = await server.query('SELECT 1 FROM attachments WHERE id = $1 AND width IS NOT NULL', [id]);
    return rows.length === 1;
  });

(sharp ? describe : describe.skip)('a picture', () => {
  it('has a preview beside it, in the log, in links and in backups, until its customer is erased', async () => {
    const ann = await visitor();
    const original = await photo(sharp!);
    const id = await ann.upload('photo.jpg', original);
    await hasPreview(id);
    const { content, sessionId, seq } = await ann.send(id);
    expect(content).toMatchObject({
      mediaType: 'image/jpeg',
      size: original.length,
      width: 1000,
      height: 1600,
    });
    expect(content.previewUrl).toBe(content.mediaUrl!.replace(`/files/${id}`, `/files/${id}/preview`));

    const answer = await get(content.previewUrl!);
    const bytes = Buffer.from(await answer.arrayBuffer());
    expect((await sharp!(bytes).metadata()).exif).toBeUndefined();
    const names = ['content-type', 'content-length', 'x-content-type-options', 'content-security-policy'];
    expect([answer.status, ...names.map((name) => answer.headers.get(name))]).toEqual([
      200,
      'image/webp',
      String(bytes.length),
      'nosniff',
      "sandbox; default-src 'none'",
    ]);
    expect(Buffer.from(await (await get(content.mediaUrl!)).arrayBuffer()).equals(original)).toBe(true);
    for (const wrong of ['', content.previewUrl!.replace(/signature=./, 'signature=_')])
      expect((await get(wrong || `/files/${id}/preview`)).status).toBe(404);

    const [row] = await server.query<{ doc: { content: Message['content'] } }>(
      'SELECT doc FROM messages WHERE session_id = $1 AND seq = $2',
      [sessionId, seq],
    );
    expect(row!.doc.content).toMatchObject({ mediaUrl: `/files/${id}`, previewUrl: `/files/${id}/preview` });
    const config = { ...server.config, databaseUrl: server.app.databaseUrl };
    const { entries } = await backup(join(dataDir, '..', `${id}.tar.gz`), { config, log });
    await rm(join(dataDir, '..', `${id}.tar.gz`));
    const kept = entries.map(({ name }) => name).filter((name) => name.includes(id));
    expect(kept).toEqual(['', '.preview'].map((end) => `files/${server.organizationId}/${id}${end}`));

    expect([existsSync(placeOf(id)), existsSync(placeOf(id, '.preview'))]).toEqual([true, true]);
    await server.request('DELETE', `customers/${ann.customerId}`);
    expect([existsSync(placeOf(id)), existsSync(placeOf(id, '.preview'))]).toEqual([false, false]);
    expect((await get(content.previewUrl!)).status).toBe(404);
  });

  it('that is a bomb or damaged is kept and sent as it is, without one', async () => {
    const ann = await visitor();
    const whole = await photo(sharp!);
    for (const bytes of [bomb(), whole.subarray(0, whole.length / 2)]) {
      const { content, type } = await ann.send(await ann.upload('a.png', bytes));
      expect([type, content.size, content.width, content.previewUrl]).toEqual([
        'image',
        bytes.length,
        undefined,
        undefined,
      ]);
      expect(Buffer.from(await (await get(content.mediaUrl!)).arrayBuffer()).equals(bytes)).toBe(true);
    }
  });
});

describe('a preview that is late', () => {
  const preview: Preview = { width: 4, height: 2, bytes: Buffer.from('small') };

  /** Files as the server has them, whose previews come when the test says so. */
  async function withGate(
    work: (files: ReturnType<typeof createFiles>, come: (preview?: Preview) => void) => Promise<void>,
  ): Promise<void> {
    const database = await openPostgres({ url: server.app.databaseUrl, log, poolSize: 2 });
    let come!: (preview?: Preview) => void;
    const made = new Promise<Preview | undefined>((resolve) => (come = resolve));
    const previews: Pick<Previews, 'begin'> = { begin: () => Promise.resolve({ made }) };
    const files = createFiles({
      store: createAttachmentStore(database.withOrganization, database.crossTenant),
      storage: openDiskStorage(dataDir),
      previews,
      channels: new Map(),
      channelOf: () => Promise.resolve('web'),
      organizationIds: database.crossTenant.organizationIds,
      dataDir,
      findMessage: () => Promise.resolve(undefined),
      log,
    });
    await work(files, come).finally(() => database.close());
  }
  async function uploader() {
    const { customerId } = await visitor();
    return { organizationId: server.organizationId, id: customerId, customerId };
  }
  async function keep(files: ReturnType<typeof createFiles>, by: Awaited<ReturnType<typeof uploader>>) {
    const path = join(await files.incoming(), randomUUID());
    await writeFile(path, 'a picture');
    return (await files.keep(by, { path, fileName: 'a.png' })).id;
  }
  const take = async (
    files: ReturnType<typeof createFiles>,
    by: Awaited<ReturnType<typeof uploader>>,
    id: string,
  ) => (await files.take(by, { ids: [id], messageKey: randomUUID() }))[0]!.content;

  it('keeps nobody waiting: the upload is answered and sent without it, and a later message has it', async () => {
    await withGate(async (files, come) => {
      const by = await uploader();
      const [first, second] = [await keep(files, by), await keep(files, by)];
      expect((await take(files, by, first)).previewUrl).toBeUndefined();
      come(preview);
      await hasPreview(second);
      expect(await take(files, by, second)).toMatchObject({
        width: 4,
        height: 2,
        previewUrl: `/files/${second}/preview`,
      });
    });
  });

  it('does not outlive a file that was erased meanwhile', async () => {
    await withGate(async (files, come) => {
      const by = await uploader();
      const id = await keep(files, by);
      await files.removeOf(by);
      come(preview);
      // Made and removed again: the next one is kept after it.
      const next = await keep(files, await uploader());
      await hasPreview(next);
      await eventually(
        async () =>
          !(await readdir(join(dataDir, 'files', server.organizationId))).some((name) => name.startsWith(id)),
      );
    });
  });
});

describe('a channel with limits of its own', () => {
  const png = (size: number) =>
    Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n\0\0\0\rIHDR', 'latin1'), Buffer.alloc(size - 16)]);
  const pdf = (size: number) => Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.alloc(size - 9)]);
  const mebibyte = 1024 * 1024;

  async function sessionOn(type: string, config: object): Promise<string> {
    const channel = await server.request('POST', 'channels', { body: { name: type, type, config } });
    const customer = await server.request('POST', 'customers', { body: { externalId: randomUUID() } });
    const [channelId, customerId] = [channel, customer].map(({ body }) => (body as { id: string }).id);
    const message = { clientMessageId: 'm1', text: 'A letter, please' };
    const opened = await server.request('POST', 'sessions', { body: { channelId, customerId, message } });
    expect(opened.status).toBe(201);
    return (opened.body as Session).id;
  }
  const asAdmin = async (path: string, name: string, bytes: Buffer) =>
    upload(await server.adminToken(), { name, bytes }, path);

  it('refuses at the upload what it does not take, and names the limit; and at the message what was uploaded for no channel', async () => {
    const id = await sessionOn('pigeon', { loft: 'east', ring: 'a ring' });
    const there = `attachments?sessionId=${id}`;
    expect((await asAdmin(there, 'a.txt', Buffer.alloc(4_096, 'x'))).status).toBe(201);
    expect(await asAdmin(there, 'a.txt', Buffer.alloc(4_097, 'x'))).toMatchObject({
      status: 413,
      code: 'too_large',
      detail: 'Pigeon takes letters of at most 4 KB.',
    });
    expect(await asAdmin(there, 'a.png', png(99))).toMatchObject({
      status: 400,
      detail: 'Pigeon takes no such file (image/png), only letters.',
    });
    const { id: file } = await asAdmin('attachments', 'a.png', png(99));
    const body = { clientMessageId: randomUUID(), attachmentIds: [file] };
    expect((await server.request('POST', `sessions/${id}/messages`, { body })).body).toMatchObject({
      code: 'invalid',
      detail: 'Pigeon takes no such file (image/png), only letters.',
    });
    const { items } = (await server.request('GET', `sessions/${id}/messages`)).body as { items: Message[] };
    expect(items.filter(({ content }) => content.mediaUrl)).toEqual([]);
    expect((await asAdmin(`attachments?sessionId=${randomUUID()}`, 'a.pdf', pdf(99))).status).toBe(404);
    expect((await asAdmin('attachments?sessionId=x', 'a.pdf', pdf(99))).status).toBe(400);
  });

  it('may take more than others: WhatsApp a document of 100 MB', async () => {
    const secrets = { accessToken: 'a', appSecret: 'b', verifyToken: 'c' };
    const id = await sessionOn('whatsapp', { phoneNumberId: '1', ...secrets });
    const there = `attachments?sessionId=${id}`;
    expect((await asAdmin(there, 'a.pdf', pdf(12 * mebibyte))).status).toBe(201);
    expect((await asAdmin(there, 'a.png', png(6 * mebibyte))).status).toBe(201);
    expect(await asAdmin('attachments', 'a.pdf', pdf(12 * mebibyte))).toMatchObject({
      status: 413,
      detail: 'Parley takes files of at most 10 MB.',
    });
    expect(await asAdmin(there, 'a.pdf', pdf(100 * mebibyte + 1))).toMatchObject({
      status: 413,
      detail: 'The file is too large: at most 100 MB.',
    });
  });
});
