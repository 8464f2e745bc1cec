// Links between customers: what holds them together, what parts them again, and what happens at the same time.
import { randomUUID } from 'node:crypto';
import { createCustomers } from '../../src/customers/customers';
import type { LinkedBy, NewLink } from '../../src/customers/link-store';
import { createCustomerLinks } from '../../src/customers/links';
import { personFrom } from '../../src/customers/person';
import { createLog } from '../../src/log';
import { openPostgres, type Postgres } from '../../src/stores/postgres/connection/database';
import { connectAsOwner } from '../../src/stores/postgres/connection/migrate';
import { createCompanyStore } from '../../src/stores/postgres/tenant/customers/companies';
import { createLinkStore } from '../../src/stores/postgres/tenant/customers/customer-links';
import { createCustomerStore } from '../../src/stores/postgres/tenant/customers/customers';
import { createSessionRows } from '../../src/stores/postgres/tenant/sessions/sessions';
import { eventually } from '../../src/tools/eventually';
import { throwawayPostgres, type ThrowawayPostgres } from '../dev-env/postgres';

const [ours, theirs, channelId] = [randomUUID(), randomUUID(), randomUUID()];
const by: LinkedBy = { kind: 'user', id: randomUUID(), name: 'Ada' };

let server: ThrowawayPostgres;
let postgres: Postgres;
let databaseUrl: string;
let links: ReturnType<typeof createLinkStore>;
let customers: ReturnType<typeof createCustomerStore>;

beforeAll(async () => {
  server = await throwawayPostgres();
  const { url } = await server.migratedDatabase();
  databaseUrl = url;
  postgres = await openPostgres({ url, log: createLog('silent'), poolSize: 8 });
  const owner = await connectAsOwner(url);
  await owner.query(`INSERT INTO organizations (id, name) VALUES ($1, 'Ours'), ($2, 'Theirs')`, [
    ours,
    theirs,
  ]);
  await owner.query(
    `INSERT INTO channels (id, organization_id, name, type, key) VALUES ($1, $2, 'WhatsApp', 'whatsapp', 'key')`,
    [channelId, ours],
  );
  await owner.end();
  links = createLinkStore(postgres.withOrganization);
  customers = createCustomerStore(postgres.withOrganization, String);
});
afterAll(async () => {
  await postgres?.close();
  await server?.stop();
});

const some = (n: number, organizationId = ours) =>
  Promise.all(
    Array.from({ length: n }, async () => (await customers.create(organizationId, {})).id),
  ) as Promise<[string, string, string, string]>;
const link = (customerId: string, otherId: string, more: Partial<NewLink> = {}) =>
  links.link(ours, { customerId, otherId, evidence: 'agent', by, ...more });
const person = async (id: string) => [...personFrom(id, await links.linksOf(ours, id)).keys()];
const known = (
  id: string,
  kind: 'phone' | 'email' | 'external',
  value: string,
  provedBy: 'channel' | 'jwt',
) => customers.addIdentity(ours, id, { kind, value, provedBy });

test('a chain is one person from each of its ends, and says who linked whom by what', async () => {
  const [a, b, c] = await some(3);
  expect(await link(a, b)).toEqual([a, b]);
  expect(new Set(await link(c, b, { evidence: 'code' }))).toEqual(new Set([a, b, c]));
  for (const id of [a, b, c]) expect(new Set(await person(id))).toEqual(new Set([a, b, c]));
  const all = await links.linksOf(ours, a);
  expect(all).toMatchObject([
    { customerId: a, linkedCustomerId: b, evidence: 'agent', linkedBy: by, linkedAt: expect.any(String) },
    { customerId: c, linkedCustomerId: b, evidence: 'code' },
  ]);
});

test('who is one person already is not linked again, the other way round neither', async () => {
  const [a, b, c] = await some(3);
  await link(a, b);
  await link(b, c);
  for (const [one, other] of [
    [a, b],
    [b, a],
    [a, c],
    [c, a],
    [a, a],
  ])
    expect(await link(one!, other!)).toBeUndefined();
  expect(await links.linksOf(ours, a)).toHaveLength(2);
});

