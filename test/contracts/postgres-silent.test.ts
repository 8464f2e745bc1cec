// A server that takes a statement and never answers holds nobody longer than the limit, and its connection is not used again.
import { createLog } from '../../src/log';
import { openPostgres, type Postgres } from '../../src/stores/postgres/connection/database';
import { throwawayPostgres, type ThrowawayPostgres } from '../dev-env/postgres';

let server: ThrowawayPostgres;
let postgres: Postgres;
let organizationId: string;

beforeAll(async () => {
  server = await throwawayPostgres();
  const { url } = await server.migratedDatabase();
  postgres = await openPostgres({ url, log: createLog('silent'), poolSize: 2 });
  ({ organizationId } = await postgres.crossTenant.createFirstOrganization({
    organizationName: 'Hedgehog Outfitters',
    email: 'admin@parley.local',
    passwordHash: 'hash',
    displayName: 'Admin',
    channelName: 'Website',
  }));
});
afterAll(async () => {
  await postgres?.close();
  await server?.stop();
});

const write = `UPDATE channels SET name = 'half written'`;
const names = () =>
  postgres.withOrganization(organizationId, (manager) =>
    manager.query<unknown[]>('SELECT name FROM channels'),
  );

it('rolls back what failed otherwise, and keeps the connection', async () => {
  const pid = () =>
    postgres.withOrganization(organizationId, async (manager) => {
      const [row] = await manager.query<Array<{ pid: number }>>('SELECT pg_backend_pid() AS pid');
      return row!.pid;
    });
  const before = await pid();
  await expect(
    postgres.withOrganization(organizationId, async (manager) => {
      await manager.query(write);
      throw new Error('not this time');
    }),
  ).rejects.toThrow('not this time');
  expect(await pid()).toBe(before);
  expect(await names()).toEqual([{ name: 'Website' }]);
});

it('one statement is a transaction of its own: what is refused leaves nothing, and keeps the connection', async () => {
  const ask = (text: string) => postgres.queryOrganization(organizationId, { text, values: [] });
  const [before] = await ask('SELECT pg_backend_pid() AS pid');
  const renamed = `WITH changed AS (${write} RETURNING id) SELECT 1 / (count(*) - 1) FROM changed`;
  await expect(ask(renamed)).rejects.toMatchObject({ code: '22012' });
  expect(await ask('SELECT name FROM channels')).toEqual([{ name: 'Website' }]);
  expect(await ask(`SELECT pg_backend_pid() AS pid, current_setting('app.organization_id') AS of`)).toEqual([
    { ...before, of: organizationId },
  ]);
  expect(await ask(`${write} RETURNING name`)).toEqual([{ name: 'half written' }]);
  expect(await names()).toEqual([{ name: 'half written' }]);
  await ask(`UPDATE channels SET name = 'Website'`);
});

it('an error before the first statement of a transaction is answered is the one that is told', async () => {
  await expect(
    postgres.withOrganization(organizationId, async (manager) => {
      await manager.query('SELECT 1 / 0');
    }),
  ).rejects.toMatchObject({ code: '22012' });
  // Whoever swallows it has nothing written: the transaction is over.
  await postgres.withOrganization(organizationId, async (manager) => {
    await manager.query(write);
    await manager.query('SELECT 1 / 0').catch(() => undefined);
  });
  expect(await names()).toEqual([{ name: 'Website' }]);
});

it('gives up as unavailable after 20 s; the next transaction has a connection of its own', async () => {
  const sleep = 'SELECT pg_sleep(600)';
  const given = await Promise.allSettled([
    postgres.withOrganization(organizationId, async (manager) => {
      await manager.query(write);
      await manager.query(sleep);
    }),
    postgres.queryOrganization(organizationId, { text: sleep, values: [] }),
  ]);
  for (const one of given) expect(one).toMatchObject({ reason: { code: 'unavailable' } });
  expect(await names()).toEqual([{ name: 'Website' }]);
  await postgres.ping();
});
