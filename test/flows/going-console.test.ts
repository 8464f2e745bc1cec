// A console that goes while it is being welcomed leaves nothing behind: its agent is not here, and gets nobody.
import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import type { Socket } from 'socket.io-client';
import { eventually } from '../../src/tools/eventually';
import { TestServer } from '../dev-env/test-server';

let server: TestServer;
let owners: Client[];

beforeAll(async () => {
  server = await TestServer.create({ env: { RATE_LIMITS: 'off' }, timing: { graceMs: 500 } });
  owners = [1, 2].map(() => new Client({ connectionString: server.app.databaseUrl }));
  for (const owner of owners) await owner.connect();
});
afterAll(async () => {
  for (const owner of owners ?? []) await owner.end();
  await server?.close();
});

/** So many wait for the users' table. */
const waiting = (count: number) =>
  eventually(async () => {
    const asked = `SELECT count(*)::int AS n FROM pg_locks WHERE relation = 'users'::regclass AND NOT granted`;
    return (await server.query<{ n: number }>(asked))[0]!.n === count;
  });

async function online(token: string): Promise<Socket> {
  const socket = server.socket('/agent', { token });
  await new Promise((resolve) => socket.once('ready', resolve));
  await socket.emitWithAck('presence:set', { status: 'online' });
  return socket;
}

async function presence({ agentId }: { agentId: string }): Promise<string> {
  return ((await server.request('GET', `agents/${agentId}`)).body as { presence: string }).presence;
}

/** Consoles on a socket. */
async function connected(): Promise<number> {
  const metrics = await (await fetch(`${server.url}/metrics`)).text();
  return Number(/^\w*sockets\{kind="agent"\} (\d+)$/m.exec(metrics)![1]);
}

async function lockUsers(owner: Client): Promise<void> {
  await owner.query('BEGIN');
  await owner.query('LOCK TABLE users IN ACCESS EXCLUSIVE MODE');
}

test('A console that goes while PostgreSQL is slow to welcome it does not count as connected', async () => {
  const agent = await server.addAgent('Ann');
  (await online(agent.token)).disconnect();
  await eventually(async () => (await presence(agent)) === 'offline');

  // Who this is, is asked twice: once to let the console in, behind the first lock, then as it is welcomed, behind the second.
  const [first, second] = owners as [Client, Client];
  await lockUsers(first);
  const quick = server.socket('/agent', { token: agent.token });
  const letIn = new Promise((resolve) => quick.once('connect', () => resolve(true)));
  await waiting(1);
  const locked = lockUsers(second);
  await waiting(2);
  await first.query('COMMIT');
  await locked;
  expect(await letIn).toBe(true);
  await waiting(1);
  quick.disconnect();
  await eventually(async () => (await connected()) === 0);
  await second.query('COMMIT');
  await waiting(0);
  // Another console, which is welcomed and goes later, has had its grace: so has this one.
  const other = await server.addAgent('Bob');
  const last = await online(other.token);
  last.disconnect();
  await eventually(async () => (await presence(other)) === 'offline');
  expect(await presence(agent)).toBe('offline');

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
});
