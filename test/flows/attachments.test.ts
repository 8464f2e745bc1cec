// Files end to end on the real server: uploaded, sent once, seen by the other side through links that run out.
import { randomBytes, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import express from 'express';
import type { Socket } from 'socket.io-client';
import supertest from 'supertest';
import { createErrorHandler } from '../../src/api/error-handler';
import { readUpload } from '../../src/api/http/upload';
import { createAttachmentStore } from '../../src/stores/postgres/tenant/files/attachments';
import { createFiles } from '../../src/files/files';
import { createPreviews } from '../../src/files/previews';
import { createLinks } from '../../src/files/sign';
import { createLog } from '../../src/log';
import type { Message } from '../../src/protocol/model/message';
import type { Session } from '../../src/protocol/model/session';
import { openPostgres } from '../../src/stores/postgres/connection/database';
import { openDiskStorage } from '../../src/stores/file-storage/disk';
import { redisForTests, redisIsHere, type TestRedis } from '../dev-env/redis';
import { TestServer } from '../dev-env/test-server';
import { eventuallyPasses } from '../../src/tools/eventually';

const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
const wav = Buffer.concat([Buffer.from('RIFF$\0\0\0WAVEfmt ', 'latin1'), Buffer.alloc(28)]);

let redis: TestRedis | undefined;
let server: TestServer;
/** A node whose maintenance is due: it needs a Redis beside the first. */
let second: TestServer | undefined;
let dataDir: string;
let env: Record<string, string>;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'parley-files-'));
  redis = redisIsHere() ? await redisForTests() : undefined;
  env = { DATA_DIR: dataDir, RATE_LIMITS: 'off', METRICS_TOKEN: 'a token for the numbers' };
  if (redis) env['REDIS_URL'] = redis.url;
  server = await TestServer.create({ env });
});
afterAll(async () => {
  await second?.close();
  await server?.close();
  await redis?.close();
  await rm(dataDir, { recursive: true, force: true });
});

interface Uploaded {
  id: string;
  fileName: string;
  mediaType: string;
  size: number;
}

// Tests read what they expect.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
type Answer = { status: number; body: any };

async function upload(
  token: string,
  file: { name: string; bytes: Buffer | string },
  path = 'widget/attachments',
): Promise<Answer> {
  const form = new FormData();
  form.append('file', new Blob([file.bytes]), file.name);
  const answer = await fetch(`${server.url}/api/v1/${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}` },
    body: form,
  });
  return { status: answer.status, body: await answer.json() };
}

/** A form as no browser would write it. */
async function uploadRaw(token: string, disposition: string, bytes = 'hello'): Promise<Answer> {
  const body = `--b\r\nContent-Disposition: ${disposition}\r\nContent-Type: text/html\r\n\r\n${bytes}\r\n--b--\r\n`;
  const answer = await fetch(`${server.url}/api/v1/widget/attachments`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'multipart/form-data; boundary=b' },
    body,
  });
  return { status: answer.status, body: await answer.json() };
}

async function customer(channelKey = server.channelKey) {
  const { body } = await server.request('POST', 'widget/sessions', { body: { channelKey }, token: '' });
  const token = (body as { visitorToken: string }).visitorToken;
  const send = async (said: object): Promise<Answer> => {
    const answer = await server.request('POST', 'widget/messages', {
      token,
      body: { clientMessageId: randomUUID(), ...said },
    });
    return { status: answer.status, body: answer.body };
  };
  return {
    token,
    customerId: (body as { customer: { id: string } }).customer.id,
    upload: async (name: string, bytes: Buffer | string) => {
      const answer = await upload(token, { name, bytes });
      expect(answer).toMatchObject({ status: 201 });
      return answer.body as Uploaded;
    },
    send,
    /** A picture, sent; the message as the customer has it. */
    async picture(text?: string): Promise<Message> {
      const { id } = await this.upload('a.png', png);
      const { body: sent } = await send({ attachmentIds: [id], ...(text && { text }) });
      return (sent as { message: Message }).message;
    },
    async messages(): Promise<Message[]> {
      const page = await server.request('GET', 'widget/messages?after=0', { token });
      return (page.body as { messages: Message[] }).messages;
    },
  };
}

