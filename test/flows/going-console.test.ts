// A console that goes while it is being welcomed leaves nothing behind: its agent is not here, and gets nobody.
import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { TestServer } from '../dev-env/test-server';

let server: TestServer;
let owners: Client[];

beforeAll(async () => {
  server = await TestServer.create({ env: { RATE_LIMITS: 'off' }, timing: { graceMs: 500 } });
  owners = [1, 2].map(() => new Client({ connectionString: server.app.databaseUrl }));
  for (const owner of owners) await owner.connect();
}, 60_000);
afterAll(async () => {
  for (const owner of owners ?? []) await owner.end();
  await server?.close();
});

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
/** What the server remembers of a user, so that it does not ask PostgreSQL, has run out. */
const forgotten = () => wait(3_500);

async function until(isSo: () => Promise<boolean>): Promise<void> {
  const began = Date.now();
  while (!(await isSo())) {
    if (Date.now() - began > 20_000) throw new Error(`not so in time: ${isSo}`);
    await wait(50);
  }
}

/** So many wait for the users' table. */
const waiting = (count: number) =>
  until(async () => {
    const asked = `SELECT count(*)::int AS n FROM pg_locks WHERE relation = 'users'::regclass AND NOT granted`;
    return (await server.query<{ n: number }>(asked))[0]!.n === count;
  });

async function lockUsers(owner: Client): Promise<void> {
  await owner.query('BEGIN');
  await owner.query('LOCK TABLE users IN ACCESS EXCLUSIVE MODE');
}

test('A console that goes while PostgreSQL is slow to welcome it does not count as connected', async () => {
  const agent = await server.addAgent('Ann');
  const presence = async () =>
    ((await server.request('GET', `agents/${agent.agentId}`)).body as { presence: string }).presence;
  const early = server.socket('/agent', { token: agent.token });
  await new Promise((resolve) => early.once('ready', resolve));
  await early.emitWithAck('presence:set', { status: 'online' });
  early.disconnect();
  await until(async () => (await presence()) === 'offline');
  await forgotten();

  // Who this is, is asked twice: once to let the console in, which the first lock holds up until what was read is
  // old, then as it is welcomed, behind the second.
  const [first, second] = owners as [Client, Client];
  await lockUsers(first);
  const quick = server.socket('/agent', { token: agent.token });
  const connected = new Promise((resolve) => quick.once('connect', () => resolve(true)));
  await waiting(1);
  const locked = lockUsers(second);
  await waiting(2);
  await forgotten();
  await first.query('COMMIT');
  await locked;
  expect(await connected).toBe(true);
  await waiting(1);
  quick.disconnect();
  await wait(1_000);
  await second.query('COMMIT');
  await waiting(0);
  // The welcome ends, and the grace.
  await wait(2_000);
  expect(await presence()).toBe('offline');

  const customer = server.socket('/customer', { channelKey: server.channelKey });
  await new Promise((resolve) => customer.once('ready', resolve));
  await customer.emitWithAck('message:send', { clientMessageId: randomUUID(), text: 'Hello' });
  const { session } = await customer.emitWithAck('session:request_human', {});
  await server.app.sweep();
  const rows = await server.query<{ status: string; agent_id: string | null }>(
    'SELECT status, agent_id FROM sessions WHERE id = $1',
    [session.id],
  );
  expect(rows).toEqual([{ status: 'waiting', agent_id: null }]);
}, 90_000);
