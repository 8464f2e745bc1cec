// Finding one's way through many conversations: views of one's own, many at once, and words.
import type { SavedView } from '../../src/protocol/saved-views';
import type { Session } from '../../src/protocol/model/session';
import { eventually } from '../../src/tools/eventually';
import { TestServer } from '../dev-env/test-server';
import { customer } from './console-desk';

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

/** Somebody who waits, having said this. */
async function waiting(
  words: string,
): Promise<{ sessionId: string; who: Awaited<ReturnType<typeof customer>> }> {
  const who = await customer(server);
  await who.say(words);
  return { who, sessionId: await who.askForPerson() };
}

describe('views', () => {
  const view = (name: string, shared = false, where: object = { label: ['vip'] }) => ({
    name,
    where,
    shared,
  });
  const make = async (token: string, body: object) =>
    (await ask<SavedView>('POST', 'views', token, body)).body;
  const names = async (token: string) =>
    (await ask<{ items: SavedView[] }>('GET', 'views', token)).body.items.map(({ name }) => name);

  it('are the team’s, written by supervisors, or one’s own, which nobody else sees', async () => {
    expect((await ask('POST', 'views', lin.token, view('All', true))).status).toBe(403);
    const own = await ask<SavedView>('POST', 'views', lin.token, view('Own'));
    const shared = await ask<SavedView>('POST', 'views', ada.token, view('Team', true));
    expect([own, shared]).toMatchObject([
      { status: 201, body: { shared: false, where: { label: ['vip'] } } },
      { status: 201, body: { shared: true } },
    ]);
    expect(await names(lin.token)).toEqual(['Team', 'Own']);
    expect(await names(ada.token)).toEqual(['Team']);
    const path = `views/${own.body.id}`;
    for (const [method, place, body] of [
      ['GET', path, undefined],
      ['PUT', path, view('Hers')],
      ['PUT', `${path}/position`, { position: 0 }],
      ['DELETE', path, undefined],
    ] as const)
      expect([method, place, (await ask(method, place, ada.token, body)).status]).toEqual([
        method,
        place,
        404,
      ]);
    for (const [method, place, body] of [
      ['PUT', `views/${shared.body.id}`, view('Mine now')],
      ['PUT', `views/${shared.body.id}/position`, { position: 0 }],
      ['DELETE', `views/${shared.body.id}`, undefined],
    ] as const)
      expect([method, (await ask(method, place, lin.token, body)).status]).toEqual([method, 403]);
    expect((await ask('POST', 'views', ada.token, view('team', true))).status).toBe(409);
    expect((await ask('POST', 'views', ada.token, view('Odd', true, { status: ['gone'] }))).status).toBe(400);
  });

  it('stand in an order that can be changed', async () => {
    const [a, b] = [await make(lin.token, view('A')), await make(lin.token, view('B'))];
    expect(await names(lin.token)).toEqual(['Team', 'Own', 'A', 'B']);
    expect((await ask('PUT', `views/${b.id}/position`, lin.token, { position: 0 })).status).toBe(204);
    expect(await names(lin.token)).toEqual(['Team', 'B', 'Own', 'A']);
    await ask('PUT', `views/${a.id}/position`, lin.token, { position: 1 });
    expect(await names(lin.token)).toEqual(['Team', 'B', 'A', 'Own']);
    for (const { id } of [a, b]) expect((await ask('DELETE', `views/${id}`, lin.token)).status).toBe(204);
  });

  it('count what they show, each for who looks', async () => {
    const mine = await make(ada.token, view('Held by me', true, { agentId: ['me'] }));
    const angry = await make(ada.token, view('Upset', true, { sentiment: ['negative'], language: ['en'] }));
    const { sessionId, who } = await waiting('This is a scam, you are useless!');
    await ask('PATCH', `sessions/${sessionId}`, lin.token, { labels: ['vip'], priority: 'urgent' });
    await ask('POST', `sessions/${sessionId}/claim`, lin.token, {});
    const counts = async (token: string) =>
      (await ask<{ counts: Record<string, number> }>('GET', 'views/counts', token)).body.counts;
    const [team] = (await ask<{ items: SavedView[] }>('GET', 'views', ada.token)).body.items;
    expect(await counts(lin.token)).toMatchObject({ [mine.id]: 1, [angry.id]: 1, [team!.id]: 1 });
    expect(await counts(ada.token)).toMatchObject({ [mine.id]: 0, [angry.id]: 1, [team!.id]: 1 });
    const listed = async (query: string) =>
      (await ask<{ items: Session[] }>('GET', `sessions?${query}`, lin.token)).body.items.map(({ id }) => id);
    for (const query of [
      'sentiment=negative&language=en&agentId=me',
      'status=with_agent&status=waiting&priority=urgent&priority=high&label=vip&label=late',
      'channelType=web&channelType=email&waitsLongerThan=0',
    ])
      expect([query, await listed(query)]).toEqual([query, [sessionId]]);
    for (const query of ['sentiment=positive', 'priority=low&priority=normal', 'waitsLongerThan=30'])
      expect([query, await listed(query)]).toEqual([query, []]);
    expect((await ask('GET', 'sessions?status=gone&status=waiting', lin.token)).status).toBe(400);
    expect(JSON.stringify(who.heard)).not.toMatch(/sentiment|negative/);
    await ask('POST', `sessions/${sessionId}/close`, lin.token, {});
    await eventually(async () => (await counts(lin.token))[team!.id] === 0);
  });

  it('go with the person whose own they are, and a program has none', async () => {
    const gone = await server.addAgent('Gone');
    await make(gone.token, view('Gone'));
    await server.request('DELETE', `agents/${gone.agentId}`);
    await server.request('DELETE', `users/${gone.userId}`);
    expect(await server.query(`SELECT 1 FROM saved_views WHERE name = 'Gone'`)).toEqual([]);
    const { body: key } = await server.request('POST', 'api-keys', {
      body: { name: 'Bot', permissions: ['sessions:read', 'sessions:write'] },
    });
    expect((await ask('POST', 'views', (key as { key: string }).key, view('Bot'))).status).toBe(400);
  });
});