async function desk(
  token: string,
): Promise<{ socket: Socket; call(event: string, body: object): Promise<Answer['body']> }> {
  const socket = server.socket('/agent', { token });
  await new Promise((resolve) => socket.once('ready', resolve));
  return { socket, call: (event, body) => socket.timeout(60_000).emitWithAck(event, body) };
}

const runOut = 'The link to this file has run out. Reload the conversation, and open the file from there.';
const get = (path: string) => fetch(new URL(path, server.url), { redirect: 'manual' });
const bytesOf = async (path: string) => Buffer.from(await (await get(path)).arrayBuffer());
/** A preview belongs to its file, whenever it comes: only one without its file counts. */
const rowsAndFiles = async () => {
  const rows = await server.query<{ id: string }>('SELECT id FROM attachments ORDER BY id');
  const entries = existsSync(dataDir) ? await readdir(dataDir, { recursive: true, withFileTypes: true }) : [];
  const names = new Set(entries.filter((entry) => entry.isFile()).map(({ name }) => name));
  const isPreviewOfOne = (name: string) => name.endsWith('.preview') && names.has(name.slice(0, -8));
  return { rows, files: [...names].filter((name) => !isPreviewOfOne(name)).sort() };
};

test('What is sent on one socket stands in the log in the order in which it was sent, whatever must be looked up first', async () => {
  const ada = await customer();
  const { id: first } = await ada.upload('a.png', png);
  const { id: second } = await ada.upload('b.png', png);
  const socket = server.socket('/customer', { channelKey: server.channelKey, visitorToken: ada.token });
  await new Promise((resolve) => socket.once('ready', resolve));
  const send = (on: Socket, said: object) =>
    on.timeout(60_000).emitWithAck('message:send', { clientMessageId: randomUUID(), ...said });
  await Promise.all([
    send(socket, { text: '1', attachmentIds: [first] }),
    send(socket, { text: '2' }),
    send(socket, { text: '3', attachmentIds: [second] }),
    send(socket, { text: '4' }),
    // What is written after the end of a chat is in the next one.
    socket.timeout(60_000).emitWithAck('session:close', {}),
    send(socket, { text: '5' }),
  ]);
  const { items } = (await server.request('GET', `sessions?customerId=${ada.customerId}&limit=5`)).body as {
    items: Session[];
  };
  const words = async (sessionId: string) => {
    const { body } = await server.request('GET', `sessions/${sessionId}/messages?after=0&limit=100`);
    return (body as { items: Message[] }).items.flatMap(({ sender, content }) =>
      sender === 'ai' ? [] : [content.systemAction ?? content.text],
    );
  };
  const closed = items.find(({ status }) => status === 'closed')!;
  const open = items.find(({ status }) => status !== 'closed')!;
  expect(await words(closed.id)).toEqual(['1', '2', '3', '4', 'closed']);
  expect((await words(open.id))[0]).toBe('5');

  const { socket: console } = await desk(await server.adminToken());
  const file = (await upload(await server.adminToken(), { name: 'c.png', bytes: png }, 'attachments'))
    .body as Uploaded;
  const command = { sessionId: open.id };
  const answers = await Promise.all([
    console.timeout(60_000).emitWithAck('session:claim', command),
    send(console, { ...command, text: '6', attachmentIds: [file.id] }),
    send(console, { ...command, text: '7' }),
    console.timeout(60_000).emitWithAck('session:close', command),
  ]);
  expect(answers.map(({ ok }) => ok)).toEqual([true, true, true, true]);
  expect((await words(open.id)).slice(-4)).toEqual(['claimed', '6', '7', 'closed']);
  socket.close();
  console.close();
});

