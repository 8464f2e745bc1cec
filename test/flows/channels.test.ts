// What holds for every type of channel, also for one that only this test adds to the list.
import { Client } from 'pg';
import { createApp } from '../../src/app';
import { readConfig } from '../../src/config';
import { createLog } from '../../src/log';
import { eventually } from '../../src/tools/eventually';
import { pigeon } from '../dev-env/pigeon-channel';
import { throwawayPostgres, type ThrowawayPostgres } from '../dev-env/postgres';
import { TestServer } from '../dev-env/test-server';

let server: TestServer;

beforeAll(async () => {
  server = await TestServer.create({ timing: { moreChannels: [pigeon] } });
});
afterAll(() => server?.close());

const ring = 'a ring that nobody reads';
let count = 0;

async function create(config: object, type = 'pigeon') {
  const name = `Pigeons ${++count}`;
  return server.request('POST', 'channels', { body: { name, type, config } });
}

interface Row {
  id: string;
  config: Record<string, unknown>;
  health: { ok: boolean; lastError?: string; lastErrorAt?: string };
}

test('is set up by its own schema, and its secret is masked, kept and sealed where it lies', async () => {
  const made = await create({ loft: 'north', ring });
  expect(made).toMatchObject({ status: 201, body: { config: { loft: 'north', ring: '********' } } });
  const { id } = made.body as Row;

  const config = { loft: 'south', ring: '********' };
  const changed = await server.request('PATCH', `channels/${id}`, { body: { config } });
  expect(changed).toMatchObject({ status: 200, body: { config } });
  const rows = await server.query<Row>('SELECT config FROM channels WHERE id = $1', [id]);
  expect(rows[0]!.config).toEqual({ loft: 'south', ring: expect.stringMatching(/^sealed:[\w-]+$/) });
  expect(JSON.stringify(await server.query('SELECT * FROM channels'))).not.toContain(ring);
});

test('what its schema does not know is refused, and so is a type that is not in the list', async () => {
  expect(await create({ loft: 'north', ring, size: 3 })).toMatchObject({
    status: 400,
    body: { errors: [{ path: 'config' }] },
  });
  expect(await create({}, 'semaphore')).toMatchObject({ status: 400, body: { errors: [{ path: 'type' }] } });
});

test('says whether it works, when it is set up and when it is asked', async () => {
  const { body } = await create({ loft: 'empty', ring });
  const { id, health } = body as Row;
  expect(health).toEqual({ ok: false, lastError: 'The loft is empty.', lastErrorAt: expect.any(String) });
  await server.request('PATCH', `channels/${id}`, { body: { config: { loft: 'full', ring } } });
  const checked = await server.request('POST', `channels/${id}/check`);
  expect(checked).toMatchObject({ status: 200, body: { health: { ok: true } } });
});

test('has sessions as every channel has', async () => {
  const { body } = await create({ loft: 'west', ring });
  const channelId = (body as Row).id;
  const customer = await server.request('POST', 'customers', { body: { firstName: 'Ada' } });
  const customerId = (customer.body as Row).id;
  const message = { text: 'How long does a refund take?', clientMessageId: 'one' };
  await server.request('POST', 'sessions', { body: { customerId, channelId, message } });
  const found = await eventually(async () => {
    const { body: page } = await server.request('GET', 'sessions?channelType=pigeon');
    return (page as { items: Array<{ channelType: string }> }).items[0];
  });
  expect(found).toMatchObject({ channelType: 'pigeon' });
});

describe('the next start', () => {
  let postgres: ThrowawayPostgres;
  let url: string;
  beforeAll(async () => {
    postgres = await throwawayPostgres();
    ({ url } = await postgres.migratedDatabase());
  });
  afterAll(() => postgres?.stop());

  const start = (env: Record<string, string> = {}) =>
    createApp(readConfig([], { DATABASE_URL: url, PARLEY_DEMO: 'off', ...env }), createLog('silent'));

  async function configs(): Promise<Array<Record<string, unknown>>> {
    const client = new Client({ connectionString: url });
    await client.connect();
    const { rows } = await client.query<Row>('SELECT config FROM channels');
    await client.end();
    return rows.map(({ config }) => config);
  }

  test('seals the secrets of an earlier version', async () => {
    await (await start()).close();
    const client = new Client({ connectionString: url });
    await client.connect();
    await client.query(`UPDATE channels SET config = '{"identitySecret": "a secret of before"}'`);
    await client.end();
    await (await start()).close();
    expect(await configs()).toEqual([{ identitySecret: expect.stringMatching(/^sealed:[\w-]+$/) }]);
  });

  test('is refused with a sentence when it has another key', async () => {
    await expect(start({ SECRETS_KEY: 'k'.repeat(32) })).rejects.toThrow('sealed with another key');
  });
});
