// Rows of what is to be sent: who has one, whose word counts, and what the sweep finds.
import { randomBytes, randomUUID } from 'node:crypto';
import type { Deliveries, PendingDelivery } from '../../src/channels/store';
import { createLog } from '../../src/log';
import type { Delivery } from '../../src/protocol/model/message';
import { openPostgres, type Postgres } from '../../src/stores/postgres/connection/database';
import { eventually } from '../../src/tools/eventually';
import { createSeal } from '../../src/tools/seal';
import { throwawayPostgres, type FreshDatabase, type ThrowawayPostgres } from '../dev-env/postgres';
import { asOwner } from './archives';

let server: ThrowawayPostgres;
let database: FreshDatabase;
let postgres: Postgres;
let deliveries: Deliveries;
let organizationId: string;
const channelId = randomUUID();

beforeAll(async () => {
  server = await throwawayPostgres();
  database = await server.migratedDatabase();
  postgres = await openPostgres({ url: database.url, log: createLog('silent'), poolSize: 4 });
  deliveries = postgres.crossTenant.channelTraffic(createSeal(randomBytes(32))).deliveries;
  ({ organizationId } = await postgres.crossTenant.createFirstOrganization({
    organizationName: 'Harbour & Pine',
    email: 'admin@parley.local',
    passwordHash: 'hash',
    displayName: 'Admin',
    channelName: 'Website',
  }));
});
afterAll(async () => {
  await postgres?.close();
  await database?.drop();
  await server?.stop();
});
beforeEach(() => change('DELETE FROM deliveries'));

const change = (text: string, values: unknown[] = []) =>
  asOwner(database.url, async (client) => void (await client.query(text, values)));

/** A session with as many messages of the AI to send. */
async function queued(count = 1, on = channelId): Promise<string> {
  const sessionId = randomUUID();
  const row = { organizationId, sessionId, channelId: on, sender: 'ai' as const };
  await deliveries.add(Array.from({ length: count }, (_, index) => ({ ...row, seq: index + 1 })));
  return sessionId;
}

async function taken(sessionId: string): Promise<PendingDelivery> {
  const row = await deliveries.take(sessionId, 60_000);
  return row!;
}

const stateOf = async (sessionId: string) =>
  (await deliveries.statesOf([{ sessionId, seq: 1 }])).get(`${sessionId} 1`)?.delivery;

test('one has it at a time, and nobody before it is due or before the one ahead of it is settled', async () => {
  const sessionId = await queued(2);
  await change(`UPDATE deliveries SET due_at = now() + interval '1 hour' WHERE seq = 1`);
  expect(await deliveries.take(sessionId, 60_000)).toBeUndefined();
  await change(`UPDATE deliveries SET due_at = now() WHERE seq = 1`);
  const first = await taken(sessionId);
  expect(first.seq).toBe(1);
  expect(await deliveries.take(sessionId, 60_000)).toBeUndefined();
  expect(await deliveries.due(10)).toEqual([]);
  expect(await deliveries.begin(first, 60_000)).toBe(true);
  expect(await deliveries.begin(first, 60_000)).toBe(false);
  // Also when whoever sends it does not come back: nobody knows whether it was sent.
  await change(`UPDATE deliveries SET leased_until = now() - interval '1 second' WHERE seq = 1`);
  expect(await deliveries.take(sessionId, 60_000)).toBeUndefined();
  await deliveries.settle(first, { delivery: 'sent' });
  await deliveries.add([{ organizationId, sessionId, channelId, seq: 1, sender: 'ai' }]);
  expect(await stateOf(sessionId)).toBe('sent');
  expect((await taken(sessionId)).seq).toBe(2);
});