test('two agents who link the same two at the same time, and a round of three, leave no circle and no deadlock', async () => {
  for (let round = 0; round < 10; round += 1) {
    const [a, b, c] = await some(3);
    await Promise.all([link(a, b), link(b, a), link(b, c), link(c, a), link(a, c)]);
    expect(await links.linksOf(ours, c)).toHaveLength(2);
    expect(new Set(await person(b))).toEqual(new Set([a, b, c]));
  }
});

test('what is unlinked is as it was before: the rest of the chain stays with its end, and it can be linked again', async () => {
  const [a, b, c] = await some(3);
  const { state } = await createSessionRows(postgres).openOrGet({
    organizationId: ours,
    customerId: c,
    channelId,
    channelType: 'whatsapp',
  });
  await link(a, b);
  await link(b, c);
  const [first] = await links.linksOf(ours, a);
  const undone = await links.unlink(ours, { customerId: a, linkId: first!.id, by });
  expect(new Set(undone?.customerIds)).toEqual(new Set([a, b, c]));
  expect(await person(a)).toEqual([a]);
  expect(new Set(await person(c))).toEqual(new Set([b, c]));
  expect((await createSessionRows(postgres).get(ours, state.id))?.customerId).toBe(c);
  expect(await links.unlink(ours, { customerId: a, linkId: first!.id, by })).toBeUndefined();
  expect(await link(a, c)).toBeDefined();
  expect((await person(a)).length).toBe(3);
});

test('a link of one person cannot be undone from another one', async () => {
  const [a, b, c] = await some(3);
  await link(a, b);
  const [{ id: linkId } = { id: '' }] = await links.linksOf(ours, a);
  expect(await links.unlink(ours, { customerId: c, linkId, by })).toBeUndefined();
  expect(await person(a)).toEqual([a, b]);
});

test("another organization's customer is one who is not there", async () => {
  const [a] = await some(1);
  const [foreign] = await some(1, theirs);
  for (const [one, two] of [
    [a, foreign],
    [foreign, a],
    [a, randomUUID()],
  ] as const)
    await expect(link(one, two)).rejects.toMatchObject({ code: 'not_found' });
  const [other] = await some(1);
  await link(a, other);
  expect(await links.linksOf(theirs, a)).toEqual([]);
});

test('nobody is linked to who was erased, also not at the same moment', async () => {
  for (let round = 0; round < 10; round += 1) {
    const [a, b] = await some(2);
    const linking = link(a, b).catch((error: { code: string }) => error.code);
    await Promise.all([linking, customers.erase(ours, b)]);
    const found = await person(a);
    // Linked before, it is still there for the erasure to find; after it, it was refused.
    expect(found).toEqual((await linking) === 'not_found' ? [a] : [a, b]);
    expect(await link(b, a).catch((error: { code: string }) => error.code)).toBe('not_found');
    await links.forget(ours, [b]);
    expect(await person(a)).toEqual([a]);
  }
});

test('what nobody decided makes one of two external ids never, and never again what a person parted', async () => {
  const [a, b, c, d] = await some(4);
  const automatic = { automatic: true as const, evidence: 'jwt' as const };
  expect(await link(a, b, automatic)).toEqual([a, b]);
  const [{ id: linkId } = { id: '' }] = await links.linksOf(ours, a);
  await links.unlink(ours, { customerId: b, linkId, by });
  expect(await link(b, a, automatic)).toBeUndefined();
  expect(await link(b, a)).toBeDefined();
  const signed = (externalId: string) =>
    customers.findOrCreate(ours, { kind: 'external', value: externalId, provedBy: 'jwt' }, {});
  const [{ customer: one }, { customer: two }] = [await signed('one'), await signed('two')];
  await link(one.id, c, automatic);
  expect(await link(two.id, c, automatic)).toBeUndefined();
  expect(await link(two.id, d, automatic)).toBeDefined();
  expect(await link(two.id, c)).toHaveLength(4);
});