describe('a file from a customer', () => {
  it('reaches the agent, and the bytes are the same', async () => {
    const { token } = await server.addAgent('Fay');
    const agent = await desk(token);
    const visitor = await customer();
    const { message: first } = (await visitor.send({ text: 'I have a picture of it' })).body as {
      message: Message;
    };
    await agent.call('session:claim', { sessionId: first.sessionId });
    const heard = new Promise<Message>((resolve) =>
      agent.socket.on('message:new', (message: Message) => message.content.mediaUrl && resolve(message)),
    );
    const photo = Buffer.concat([png, randomBytes(300_000)]);
    const { id } = await visitor.upload('photo of it.png', photo);
    const { body } = await visitor.send({ text: 'Here', attachmentIds: [id] });
    expect(body.message).toMatchObject({
      type: 'image',
      content: { text: 'Here', mediaType: 'image/png', fileName: 'photo of it.png', size: photo.length },
    });
    const onDesk = await heard;
    expect(onDesk.content.mediaUrl).toMatch(new RegExp(`^/files/${id}\\?.*signature=`));
    expect((await bytesOf(onDesk.content.mediaUrl!)).equals(photo)).toBe(true);

    const opened = await agent.call('session:open', { sessionId: first.sessionId });
    const rest = await server.request('GET', `sessions/${first.sessionId}/messages`);
    const lists = [opened.messages, (rest.body as { items: Message[] }).items, await visitor.messages()];
    for (const list of lists as Message[][]) {
      const found = list.find(({ type }) => type === 'image')!;
      expect((await bytesOf(found.content.mediaUrl!)).equals(photo)).toBe(true);
    }
    const [{ doc }] = (await server.query<{ doc: { content: { mediaUrl: string } } }>(
      `SELECT doc FROM messages WHERE type = 'image' AND session_id = $1`,
      [first.sessionId],
    )) as [{ doc: { content: { mediaUrl: string } } }];
    expect(doc.content.mediaUrl).toBe(`/files/${id}`);
    const [row] = await server.query('SELECT session_id FROM attachments WHERE id = $1', [id]);
    expect(row).toEqual({ session_id: first.sessionId });
  });

  it('comes back the same when the message is sent again, and in no other message', async () => {
    const visitor = await customer();
    const { id } = await visitor.upload('a.png', png);
    const clientMessageId = randomUUID();
    const first = await visitor.send({ clientMessageId, attachmentIds: [id] });
    const again = await visitor.send({ clientMessageId, attachmentIds: [id] });
    expect(again.body.message.id).toBe(first.body.message.id);
    expect(await visitor.send({ attachmentIds: [id] })).toMatchObject({
      status: 404,
      body: { code: 'not_found' },
    });
    expect((await visitor.messages()).filter(({ sender }) => sender === 'customer')).toHaveLength(1);
  });

  it('is one message each, the words with the first', async () => {
    const visitor = await customer();
    const files = [
      await visitor.upload('a.png', png),
      await visitor.upload('b.wav', wav),
      await visitor.upload('c.csv', 'a,b\n1,2\n'),
    ];
    const { body } = await visitor.send({
      clientMessageId: 'three',
      text: 'All of it',
      attachmentIds: files.map(({ id }) => id),
    });
    const sent = (await visitor.messages()).filter(({ sender }) => sender === 'customer');
    expect(
      sent.map(({ type, content, metadata }) => [
        type,
        content.text,
        content.mediaType,
        metadata.clientMessageId,
      ]),
    ).toEqual([
      ['image', 'All of it', 'image/png', 'three'],
      ['audio', undefined, 'audio/wav', 'three/1'],
      ['file', undefined, 'text/csv', 'three/2'],
    ]);
    expect(body.message.id).toBe(sent[0]!.id);
  });

  it('is not found for anybody but who uploaded it', async () => {
    const [visitor, stranger] = [await customer(), await customer()];
    const other = await server.addOrganization();
    const foreigner = await customer(other.channelKey);
    const { id } = await visitor.upload('mine.png', png);
    const unknown = await stranger.send({ attachmentIds: [randomUUID()] });
    expect(unknown.status).toBe(404);
    for (const who of [stranger, foreigner]) {
      const { id: own } = await who.upload('own.png', png);
      expect(await who.send({ attachmentIds: [id] })).toEqual(unknown);
      expect(await who.send({ attachmentIds: [own, id] })).toEqual(unknown);
      expect(await who.messages()).toEqual([]);
      expect((await who.send({ attachmentIds: [own] })).status).toBe(201);
    }
    expect((await visitor.send({ attachmentIds: [id] })).status).toBe(201);
  });
});

