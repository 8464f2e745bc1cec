// Whose turn it is to give sessions to agents: the database keeps the line, for whatever nodes share it.
import { createLog } from '../../src/log';
import { openPostgres, type Postgres } from '../../src/stores/postgres/connection/database';
import { throwawayPostgres, type ThrowawayPostgres } from '../dev-env/postgres';

let server: ThrowawayPostgres;
let nodes: Postgres[];
let organizationId: string;
let userId: string;
const log = createLog('silent');

beforeAll(async () => {
  server = await throwawayPostgres();
  const { url } = await server.migratedDatabase();
  nodes = [await openPostgres({ url, log }), await openPostgres({ url, log })];
  ({ organizationId } = await nodes[0]!.crossTenant.createFirstOrganization({
    organizationName: 'Turns',
    email: 'admin@turns.test',
    passwordHash: 'a secret',
    displayName: 'Admin',
    channelName: 'Web',
  }));
  userId = ((await sql('SELECT id FROM users'))[0] as { id: string }).id;
});
afterAll(async () => {
  await Promise.all(nodes.map((node) => node.close()));
  await server.stop();
});

const sql = (text: string, values: unknown[] = []) =>
  nodes[0]!.withOrganization(organizationId, (manager) => manager.query<object[]>(text, values));

test('Of many on two nodes one at a time has it, and an error ends its turn', async () => {
  let inside = 0;
  const seen: number[] = [];
  const turns = Array.from({ length: 20 }, (_, i) =>
    nodes[i % 2]!.assignmentTurn(organizationId, async () => {
      seen.push(++inside);
      await new Promise((resolve) => setImmediate(resolve));
      inside -= 1;
      return i;
    }),
  );
  expect(await Promise.all(turns)).toEqual(turns.map((_, i) => i));
  expect(seen).toEqual(turns.map(() => 1));
  const failing = nodes[0]!.assignmentTurn(organizationId, () => Promise.reject(new Error('no')));
  await expect(failing).rejects.toThrow('no');
  expect(await nodes[1]!.assignmentTurn(organizationId, async () => 'next')).toBe('next');
});

test('Who waits too long is told, and assigns nothing', async () => {
  let end = (): void => undefined;
  let silent: Promise<void> = Promise.resolve();
  await new Promise<void>((begun) => {
    silent = nodes[0]!.assignmentTurn(
      organizationId,
      () => new Promise<void>((resolve) => ((end = resolve), begun())),
    );
  });
  const work = jest.fn(async () => undefined);
  const late = nodes[1]!.assignmentTurn(organizationId, work);
  await expect(late).rejects.toMatchObject({
    code: 'unavailable',
    cause: expect.objectContaining({ message: expect.stringMatching(/lock timeout/) }),
  });
  expect(work).not.toHaveBeenCalled();
  end();
  await silent;
});

test('It shows who may sign in, what they hold by channel, and no secret', async () => {
  const [agent] = (await sql(
    `INSERT INTO agents (organization_id, user_id, display_name, status, max_concurrent_chats)
     VALUES ($1, $2, 'Grace', 'online', 5) RETURNING id`,
    [organizationId, userId],
  )) as Array<{ id: string }>;
  const [channel] = (await sql('SELECT id FROM channels')) as Array<{ id: string }>;
  const give = async (channelType: string, status = 'with_agent') => {
    const [customer] = (await sql('INSERT INTO customers (organization_id) VALUES ($1) RETURNING id', [
      organizationId,
    ])) as Array<{ id: string }>;
    await sql(
      `INSERT INTO sessions (organization_id, customer_id, channel_id, channel_type, status, agent_id)
       VALUES ($1, $2, $3, $4, $5, $6)`,
      [organizationId, customer!.id, channel!.id, channelType, status, agent!.id],
    );
    return customer!.id;
  };
  const customers = [await give('web'), await give('web'), await give('email'), await give('web', 'closed')];
  const found = await nodes[0]!.assignmentTurn(organizationId, async (turn) => ({
    grace: (await turn.agents()).find(({ id }) => id === agent!.id),
    last: await turn.lastAgents(customers),
  }));
  expect(found.grace).toEqual({
    id: agent!.id,
    name: 'Grace',
    maxConcurrentChats: 5,
    specialties: [],
    languages: [],
    status: 'online',
    held: { web: 2, email: 1 },
  });
  expect([...found.last.values()]).toEqual(customers.map(() => agent!.id));
});
