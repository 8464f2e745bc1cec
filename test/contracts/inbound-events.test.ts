// Events of providers where they lie: what is taken at once, who waits for whom, and what an erasure finds.
import { randomBytes, randomUUID } from 'node:crypto';
import type { InboundEvents } from '../../src/channels/store';
import { createLog } from '../../src/log';
import { openPostgres, type Postgres } from '../../src/stores/postgres/connection/database';
import { connectAsOwner } from '../../src/stores/postgres/connection/migrate';
import { createCustomerStore } from '../../src/stores/postgres/tenant/customers/customers';
import { createInboundEventList } from '../../src/stores/postgres/tenant/channels/inbound-events';
import { createSeal, type Seal } from '../../src/tools/seal';
import { throwawayPostgres, type ThrowawayPostgres } from '../dev-env/postgres';

const organizationId = randomUUID();
let channelId: string;
let server: ThrowawayPostgres;
let postgres: Postgres;
let owner: Awaited<ReturnType<typeof connectAsOwner>>;
let events: InboundEvents;
let seal: Seal;

beforeAll(async () => {
  server = await throwawayPostgres();
  const { url } = await server.migratedDatabase();
  postgres = await openPostgres({ url, log: createLog('silent') });
  seal = createSeal(randomBytes(32));
  events = postgres.crossTenant.channelTraffic(seal).inbound;
  owner = await connectAsOwner(url);
  await owner.query(`INSERT INTO organizations (id, name) VALUES ($1, 'Shop')`, [organizationId]);
});
beforeEach(async () => {
  channelId = randomUUID();
  await owner.query(
    `INSERT INTO channels (id, organization_id, name, type, key) VALUES ($1, $2, 'WhatsApp', 'whatsapp', $3)`,
    [channelId, organizationId, channelId],
  );
});
afterAll(async () => {
  await owner?.end();
  await postgres?.close();
  await server?.stop();
});

async function add(body: Buffer | string): Promise<string> {
  const providerId = randomUUID();
  await events.add([{ organizationId, channelId, providerId, headers: {}, body: Buffer.from(body) }]);
  const found = await owner.query<{ id: string }>('SELECT id FROM inbound_events WHERE provider_id = $1', [
    providerId,
  ]);
  return found.rows[0]!.id;
}

const idsOf = ({ items }: Awaited<ReturnType<InboundEvents['due']>>) => items.map(({ id }) => id);
const there = async (id: string) =>
  (await owner.query('SELECT 1 FROM inbound_events WHERE id = $1', [id])).rows.length === 1;
const customers = () => createCustomerStore(postgres.withOrganization, seal.mark);
const list = () => createInboundEventList(postgres.withOrganization, seal);
const customer = async () => (await customers().create(organizationId, {})).id;

test('A look takes some MB of bodies and says that there is more', async () => {
  const ids: string[] = [];
  for (let i = 0; i < 6; i += 1) ids.push(await add(Buffer.alloc(4 * 1024 * 1024)));
  const first = await events.due(channelId, 200);
  expect([idsOf(first), first.more]).toEqual([ids.slice(0, 4), true]);
  for (const id of idsOf(first)) await events.settle(id, { status: 'done', customerIds: [] });
  const rest = await events.due(channelId, 200);
  expect([idsOf(rest), rest.more]).toEqual([ids.slice(4), false]);
});

test('What comes in together stays itself and in its order, on each channel, and twice is once', async () => {
  const other = randomUUID();
  await owner.query(
    `INSERT INTO channels (id, organization_id, name, type, key) VALUES ($1, $2, 'Two', 'whatsapp', $3)`,
    [other, organizationId, other],
  );
  const event = (n: number, on = channelId) => ({
    organizationId,
    channelId: on,
    providerId: `p${n}`,
    headers: { 'content-type': `kind/${n % 2}` },
    body: Buffer.from('b'.repeat(n * 7)),
  });
  await events.add([event(3), event(1), event(0, other), event(2), event(1), event(4, other)]);
  await events.add([event(2), event(5)]);
  const kept = async (of: string) =>
    (await events.due(of, 200)).items.map(({ providerId, headers, body }) => [providerId, headers, body]);
  const expected = (n: number) => [`p${n}`, { 'content-type': `kind/${n % 2}` }, event(n).body];
  expect(await kept(channelId)).toEqual([3, 1, 2, 5].map(expected));
  expect(await kept(other)).toEqual([0, 4].map(expected));
});

