// What browsers and probes fetch: files, headers, the description of the API.
import { request } from 'node:http';
import { createBed, type Bed } from './api-bed';
import { TestServer } from '../dev-env/test-server';

describe('the HTTP server', () => {
  let bed: Bed;
  beforeAll(async () => {
    bed = await createBed({
      ready: () =>
        Promise.resolve({
          status: 'unavailable',
          stores: { postgres: 'ok', documents: 'down', realtime: 'ok' },
        }),
    });
  });
  afterAll(() => bed?.close());

  it('serves the demo page with the key of its channel, the widget, and the console for every path of its own', async () => {
    const expected: Array<[string, number, string, string]> = [
      ['/', 200, 'no-cache', 'data-channel-key="demo-key"'],
      ['/index.html', 200, 'no-cache', 'data-channel-key="demo-key"'],
      ['/widget.js', 200, 'no-cache', '// widget'],
      ['/widget/frame.html', 200, 'no-cache', 'frame'],
      ['/console/', 200, 'no-cache', 'console'],
      ['/console/inbox/7', 200, 'no-cache', 'console'],
      ['/console/assets/app-1a2b3c.js', 200, 'public, max-age=31536000, immutable', '// console'],
      ['/console/assets/gone.js', 404, 'no-store', 'not_found'],
      ['/..%2f..%2fetc/passwd', 404, 'no-store', 'not_found'],
      ['/.env', 404, 'no-store', 'not_found'],
    ];
    for (const [path, status, cache, text] of expected) {
      const answer = await bed.ask('GET', path);
      expect([path, answer.status, answer.headers.get('cache-control'), answer.text.includes(text)]).toEqual([
        path,
        status,
        cache,
        true,
      ]);
    }
  });

  it('lets other sites frame the widget and nothing else, and asks for no TLS that is not there', async () => {
    for (const path of ['/', '/console/', '/docs', '/api/v1/auth/me', '/widgets', '/nothing']) {
      const { headers } = await bed.ask('GET', path);
      expect([path, headers.get('content-security-policy')]).toEqual([
        path,
        expect.stringContaining("frame-ancestors 'self'"),
      ]);
      expect(headers.get('x-frame-options')).toBe('SAMEORIGIN');
      expect(headers.get('content-security-policy')).not.toContain('upgrade-insecure-requests');
      expect(headers.get('content-security-policy')).toContain("script-src 'self';");
      expect(headers.get('strict-transport-security')).toBeNull();
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('x-powered-by')).toBeNull();
    }
    const { headers } = await bed.ask('GET', '/widget/frame.html');
    expect(headers.get('content-security-policy')).toContain('frame-ancestors *');
    expect(headers.get('x-frame-options')).toBeNull();
  });

  it('lets a channel name the sites that may frame its widget', async () => {
    const shop = await bed.seed('shop');
    const ancestors = async (query: string) =>
      /frame-ancestors ([^;]+)/.exec(
        (await bed.ask('GET', `/widget/frame.html${query}`)).headers.get('content-security-policy')!,
      )?.[1];
    expect(await ancestors(`?channelKey=${shop.channelKey}`)).toBe('*');
    const allowedOrigins = ['https://shop.example/path', 'http://localhost:8080'];
    const created = await bed.api('POST', 'channels', {
      token: shop.accessToken,
      body: { name: 'Framed', type: 'web', config: { allowedOrigins } },
    });
    expect(await ancestors(`?channelKey=${created.body.key}`)).toBe(
      "'self' https://shop.example http://localhost:8080",
    );
    expect(await ancestors('?channelKey=unknown')).toBe('*');
  });

  it('lives while a store is down, and says which', async () => {
    expect((await bed.ask('GET', '/healthz')).status).toBe(200);
    const ready = await bed.ask('GET', '/readyz');
    expect([ready.status, ready.body]).toEqual([
      503,
      { status: 'unavailable', stores: { postgres: 'ok', documents: 'down', realtime: 'ok' } },
    ]);
  });

  it('takes a request id that is one, and makes its own otherwise', async () => {
    const ask = (id: string) => bed.ask('GET', '/healthz', { headers: { 'X-Request-Id': id } });
    expect((await ask('abc-12345')).headers.get('x-request-id')).toBe('abc-12345');
    for (const id of ['x', 'a b c d e f g', '<script>alert(1)</script>', 'y'.repeat(100)]) {
      expect((await ask(id)).headers.get('x-request-id')).toMatch(/^[\da-f-]{36}$/);
    }
  });

  it('describes every route, without scripts in its page', async () => {
    const { body } = await bed.ask('GET', '/openapi.json');
    const operations = Object.values(
      body.paths as Record<string, Record<string, { operationId: string }>>,
    ).flatMap((path) => Object.values(path).map(({ operationId }) => operationId));
    expect(new Set(operations).size).toBe(operations.length);
    expect(operations).toEqual(expect.arrayContaining(['auth.login', 'sessions.claim', 'articles.import']));
    expect(body.components.schemas).toHaveProperty('Message');
    const page = await bed.ask('GET', '/docs');
    expect(page.text).not.toMatch(/<script>|<style|onload=/);
    for (const [, path] of page.text.matchAll(/(?:src|href)="([^"]+)"/g)) {
      expect([path, (await bed.ask('GET', path!)).status]).toEqual([path, 200]);
    }
  });

  it('answers a body that never ends being sent, or comes in odd frames, without falling', async () => {
    await new Promise<void>((resolve) => {
      const slow = request(`${bed.url}/api/v1/auth/login`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', 'Content-Length': '1000', Expect: '100-continue' },
      });
      slow.on('error', () => resolve());
      slow.on('continue', () => slow.write('{"email":', () => slow.destroy(new Error('cut'))));
    });
    expect((await bed.ask('GET', '/healthz')).status).toBe(200);
  });
});

describe('the whole program', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await TestServer.create();
  });
  afterAll(() => server?.close());

  it('is ready, has metrics for this machine, and a second agent finds room', async () => {
    const ready = await fetch(`${server.url}/readyz`);
    expect([ready.status, await ready.json()]).toEqual([
      200,
      { status: 'ready', stores: { postgres: 'ok', documents: 'ok', realtime: 'ok' } },
    ]);
    expect((await fetch(`${server.url}/metrics`)).status).toBe(200);
    const proxied = await fetch(`${server.url}/metrics`, { headers: { 'X-Forwarded-For': '8.8.8.8' } });
    expect(proxied.status).toBe(403);
    const { token, agentId } = await server.addAgent('Lin');
    const { body } = await server.request('GET', 'agents', { token });
    expect((body as { items: Array<{ id: string; presence: string }> }).items).toContainEqual(
      expect.objectContaining({ id: agentId, presence: 'offline' }),
    );
  });

  it('previews an answer of the AI and stores nothing of it', async () => {
    const { status, body } = await server.request('POST', 'answers/preview', {
      body: { question: 'How long does a refund take?' },
    });
    expect([status, Object.keys(body as object)]).toEqual([
      200,
      expect.arrayContaining(['decision', 'confidence']),
    ]);
    expect(await server.query('SELECT 1 FROM answers')).toEqual([]);
  });
});
