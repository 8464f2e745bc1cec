// Who answered: each agent's numbers are their own, whoever has the conversation in the end, also of rows from before.
import { randomUUID } from 'node:crypto';
import type { FiguresBreakdown, FiguresReport } from '../../src/protocol/figures';
import type { Session } from '../../src/protocol/model/session';
import { eventually } from '../../src/tools/eventually';
import { TestServer } from '../dev-env/test-server';

let server: TestServer;
beforeAll(async () => {
  server = await TestServer.create();
});
afterAll(() => server?.close());

type Socket = ReturnType<TestServer['socket']>;
type Agent = Awaited<ReturnType<TestServer['addAgent']>>;

async function arrive(): Promise<Socket> {
  const socket = server.socket('/customer', { channelKey: server.channelKey });
  await new Promise((resolve, reject) => socket.once('ready', resolve).once('connect_error', reject));
  return socket;
}

async function say(customer: Socket, text: string): Promise<string> {
  const body = { clientMessageId: randomUUID(), text };
  const { message } = (await customer.timeout(60_000).emitWithAck('message:send', body)) as {
    message: { sessionId: string };
  };
  return message.sessionId;
}

async function act(path: string, { token }: Agent, body: object = {}): Promise<void> {
  const { status } = await server.request('POST', `sessions/${path}`, { token, body });
  expect([path, status < 300]).toEqual([path, true]);
}

const answer = (id: string, agent: Agent) =>
  act(`${id}/messages`, agent, { clientMessageId: randomUUID(), text: 'Here I am.' });

/** Ada answers first, Ben later, and Cleo closes it. */
async function threeHands() {
  const [ada, ben, cleo] = await Promise.all(['Ada', 'Ben', 'Cleo'].map((name) => server.addAgent(name)));
  const customer = await arrive();
  const id = await say(customer, 'My parcel is lost.');
  await customer.timeout(60_000).emitWithAck('session:request_human', {});
  await act(`${id}/claim`, ada!);
  await answer(id, ada!);
  await act(`${id}/transfer`, ada!, { to: { agentId: ben!.agentId } });
  for (const words of ['And where is it?', 'When does it come?']) {
    await say(customer, words);
    await answer(id, ben!);
  }
  await act(`${id}/transfer`, ben!, { to: { agentId: cleo!.agentId } });
  await act(`${id}/close`, cleo!);
  await written(id);
  return { id, customer, ada: ada!, ben: ben!, cleo: cleo! };
}

/** The row has come as far as the log. */
const written = (id: string) =>
  eventually(async () => {
    const [row] = await server.query('SELECT FROM sessions WHERE id = $1 AND ended_at IS NOT NULL', [id]);
    return row;
  });

const today = new Date().toISOString().slice(0, 10);
const days = `from=${today}&to=${new Date(Date.now() + 86_400_000).toISOString().slice(0, 10)}`;
const get = async (path: string) => (await server.request('GET', `analytics/${path}`)).body;

/** Conversations, first and later responses of each of them, by the breakdown and by the filter, and what is behind those. */
async function numbersOf(agents: readonly Agent[]) {
  const { rows } = (await get(`breakdown?${days}&by=agent`)) as FiguresBreakdown;
  return Promise.all(
    agents.map(async ({ agentId }) => {
      const { totals } = (await get(`figures?${days}&agentId=${agentId}`)) as FiguresReport;
      const counts = (of: FiguresReport['totals'] | undefined) =>
        of && [of.conversations, of.firstResponse.count, of.nextResponse.count];
      const behind = (figure: string) =>
        get(`sessions?${days}&agentId=${agentId}&figure=${figure}`) as Promise<{ items: Session[] }>;
      const found = await Promise.all(['conversations', 'answeredByPerson', 'answeredAgain'].map(behind));
      return {
        row: counts(rows.find(({ key }) => key === agentId)),
        filtered: counts(totals),
        behind: found.map(({ items }) => items.length),
      };
    }),
  );
}

const theirs = [
  { row: [0, 1, 0], filtered: [0, 1, 0], behind: [0, 1, 0] },
  { row: [0, 0, 2], filtered: [0, 0, 2], behind: [0, 0, 1] },
  { row: [1, 0, 0], filtered: [1, 0, 0], behind: [1, 0, 0] },
];
const ofNobody = [
  { row: undefined, filtered: [0, 0, 0], behind: [0, 0, 0] },
  { row: undefined, filtered: [0, 0, 0], behind: [0, 0, 0] },
  { row: [1, 0, 0], filtered: [1, 0, 0], behind: [1, 0, 0] },
];

/** As a version wrote it that did not write who answered, or, still earlier, no later responses. */
const asBefore = (id: string, earlier = '') =>
  server.query(
    `UPDATE sessions SET first_human_response_by = NULL, next_human_responses_by = NULL, responders_seq = NULL ${earlier}
     WHERE id = $1`,
    [id],
  );

/** The sweep goes through all rows in turn, and is left out for some time after each. */
async function named(agents: readonly Agent[]): Promise<void> {
  await eventually(async () => {
    await server.app.sweep();
    const numbers = await numbersOf(agents);
    return JSON.stringify(numbers) === JSON.stringify(theirs) || undefined;
  });
}

test('Who answers first, who answers later and who closes have each their own numbers', async () => {
  const { ada, ben, cleo } = await threeHands();
  expect(await numbersOf([ada, ben, cleo])).toEqual(theirs);
});

test('Of a conversation from before, the sweep finds in its log who answered, and responses never counted', async () => {
  const { id, ada, ben, cleo } = await threeHands();
  const row = () => server.query('SELECT to_jsonb(s) AS row FROM sessions s WHERE id = $1', [id]);
  const before = await row();
  await asBefore(id, ', next_human_response_seconds = NULL');
  expect(await numbersOf([ada, ben, cleo])).toEqual(ofNobody);
  await named([ada, ben, cleo]);
  expect(await row()).toEqual(before);
});

test('Whose customer is erased is still counted by who answered, also when its row is from before', async () => {
  const { id, ada, ben, cleo } = await threeHands();
  const [{ customer_id: customerId }] = (await server.query<{ customer_id: string }>(
    'SELECT customer_id FROM sessions WHERE id = $1',
    [id],
  )) as [{ customer_id: string }];
  expect((await server.request('DELETE', `customers/${customerId}`)).status).toBe(200);
  const counts = async () => (await numbersOf([ada, ben, cleo])).map(({ row }) => row);
  expect(await counts()).toEqual(theirs.map(({ row }) => row));
  await asBefore(id);
  expect(await counts()).toEqual(ofNobody.map(({ row }) => row));
  await eventually(async () => {
    await server.app.sweep();
    return JSON.stringify(await counts()) === JSON.stringify(theirs.map(({ row }) => row)) || undefined;
  });
});

test('Who answers what was merged into a conversation answers there', async () => {
  const { id, customer, cleo, ada } = await threeHands();
  const second = await say(customer, 'And another thing.');
  await customer.timeout(60_000).emitWithAck('session:request_human', {});
  await act(`${second}/claim`, ada);
  await act(`${id}/merge`, ada, { into: second });
  await answer(second, ada);
  await act(`${second}/close`, ada);
  await written(second);
  const [ofAda, ofCleo] = await numbersOf([ada, cleo]);
  // What goes on in another conversation is counted there.
  expect(ofAda!.row).toEqual([1, 1, 0]);
  expect(ofCleo!.row).toBeUndefined();
});