test('A body that cannot be opened keeps no other from its turn', async () => {
  const damaged = await add('one');
  const id = await add('two');
  await owner.query(`UPDATE inbound_events SET body = 'x' WHERE id = $1`, [damaged]);
  const { items } = await events.due(channelId, 200);
  expect(items.map((event) => [event.id, event.body?.toString()])).toEqual([
    [damaged, undefined],
    [id, 'two'],
  ]);
});

test('What waits says for whom and until when, without its body', async () => {
  const id = await add('one');
  const at = new Date(Date.now() + 60_000);
  const whose = await customer();
  await events.failed(id, 'away', { at, senders: ['somebody'], customerIds: [whose] });
  expect(await events.waiting(channelId)).toEqual([
    { senders: ['somebody'], customerIds: [whose], dueAt: at.toISOString() },
  ]);
  expect(idsOf(await events.due(channelId, 200))).toEqual([]);
});

test('An erasure deletes what is settled; what is not yet may hold the words of others, and goes when it is', async () => {
  const [erased, other] = [await customer(), await customer()];
  const [done, mine, shared, others] = [await add('1'), await add('2'), await add('3'), await add('4')];
  const at = new Date();
  await events.settle(done, { status: 'done', customerIds: [erased, other] });
  await events.failed(mine, 'away', { at, senders: [], customerIds: [erased] });
  await events.failed(shared, 'away', { at, senders: [], customerIds: [erased, other] });
  await events.settle(others, { status: 'done', customerIds: [other] });
  await customers().erase(organizationId, erased);
  const left: boolean[] = [];
  for (const id of [done, mine, shared, others]) left.push(await there(id));
  expect(left).toEqual([false, true, true, true]);
  await events.settle(mine, { status: 'done', customerIds: [] });
  await events.settle(shared, { status: 'done', customerIds: [] });
  expect([await there(mine), await there(shared)]).toEqual([false, false]);
});

test('What names a customer and was known to be nobody’s goes with them, a longer number is not theirs', async () => {
  const id = await customer();
  for (const [kind, value] of [
    ['phone', '+49301234567'],
    ['email', 'ada@shop.test'],
    ['unverified_email', 'eve@shop.test thread-of-eve'],
    ['external', 'the'],
  ] as const)
    await customers().addIdentity(organizationId, id, { kind, value, provedBy: 'channel' });
  const mine = [
    await add('{"from":"49301234567"}'),
    await add('From: Ada <Ada@Shop.test>'),
    await add('From: Eve@Shop.test'),
  ];
  const others = [await add('{"from":"493012345678"}'), await add('the rest'), await add('xada@shop.test')];
  const pending = await add('{"wa_id":"49301234567"}');
  for (const one of [...mine, ...others])
    await events.settle(one, { status: 'not_understood', customerIds: [] });
  await list().findThoseOf(organizationId, id);
  await customers().erase(organizationId, id);
  await events.settle(pending, { status: 'done', customerIds: [] });
  const left: boolean[] = [];
  for (const one of [...mine, ...others, pending]) left.push(await there(one));
  expect(left).toEqual([false, false, false, true, true, true, false]);
});

test('Who was erased is known again by what they had, until no event can be from before', async () => {
  const id = await customer();
  const phone = { kind: 'phone' as const, value: '+49301' };
  await customers().addIdentity(organizationId, id, { ...phone, provedBy: 'channel' });
  const known = () => customers().erasedWith(organizationId, [{ kind: 'whatsapp', value: 'DE.2' }, phone]);
  expect(await known()).toBeUndefined();
  await customers().erase(organizationId, id);
  await customers().erase(organizationId, id);
  expect(await known()).toMatchObject({ customerId: id });
  expect(await customers().erasedWith(randomUUID(), [phone])).toBeUndefined();
  const { rows } = await owner.query<{ row: string }>(
    'SELECT c::text AS row FROM customers c WHERE id = $1',
    [id],
  );
  expect(rows[0]!.row).not.toContain('49301');
  await events.expire(new Date(Date.now() + 60_000));
  expect(await known()).toBeUndefined();
});

test('What is settled and old is forgotten, however much it is', async () => {
  await owner.query(
    `INSERT INTO inbound_events (organization_id, channel_id, provider_id, body, status, received_at)
     SELECT $1, $2, 'old ' || n, '', 'done', now() - interval '40 days' FROM generate_series(1, 2500) n`,
    [organizationId, channelId],
  );
  expect(await events.expire(new Date(Date.now() - 30 * 24 * 3_600_000))).toBe(2_500);
});