test('states of the provider go only forward, in whatever order they come', async () => {
  const sessionId = await queued();
  const row = await taken(sessionId);
  await deliveries.begin(row, 60_000);
  const state = (delivery: Delivery) => deliveries.advance(channelId, { providerId: 'wamid.1', delivery });
  expect(
    await deliveries.advance(channelId, { providerId: 'wamid.1', tryId: row.tryId, delivery: 'sent' }),
  ).toBeDefined();
  // Whoever sent it hears of it after the provider's own word.
  expect(await deliveries.settle(row, { delivery: 'uncertain' })).toBe(false);
  expect(await deliveries.advance(randomUUID(), { providerId: 'wamid.1', delivery: 'read' })).toBeUndefined();
  for (const next of ['sent', 'failed', 'delivered', 'read'] as const) {
    expect(await state(next)).toMatchObject({ sessionId, seq: 1 });
    for (const late of ['sent', 'failed', 'delivered', 'read'] as const) {
      if (late === next) break;
      expect(await state(late)).toBeUndefined();
    }
    expect(await stateOf(sessionId)).toBe(next);
  }
});

test('what is being sent is given up only when its lease is over', async () => {
  const [hangs, works, waits] = [await queued(), await queued(), await queued()];
  for (const sessionId of [hangs, works]) await deliveries.begin(await taken(sessionId), 60_000);
  await taken(waits);
  await change(
    `UPDATE deliveries SET leased_until = now() - interval '1 second' WHERE session_id = ANY ($1)`,
    [[hangs, waits]],
  );
  expect(await deliveries.abandon()).toEqual([{ organizationId, sessionId: hangs, seq: 1 }]);
  expect(await Promise.all([hangs, works, waits].map(stateOf))).toEqual(['uncertain', 'sending', 'queued']);
  expect(await deliveries.retry(works, 1)).toBeUndefined();
  await deliveries.arrived(works, 1);
  await deliveries.arrived(hangs, 1);
  expect(await Promise.all([hangs, works].map(stateOf))).toEqual(['sent', 'sending']);
});

test('who comes back after another has taken a message changes nothing of it', async () => {
  const sessionId = await queued();
  const before = await taken(sessionId);
  await change(`UPDATE deliveries SET leased_until = now() - interval '1 second'`);
  const now = await taken(sessionId);
  expect(await deliveries.begin(before, 60_000)).toBe(false);
  expect(await deliveries.begin(now, 60_000)).toBe(true);
  expect(await deliveries.postpone(before, new Date(), 'late')).toBe(false);
  expect(await deliveries.settle(before, { delivery: 'failed' })).toBe(false);
  expect(await stateOf(sessionId)).toBe('sending');
  expect(await deliveries.settle(now, { delivery: 'sent', providerId: 'wamid.1' })).toBe(true);
});

test('a late state of the first try says nothing of the second', async () => {
  const sessionId = await queued();
  const first = await taken(sessionId);
  await deliveries.begin(first, 60_000);
  await deliveries.settle(first, { delivery: 'uncertain' });
  expect(await deliveries.retry(sessionId, 1)).toBe(channelId);
  const late = { providerId: 'wamid.1', tryId: first.tryId, delivery: 'failed' as const };
  expect(await deliveries.advance(channelId, late)).toBeUndefined();
  expect(await deliveries.settle(first, { delivery: 'sent', providerId: 'wamid.1' })).toBe(false);
  expect(await stateOf(sessionId)).toBe('queued');
  const second = await taken(sessionId);
  expect(second.tryId).not.toBe(first.tryId);
  await deliveries.begin(second, 60_000);
  await deliveries.settle(second, { delivery: 'uncertain' });
  const ours = { providerId: 'wamid.2', tryId: second.tryId, delivery: 'delivered' as const };
  expect(await deliveries.advance(channelId, ours)).toMatchObject({ sessionId, seq: 1 });
});

test('a session is due when its first message is, the longest first, also behind many that wait', async () => {
  const waiting = await queued(2);
  await change(`UPDATE deliveries SET due_at = now() + interval '1 hour' WHERE seq = 1`);
  const sending = await queued(2);
  await deliveries.begin(await taken(sending), 60_000);
  const young = await queued();
  const old = await queued();
  await change(`UPDATE deliveries SET due_at = now() - interval '1 hour' WHERE session_id = $1`, [old]);
  expect((await deliveries.due(10)).map(({ sessionId }) => sessionId)).toEqual([old, young]);
  expect(await deliveries.due(1)).toEqual([{ organizationId, channelId, sessionId: old }]);
  // However much a channel has that hangs, the others are seen.
  const elsewhere = await queued(1, randomUUID());
  expect((await deliveries.due(2)).map(({ sessionId }) => sessionId)).toEqual([old, elsewhere]);
  expect(await stateOf(waiting)).toBe('queued');
});