describe('a file from an agent', () => {
  it('reaches the customer, once, from its own agent only', async () => {
    const [fay, gus] = [await server.addAgent('Fay'), await server.addAgent('Gus')];
    const [mine, theirs] = [await desk(fay.token), await desk(gus.token)];
    const visitor = await customer();
    const sessionId = (await visitor.send({ text: 'Send me the form' })).body.message.sessionId as string;
    await mine.call('session:claim', { sessionId });
    const uploaded = await upload(fay.token, { name: 'form.pdf', bytes: '%PDF-1.7\n%%EOF' }, 'attachments');
    expect(uploaded).toMatchObject({ status: 201, body: { mediaType: 'application/pdf' } });
    const attachmentIds = [uploaded.body.id as string];
    const send = (from: typeof mine, clientMessageId: string, more: object = {}) =>
      from.call('message:send', { sessionId, clientMessageId, attachmentIds, ...more });
    expect(await send(theirs, 'theirs')).toMatchObject({ ok: false, error: { code: 'not_found' } });
    expect(await send(mine, 'note', { note: true, text: 'x' })).toMatchObject({
      ok: false,
      error: { code: 'invalid' },
    });
    const sent = await send(mine, 'mine');
    expect(sent).toMatchObject({ ok: true, message: { type: 'file', content: { fileName: 'form.pdf' } } });
    expect((await send(mine, 'mine')).message.id).toBe(sent.message.id);
    expect(await send(mine, 'twice')).toMatchObject({ ok: false, error: { code: 'not_found' } });
    const got = (await visitor.messages()).find(({ sender }) => sender === 'agent')!;
    const answer = await get(got.content.mediaUrl!);
    expect(await answer.text()).toBe('%PDF-1.7\n%%EOF');
    expect(answer.headers.get('content-disposition')).toBe('attachment; filename=form.pdf');
  });

  it('is refused without the permission', async () => {
    const created = await server.request('POST', 'api-keys', {
      body: { name: 'Reader', permissions: ['sessions:read'] },
    });
    const file = { name: 'a.png', bytes: png };
    const before = await rowsAndFiles();
    expect(await upload((created.body as { key: string }).key, file, 'attachments')).toMatchObject({
      status: 403,
      body: { code: 'forbidden' },
    });
    expect((await upload('nobody', file, 'attachments')).status).toBe(401);
    expect(await rowsAndFiles()).toEqual(before);
  });
});

