// What a team says and does often: canned replies, macros, putting away, and calling a colleague.
import type { CannedReply } from '../../src/protocol/canned-replies';
import { TestServer } from '../dev-env/test-server';

let server: TestServer;
let lin: Awaited<ReturnType<TestServer['addAgent']>>;
let ada: Awaited<ReturnType<TestServer['addAgent']>>;

beforeAll(async () => {
  server = await TestServer.create({ env: { RATE_LIMITS: 'off', PARLEY_DEMO: 'off' } });
  [lin, ada] = [await server.addAgent('Lin'), await server.addAgent('Ada', 'supervisor')];
});
afterAll(() => server?.close());

async function ask<T = unknown>(method: string, path: string, token: string, body?: unknown) {
  const answer = await server.request(method, path, { token, ...(body !== undefined && { body }) });
  return { status: answer.status, body: answer.body as T };
}

describe('canned replies', () => {
  const reply = (shortcut: string, shared: boolean) => ({
    shortcut,
    title: 'Refund',
    content: 'Hi {{customer.first_name}}',
    shared,
  });
  const shortcuts = async (token: string) =>
    (await ask<{ items: CannedReply[] }>('GET', 'canned-replies', token)).body.items.map(
      ({ shortcut }) => shortcut,
    );

  it('are the team’s, written by supervisors, or one’s own, which nobody else sees', async () => {
    expect((await ask('POST', 'canned-replies', lin.token, reply('team', true))).status).toBe(403);
    const shared = await ask<CannedReply>('POST', 'canned-replies', ada.token, reply('team', true));
    const own = await ask<CannedReply>('POST', 'canned-replies', lin.token, reply('mine', false));
    expect([shared, own]).toMatchObject([
      { status: 201, body: { shared: true, uses: 0 } },
      { status: 201, body: { shared: false } },
    ]);
    expect(await shortcuts(lin.token)).toEqual(['mine', 'team']);
    expect(await shortcuts(ada.token)).toEqual(['team']);
    const path = `canned-replies/${own.body.id}`;
    for (const [method, place] of [
      ['GET', path],
      ['PUT', path],
      ['DELETE', path],
      ['POST', `${path}/used`],
    ] as const) {
      const body = method === 'PUT' ? reply('hers', false) : undefined;
      expect([method, (await ask(method, place, ada.token, body)).status]).toEqual([method, 404]);
    }
    expect((await ask('DELETE', `canned-replies/${shared.body.id}`, lin.token)).status).toBe(403);
    expect((await ask('PUT', path, lin.token, reply('mine', true))).status).toBe(403);
  });

  it('have one shortcut each among the team’s, and among one’s own, whatever its case', async () => {
    expect((await ask('POST', 'canned-replies', ada.token, reply('TEAM', true))).status).toBe(409);
    expect((await ask('POST', 'canned-replies', lin.token, reply('team', false))).status).toBe(201);
    expect((await ask('POST', 'canned-replies', lin.token, reply('a b', false))).status).toBe(400);
  });

  it('count how often they were taken', async () => {
    const { body } = await ask<CannedReply>('POST', 'canned-replies', lin.token, reply('count', false));
    for (let time = 0; time < 2; time += 1)
      expect((await ask('POST', `canned-replies/${body.id}/used`, lin.token)).status).toBe(204);
    const { body: counted } = await ask<CannedReply>('GET', `canned-replies/${body.id}`, lin.token);
    expect(counted).toMatchObject({ uses: 2, lastUsedAt: expect.stringMatching(/^20/) as string });
  });

  it('are nobody’s own of a program, and go with the person whose own they are', async () => {
    const { body: key } = await server.request('POST', 'api-keys', {
      body: { name: 'Bot', permissions: ['sessions:read', 'sessions:write', 'knowledge:write'] },
    });
    const { key: token } = key as { key: string };
    expect((await ask('POST', 'canned-replies', token, reply('bot', false))).status).toBe(400);
    expect(await shortcuts(token)).toEqual(['team']);
    const gone = await server.addAgent('Gone');
    await ask('POST', 'canned-replies', gone.token, reply('gone', false));
    await server.request('DELETE', `agents/${gone.agentId}`);
    await server.request('DELETE', `users/${gone.userId}`);
    expect(await server.query(`SELECT 1 FROM canned_replies WHERE shortcut = 'gone'`)).toEqual([]);
  });
});
