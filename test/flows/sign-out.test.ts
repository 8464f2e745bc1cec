// Who may no longer work in the console is out at once: on two nodes where there is a Redis, else on one.
import type { Socket } from 'socket.io-client';
import { redisForTests, redisIsHere, type TestRedis } from '../dev-env/redis';
import { TestServer } from '../dev-env/test-server';

let redis: TestRedis | undefined;
let here: TestServer;
let there: TestServer;

beforeAll(async () => {
  redis = redisIsHere() ? await redisForTests() : undefined;
  const env: Record<string, string> = redis ? { REDIS_URL: redis.url } : {};
  here = await TestServer.create({ env });
  there = redis ? await TestServer.create({ env, beside: here }) : here;
});
afterAll(async () => {
  if (there !== here) await there?.close();
  await here?.close();
  await redis?.close();
});

type Agent = Awaited<ReturnType<TestServer['addAgent']>>;
type Refusal = Error & { data: { code: string } };

async function openConsole(server: TestServer, token: string) {
  const socket = server.socket('/agent', { token });
  const heard: string[] = [];
  socket.on('auth:expired', ({ code }: { code: string }) => heard.push(code));
  const gone = new Promise<string[]>((resolve) => socket.once('disconnect', () => resolve(heard)));
  await new Promise((resolve, reject) => {
    socket.once('ready', resolve);
    socket.once('connect_error', reject);
  });
  return { socket, gone };
}

const fresh = 'another horse battery';

const refusal = (socket: Socket) =>
  new Promise<string>((resolve) => {
    socket.once('connect_error', (error) => resolve((error as Refusal).data.code));
    socket.once('ready', () => resolve('let in'));
  });

async function logIn({ email, password }: Agent): Promise<string> {
  const { headers } = await here.request('POST', 'auth/login', { body: { email, password }, token: '' });
  return headers.get('set-cookie')!.split(';')[0]!;
}

const refresh = async (cookie: string) =>
  (await there.request('POST', 'auth/refresh', { token: '', headers: { cookie } })).status;

test.each([
  ['deactivated', ({ userId }: Agent) => ['PATCH', `users/${userId}`, { isActive: false }] as const],
  ['deleted', ({ userId }: Agent) => ['DELETE', `users/${userId}`] as const],
  ['given a new password', ({ userId }: Agent) => ['PATCH', `users/${userId}`, { password: fresh }] as const],
])('A user who is %s is told so and cut off everywhere, and no token lets it back in', async (_, change) => {
  const [leaver, colleague] = [await here.addAgent('Leaver'), await here.addAgent('Colleague')];
  const cookie = await logIn(leaver);
  const windows = await Promise.all([here, there].map((server) => openConsole(server, leaver.token)));
  const other = await openConsole(there, colleague.token);

  const [method, path, body] = change(leaver);
  expect((await here.request(method, path, body && { body })).status).toBeLessThan(300);
  expect(await Promise.all(windows.map(({ gone }) => gone))).toEqual([
    ['unauthenticated'],
    ['unauthenticated'],
  ]);

  for (const server of [here, there]) {
    expect(await refusal(server.socket('/agent', { token: leaver.token }))).toBe('unauthenticated');
    expect((await server.request('GET', 'auth/me', { token: leaver.token })).status).toBe(401);
  }
  expect(await refresh(cookie)).toBe(401);
  expect(other.socket.connected).toBe(true);
});

test('A new password is a new login: it works, and a login that began with the old one ends even when it is stored late', async () => {
  const agent = await here.addAgent('Changed');
  const cookie = await logIn(agent);
  const stored = await here.query<{ login: string }>(
    'SELECT to_jsonb(refresh_tokens) AS login FROM refresh_tokens WHERE user_id = $1',
    [agent.userId],
  );
  const own = await here.request('PATCH', `users/${agent.userId}`, { body: { password: fresh } });
  expect(own.status).toBe(200);
  for (const { login } of stored) {
    await here.query(
      'INSERT INTO refresh_tokens SELECT * FROM jsonb_populate_record(null::refresh_tokens, $1)',
      [login],
    );
  }
  expect(await refresh(cookie)).toBe(401);
  const again = await logIn({ ...agent, password: fresh });
  expect(await refresh(again)).toBe(200);
  const token = await there.login(agent.email, fresh);
  await openConsole(there, token);
  expect(
    (await there.request('PATCH', `users/${agent.userId}`, { body: { firstName: 'Kept' } })).status,
  ).toBe(200);
  expect((await there.request('GET', 'auth/me', { token })).status).toBe(200);
});

test('Who changes the own password goes on with a new login, and every other one ends', async () => {
  const agent = await here.addAgent('Owner');
  const [cookie, elsewhere] = [await logIn(agent), await logIn(agent)];
  const windows = await Promise.all([here, there].map((server) => openConsole(server, agent.token)));
  const changed = await here.request('POST', 'auth/password', {
    token: agent.token,
    headers: { cookie },
    body: { currentPassword: agent.password, password: fresh },
  });
  expect(changed.status).toBe(200);
  expect(await Promise.all(windows.map(({ gone }) => gone))).toEqual([
    ['unauthenticated'],
    ['unauthenticated'],
  ]);
  for (const server of [here, there])
    expect((await server.request('GET', 'auth/me', { token: agent.token })).status).toBe(401);
  for (const old of [cookie, elsewhere]) expect(await refresh(old)).toBe(401);

  const { accessToken } = changed.body as { accessToken: string };
  await openConsole(there, accessToken);
  expect(await refresh(changed.headers.get('set-cookie')!.split(';')[0]!)).toBe(200);
  const oldLogin = { email: agent.email, password: agent.password };
  expect((await here.request('POST', 'auth/login', { body: oldLogin, token: '' })).status).toBe(401);
  expect(await there.login(agent.email, fresh)).toEqual(expect.any(String));
});

test('A user that is no agent any more loses the console, not its login', async () => {
  const clerk = await here.addAgent('Clerk', 'supervisor');
  const cookie = await logIn(clerk);
  const window = await openConsole(there, clerk.token);
  expect((await here.request('DELETE', `agents/${clerk.agentId}`)).status).toBe(204);
  expect(await window.gone).toEqual(['unauthenticated']);
  expect(await refusal(there.socket('/agent', { token: clerk.token }))).toBe('forbidden');
  expect(await refresh(cookie)).toBe(200);
});