test('a person does not grow without end', async () => {
  const all: string[] = await some(51);
  for (const id of all.slice(1, 50)) await link(all[0]!, id);
  await expect(link(all[50]!, all[0]!)).rejects.toMatchObject({ code: 'conflict' });
});

test('who looks alike is found by number and address, however written; parted and erased ones are not', async () => {
  const [a, b, c, gone] = await some(4);
  await customers.update(ours, b, { phone: '0049 (30) 777-1', firstName: 'Grace', lastName: 'Hopper' });
  await known(c, 'phone', '+49307771', 'channel');
  await customers.update(ours, gone, { phone: '+49307771' });
  await customers.erase(ours, gone);
  const mail = await customers.create(ours, { email: 'ada@shop.test' });
  const foreign = await customers.create(theirs, { email: 'ada@shop.test', phone: '+49307771' });
  const of = { customerIds: [a], emails: ['ada@shop.test'], phones: ['+49307771'] };
  const found = await links.lookAlikes(ours, of);
  expect(found.map(({ customerId }) => customerId)).not.toContain(foreign.id);
  expect(found).toHaveLength(3);
  expect(found).toEqual(
    expect.arrayContaining([
      {
        customerId: b,
        name: 'Grace Hopper',
        reason: 'same_phone',
        value: '0049 (30) 777-1',
        provedBy: 'none',
      },
      { customerId: c, reason: 'same_phone', value: '+49307771', provedBy: 'channel' },
      { customerId: mail.id, reason: 'same_email', value: 'ada@shop.test', provedBy: 'none' },
    ]),
  );
  await link(a, c);
  const [{ id: linkId } = { id: '' }] = await links.linksOf(ours, a);
  await links.unlink(ours, { customerId: a, linkId, by });
  expect((await links.lookAlikes(ours, of)).map(({ customerId }) => customerId)).not.toContain(c);
});

test('a browser is an identity of its customer, one that signed in is not', async () => {
  const [a, b] = await some(2);
  await postgres.withOrganization(ours, (manager) =>
    manager.query(
      `INSERT INTO visitor_tokens (token_hash, organization_id, customer_id, channel_id, expires_at)
       VALUES ('anonymous', $1, $2, $4, NULL), ('signed', $1, $3, $4, now() + interval '1 hour')`,
      [ours, a, b, channelId],
    ),
  );
  await known(b, 'email', 'b@shop.test', 'jwt');
  const found = await links.identities(ours, [a, b]);
  expect(found).toHaveLength(2);
  expect(found).toEqual(
    expect.arrayContaining([
      { customerId: a, kind: 'visitor', value: a, provedBy: 'channel', provedAt: expect.any(String) },
      { customerId: b, kind: 'email', value: 'b@shop.test', provedBy: 'jwt' },
    ]),
  );
});

