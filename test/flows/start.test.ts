import { TestServer } from '../dev-env/test-server';

let server: TestServer;

beforeAll(async () => {
  server = await TestServer.create();
});

afterAll(async () => {
  await server?.close();
});

test('A first start has one organization, an admin who is an agent, a web channel and a help centre', async () => {
  const me = await server.request('GET', 'auth/me');
  expect(me.body).toMatchObject({
    user: { email: server.admin.email, role: 'admin' },
    agent: { displayName: 'Admin' },
  });
  const articles = await server.request('GET', 'knowledge/articles?limit=50');
  expect((articles.body as { items: unknown[] }).items).toHaveLength(12);
  const channels = await server.request('GET', 'channels');
  expect(channels.body).toMatchObject({ items: [{ type: 'web', key: server.channelKey, isActive: true }] });
});

test('The demo page carries the key of its channel, and says where console and docs are', async () => {
  const page = await (await fetch(`${server.url}/`)).text();
  expect(page).toContain(server.channelKey);
  expect(page).not.toContain('{{channelKey}}');
  expect(page).toContain('href="console/"');
  expect(page).toContain('href="docs"');
});

test('The probes tell that it lives and that its stores answer', async () => {
  expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
  const ready = await fetch(`${server.url}/readyz`);
  expect([ready.status, await ready.json()]).toEqual([
    200,
    { status: 'ready', stores: { postgres: 'ok', documents: 'ok', realtime: 'ok' } },
  ]);
  await server.app.sweep();
  expect(await (await fetch(`${server.url}/metrics`)).text()).toMatch(/^parley_unowned_customers 0$/m);
});

test('The description of the API and its page are served', async () => {
  const description = (await (await fetch(`${server.url}/openapi.json`)).json()) as {
    openapi: string;
    paths: object;
  };
  expect(description.openapi).toMatch(/^3\./);
  expect(Object.keys(description.paths)).toContain('/api/v1/sessions/{id}/claim');
  expect((await fetch(`${server.url}/docs`)).status).toBe(200);
});
