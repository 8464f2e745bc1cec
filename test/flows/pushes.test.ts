// Pushes reach whoever has no console open, and end with the login. The push service is a fake that opens what it takes.
import { randomUUID } from 'node:crypto';
import { newsKinds, type PushState } from '../../src/protocol/notifications';
import { eventuallyPasses } from '../../src/tools/eventually';
import { startFakePush, type FakePush, type Pushed } from '../dev-env/fake-push';
import { TestServer } from '../dev-env/test-server';
import { customer } from './console-desk';

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
});
