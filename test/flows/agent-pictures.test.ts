// Pictures of agents on the real server: put up, shown to customers and colleagues, gone with whoever they show.
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import express from 'express';
import type { Page } from 'playwright-core';
import { createPicturesRouter } from '../../src/api/agent-pictures';
import { createErrorHandler } from '../../src/api/error-handler';
import { createAgentPictures, type AgentPictureStore } from '../../src/files/agent-pictures';
import { rateRules } from '../../src/gateway/rate-rules';
import { createLog } from '../../src/log';
import type { Agent } from '../../src/protocol/people';
import type { Message } from '../../src/protocol/model/message';
import type { Session } from '../../src/protocol/model/session';
import { createMemoryRateLimits } from '../../src/stores/memory/rate-limits';
import { openPostgres } from '../../src/stores/postgres/connection/database';
import { createAttachmentStore } from '../../src/stores/postgres/tenant/files/attachments';
import { eventually, eventuallyPasses } from '../../src/tools/eventually';
import { testInBrowser } from '../dev-env/in-browser';
import { bomb, photo, sharpForTests } from '../dev-env/pictures';
import { TestServer } from '../dev-env/test-server';
import { customer, desk, faults, launch } from './console-desk';

const sharp = sharpForTests();
if (!sharp) console.warn('Skipped: pictures of agents (the optional package sharp is not installed).');
let server: TestServer;
let dataDir: string;
let png: Buffer;

it('whoever guesses at addresses asks the database a limited number of times; what is known asks it never', async () => {
  const [shown, organizationId] = [randomUUID(), randomUUID()];
  let asked = 0;
  const store: AgentPictureStore = {
    replace: () => Promise.resolve(undefined),
    ofUser: () => Promise.resolve([]),
    agentPictures: () => Promise.resolve([{ organizationId, agentId: randomUUID(), pictureId: shown }]),
    organizationOfPicture() {
      asked += 1;
      return Promise.resolve(undefined);
    },
  };
  const storage = {
    put: () => Promise.resolve(),
    remove: () => Promise.resolve(),
    open: () => Promise.resolve({ stream: Readable.from(['picture']), size: 7 }),
  };
  const log = createLog('silent');
  const pictures = createAgentPictures({
    store,
    storage,
    previews: { square: () => Promise.reject(new Error('not here')) },
    log,
  });
  await pictures.read();
  const limits = createMemoryRateLimits(rateRules, { now: Date.now, cap: 100 });
  const takeMiss = async (address: string) => void (await limits.take('picture', address));
  const app = express();
  app.use('/pictures', createPicturesRouter({ pictures, takeMiss }));
  app.use(createErrorHandler(log));
  const listening = app.listen(0, '127.0.0.1');
  await once(listening, 'listening');
  try {
    const { port } = listening.address() as AddressInfo;
    const statusOf = async (id: string) => (await fetch(`http://127.0.0.1:${port}/pictures/${id}`)).status;
    const { points } = rateRules.picture;
    for (let tries = 0; tries < points; tries += 1) expect(await statusOf(randomUUID())).toBe(404);
    expect([await statusOf(randomUUID()), await statusOf(shown), asked]).toEqual([429, 200, points]);
  } finally {
    listening.close();
    listening.closeAllConnections();
  }
});