describe('a link', () => {
  it('opens for whoever has it whole, and looks like no file to everybody else', async () => {
    const visitor = await customer();
    const [one, two] = [await visitor.picture(), await visitor.picture()];
    const stranger = await (await customer()).picture();
    const foreign = await (await customer((await server.addOrganization()).channelKey)).picture();
    const good = new URL(one.content.mediaUrl!, server.url);
    const partOf = (message: Message, name: string) =>
      new URL(message.content.mediaUrl!, server.url).searchParams.get(name)!;
    const changed = (name: string, value: string | null) => {
      const url = new URL(good);
      if (value === null) url.searchParams.delete(name);
      else url.searchParams.set(name, value);
      return url.href;
    };
    const idOf = (message: Message) => /files\/([^?]+)/.exec(message.content.mediaUrl!)![1]!;
    const [{ value: key }] = (await server.query<{ value: string }>(
      `SELECT value FROM instance WHERE key = 'link_secret'`,
    )) as [{ value: string }];
    const linkAt = (now: number, organizationId = server.organizationId, message = one) =>
      createLinks(key, () => now).withLinks(organizationId, {
        ...message,
        content: { mediaUrl: `/files/${idOf(message)}` },
      }).content.mediaUrl!;
    const other = await server.addOrganization();
    const bad: Record<string, string> = {
      'no query': good.origin + good.pathname,
      'no signature': changed('signature', null),
      'empty signature': changed('signature', ''),
      'blank signature': changed('signature', ' '),
      'wrong signature': changed('signature', randomBytes(32).toString('base64url')),
      'short signature': changed('signature', partOf(one, 'signature').slice(0, 20)),
      'signature twice': `${good.href}&signature=${partOf(one, 'signature')}`,
      'signature as object': `${good.href.replace('signature=', 'signature[a]=')}`,
      'signature of another file': changed('signature', partOf(two, 'signature')),
      'signature of another session': changed('signature', partOf(stranger, 'signature')),
      'session of another customer': changed('session', partOf(stranger, 'session')),
      'session of another organization': changed('session', partOf(foreign, 'session')),
      'no session': changed('session', null),
      'session that is none': changed('session', 'x'),
      'unknown session': changed('session', randomUUID()),
      'no expiry': changed('expires', null),
      'later expiry': changed('expires', String(Number(partOf(one, 'expires')) + 60)),
      'odd expiry': changed('expires', '1e12'),
      'unknown file': good.href.replace(idOf(one), randomUUID()),
      'no id': good.href.replace(idOf(one), '..%2f..%2fetc'),
      'another file': good.href.replace(idOf(one), idOf(two)),
      "another organization's file": good.href.replace(idOf(one), idOf(foreign)),
      'another key': createLinks('guess').withLinks(server.organizationId, {
        ...one,
        content: { mediaUrl: good.pathname },
      }).content.mediaUrl!,
      'signed for another organization': linkAt(Date.now(), other.organizationId),
      'more than was asked for': `${good.href}&download=1`,
    };
    const unknown = await get(`/files/${randomUUID()}`);
    const expected = [unknown.status, await unknown.text()];
    expect(expected[0]).toBe(404);
    for (const [what, url] of Object.entries(bad)) {
      const answer = await get(url);
      expect([what, answer.status, await answer.text()]).toEqual([what, ...expected]);
    }
    expect((await get(good.href)).status).toBe(200);
    expect((await get(linkAt(Date.now() - 50 * 60_000))).status).toBe(200);
    const over = await get(linkAt(Date.now() - 2 * 3_600_000));
    expect([over.status, ((await over.json()) as { detail: string }).detail]).toEqual([404, runOut]);
    const page = await fetch(new URL(linkAt(Date.now() - 2 * 3_600_000), server.url), {
      headers: { 'sec-fetch-dest': 'document' },
    });
    expect([page.status, page.headers.get('content-type'), await page.text()]).toEqual([
      404,
      'text/plain; charset=utf-8',
      runOut,
    ]);
  });

  it('shows pictures in place and nothing else, and lets nothing in a file run', async () => {
    const visitor = await customer();
    const html = '<!doctype html><script>alert(1)</script>';
    const svg = '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>';
    const table: Array<[name: string, bytes: Buffer | string, mediaType: string, type: string]> = [
      ['a.png', png, 'image/png', 'image'],
      ['really.html', png, 'image/png', 'image'],
      ['sound.wav', wav, 'audio/wav', 'audio'],
      ['page.png', html, 'application/octet-stream', 'file'],
      ['page.html', html, 'application/octet-stream', 'file'],
      ['page.txt', html, 'application/octet-stream', 'file'],
      ['drawing.svg', svg, 'application/octet-stream', 'file'],
      ['drawing.png', svg, 'application/octet-stream', 'file'],
      ['run.js', 'alert(1)', 'application/octet-stream', 'file'],
      ['run.sh', '#!/bin/sh\nls', 'application/octet-stream', 'file'],
      ['raw.txt', Buffer.from([1, 2, 0, 255]), 'application/octet-stream', 'file'],
      ['notes.txt', 'Grüße', 'text/plain', 'file'],
      ['table.csv', 'a,b', 'text/csv', 'file'],
      ['form.pdf', '%PDF-1.4\n', 'application/pdf', 'file'],
    ];
    for (const [name, bytes, mediaType, type] of table) {
      const uploaded = await visitor.upload(name, bytes);
      expect([name, uploaded.mediaType]).toEqual([name, mediaType]);
      const { message } = (await visitor.send({ attachmentIds: [uploaded.id] })).body as { message: Message };
      const answer = await get(message.content.mediaUrl!);
      const { headers } = answer;
      expect([name, message.type, answer.status]).toEqual([name, type, 200]);
      expect([name, headers.get('content-type')?.split(';')[0]]).toEqual([name, mediaType]);
      expect([name, headers.get('content-disposition')?.split(';')[0]]).toEqual([
        name,
        type === 'file' ? 'attachment' : 'inline',
      ]);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('content-security-policy')).toBe("sandbox; default-src 'none'");
      expect(headers.get('cache-control')).toMatch(/^private, max-age=3[0-6]\d\d$/);
      expect(Buffer.from(await answer.arrayBuffer()).equals(Buffer.from(bytes as Buffer))).toBe(true);
    }
  });
});

