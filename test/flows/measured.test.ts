// What an integrator measures and is told: metrics that Prometheus accepts, limits that can be seen coming, how fast people answer, whom a secret goes to.
import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { eventually } from '../../src/tools/eventually';
import { TestServer } from '../dev-env/test-server';

let server: TestServer;
beforeAll(async () => {
  server = await TestServer.create();
});
afterAll(() => server?.close());

type Socket = ReturnType<TestServer['socket']>;

async function open(namespace: '/agent' | '/customer', auth: object): Promise<Socket> {
  const socket = server.socket(namespace, auth);
  await new Promise((resolve, reject) => socket.once('ready', resolve).once('connect_error', reject));
  return socket;
}

const call = (socket: Socket, event: string, payload: object = {}) =>
  socket.timeout(60_000).emitWithAck(event, payload);

async function ask(text: string): Promise<{ customer: Socket; sessionId: string }> {
  const customer = await open('/customer', { channelKey: server.channelKey });
  const { message } = await call(customer, 'message:send', { clientMessageId: randomUUID(), text });
  return { customer, sessionId: (message as { sessionId: string }).sessionId };
}

const metrics = async () => (await fetch(`${server.url}/metrics`)).text();

describe('/metrics', () => {
  it('has the times of requests by route pattern and of the AI by decision', async () => {
    await server.request('GET', `sessions/${randomUUID()}`);
    await server.request('GET', `sessions/${randomUUID()}?q=1`);
    await server.request('GET', `nothing/${randomUUID()}`);
    await server.request('POST', 'widget/messages', { body: {}, token: 'nobody' });
    await fetch(`${server.url}/widget.js/${randomUUID()}`, { method: 'PROPFIND' });
    const { sessionId } = await ask('How do I return something?');
    const text = await eventually(async () => {
      const now = await metrics();
      return now.includes('parley_ai_answer_duration_seconds_count{decision="answer"} 1') ? now : undefined;
    });
    const count = (labels: string) =>
      Number(
        text
          .split('\n')
          .find((line) => line.includes(`_request_duration_seconds_count{${labels}}`))
          ?.split(' ')[1],
      );
    expect(count('route="/api/v1/sessions/:id",method="GET",status="4xx"')).toBe(2);
    expect(count('route="/api/v1/widget/messages",method="POST",status="4xx"')).toBe(1);
    expect(count('route="none",method="GET",status="4xx"')).toBe(1);
    expect(count('route="none",method="other",status="4xx"')).toBe(1);
    expect(text).not.toContain(sessionId);
    expect(text).toContain('parley_ai_answer_duration_seconds_bucket{le="+Inf",decision="answer"} 1');
    expect(text).toContain(
      'parley_answer_cache_duration_seconds_count{tier="exact",store="memory",result="miss"} 1',
    );
    expect(text).toMatch(/^parley_answer_cache_bytes \d+$/m);
  });

  it('is named and typed as Prometheus wants it', async () => {
    const text = await metrics();
    const types = [...text.matchAll(/^# TYPE (\S+) (\S+)$/gm)].map(([, name, type]) => ({
      name: name!,
      type: type!,
    }));
    expect(types.length).toBeGreaterThan(30);
    expect(new Set(types.map(({ name }) => name)).size).toBe(types.length);
    expect(types.filter(({ name, type }) => (type === 'counter') !== name.endsWith('_total'))).toEqual([]);
    expect(types.filter(({ name }) => !text.includes(`# HELP ${name} `))).toEqual([]);
    const names = types.map(({ name }) => name);
    expect(names.filter((name) => !/^[a-z][a-z0-9_]*$/.test(name))).toEqual([]);
    const notBase = /_(ms|milliseconds|minutes|hours|kb|kilobytes|megabytes|percent)(_|$)/;
    expect(names.filter((name) => notBase.test(name))).toEqual([]);
    expect(names.filter((name) => /_(gauge|counter|histogram|summary|bucket|sum|count)$/.test(name))).toEqual(
      [],
    );
    const labels = [...text.matchAll(/[{,]([A-Za-z_]\w*)="/g)].map(([, label]) => label!);
    expect(labels.filter((label) => !/^[a-z][a-z0-9_]*$/.test(label))).toEqual([]);
    for (const { name } of types.filter(({ type }) => type === 'histogram')) {
      if (!text.includes(`${name}_count`)) continue;
      expect(text).toMatch(new RegExp(`^${name}_bucket\\{le="\\+Inf"`, 'm'));
      expect(text).toMatch(new RegExp(`^${name}_sum`, 'm'));
    }
  });

  const promtool = (args: string[], input: string) =>
    spawnSync('promtool', args, { input, encoding: 'utf8' });
  const whereItIs = promtool(['--version'], '').error ? it.skip : it;

  whereItIs('finds promtool content (where that is installed)', async () => {
    const { stderr, stdout, status } = promtool(['check', 'metrics'], await metrics());
    expect({ said: stderr + stdout, status }).toEqual({ said: '', status: 0 });
  });
});

describe('A limit', () => {
  it('says how much is left of it, and how long to wait when nothing is', async () => {
    const { email, token } = await server.addAgent('Limited');
    const left = async () => (await server.request('GET', 'auth/me', { token })).headers;
    const [first, second] = [await left(), await left()];
    expect(first.get('ratelimit-policy')).toBe('"api";q=1200;w=60');
    const rest = (headers: Headers) =>
      Number(/^"api";r=(\d+);t=\d+$/.exec(headers.get('ratelimit') ?? '')?.[1]);
    expect(rest(first) - rest(second)).toBe(1);
    const body = { email, password: 'wrong' };
    let refused = await server.request('POST', 'auth/login', { body, token: '' });
    for (let tries = 0; tries < 12 && refused.status !== 429; tries++)
      refused = await server.request('POST', 'auth/login', { body, token: '' });
    expect(refused.status).toBe(429);
    expect(refused.headers.get('ratelimit-policy')).toBe('"login";q=10;w=900');
    const wait = Number(refused.headers.get('retry-after'));
    expect(wait).toBeGreaterThan(0);
    expect(refused.headers.get('ratelimit')).toBe(`"login";r=0;t=${wait}`);
  });

  it('is seen by the widget of another site, too', async () => {
    const opened = await server.request('POST', 'widget/sessions', {
      body: { channelKey: server.channelKey },
      token: '',
    });
    const { visitorToken } = opened.body as { visitorToken: string };
    const { headers } = await server.request('GET', 'widget/sessions', { token: visitorToken });
    expect(headers.get('ratelimit')).toMatch(/^"event";r=119;t=\d+$/);
    expect(headers.get('access-control-expose-headers')).toContain('RateLimit');
  });

  it('is in the description of the API', async () => {
    const { paths } = (await (await fetch(`${server.url}/openapi.json`)).json()) as {
      paths: Record<string, Record<string, { responses: Record<string, { headers?: object }> }>>;
    };
    const { headers } = paths['/api/v1/sessions']!['get']!.responses['200']!;
    expect(Object.keys(headers!)).toEqual(
      expect.arrayContaining(['RateLimit', 'RateLimit-Policy', 'Retry-After']),
    );
  });
});

test("Analytics tell people's first response beside the AI's, and nothing where nobody answered", async () => {
  const today = new Date().toISOString().slice(0, 10);
  const day = async (): Promise<{ avgFirstHumanResponseSeconds: number | null }> => {
    const { body } = await server.request('GET', `analytics?from=${today}&to=${today}`);
    return (body as { days: Array<{ avgFirstHumanResponseSeconds: number | null }> }).days[0]!;
  };
  const { customer, sessionId } = await ask('I want to talk to a person.');
  await call(customer, 'session:request_human');
  expect((await day()).avgFirstHumanResponseSeconds).toBeNull();
  await server.request('POST', `sessions/${sessionId}/claim`);
  const reply = (text: string) =>
    server.request('POST', `sessions/${sessionId}/messages`, {
      body: { clientMessageId: randomUUID(), text },
    });
  expect((await reply('Here I am.')).status).toBe(201);
  const first = await eventually(async () => (await day()).avgFirstHumanResponseSeconds ?? undefined);
  // Seconds are whole: an answer within half of one is 0.
  expect(first).toBeGreaterThanOrEqual(0);
  expect(first).toBeLessThan(60);
  await call(customer, 'message:send', { clientMessageId: randomUUID(), text: 'And then?' });
  const { seq } = (await reply('Then that.')).body as { seq: number };
  await eventually(async () => {
    const rows = await server.query('SELECT FROM sessions WHERE id = $1 AND head_seq >= $2', [
      sessionId,
      seq,
    ]);
    return rows.length > 0;
  });
  expect((await day()).avgFirstHumanResponseSeconds).toBe(first);
});

describe("A channel's stored secret", () => {
  const mask = '********';
  const refused = (path: string) => ({ status: 400, body: { code: 'invalid', errors: [{ path }] } });

  async function channel(type: 'email' | 'whatsapp', config: object) {
    const made = await server.request('POST', 'channels', { body: { name: randomUUID(), type, config } });
    const { id } = made.body as { id: string };
    return (change: object) => server.request('PATCH', `channels/${id}`, { body: { config: change } });
  }

  it('is not sent to another mail server than it was given for', async () => {
    const smtp = { host: 'smtp.example.com', port: 465, user: 'help', pass: 'the password' };
    const imap = { host: 'imap.example.com', port: 993, user: 'help', pass: 'the password' };
    const kept = { address: 'help@example.com', inboundSecret: 'sixteen characters' };
    const change = await channel('email', { ...kept, smtp, imap });
    const masked = {
      ...kept,
      inboundSecret: mask,
      smtp: { ...smtp, pass: mask },
      imap: { ...imap, pass: mask },
    };
    expect(await change({ ...masked, smtp: { ...masked.smtp, port: 587 } })).toMatchObject({ status: 200 });
    expect(await change({ ...masked, smtp: { ...masked.smtp, host: 'SMTP.example.com' } })).toMatchObject({
      status: 200,
    });
    for (const [part, stored] of Object.entries({ smtp, imap })) {
      const moved = (pass: string) =>
        change({ ...masked, [part]: { ...stored, host: 'evil.example', pass } });
      expect(await moved(mask)).toMatchObject(refused(`config.${part}.pass`));
      expect(await moved('the password')).toMatchObject({ status: 200 });
      expect(await change(masked)).toMatchObject(refused(`config.${part}.pass`));
      expect(await change({ ...masked, [part]: stored })).toMatchObject({ status: 200 });
    }
  });

  it('is not sent to another Graph API than it was given for', async () => {
    const config = { phoneNumberId: '1', accessToken: 'token', appSecret: 'secret', verifyToken: 'verify' };
    const change = await channel('whatsapp', config);
    const masked = { ...config, accessToken: mask, appSecret: mask, verifyToken: mask };
    const graphBaseUrl = 'https://graph.evil.example';
    expect(await change({ ...masked, graphBaseUrl })).toMatchObject(refused('config.accessToken'));
    expect(await change({ ...masked, graphBaseUrl: 'https://graph.facebook.com/' })).toMatchObject({
      status: 200,
    });
    expect(await change({ ...masked, graphBaseUrl, accessToken: 'token' })).toMatchObject({ status: 200 });
    expect(await change(masked)).toMatchObject(refused('config.accessToken'));
  });
});
