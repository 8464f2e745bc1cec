// The console as an installed program: pushes reach whoever has none open, end with the login, and lead to the conversation;
// what is installed is never older than the server. The push service is a fake that opens what it takes; in Chromium only
// PushManager is one, for its own cannot be reached.
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { once } from 'node:events';
import { createServer, request as send, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { newsKinds, type PushState } from '../../src/protocol/notifications';
import { eventuallyPasses } from '../../src/tools/eventually';
import { launchWholeChromium, wholeChromiumPath } from '../dev-env/chromium';
import { startFakePush, type FakePush, type Pushed } from '../dev-env/fake-push';
import { isWalked } from '../dev-env/in-browser';
import { TestServer } from '../dev-env/test-server';
import { customer, faults, pictures } from './console-desk';

let server: TestServer;
let service: FakePush;

beforeAll(async () => {
  service = await startFakePush();
  server = await TestServer.create({
    env: { FETCH_ALLOW: '127.0.0.0/8', RATE_LIMITS: 'off', PARLEY_DEMO: 'off' },
  });
});
afterAll(async () => {
  await server?.close();
  await service?.stop();
});

const words = {
  titles: Object.fromEntries(newsKinds.map((kind) => [kind, `Neu: ${kind}`])),
  visitor: 'ein Besucher',
  waiting: '{count} warten',
  several: '{count} rufen',
};
type Device = ReturnType<FakePush['device']>;
type Login = { token: string; cookie: string };

/** A browser that signs in. */
async function signIn({ email, password }: { email: string; password: string }): Promise<Login> {
  const { body, headers } = await server.request('POST', 'auth/login', {
    body: { email, password },
    token: '',
  });
  const cookie = headers.get('set-cookie')!.split(';')[0]!;
  return { token: (body as { accessToken: string }).accessToken, cookie };
}

const push = (method: string, { token, cookie }: Login, body?: object) =>
  server.request(method, 'auth/push', { token, headers: { cookie }, ...(body && { body }) });
const subscribe = (login: Login, device: Device) => push('PUT', login, { ...device, words });
const state = async (login: Login) => (await push('GET', login)).body as PushState;
const to = ({ endpoint }: Device): Pushed[] => service.pushed.filter((one) => one.endpoint === endpoint);
const kindsTo = (device: Device) => to(device).map(({ payload }) => payload['kind']);

async function agentWithDevice(name: string) {
  const agent = await server.addAgent(name);
  const login = await signIn(agent);
  const device = service.device();
  expect((await subscribe(login, device)).status).toBe(200);
  return { ...agent, login, device };
}

/** A customer whom this agent has. */
async function held({ token }: { token: string }, text = 'Where is my parcel?') {
  const visitor = await customer(server, { firstName: 'Mona' });
  const { sessionId } = await visitor.say(text);
  expect((await server.request('POST', `sessions/${sessionId}/claim`, { token, body: {} })).status).toBe(200);
  return { visitor, sessionId };
}

const mention = (sessionId: string, agentId: string) =>
  server.request('POST', `sessions/${sessionId}/messages`, {
    body: { text: 'Look at the secret.', note: true, clientMessageId: randomUUID(), mentions: [agentId] },
  });

describe('a device that takes pushes', () => {
  test('is of a login, at an address outside; another organization that signs in there has it alone', async () => {
    const grace = await server.addAgent('Grace');
    const [login, lins] = [await signIn(grace), await signIn(await server.addAgent('Lin'))];
    const device = service.device();
    for (const endpoint of ['https://10.0.0.1/x', 'http://93.184.216.34/x', 'https://[::1]/x', 'file:///x']) {
      const { status, body } = await subscribe(login, { ...device, endpoint });
      expect([endpoint, status, (body as { errors: Array<{ path: string }> }).errors[0]!.path]).toEqual([
        endpoint,
        400,
        'endpoint',
      ]);
    }
    expect((await subscribe({ ...login, cookie: '' }, device)).status).toBe(403);
    expect((await subscribe({ ...login, cookie: lins.cookie }, device)).status).toBe(403);
    expect((await subscribe(login, device)).body).toEqual({
      publicKey: expect.stringMatching(/^[\w-]{87}$/),
      subscribed: true,
      devices: 1,
    });
    expect(await state(await signIn(grace))).toMatchObject({ subscribed: false, devices: 1 });
    // Whoever names another's address without a login takes nothing from them.
    expect((await subscribe({ ...lins, cookie: '' }, device)).status).toBe(403);
    expect(await state(login)).toMatchObject({ subscribed: true, devices: 1 });
    const another = await signIn(await server.addOrganization());
    expect((await subscribe(another, device)).status).toBe(200);
    expect(await state(login)).toMatchObject({ subscribed: false, devices: 0 });
    expect((await push('DELETE', another)).status).toBe(204);
    expect(await state(another)).toMatchObject({ subscribed: false, devices: 0 });
    for (let count = 0; count < 11; count += 1)
      expect((await subscribe(await signIn(grace), service.device())).status).toBe(200);
    expect(await state(login)).toMatchObject({ devices: 10 });
  });

  test('hears what happened and of whom, not what was written; not what was read meanwhile, nor what nobody wants', async () => {
    const ada = await agentWithDevice('Ada');
    const { visitor, sessionId } = await held(ada, 'My secret order');
    await visitor.say('is number 7.');
    await eventuallyPasses(() => expect(to(ada.device)).toHaveLength(1));
    const [first] = to(ada.device);
    expect(first).toMatchObject({
      payload: {
        kind: 'message',
        sessionId,
        title: 'Neu: message',
        body: 'Mona',
        tag: sessionId,
        url: `/console/inbox/${sessionId}?tab=mine`,
      },
      urgency: 'high',
      signedBy: (await state(ada.login)).publicKey,
      subject: expect.stringMatching(/^mailto:/),
    });
    expect(first!.ttl).toBeGreaterThan(3_000);
    expect(first!.ttl).toBeLessThanOrEqual(3_600);
    expect(first!.topic).toMatch(/^[\w-]{32}$/);
    expect(JSON.stringify(first)).not.toContain('secret');

    const { seq } = await visitor.say('Are you there?');
    const socket = server.socket('/agent', { token: ada.token });
    await new Promise((resolve, reject) => socket.once('ready', resolve).once('connect_error', reject));
    await socket.emitWithAck('message:read', { sessionId, seq });
    await server.request('PATCH', 'agents/me/notifications', {
      token: ada.token,
      body: { choices: { not_sent: { push: false } } },
    });
    // What comes after it says that it did not come.
    await mention(sessionId, ada.agentId);
    await eventuallyPasses(() => expect(kindsTo(ada.device)).toEqual(['message', 'mentioned']));
    expect(to(ada.device)[1]!.topic).toBe(first!.topic);
    expect(service.refused).toEqual([]);
  });

  test('is tried again while its service takes nothing, and forgotten when it is gone there', async () => {
    const noor = await agentWithDevice('Noor');
    const { visitor, sessionId } = await held(noor);
    service.answer(503, 429);
    await visitor.say('Hello?');
    await eventuallyPasses(() => expect(kindsTo(noor.device)).toEqual(['message']));
    service.answer(410);
    await mention(sessionId, noor.agentId);
    await eventuallyPasses(async () => expect((await state(noor.login)).devices).toBe(0));
    expect(to(noor.device)).toHaveLength(1);
  });

  test('says by its cookie alone where its push service has moved it, and begins nothing so', async () => {
    const max = await agentWithDevice('Max');
    const [moved, stranger] = [service.device(), service.device()];
    const renew = (cookie: string, device: Device) =>
      server.request('POST', 'auth/push/renewal', { token: '', headers: { cookie }, body: device });
    const rows = async () =>
      (
        await server.query<{ endpoint: string }>('SELECT endpoint FROM push_devices WHERE agent_id = $1', [
          max.agentId,
        ])
      ).map(({ endpoint }) => endpoint);
    for (const cookie of ['', 'parley_refresh=', 'parley_refresh=unknown.one', (await signIn(max)).cookie]) {
      expect((await renew(cookie, stranger)).status).toBe(204);
      expect(await rows()).toEqual([max.device.endpoint]);
    }
    const inside = { ...moved, endpoint: 'https://10.0.0.1/x' };
    expect((await renew(max.login.cookie, inside)).status).toBe(400);
    expect((await renew(max.login.cookie, moved)).status).toBe(204);
    expect(await rows()).toEqual([moved.endpoint]);
    const { sessionId } = await held(max);
    await mention(sessionId, max.agentId);
    await eventuallyPasses(() => expect(kindsTo(moved)).toEqual(['mentioned']));
    expect(to(max.device)).toEqual([]);
  });

  test('hears nothing after its login ended: signed out, with a new password, or with the agent', async () => {
    const kim = await agentWithDevice('Kim');
    const [other, another] = [service.device(), service.device()];
    const stays = await signIn(kim);
    await subscribe(stays, other);
    const { sessionId } = await held(kim);
    await server.request('POST', 'auth/logout', { token: '', headers: { cookie: kim.login.cookie } });
    await mention(sessionId, kim.agentId);
    await eventuallyPasses(() => expect(kindsTo(other)).toEqual(['mentioned']));
    expect(to(kim.device)).toEqual([]);
    expect((await state(stays)).devices).toBe(1);
    await server.request('POST', 'auth/password', {
      token: stays.token,
      body: { currentPassword: kim.password, password: 'another horse battery' },
    });
    const anew = await signIn({ email: kim.email, password: 'another horse battery' });
    await subscribe(anew, another);
    expect((await state(anew)).devices).toBe(1);
    await mention(sessionId, kim.agentId);
    await eventuallyPasses(() => expect(kindsTo(another)).toEqual(['mentioned']));
    expect(to(other)).toHaveLength(1);
    await server.query('DELETE FROM agents WHERE id = $1', [kim.agentId]);
    expect(await server.query('SELECT 1 FROM push_devices WHERE agent_id = $1', [kim.agentId])).toEqual([]);
  });

  /** As after a crash: its bell has gone, and what a node had taken is due again. */
  async function loseBell(deviceId: string): Promise<void> {
    await server.query(`DELETE FROM parley_jobs._private_jobs WHERE key = $1`, [`push:${deviceId}`]);
    await server.query(
      `UPDATE push_news SET due_at = now() - interval '20 seconds'
      WHERE device_id = $1 AND due_at IS NOT NULL`,
      [deviceId],
    );
  }
  /** It has had its pushes of the minute, which lasts until `release`: nothing goes before a test wants it. */
  const hold = (deviceId: string) =>
    server.query(
      `UPDATE push_devices SET minute_count = 10, minute_from = date_trunc('milliseconds', now()) + interval '1 hour',
         waiting_told_at = date_trunc('milliseconds', now()) + interval '1 hour' WHERE id = $1`,
      [deviceId],
    );
  const release = (deviceId: string) =>
    server.query('UPDATE push_devices SET minute_from = NULL, waiting_told_at = NULL WHERE id = $1', [
      deviceId,
    ]);
  const idOf = async ({ endpoint }: Device) => {
    const [row] = await server.query<{ id: string }>('SELECT id FROM push_devices WHERE endpoint = $1', [
      endpoint,
    ]);
    return row!.id;
  };
  const dueOf = async (deviceId: string) => {
    const rows = await server.query<{ kind: string; due: boolean }>(
      'SELECT kind, due_at IS NOT NULL AS due FROM push_news WHERE device_id = $1',
      [deviceId],
    );
    return rows.map(({ kind, due }) => `${kind} ${due ? 'due' : 'told'}`);
  };

  test('is told what a crash left untold, once, unless it is over by then', async () => {
    const eve = await agentWithDevice('Eve');
    const deviceId = await idOf(eve.device);
    const { sessionId } = await held(eve);
    await hold(deviceId);
    await mention(sessionId, eve.agentId);
    await eventuallyPasses(async () => expect(await dueOf(deviceId)).toEqual(['mentioned due']));
    await release(deviceId);
    await loseBell(deviceId);
    await eventuallyPasses(() => expect(kindsTo(eve.device)).toEqual(['mentioned']));
    await eventuallyPasses(async () => expect(await dueOf(deviceId)).toEqual(['mentioned told']));

    const another = await held(eve, 'A second one.');
    await hold(deviceId);
    await another.visitor.say('Are you there?');
    await eventuallyPasses(async () => expect(await dueOf(deviceId)).toContain('message due'));
    await server.request('POST', `sessions/${another.sessionId}/close`, { token: eve.token, body: {} });
    await release(deviceId);
    await loseBell(deviceId);
    await eventuallyPasses(async () =>
      expect(await dueOf(deviceId)).toEqual(['mentioned told', 'message told']),
    );
    expect(to(eve.device)).toHaveLength(1);
  });

  test('is told of a conversation whose bell nobody heard, by the next look', async () => {
    const fay = await agentWithDevice('Fay');
    const { visitor, sessionId } = await held(fay);
    const deviceId = await idOf(fay.device);
    await hold(deviceId);
    await visitor.say('Hello?');
    await eventuallyPasses(async () => expect(await dueOf(deviceId)).toHaveLength(1));
    await server.query('DELETE FROM push_news WHERE device_id = $1', [deviceId]);
    await release(deviceId);
    await server.query(
      `UPDATE sessions SET last_message = jsonb_set(last_message, '{timestamp}',
         to_jsonb((last_message ->> 'timestamp')::timestamptz - interval '40 seconds')) WHERE id = $1`,
      [sessionId],
    );
    await eventuallyPasses(() => expect(kindsTo(fay.device)).toEqual(['message']));
  });

  test('is told of a note about a customer that calls its agent, once, also where the bell was lost', async () => {
    const una = await agentWithDevice('Una');
    const deviceId = await idOf(una.device);
    const { id } = await customer(server, { firstName: 'Mona' });
    const note = async () => {
      const body = { text: 'The secret, @Una.', mentions: [una.agentId] };
      return (await server.request('POST', `customers/${id}/notes`, { body })).body as { id: string };
    };
    const first = await note();
    await eventuallyPasses(() => expect(kindsTo(una.device)).toEqual(['mentioned']));
    expect(to(una.device)[0]!.payload).toMatchObject({
      ...{ title: 'Neu: mentioned', body: 'Mona', tag: first.id },
      url: `/console/customers/${id}?note=${first.id}`,
    });
    expect(JSON.stringify(to(una.device)[0]!.payload)).not.toContain('secret');
    await hold(deviceId);
    const second = await note();
    await eventuallyPasses(async () =>
      expect(await dueOf(deviceId)).toEqual(expect.arrayContaining(['mentioned due'])),
    );
    await server.query('DELETE FROM push_news WHERE note_id = $1', [second.id]);
    await release(deviceId);
    await server.query(
      `UPDATE mentions SET created_at = created_at - interval '40 seconds' WHERE note_id = $1`,
      [second.id],
    );
    await eventuallyPasses(() => expect(kindsTo(una.device)).toEqual(['mentioned', 'mentioned']));
    expect(to(una.device)[1]!.payload).toMatchObject({ tag: second.id });
  });

  test('is told of a mention whose bell nobody heard', async () => {
    const gil = await agentWithDevice('Gil');
    const deviceId = await idOf(gil.device);
    const { sessionId } = await held(gil);
    await hold(deviceId);
    await mention(sessionId, gil.agentId);
    await eventuallyPasses(async () => expect(await dueOf(deviceId)).toEqual(['mentioned due']));
    await server.query('DELETE FROM push_news WHERE device_id = $1', [deviceId]);
    await release(deviceId);
    await server.query(
      `UPDATE mentions SET created_at = created_at - interval '40 seconds' WHERE session_id = $1`,
      [sessionId],
    );
    await eventuallyPasses(() => expect(kindsTo(gil.device)).toEqual(['mentioned']));
  });

  test('is told once of many that wait: the newest count, and by a tag that replaces the one before', async () => {
    const ida = await server.addAgent('Ida');
    await server.query(`UPDATE agents SET status = 'online' WHERE id = $1`, [ida.agentId]);
    const login = await signIn(ida);
    const device = service.device();
    expect((await subscribe(login, device)).status).toBe(200);
    const deviceId = await idOf(device);
    const waits = async () => {
      const visitor = await customer(server, { firstName: 'Ben' });
      return (await visitor.say('Is anybody there?')).sessionId;
    };
    /** Whether the device is to be told of each. */
    const areDue = (ids: string[], more = '') =>
      eventuallyPasses(async () => {
        const [row] = await server.query<{ count: number }>(
          `SELECT count(*)::int AS count FROM push_news n JOIN push_devices p ON p.id = n.device_id
           WHERE p.id = $1 AND n.session_id = ANY($2) AND n.due_at IS NOT NULL ${more}`,
          [deviceId, ids],
        );
        expect(row!.count).toBe(ids.length);
      });
    await hold(deviceId);
    await areDue([await waits(), await waits(), await waits()]);
    await release(deviceId);
    await loseBell(deviceId);
    const waiting = async () => {
      const [row] = await server.query<{ count: number }>(
        `SELECT count(*)::int AS count FROM sessions WHERE status = 'waiting'`,
      );
      return row!.count;
    };
    await eventuallyPasses(() => expect(to(device)).toHaveLength(1));
    const first = to(device)[0]!;
    expect(first).toMatchObject({
      payload: { title: `${await waiting()} warten`, tag: 'waiting' },
      urgency: 'high',
    });
    expect(first.ttl).toBeLessThanOrEqual(600);
    expect(first.payload).not.toHaveProperty('sessionId');
    // The next goes a minute after it, with the count of then.
    await eventuallyPasses(async () =>
      expect(
        await server.query('SELECT 1 FROM push_devices WHERE id = $1 AND waiting_told_at IS NOT NULL', [
          deviceId,
        ]),
      ).toHaveLength(1),
    );
    await hold(deviceId);
    const next = [await waits(), await waits()];
    await areDue(next);
    await server.query('UPDATE push_devices SET minute_from = NULL WHERE id = $1', [deviceId]);
    await loseBell(deviceId);
    await areDue(next, `AND n.due_at = p.waiting_told_at + interval '1 minute'`);
    expect(to(device)).toHaveLength(1);
    await release(deviceId);
    await loseBell(deviceId);
    await eventuallyPasses(() => expect(to(device)).toHaveLength(2));
    expect(to(device)[1]).toMatchObject({
      payload: { title: `${await waiting()} warten`, tag: 'waiting' },
      topic: first.topic,
    });
    await server.query(`UPDATE agents SET status = 'offline' WHERE id = $1`, [ida.agentId]);
  });

  test('is one, however many tabs of its browser say where it is, and whoever else does', async () => {
    const [jon, kay] = [await server.addAgent('Jon'), await server.addAgent('Kay')];
    const [login, other] = [await signIn(jon), await signIn(kay)];
    for (let round = 0; round < 8; round += 1) {
      const device = service.device();
      const answers = await Promise.all(
        [login, login, login, login, other].map((one) => subscribe(one, device)),
      );
      expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
      const rows = await server.query('SELECT 1 FROM push_devices WHERE endpoint = $1', [device.endpoint]);
      expect(rows).toHaveLength(1);
    }
    const again = service.device();
    await subscribe(login, again);
    const before = await idOf(again);
    await subscribe(login, again);
    // What waits for it stays.
    expect(await idOf(again)).toBe(before);
  });
});

const inBrowser = isWalked && existsSync(wholeChromiumPath) ? describe : describe.skip;

inBrowser('the installed console in Chromium', () => {
  let browser: Browser;
  let context: BrowserContext;
  let front: Server;
  let url: string;
  /** What the next version of the console begins with. */
  let upgrade = '';
  /** What stands before the server finds none. */
  let isDown = false;

  beforeAll(async () => {
    // The shell without windows shows no notification.
    browser = await launchWholeChromium();
    front = createServer((asked, answer) => {
      const isPage =
        asked.headers.accept?.includes('text/html') === true && asked.url!.startsWith('/console/');
      if (isDown) return answer.writeHead(502).end();
      if (isPage && upgrade) return answer.setHeader('Content-Type', 'text/html').end(upgrade);
      const on = send(
        `${server.url}${asked.url}`,
        { method: asked.method!, headers: asked.headers },
        (given) => {
          answer.writeHead(given.statusCode!, given.headers);
          given.pipe(answer);
        },
      );
      on.on('error', () => answer.destroy());
      asked.pipe(on);
    }).listen(0, '127.0.0.1');
    await once(front, 'listening');
    url = `http://127.0.0.1:${(front.address() as AddressInfo).port}`;
  });
  afterEach(() => context?.close());
  afterAll(async () => {
    await browser?.close();
    front?.closeAllConnections();
    front?.close();
  });

  async function open({ email, password }: { email: string; password: string }): Promise<Page> {
    context = await browser.newContext({ locale: 'en-GB', permissions: ['notifications'] });
    const page = await context.newPage();
    await page.goto(`${url}/console/`);
    await page.getByLabel('E-mail').fill(email);
    await page.getByLabel('Password', { exact: true }).fill(password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('navigation', { name: 'Main' }).waitFor();
    await page.evaluate('navigator.serviceWorker.ready.then(() => 0)');
    return page;
  }

  test('has a manifest, keeps nothing, and after an upgrade the next load is the new one', async () => {
    const page = await open(await server.addAgent('Uma'));
    const client = await context.newCDPSession(page);
    const { data, errors } = (await client.send('Page.getAppManifest')) as {
      data: string;
      errors: unknown[];
    };
    expect(errors).toEqual([]);
    const manifest = JSON.parse(data) as { icons: Array<{ src: string; sizes: string; purpose?: string }> };
    expect(manifest).toMatchObject({
      name: 'Parley',
      start_url: '/console/',
      scope: '/console/',
      display: 'standalone',
    });
    expect(manifest.icons.map(({ purpose }) => purpose ?? 'any')).toContain('maskable');
    for (const { src, sizes } of manifest.icons) {
      const width = await page.evaluate(
        `new Promise((done) => { const one = new Image(); one.onload = () => done(one.naturalWidth + 'x' + one.naturalHeight); one.onerror = done; one.src = '/console/${src}'; })`,
      );
      expect([src, width]).toEqual([src, sizes]);
    }
    await eventuallyPasses(async () =>
      expect(await page.locator('meta[name="theme-color"]').count()).toBe(2),
    );
    await page.reload();
    await page.getByRole('navigation', { name: 'Main' }).waitFor();
    await eventuallyPasses(async () =>
      expect(await page.evaluate('navigator.serviceWorker.controller.scriptURL')).toBe(
        `${url}/console/sw.js`,
      ),
    );
    upgrade = '<!doctype html><title>The next version</title>';
    await page.reload();
    await eventuallyPasses(async () => expect(await page.title()).toBe('The next version'));
    upgrade = '';
    await eventuallyPasses(async () => expect(await page.evaluate('caches.keys()')).toEqual([]));
  });

  test('says that there is no connection where a page cannot come, in the language of the browser, and comes back by itself', async () => {
    const page = await open(await server.addAgent('Ute'));
    await page.reload();
    await page.getByRole('navigation', { name: 'Main' }).waitFor();
    await page.evaluate(`localStorage.setItem('parley.language', 'de')`);
    await context.setOffline(true);
    await page.reload();
    await page.getByRole('heading', { name: 'Keine Verbindung' }).waitFor();
    await pictures(page, 'console-unreachable');
    expect(await faults(page)).toEqual([]);
    await eventuallyPasses(async () => expect(await page.evaluate('caches.keys()')).toEqual([]));
    await context.setOffline(false);
    await page.getByRole('navigation', { name: 'Hauptmenü' }).waitFor();

    isDown = true;
    await page.reload();
    await page.getByRole('heading', { name: 'Keine Verbindung' }).waitFor();
    const looked = page.waitForResponse((answer) => answer.url().endsWith('/healthz'));
    expect((await looked).status()).toBe(502);
    await page.getByRole('heading', { name: 'Keine Verbindung' }).waitFor();
    isDown = false;
    await page.getByRole('navigation', { name: 'Hauptmenü' }).waitFor();
  });

  test('subscribes by a switch, shows what is pushed, and a press leads to the conversation in the same tab', async () => {
    const vera = await server.addAgent('Vera');
    const { visitor, sessionId } = await held(vera);
    const page = await open(vera);
    const device = service.device();
    await page.evaluate(
      `PushManager.prototype.subscribe = function (asked) {
        globalThis.asked = asked;
        return Promise.resolve({ toJSON: () => (${JSON.stringify(device)}) });
      }`,
    );
    await page.getByRole('link', { name: 'Settings' }).first().click();
    await page.getByRole('link', { name: 'Notifications' }).click();
    const toggle = page.getByRole('switch', { name: 'Push notifications on this device' });
    await toggle.focus();
    await page.keyboard.press('Space');
    await eventuallyPasses(async () => expect(await toggle.isChecked()).toBe(true));
    await eventuallyPasses(async () =>
      expect(await page.evaluate('globalThis.asked.userVisibleOnly')).toBe(true),
    );
    await visitor.say('Hello?');
    await eventuallyPasses(() => expect(to(device)).toHaveLength(1));
    const { payload } = to(device)[0]!;
    expect(payload).toMatchObject({ title: 'A customer wrote to you', body: 'Mona' });

    const client = await context.newCDPSession(page);
    const registered = new Promise<string>((resolve) => {
      client.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
        if (registrations[0]) resolve(registrations[0].registrationId);
      });
    });
    await client.send('ServiceWorker.enable');
    const registrationId = await registered;
    await client.send('ServiceWorker.deliverPushMessage', {
      origin: url,
      registrationId,
      data: JSON.stringify(payload),
    });
    const shown = () =>
      page.evaluate(
        `navigator.serviceWorker.ready.then((one) => one.getNotifications()).then((all) => all.map(({ title, body, tag }) => ({ title, body, tag })))`,
      );
    await eventuallyPasses(async () =>
      expect(await shown()).toEqual([{ title: 'A customer wrote to you', body: 'Mona', tag: sessionId }]),
    );
    const [worker] = context.serviceWorkers();
    await worker!.evaluate(`self.registration.getNotifications().then(([notification]) => {
      self.dispatchEvent(new NotificationEvent('notificationclick', { notification }));
    })`);
    await page.waitForURL(`**/console/inbox/${sessionId}?tab=mine`);
    expect(context.pages()).toHaveLength(1);
    await eventuallyPasses(async () => expect(await shown()).toEqual([]));

    // Nothing of it stays for whoever is at the browser next.
    await client.send('ServiceWorker.deliverPushMessage', {
      origin: url,
      registrationId,
      data: JSON.stringify({ ...payload, sessionId: randomUUID() }),
    });
    await eventuallyPasses(async () => expect(await shown()).toHaveLength(1));
    await page.evaluate(`PushManager.prototype.getSubscription = () =>
      Promise.resolve({ unsubscribe: () => Promise.resolve((globalThis.ended = true)) })`);
    await server.request('POST', `sessions/${sessionId}/close`, { token: vera.token, body: {} });
    await page.getByLabel(/presence and account/).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await eventuallyPasses(async () => expect(await page.evaluate('globalThis.ended')).toBe(true));
    await eventuallyPasses(async () => expect(await shown()).toEqual([]));
  });
});