describe('an upload', () => {
  it('has a name that is safe in headers, lists and folders', async () => {
    const { token } = await customer();
    const table: Array<[given: string, kept: string]> = [
      ['../../etc/passwd', 'passwd'],
      ['..\\..\\boot.ini', 'boot.ini'],
      ['a%0D%0ASet-Cookie: x=1.png', 'aSet-Cookie_ x=1.png'],
      ['invoice\u202egnp.exe', 'invoicegnp.exe'],
      ['Grüße 请看 😀.png', 'Grüße 请看 😀.png'],
      ['...', 'file'],
      [`${'x'.repeat(400)}.png`, `${'x'.repeat(116)}.png`],
    ];
    for (const [given, kept] of table) {
      const answer = await uploadRaw(token, `form-data; name="file"; filename="${given}"`);
      expect([given, answer.status, answer.body.fileName]).toEqual([given, 201, kept]);
    }
    const sent = await customer();
    const { id } = await sent.upload('Grüße "x" 请.txt', 'hi');
    const { message } = (await sent.send({ attachmentIds: [id] })).body as { message: Message };
    expect((await get(message.content.mediaUrl!)).headers.get('content-disposition')).toBe(
      `attachment; filename="Gr??e _x_ ?.txt"; filename*=UTF-8''Gr%C3%BC%C3%9Fe%20_x_%20%E8%AF%B7.txt`,
    );
  });

  it('is refused when it is too large, empty, without a file, or by nobody, and leaves nothing', async () => {
    const { token } = await customer();
    const before = await rowsAndFiles();
    const ten = 10 * 1024 * 1024;
    const refused: Array<[Answer, number, string]> = [
      [await upload(token, { name: 'big.png', bytes: Buffer.alloc(ten + 1) }), 413, 'too_large'],
      [await upload(token, { name: 'empty.png', bytes: '' }), 400, 'invalid'],
      [await uploadRaw(token, 'form-data; name="other"; filename="a.png"'), 400, 'invalid'],
      [await uploadRaw(token, 'form-data; name="file"'), 400, 'invalid'],
      [await upload('', { name: 'a.png', bytes: png }), 401, 'unauthenticated'],
      [await upload('x'.repeat(43), { name: 'a.png', bytes: png }), 401, 'unauthenticated'],
      [await upload(await server.adminToken(), { name: 'a.png', bytes: png }), 401, 'unauthenticated'],
    ];
    for (const [answer, status, code] of refused) expect(answer).toMatchObject({ status, body: { code } });
    expect(await rowsAndFiles()).toEqual(before);
    expect((await upload(token, { name: 'just.bin', bytes: Buffer.alloc(ten, 1) })).status).toBe(201);
  });

  it('that is cut off leaves no file and no row', async () => {
    const { token } = await customer();
    const before = await rowsAndFiles();
    const { hostname, port } = new URL(server.url);
    const cut = new Error('cut');
    await new Promise<void>((resolve) => {
      const call = request({
        hostname,
        port,
        method: 'POST',
        path: '/api/v1/widget/attachments',
        headers: {
          authorization: `Bearer ${token}`,
          'content-type': 'multipart/form-data; boundary=b',
          'content-length': 5_000_000,
        },
      });
      call.on('error', () => resolve());
      call.write('--b\r\nContent-Disposition: form-data; name="file"; filename="a.png"\r\n\r\n');
      call.write(randomBytes(1_000_000));
      void eventuallyPasses(async () => expect(await rowsAndFiles()).not.toEqual(before)).finally(() =>
        call.destroy(cut),
      );
    });
    await eventuallyPasses(async () => expect(await rowsAndFiles()).toEqual(before));
  });

  it('is refused before it is read while the disk is nearly full', async () => {
    await withFiles(async (files) => {
      const app = express();
      app.post('/', readUpload({ maxBytes: 1_000, folder: files.incoming }), (_request, response) => {
        response.sendStatus(201);
      });
      app.use(createErrorHandler(createLog('silent')));
      const before = await rowsAndFiles();
      const answer = await supertest(app).post('/').attach('file', Buffer.from('x'), 'x.txt');
      expect(answer).toMatchObject({ status: 503, body: { code: 'unavailable' } });
      expect(await rowsAndFiles()).toEqual(before);
    }, Number.MAX_SAFE_INTEGER);
  });

  it('may wait for its message thirty times, and is cleared away after its day', async () => {
    const visitor = await customer();
    const ids: string[] = [];
    for (let index = 0; index < 30; index += 1) ids.push((await visitor.upload(`${index}.txt`, 'x')).id);
    expect(await upload(visitor.token, { name: 'one more.txt', bytes: 'x' })).toMatchObject({
      status: 409,
      body: { code: 'capacity' },
    });
    const { message } = (await visitor.send({ attachmentIds: ids.slice(0, 1) })).body as { message: Message };
    expect((await upload(visitor.token, { name: 'one more.txt', bytes: 'x' })).status).toBe(201);

    const day = new Date(Date.now() - 24 * 3_600_000);
    const old = new Date(day.getTime() - 60_000);
    await server.query(`UPDATE attachments SET created_at = $1 WHERE id = ANY ($2)`, [old, ids.slice(0, 10)]);
    const folder = join(dataDir, 'files', server.organizationId);
    const orphan = join(folder, randomUUID());
    const partial = join(dataDir, 'incoming', 'half');
    for (const path of [orphan, partial]) {
      await writeFile(path, 'x');
      await utimes(path, old, old);
    }
    await withFiles(async (files) => expect(await files.removeUnattached(day)).toBe(11));
    expect([orphan, partial, join(folder, ids[1]!)].map((path) => existsSync(path))).toEqual([
      false,
      false,
      false,
    ]);
    expect((await get(message.content.mediaUrl!)).status).toBe(200);
    expect((await visitor.send({ attachmentIds: [ids[2]!] })).status).toBe(404);
    expect((await visitor.send({ attachmentIds: [ids[20]!] })).status).toBe(201);
  });
});

