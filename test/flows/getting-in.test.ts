// Who has lost a password gets in again, and nobody can lock somebody else out.
import { createLog } from '../../src/log';
import { makeAdmin, resetPassword } from '../../src/cli/password';
import { openPostgres } from '../../src/stores/postgres/connection/database';
import { eventually } from '../../src/tools/eventually';
import { TestServer } from '../dev-env/test-server';

let server: TestServer;
const log = createLog('silent');

beforeAll(async () => {
  server = await TestServer.create({ env: { TRUST_PROXY: 'loopback' } });
});
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
  await eventually(
    async () => (await server.request('GET', 'auth/me', { token: agent.token })).status === 401,
  );
  await expect(resetPassword('nobody@parley.test', stores)).rejects.toThrow('Nobody signs in as nobody@');
});

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

test('An organization without an active admin is named at the start, and the command line makes one', async () => {
  const { organizationId, email } = await server.addOrganization('Orphaned');
  const postgres = await openPostgres({ url: server.app.databaseUrl, log });
  const stores = { config: { ...server.config, databaseUrl: server.app.databaseUrl }, log };
  const orphaned = () => postgres.crossTenant.organizationsWithoutAdmin();
  expect(await orphaned()).toEqual([]);
  await server.query('UPDATE users SET is_active = false WHERE email = $1', [email]);
  expect(await orphaned()).toEqual(['Orphaned']);

  const known = await makeAdmin(email, stores);
  expect((await login(email, known.password)).status).toBe(200);
  expect(await orphaned()).toEqual([]);

  await server.query('DELETE FROM agents WHERE organization_id = $1', [organizationId]);
  await server.query('DELETE FROM users WHERE organization_id = $1', [organizationId]);
  const added = await makeAdmin('Rescue@parley.test', stores);
  const { body } = await login('rescue@parley.test', added.password);
  expect(body).toMatchObject({ user: { role: 'admin', email: 'rescue@parley.test' } });
  expect(await orphaned()).toEqual([]);
  await postgres.close();
});