describe('a code', () => {
  const tries = 3;
  const keep = (customerId: string, provedCustomerId: string, hash = 'hash', seconds = 60) =>
    links.keepCode(ours, { customerId, provedCustomerId, hash, by, seconds });

  test('has so many tries, also for those who try at once; a new one takes its place', async () => {
    const [a, b] = await some(2);
    await keep(a, b);
    const all = await Promise.all(
      Array.from({ length: 8 }, () => links.tryCodes(ours, { customerId: a, provedCustomerId: b, tries })),
    );
    expect(
      all
        .flat()
        .map(({ triesLeft }) => triesLeft)
        .toSorted(),
    ).toEqual([0, 1, 2]);
    await keep(a, b, 'another');
    expect(await links.tryCodes(ours, { customerId: a, tries })).toEqual([
      { provedCustomerId: b, hash: 'another', by, triesLeft: 2 },
    ]);
    await links.forgetCode(ours, { customerId: a, provedCustomerId: b });
    expect(await links.tryCodes(ours, { customerId: a, tries })).toEqual([]);
  });

  test('is good for its time, for its two customers, in its organization', async () => {
    const [a, b, c] = await some(3);
    expect(Date.parse(await keep(a, b, 'hash', 60))).toBeGreaterThan(Date.now());
    expect(await links.tryCodes(ours, { customerId: c, tries })).toEqual([]);
    expect(await links.tryCodes(theirs, { customerId: a, tries })).toEqual([]);
    expect(await links.tryCodes(ours, { customerId: a, provedCustomerId: c, tries })).toEqual([]);
    await keep(a, b, 'hash', -1);
    expect(await links.tryCodes(ours, { customerId: a, tries })).toEqual([]);
  });

  test('goes when either of the two is erased, and none is kept afterwards', async () => {
    const [a, b, c] = await some(3);
    await keep(a, b);
    await keep(c, a);
    await customers.erase(ours, a);
    expect(await links.tryCodes(ours, { customerId: c, tries })).toEqual([]);
    await expect(keep(c, a)).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('a number that was only signed', () => {
  const phone = (n: number) => ({ kind: 'phone' as const, value: `+4930555${n}` });
  const proof = { provedBy: 'channel' as const, provedAt: new Date().toISOString() };
  const place = () => ({ organizationId: ours, channelId });

  test('is of a customer of its own once somebody writes from it; two at once make one', async () => {
    const [a] = await some(1);
    await customers.addIdentity(ours, a, { ...phone(1), provedBy: 'jwt' });
    const found = await customers.findByIdentities(ours, [phone(1), { kind: 'whatsapp', value: 'DE.1' }]);
    expect(found).toMatchObject({
      customerId: a,
      unknown: [{ kind: 'whatsapp', value: 'DE.1' }],
      signed: phone(1),
    });
    const both = await Promise.all(
      [1, 2].map(() =>
        customers.splitOff(place(), { ...phone(1), ...proof }, { attributes: {}, customerId: a, by }),
      ),
    ).then((done) => done.map(({ customerId }) => customerId));
    expect(new Set(both).size).toBe(1);
    expect(both[0]).not.toBe(a);
    expect(await customers.identities(ours, both[0]!)).toEqual([{ ...phone(1), ...proof }]);
    expect(await customers.identities(ours, a)).toEqual([]);
    // In the same moment: nobody who breaks off leaves them apart.
    expect(new Set(await person(a))).toEqual(new Set([a, both[0]]));
  });

  test('goes to whom the channel knows by their user id, not the other way round', async () => {
    const [signed, writes] = await some(2);
    const userId = { kind: 'whatsapp' as const, value: 'DE.4' };
    await customers.addIdentity(ours, signed, { ...phone(4), provedBy: 'jwt' });
    await customers.addIdentity(ours, writes, { ...userId, ...proof });
    expect(await customers.findByIdentities(ours, [phone(4), userId])).toMatchObject({
      customerId: writes,
      unknown: [],
      signed: phone(4),
    });
    const to = { attributes: {}, customerId: writes, by };
    expect(await customers.splitOff(place(), { ...phone(4), ...proof }, to)).toEqual({
      customerId: writes,
      linkedId: signed,
    });
    expect(await person(writes)).toEqual([writes, signed]);
    expect(await customers.findByIdentities(ours, [phone(4), userId])).toMatchObject({
      customerId: writes,
      unknown: [],
    });
  });

  test('stays with a customer who has a conversation on the channel, and is proved now', async () => {
    const [a] = await some(1);
    await customers.addIdentity(ours, a, { ...phone(2), provedBy: 'jwt' });
    await createSessionRows(postgres).openOrGet({ ...place(), customerId: a, channelType: 'whatsapp' });
    expect(
      await customers.splitOff(place(), { ...phone(2), ...proof }, { attributes: {}, customerId: a, by }),
    ).toEqual({ customerId: a });
    expect(await customers.identities(ours, a)).toEqual([{ ...phone(2), ...proof }]);
    expect(await customers.findByIdentities(ours, [phone(2)])).toMatchObject({ customerId: a, unknown: [] });
  });

  test('comes with a changed number to whom the channel knows, and links both', async () => {
    const [signed, writes] = await some(2);
    await customers.addIdentity(ours, signed, { ...phone(5), provedBy: 'jwt' });
    await customers.addIdentity(ours, writes, { ...phone(6), ...proof });
    expect(await customers.replaceIdentity(ours, phone(6), { to: { ...phone(5), ...proof }, by })).toEqual({
      customerId: writes,
      linkedId: signed,
    });
    expect(await customers.identities(ours, writes)).toEqual([{ ...phone(5), ...proof }]);
    expect(await person(writes)).toEqual([writes, signed]);
  });

  test('what an agent said is proved by whoever writes from it', async () => {
    const { customer } = await customers.findOrCreate(ours, { ...phone(3), provedBy: 'none' }, {});
    const found = await customers.findByIdentities(ours, [phone(3)]);
    expect(found).toMatchObject({ customerId: customer.id, unknown: [phone(3)] });
    await customers.addIdentity(ours, customer.id, { ...phone(3), ...proof });
    expect(await customers.identities(ours, customer.id)).toEqual([{ ...phone(3), ...proof }]);
  });
});

test('a sign-in that breaks off before its number is linked is made up for by the next one, and then writes nothing', async () => {
  const phone = { kind: 'phone' as const, value: '+49305559' };
  const [writes] = await some(1);
  await customers.addIdentity(ours, writes, { ...phone, provedBy: 'channel' });
  const events = { emit: () => undefined };
  const linked = async () => undefined;
  const { byEvidence } = createCustomerLinks({ store: links, customers, events, linked });
  const signIn = (store: typeof customers) =>
    createCustomers({
      store,
      events,
      link: byEvidence,
      linked,
      checkAttributes: async () => undefined,
    }).verified(ours, {
      externalId: 'breaks off',
      name: 'Ada Lovelace',
      phone: '+49 30 5559',
    });
  const failing = async () => Promise.reject(new Error('the process ended here'));
  await expect(signIn({ ...customers, addIdentity: failing })).rejects.toThrow('ended here');
  const { id, name } = await signIn(customers);
  expect(name).toBe('Ada Lovelace');
  expect(await person(id)).toEqual([id, writes]);
  expect(await customers.get(ours, id)).toMatchObject({ firstName: 'Ada', phone: '+49 30 5559' });
  await expect(signIn({ ...customers, addIdentity: failing, update: failing })).resolves.toMatchObject({
    id,
  });
});

test('who is linked while the tier of the company changes gets the new one', async () => {
  const [a, b] = await some(2);
  const companies = createCompanyStore(postgres.withOrganization);
  const companyId = await companies.create(ours, { name: 'Acme', tier: 'standard' });
  await companies.join(ours, a, companyId);
  const [owner, onlooker] = [await connectAsOwner(databaseUrl), await connectAsOwner(databaseUrl)];
  try {
    await owner.query('BEGIN');
    await owner.query(`UPDATE companies SET tier = 'vip' WHERE id = $1`, [companyId]);
    let isDone = false;
    const linking = link(a, b).then(() => (isDone = true));
    await eventually(async () => {
      const { rowCount } = await onlooker.query('SELECT FROM pg_locks WHERE NOT granted');
      return isDone || rowCount! > 0;
    });
    await owner.query('COMMIT');
    await linking;
    const { rows } = await onlooker.query(
      'SELECT company_tier AS tier FROM customers WHERE company_id = $1',
      [companyId],
    );
    expect(rows).toEqual([{ tier: 'vip' }, { tier: 'vip' }]);
  } finally {
    await Promise.all([owner.end(), onlooker.end()]);
  }
});
