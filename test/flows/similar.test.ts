// Closed conversations are found by what was wanted in them: beside an open one, and by the search of sessions.
import { randomUUID } from 'node:crypto';
import type { Session } from '../../src/protocol/model/session';
import type { SimilarSessions } from '../../src/protocol/sessions';
import { eventually } from '../../src/tools/eventually';
import { TestServer } from '../dev-env/test-server';
import { customer } from './console-desk';

let server: TestServer;
beforeAll(async () => {
  server = await TestServer.create({
    env: { RATE_LIMITS: 'off', EMBEDDINGS: 'built-in', AI_PROVIDER: 'extractive' },
  });
});
afterAll(() => server?.close());

type Who = Awaited<ReturnType<typeof customer>>;

async function ask(words: string, who?: Who): Promise<{ who: Who; sessionId: string }> {
  const asking = who ?? (await customer(server));
  const { sessionId } = await asking.say(words);
  await server.request('POST', `sessions/${sessionId}/claim`, { body: {} });
  return { who: asking, sessionId };
}

/** What was asked, answered and closed. */
async function closed(words: string, reply: string, who?: Who) {
  const asked = await ask(words, who);
  for (const text of [reply, 'Bye!'])
    await server.request('POST', `sessions/${asked.sessionId}/messages`, {
      body: { text, clientMessageId: randomUUID() },
    });
  await server.request('POST', `sessions/${asked.sessionId}/close`, { body: {} });
  return asked;
}

async function similar(sessionId: string, token?: string): Promise<SimilarSessions> {
  const { body } = await server.request('GET', `sessions/${sessionId}/similar`, token ? { token } : {});
  return body as SimilarSessions;
}

async function search(q: string): Promise<Session[]> {
  const { body } = await server.request('GET', `sessions?q=${encodeURIComponent(q)}`);
  return (body as { items: Session[] }).items;
}

const vectorsOf = (sessionId: string) =>
  server.query<{ doc: { text: string; metadata: { model: string } } }>(
    'SELECT doc FROM vector_embeddings WHERE source_id = $1',
    [sessionId],
  );

test('beside an open conversation are closed ones in which about the same was wanted, and how they ended', async () => {
  const crash = await closed('The app crashes when I open the settings', 'Please install version 5.2.');
  const moved = await closed('I moved, please ship it to my new flat', 'I have changed the address.');
  const own = await closed('My app closes by itself at the start', 'Try to install it again.');
  const { sessionId } = await ask('Your app closes by itself on startup since yesterday', own.who);
  const found = await eventually(async () => {
    const some = await similar(sessionId);
    return some.items.length > 0 && some;
  });
  // Not what is about something else, and not the customer's own: those are under "Other conversations".
  expect(found).toEqual({
    items: [
      {
        sessionId: crash.sessionId,
        channelType: 'web',
        closedAt: expect.any(String),
        summary: expect.stringContaining('The app crashes'),
        wanted: expect.arrayContaining([expect.stringContaining('The app crashes')]),
        risks: [],
        aiResolved: false,
        reply: 'Please install version 5.2.',
        repliedBy: 'agent',
      },
    ],
  });
  await eventually(async () => (await vectorsOf(moved.sessionId)).length > 0);
  const { body: theirs } = await server.request('GET', `sessions/${moved.sessionId}/similar`);
  expect((theirs as SimilarSessions).items).toEqual([]);
  expect((await server.request('GET', `sessions/${randomUUID()}/similar`)).status).toBe(404);
});

test('what one article answers is similar however it was asked, and what another answers is not', async () => {
  const refund = await closed('How long does a refund take?', 'It is on its way.');
  const order = await closed('How can I track my order?', 'By the link in your mail.');
  for (const { sessionId } of [refund, order])
    await eventually(async () => (await vectorsOf(sessionId)).length > 0);
  const { sessionId } = await ask('When will my refund arrive?');
  const found = await eventually(async () => {
    const some = (await similar(sessionId)).items.map((one) => one.sessionId);
    return some.includes(refund.sessionId) && some;
  });
  expect(found).not.toContain(order.sessionId);
});

test('the search of sessions finds them by meaning after those with the words, and by words of the summary alone', async () => {
  const late = await closed('The package never showed up at my door', 'It is at the post office.');
  const hit = await eventually(async () =>
    (await search('my parcel was not delivered')).find(({ id }) => id === late.sessionId),
  );
  expect(hit.highlight).toEqual({
    text: expect.stringContaining('The package never showed up'),
    marks: [],
    byMeaning: true,
  });
  expect((await search('my invoice was not correct')).map(({ id }) => id)).not.toContain(late.sessionId);
  await eventually(async () => {
    const byWords = (await search('package showed')).find(({ id }) => id === late.sessionId);
    return byWords !== undefined && byWords.highlight!.byMeaning === undefined;
  });
  // The article's title stands in no message, and in the summary.
  const who = await customer(server);
  const { sessionId } = await who.say('how long does a refund take?');
  await eventually(() => who.heard.some(({ sender }) => sender === 'ai'));
  await server.request('POST', `sessions/${sessionId}/close`, { body: {} });
  await eventually(async () =>
    (await search('when your refund arrives')).some(
      ({ id, highlight }) => id === sessionId && !highlight!.byMeaning,
    ),
  );
});

test('another organization has none of it, and an erased customer leaves nothing to be found', async () => {
  const first = await closed(
    'My card number 4111 1111 1111 1111 was charged twice for a subscription',
    'Sorry!',
  );
  const { sessionId } = await ask(
    'There is a double charge on my card 4111 1111 1111 1111 for the subscription',
  );
  await eventually(async () =>
    (await similar(sessionId)).items.some((one) => one.sessionId === first.sessionId),
  );
  const texts = (await vectorsOf(first.sessionId)).map(({ doc }) => doc.text);
  expect(texts.join()).toContain('charged twice');
  expect(texts.join()).not.toContain('4111');
  const other = await server.addOrganization();
  const token = await server.login(other.email, other.password);
  const foreign = await server.request('GET', `sessions/${sessionId}/similar`, { token });
  expect(foreign.status).toBe(404);
  const q = encodeURIComponent('charged two times for the subscription');
  const { body } = await server.request('GET', `sessions?q=${q}`, { token });
  expect((body as { items: unknown[] }).items).toEqual([]);
  await server.request('DELETE', `customers/${first.who.id}`);
  expect(await vectorsOf(first.sessionId)).toEqual([]);
  expect((await similar(sessionId)).items.map((one) => one.sessionId)).not.toContain(first.sessionId);
});

test('who has only said hello is shown nothing, and is told why', async () => {
  const { sessionId } = await ask('hello');
  expect(await similar(sessionId)).toEqual({ items: [], reason: 'nothing_said' });
  const { sessionId: german } = await ask('Meine Lampe ist kaputt, was soll ich jetzt tun?');
  expect(await similar(german)).toEqual({ items: [], reason: 'no_meaning' });
});