(redisIsHere() ? it : it.skip)(
  'a file whose send was refused, or said something else before, is cleared away; one that a message shows never',
  async () => {
    const gil = await server.addAgent('Gil');
    const agent = await desk(gil.token);
    const visitor = await customer();
    const shown = [await visitor.picture('Look')];
    const { sessionId } = shown[0]!;
    const ofAgent = async () => {
      const { body } = await upload(gil.token, { name: 'a.pdf', bytes: '%PDF-1.7' }, 'attachments');
      return [body.id as string];
    };
    const said = { clientMessageId: randomUUID(), text: 'Only words' };
    await visitor.send(said);
    const lost = [(await visitor.upload('b.png', png)).id];
    const again = await visitor.send({ ...said, attachmentIds: lost });
    expect(again.body.message.content).toEqual({ text: 'Only words' });
    for (const session of [sessionId, randomUUID()]) {
      const attachmentIds = await ofAgent();
      const refused = { sessionId: session, clientMessageId: randomUUID(), attachmentIds };
      expect(await agent.call('message:send', refused)).toMatchObject({ ok: false });
      lost.push(...attachmentIds);
    }
    await agent.call('session:claim', { sessionId });
    const kept = { sessionId, clientMessageId: randomUUID(), attachmentIds: await ofAgent() };
    shown.push((await agent.call('message:send', kept)).message as Message);

    const now = new Date();
    const dayAgo = new Date(now.getTime() - 25 * 3_600_000);
    await server.query(`UPDATE attachments SET taken_at = $1 WHERE taken_at IS NOT NULL`, [dayAgo]);
    // For a conversation that is not there nothing was taken: it goes like any upload that nobody sends.
    await server.query(`UPDATE attachments SET created_at = $1 WHERE taken_at IS NULL AND id = ANY ($2)`, [
      dayAgo,
      lost,
    ]);
    const retried = { ...said, attachmentIds: [(await visitor.upload('c.png', png)).id] };
    await visitor.send(retried);
    second = await TestServer.create({ beside: server, env });
    await second.app.sweep();
    const left = async () =>
      (await server.query<{ id: string }>('SELECT id FROM attachments')).map(({ id }) => id);
    const onDisk = (id: string) => existsSync(join(dataDir, 'files', server.organizationId, id));
    await eventuallyPasses(async () => {
      const ids = await left();
      expect(lost.filter((id) => ids.includes(id) || onDisk(id))).toEqual([]);
    });
    expect(await left()).toEqual(expect.arrayContaining(retried.attachmentIds));
    for (const { content } of shown) expect((await get(content.mediaUrl!)).status).toBe(200);
  },
);

