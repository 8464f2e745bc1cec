// Who has lost a password gets in again, and nobody can lock somebody else out.
import { createLog } from '../../src/log';
import { resetPassword } from '../../src/cli/password';
import { TestServer } from '../dev-env/test-server';

let server: TestServer;
const log = createLog('silent');

beforeAll(async () => {
  server = await TestServer.create({ env: { TRUST_PROXY: 'loopback' } });
}, 60_000);
afterAll(() => server?.close());

const login = (email: string, password: string, address = '192.0.2.1') =>
  server.request('POST', 'auth/login', {
    body: { email, password },
    token: '',
    headers: { 'x-forwarded-for': address },
  });

test('The password of somebody who lost it is made anew from the command line, and their logins end', async () => {
  const agent = await server.addAgent('Ada');
  const stores = { config: { ...server.config, databaseUrl: server.app.databaseUrl }, log };
  const { password, isActive } = await resetPassword(` ${agent.email.toUpperCase()} `, stores);
  expect(isActive).toBe(true);
  expect((await login(agent.email, agent.password)).status).toBe(401);
  expect((await login(agent.email, password)).status).toBe(200);
  // This node may remember the old one for some seconds.
  const until = Date.now() + 10_000;
  const me = async () => (await server.request('GET', 'auth/me', { token: agent.token })).status;
  while ((await me()) !== 401 && Date.now() < until) await new Promise((resolve) => setTimeout(resolve, 200));
  expect(await me()).toBe(401);
  await expect(resetPassword('nobody@parley.test', stores)).rejects.toThrow('Nobody signs in as nobody@');
}, 30_000);

test('Ten wrong passwords from one address shut that address out of the account, and nobody else', async () => {
  const { email, password } = await server.addAgent('Bea');
  for (let n = 0; n < 10; n += 1) expect((await login(email, 'wrong', '192.0.2.2')).status).toBe(401);
  const refused = await login(email, password, '192.0.2.2');
  expect(refused).toMatchObject({
    status: 429,
    body: { detail: 'Too many requests. Please wait 15 minutes.' },
  });
  expect((await login(email, password, '192.0.2.3')).status).toBe(200);
});
