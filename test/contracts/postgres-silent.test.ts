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
  postgres = await openPostgres({ url, log: createLog('silent'), poolSize: 1 });
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

it('gives up as unavailable after 20 s; the next transaction has a connection of its own', async () => {
  const began = Date.now();
  await expect(
    postgres.withOrganization(organizationId, async (manager) => {
      await manager.query(write);
      await manager.query('SELECT pg_sleep(120)');
    }),
  ).rejects.toMatchObject({ code: 'unavailable' });
  expect(Date.now() - began).toBeLessThan(30_000);
  const again = Date.now();
  expect(await names()).toEqual([{ name: 'Website' }]);
  await postgres.ping();
  expect(Date.now() - again).toBeLessThan(5_000);
});