it('erasing a customer takes the files of both sides away', async () => {
  const fay = await server.addAgent('Fay');
  const agent = await desk(fay.token);
  const visitor = await customer();
  const picture = await visitor.picture('Look');
  await agent.call('session:claim', { sessionId: picture.sessionId });
  const { body } = await upload(fay.token, { name: 'form.pdf', bytes: '%PDF-1.7' }, 'attachments');
  const sent = await agent.call('message:send', {
    sessionId: picture.sessionId,
    clientMessageId: 'form',
    attachmentIds: [body.id as string],
  });
  const links = [picture, sent.message as Message].map(({ content }) => content.mediaUrl!);
  for (const link of links) expect((await get(link)).status).toBe(200);
  const erased = await server.request('DELETE', `customers/${visitor.customerId}`);
  expect(erased).toMatchObject({ status: 200, body: { files: 2 } });
  for (const link of links) expect((await get(link)).status).toBe(404);
  expect(existsSync(join(dataDir, 'files', server.organizationId, body.id as string))).toBe(false);
});

it('a picture without words is not left with nobody', async () => {
  const visitor = await customer();
  const { sessionId } = await visitor.picture();
  await eventuallyPasses(async () => {
    const { body } = await server.request('GET', `sessions/${sessionId}`);
    expect(['waiting', 'with_agent']).toContain((body as Session).status);
  });
});

async function withFiles(
  work: (files: ReturnType<typeof createFiles>) => Promise<void>,
  leastFreeBytes?: number,
): Promise<void> {
  const log = createLog('silent');
  const postgres = await openPostgres({ url: server.app.databaseUrl, log, poolSize: 2 });
  try {
    await work(
      createFiles({
        store: createAttachmentStore(postgres.withOrganization, postgres.crossTenant),
        storage: openDiskStorage(dataDir),
        previews: createPreviews(log),
        channels: new Map(),
        channelOf: () => Promise.resolve('web'),
        organizationIds: postgres.crossTenant.organizationIds,
        dataDir,
        findMessage: () => Promise.reject(new Error('nobody asks')),
        log,
        ...(leastFreeBytes !== undefined && { leastFreeBytes }),
      }),
    );
  } finally {
    await postgres.close();
  }
}