(sharp ? describe : describe.skip)('pictures of agents', () => {
  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'parley-faces-'));
    server = await TestServer.create({ env: { DATA_DIR: dataDir, RATE_LIMITS: 'off' } });
    png = await sharp!({ create: { width: 40, height: 90, channels: 3, background: 'teal' } })
      .png()
      .toBuffer();
  });
  afterAll(async () => {
    await server?.close();
    await rm(dataDir, { recursive: true, force: true });
  });

  async function put(agentId: string, bytes: Buffer, token?: string, name = 'me.svg') {
    const form = new FormData();
    form.append('file', new Blob([new Uint8Array(bytes)]), name);
    const answer = await fetch(`${server.url}/api/v1/agents/${agentId}/picture`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${token ?? (await server.adminToken())}` },
      body: form,
    });
    return { status: answer.status, body: (await answer.json()) as Agent & { errors?: unknown } };
  }
  const show = (url: string) => fetch(new URL(url, server.url));
  const kept = async () =>
    (await readdir(join(dataDir, 'files', server.organizationId)).catch(() => [])).filter((name) =>
      name.endsWith('.picture'),
    );

  it('makes a small square of what a phone took, without what the phone noted, under an address of its own', async () => {
    const ada = await server.addAgent('Ada Byron');
    const first = await put(ada.agentId, await photo(sharp!), ada.token);
    expect([first.status, first.body.pictureUrl]).toEqual([
      200,
      expect.stringMatching(/^\/pictures\/[-0-9a-f]{36}$/),
    ]);
    const shown = await show(first.body.pictureUrl!);
    expect(Object.fromEntries(shown.headers)).toMatchObject({
      'content-type': 'image/webp',
      'cache-control': 'public, max-age=86400, immutable',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "sandbox; default-src 'none'",
      'cross-origin-resource-policy': 'cross-origin',
    });
    const bytes = Buffer.from(await shown.arrayBuffer());
    const about = await sharp!(bytes).metadata();
    expect([about.width, about.height, about.exif]).toEqual([256, 256, undefined]);
    const { status, body } = await put(ada.agentId, png, ada.token);
    expect([status, body.pictureUrl === first.body.pictureUrl]).toEqual([200, false]);
    const small = await sharp!(Buffer.from(await (await show(body.pictureUrl!)).arrayBuffer())).metadata();
    expect([small.width, small.height]).toEqual([40, 40]);
    expect((await show(first.body.pictureUrl!)).status).toBe(404);
    expect(await kept()).toHaveLength(1);
  });

  it('takes nothing else, whatever its name says, and nothing of it is kept', async () => {
    const { agentId, token } = await server.addAgent('Mallory');
    const before = await kept();
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>');
    const gif = await sharp!({ create: { width: 9, height: 9, channels: 3, background: 'red' } })
      .gif()
      .toBuffer();
    const broken = Buffer.concat([png.subarray(0, 60), Buffer.alloc(40)]);
    const cases: Array<[string, Buffer]> = [
      ['svg', svg],
      ['gif', gif],
      ['nothing', Buffer.alloc(0)],
      ['cut off', broken],
      ['a bomb', bomb()],
    ];
    for (const [what, bytes] of cases) {
      const { status, body } = await put(agentId, bytes, token, 'me.png');
      expect([what, status, body.errors]).toEqual([
        what,
        400,
        [{ path: 'file', message: expect.any(String) as string }],
      ]);
    }
    expect((await put(agentId, Buffer.alloc(10 * 1024 * 1024 + 1), token)).status).toBe(413);
    expect(await kept()).toEqual(before);
    for (const path of ['/pictures/none', '/pictures/00000000-0000-4000-8000-000000000000'])
      expect((await show(path)).status).toBe(404);
  });

  it('is the own hand’s, or an admin’s', async () => {
    const [ada, bob, boss] = await Promise.all([
      server.addAgent('Ada'),
      server.addAgent('Bob'),
      server.addAgent('Carol', 'supervisor'),
    ]);
    const { body } = await put(ada.agentId, png, ada.token);
    for (const { token } of [bob, boss]) {
      expect((await put(ada.agentId, png, token)).status).toBe(403);
      expect((await server.request('DELETE', `agents/${ada.agentId}/picture`, { token })).status).toBe(403);
    }
    const other = await server.addOrganization();
    const stranger = await server.login(other.email, other.password);
    expect((await put(ada.agentId, png, stranger)).status).toBe(404);
    expect((await show(body.pictureUrl!)).status).toBe(200);
    expect((await server.request('DELETE', `agents/${ada.agentId}/picture`)).status).toBe(204);
    expect((await show(body.pictureUrl!)).status).toBe(404);
    expect((await put(ada.agentId, png)).status).toBe(200);
    const { body: log } = await server.request('GET', 'audit-logs?action=agents.remove-picture');
    expect((log as { items: Array<{ resourceId: string }> }).items).toMatchObject([
      { resourceId: ada.agentId },
    ]);
  });

  it('reaches the customer with what the agent says and has, and a new one with what comes next', async () => {
    const grace = await server.addAgent('Grace Hopper');
    const { body } = await put(grace.agentId, png, grace.token);
    const writer = await customer(server);
    await writer.say('Hello?');
    const sessionId = await writer.askForPerson();
    await server.request('POST', `sessions/${sessionId}/claim`, { token: grace.token });
    await server.request('POST', `sessions/${sessionId}/messages`, {
      token: grace.token,
      body: { text: 'Grace here', clientMessageId: 'grace' },
    });
    const { pictureUrl } = body;
    const sync = async () =>
      (await writer.call('session:sync', { afterSeq: 0 })) as unknown as {
        session: Session;
        messages: Message[];
      };
    const said = ({ messages }: { messages: Message[] }) =>
      messages.find(({ content }) => content.text === 'Grace here');
    const now = await sync();
    expect(now.session).toMatchObject({ agentId: grace.agentId, agentPictureUrl: pictureUrl });
    expect(said(now)).toMatchObject({ senderId: grace.agentId, senderPictureUrl: pictureUrl });
    expect(writer.heard.find(({ content }) => content.text === 'Grace here')).toMatchObject({
      senderPictureUrl: pictureUrl,
    });
    const newer = await put(grace.agentId, png, grace.token);
    expect(said(await sync())).toMatchObject({ senderPictureUrl: newer.body.pictureUrl });
    await server.request('DELETE', `agents/${grace.agentId}/picture`, { token: grace.token });
    const last = await sync();
    expect([last.session.agentPictureUrl, said(last)!.senderPictureUrl]).toEqual([undefined, undefined]);
  });

  it('goes with the account, and is never taken for a file that nobody knows', async () => {
    const [one, two] = [await server.addAgent('Shortlived'), await server.addAgent('Another')];
    const urls = [];
    for (const { agentId, token } of [one, two]) urls.push((await put(agentId, png, token)).body.pictureUrl!);
    const ids = urls.map((url) => url.split('/')[2]!);
    const postgres = await openPostgres({
      url: server.app.databaseUrl,
      log: createLog('silent'),
      poolSize: 1,
    });
    const store = createAttachmentStore(postgres.withOrganization, postgres.crossTenant);
    expect(await store.known(server.organizationId, ids)).toEqual(new Set(ids));
    await postgres.close();
    expect((await server.request('DELETE', `users/${one.userId}`)).status).toBe(204);
    expect((await server.request('DELETE', `agents/${two.agentId}`)).status).toBe(204);
    const names = await kept();
    for (const [index, url] of urls.entries()) {
      expect((await show(url)).status).toBe(404);
      expect(names).not.toContain(`${ids[index]}.picture`);
    }
  });

  testInBrowser('is chosen in the console and seen on both sides', async () => {
    const browser = await launch();
    const shoot = async (page: Page, name: string) =>
      process.env['SHOTS'] && (await page.screenshot({ path: join(process.env['SHOTS'], `${name}.png`) }));
    try {
      const iris = await server.addAgent('Iris West');
      const { page, alarms } = await desk(browser, server, {
        ...iris,
        path: '/console/settings?section=profile',
      });
      await page.getByText('Customers see you as').waitFor();
      const choose = page.locator('input[type=file]');
      await choose.setInputFiles({
        name: 'me.png',
        mimeType: 'image/png',
        buffer: Buffer.from('no picture'),
      });
      await page.getByRole('alert').getByText('Choose a PNG, JPEG or WebP picture.').waitFor();
      await choose.setInputFiles({ name: 'me.jpg', mimeType: 'image/jpeg', buffer: await photo(sharp!) });
      await page.locator('.picture-field img').waitFor();
      await page.locator('.rail .avatar img').waitFor();
      expect(await faults(page)).toEqual([]);
      await shoot(page, 'profile');

      const visitor = await (await browser.newContext({ locale: 'en-GB' })).newPage();
      await visitor.goto(server.url);
      await visitor.locator('button.launcher').click();
      const frame = visitor.frameLocator('iframe');
      await frame.getByRole('textbox').fill('I want to talk to a person');
      await frame.getByRole('textbox').press('Enter');
      await frame.locator('.mine', { hasText: 'to a person' }).waitFor();
      const { id } = await eventually(async () => {
        const { body } = await server.request('GET', 'sessions?status=waiting&limit=1');
        const [session] = (body as { items: Session[] }).items;
        if (!session) throw new Error('nobody waits');
        return session;
      });
      await server.request('POST', `sessions/${id}/claim`, { token: iris.token });
      await server.request('POST', `sessions/${id}/messages`, {
        token: iris.token,
        body: { text: 'Iris here.', clientMessageId: 'iris' },
      });
      await frame.locator('.theirs', { hasText: 'Iris here.' }).waitFor();
      await frame.locator('header .face img').waitFor();
      await eventuallyPasses(async () => expect(await frame.locator('.log .face img').count()).toBe(1));
      await shoot(visitor, 'widget');

      await page.goto(`${server.url}/console/inbox/${id}?tab=mine`);
      await page.locator('.group-head .avatar img').waitFor();
      await page.locator('.row .state .avatar img').first().waitFor();
      await shoot(page, 'conversation');

      const admin = (await desk(browser, server, { path: '/console/settings?section=people' })).page;
      const row = admin.locator('.person-row', { hasText: 'Iris West' });
      await row.locator('.avatar img').waitFor();
      await shoot(admin, 'people');
      await row.getByRole('button', { name: 'Change', exact: false }).first().click();
      await admin.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
      await admin.getByRole('dialog').locator('.avatar img').waitFor({ state: 'detached' });
      // What is shown elsewhere cannot be had any more: initials stand in its place.
      await visitor.reload();
      await visitor.locator('button.launcher').waitFor();
      await frame.locator('header .face', { hasText: 'IW' }).waitFor();
      expect(alarms).toEqual([]);
    } finally {
      await browser.close();
    }
  });
});
