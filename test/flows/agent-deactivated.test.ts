// Who may not sign in any more has no customers, and gets none.
import { eventually } from '../../src/tools/eventually';
import { TestServer } from '../dev-env/test-server';
import { customer } from './console-desk';

let server: TestServer;
beforeAll(async () => {
  // Who only lost the connection would keep what they have for an hour.
  server = await TestServer.create({
    env: { RATE_LIMITS: 'off', PARLEY_DEMO: 'off' },
    timing: { graceMs: 3_600_000, sweepEveryMs: 200 },
  });
});
afterAll(() => server?.close());

const ask = (method: string, path: string, body: object = {}) =>
  server.request(method, path, method === 'GET' ? {} : { body });
const isActive = (userId: string, active: boolean) => ask('PATCH', `users/${userId}`, { isActive: active });

async function waiting(): Promise<string> {
  const who = await customer(server);
  await who.say('My tent has a hole');
  return who.askForPerson();
}

it('gives back at once what they had, and nothing can be given to them until they are back', async () => {
  const ann = await server.addAgent('Ann');
  const socket = server.socket('/agent', { token: ann.token });
  await new Promise((resolve) => socket.once('ready', resolve));
  const sessionId = await waiting();
  await server.request('POST', `sessions/${sessionId}/claim`, { token: ann.token, body: {} });
  const status = async () => ((await ask('GET', `sessions/${sessionId}`)).body as { status: string }).status;
  expect(await status()).toBe('with_agent');

  expect((await isActive(ann.userId, false)).status).toBe(200);
  await eventually(async () => (await status()) === 'waiting');
  const shown = async () => (await ask('GET', `agents/${ann.agentId}`)).body;
  expect(await shown()).toMatchObject({ isActive: false, presence: 'offline' });
  const give = () => ask('POST', `sessions/${sessionId}/transfer`, { to: { agentId: ann.agentId } });
  expect(await give()).toMatchObject({
    status: 409,
    body: { code: 'conflict', detail: 'Ann is deactivated and takes no conversations.' },
  });
  const as = { as: { agentId: ann.agentId } };
  const key = (await ask('POST', 'api-keys', { name: 'desk', permissions: ['sessions:write'] })).body as {
    key: string;
  };
  const take = (how: string) =>
    server.request('POST', `sessions/${sessionId}/${how}`, { token: key.key, body: as });
  expect(await take('claim')).toMatchObject({ status: 409, body: { code: 'conflict' } });
  expect(await status()).toBe('waiting');
  await ask('POST', `sessions/${sessionId}/close`);
  expect(await take('reopen')).toMatchObject({ status: 409, body: { code: 'conflict' } });
  await ask('POST', `sessions/${sessionId}/reopen`);

  expect((await isActive(ann.userId, true)).status).toBe(200);
  expect(await shown()).toMatchObject({ isActive: true });
  expect((await give()).status).toBe(200);
});