test('an answer of the AI that did not arrive is untold until it is told, an uncertain one after two minutes', async () => {
  const failed = await queued();
  await deliveries.settle(await taken(failed), { delivery: 'failed', error: 'no' });
  const uncertain = await queued();
  await deliveries.settle(await taken(uncertain), { delivery: 'uncertain' });
  const [found, ...others] = await deliveries.unnotified({ limit: 10 });
  expect(others).toEqual([]);
  expect(found).toMatchObject({ sessionId: failed, seq: 1, delivery: 'failed', error: 'no' });
  await deliveries.markNotified(found!.tryId);
  expect(await deliveries.unnotified({ limit: 10 })).toEqual([]);
  await change(`UPDATE deliveries SET changed_at = now() - interval '3 minutes'`);
  expect(await deliveries.unnotified({ limit: 10 })).toMatchObject([{ sessionId: uncertain }]);
  expect(await deliveries.unnotified({ sessionId: failed, limit: 10 })).toEqual([]);
});

test('what is settled and old is forgotten; what waits stays', async () => {
  const [old, young, waiting] = [await queued(), await queued(), await queued()];
  for (const sessionId of [old, young]) await deliveries.settle(await taken(sessionId), { delivery: 'sent' });
  await change(`UPDATE deliveries SET created_at = now() - interval '201 days' WHERE session_id = ANY ($1)`, [
    [old, waiting],
  ]);
  expect(await deliveries.expire(new Date(Date.now() - 200 * 24 * 3_600_000))).toBe(1);
  expect(await Promise.all([old, young, waiting].map(stateOf))).toEqual([undefined, 'sent', 'queued']);
});

test('of whom was erased no error is noted any more, and one that comes meanwhile waits for the erasure', async () => {
  const [customerId, own] = [randomUUID(), randomUUID()];
  const sessionId = await queued(2, own);
  await change(
    `INSERT INTO channels (id, organization_id, name, type, key) VALUES ($1, $2, 'mail', 'email', $3)`,
    [own, organizationId, `key-${own}`],
  );
  await change('INSERT INTO customers (id, organization_id) VALUES ($1, $2)', [customerId, organizationId]);
  await change(
    `INSERT INTO sessions (id, organization_id, customer_id, channel_id, channel_type) VALUES ($1, $2, $3, $4, 'email')`,
    [sessionId, organizationId, customerId, own],
  );
  const errors = async () => {
    const states = await deliveries.statesOf([1, 2].map((seq) => ({ sessionId, seq })));
    return [1, 2].map((seq) => {
      const { delivery, error } = states.get(`${sessionId} ${seq}`)!;
      return [delivery, error];
    });
  };
  const first = await taken(sessionId);
  await deliveries.settle(first, { delivery: 'sent', providerId: 'p-1' });
  const bounce = {
    providerId: 'p-1',
    delivery: 'failed' as const,
    error: 'ada@example.com: no such mailbox',
  };
  await deliveries.advance(own, bounce);
  expect((await errors())[0]).toEqual(['failed', bounce.error]);
  const second = await taken(sessionId);
  await asOwner(database.url, async (client) => {
    await client.query('BEGIN');
    await client.query('UPDATE customers SET erased_at = now() WHERE id = $1', [customerId]);
    await client.query('UPDATE deliveries SET last_error = NULL WHERE session_id = $1', [sessionId]);
    const late = deliveries.advance(own, bounce);
    await eventually(async () => {
      const { rows } = await client.query(`SELECT FROM pg_locks WHERE NOT granted`);
      return rows.length > 0;
    });
    await client.query('COMMIT');
    expect(await late).toMatchObject({ sessionId, seq: 1 });
  });
  expect(await deliveries.postpone(second, new Date(), bounce.error)).toBe(true);
  expect(await errors()).toEqual([
    ['failed', undefined],
    ['queued', undefined],
  ]);
  const again = await taken(sessionId);
  await deliveries.settle(again, { delivery: 'failed', error: bounce.error });
  expect((await errors())[1]).toEqual(['failed', undefined]);
});
