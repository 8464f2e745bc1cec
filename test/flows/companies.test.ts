// Companies: who belongs to one, what that makes of their conversations, and how lists find them.
import { randomUUID } from 'node:crypto';
import jwt from 'jsonwebtoken';
import type { Page } from 'playwright-core';
import type { Company, CompanyOfCustomer } from '../../src/protocol/companies';
import type { Session } from '../../src/protocol/model/session';
import { eventually, eventuallyPasses } from '../../src/tools/eventually';
import { testInBrowser } from '../dev-env/in-browser';
import { customer, faults, pictures, useDesk } from './console-desk';

const suite = useDesk();
const ask = (method: string, path: string, body?: unknown, token?: string) =>
  suite.server.request(method, path, { ...(body !== undefined && { body }), ...(token && { token }) });
const get = async <T>(path: string) => (await ask('GET', path)).body as T;
const listed = async <T>(path: string) => (await get<{ items: T[] }>(path)).items;
const made = async (body: object) => (await ask('POST', 'companies', body)).body as Company;
const putInto = (id: string, companyId: string) => ask('PUT', `customers/${id}/company`, { companyId });
const session = (id: string) => get<Session>(`sessions/${id}`);
const ids = (all: Array<{ id: string }>) => all.map(({ id }) => id).sort();

const identitySecret = 'the secret of the web channel, 32+';
/** The customer that the organization vouches for on its page. */
async function signIn(claims: { sub: string; email: string }): Promise<string> {
  const web = (await listed<{ id: string; type: string; config: object }>('channels')).find(
    ({ type }) => type === 'web',
  )!;
  await ask('PATCH', `channels/${web.id}`, { config: { ...web.config, identitySecret } });
  const identity = jwt.sign(claims, identitySecret, { expiresIn: 3_600 });
  const asked = { token: '', body: { channelKey: suite.server.channelKey, identity } };
  const { body } = await suite.server.request('POST', 'widget/sessions', asked);
  return (body as { customer: { id: string } }).customer.id;
}

async function agent(name: string) {
  const { agentId, token } = await suite.server.addAgent(name);
  const socket = suite.server.socket('/agent', { token });
  await new Promise((resolve) => socket.once('ready', resolve));
  return { id: agentId, token, be: (status: string) => socket.emitWithAck('presence:set', { status }) };
}

describe('a company', () => {
  it('is written by hand, by a program under its own id, and by an import that is whole or nothing', async () => {
    const acme = await made({ name: 'Acme', domains: ['ACME.example', 'acme.test'], tier: 'vip' });
    expect(acme).toMatchObject({
      name: 'Acme',
      domains: ['acme.example', 'acme.test'],
      customers: 0,
      open: 0,
    });
    const program = { name: 'Globex', domains: ['globex.example'], attributes: { seats: 5, paid: true } };
    expect((await ask('PUT', 'companies/external/account-1', program)).status).toBe(201);
    const again = await ask('PUT', 'companies/external/account-1', { name: 'Globex AG', tier: 'priority' });
    expect([again.status, again.body]).toMatchObject([
      200,
      {
        externalId: 'account-1',
        name: 'Globex AG',
        tier: 'priority',
        domains: ['globex.example'],
        attributes: { seats: 5 },
      },
    ]);
    const bad = [{ name: 'Initech' }, { name: 'Umbrella', domains: ['globex.example'] }];
    expect(await ask('POST', 'companies/import', bad)).toMatchObject({
      status: 409,
      body: { errors: [{ path: '1.domains', message: 'globex.example is a domain of Globex AG already.' }] },
    });
    const good = [
      { name: 'initech', tier: 'priority' },
      { name: 'ACME', notes: 'Pays late.' },
      { externalId: 'account-1', name: 'Globex' },
    ];
    expect((await ask('POST', 'companies/import', good)).body).toEqual({ created: 1, updated: 2 });
    expect(await get(`companies/${acme.id}`)).toMatchObject({
      name: 'ACME',
      tier: 'vip',
      notes: 'Pays late.',
    });
    expect((await listed<Company>('companies?q=globex.ex')).map(({ name }) => name)).toEqual(['Globex']);
    expect((await listed<Company>('companies?tier=priority')).map(({ name }) => name).sort()).toEqual([
      'Globex',
      'initech',
    ]);
    for (const { id } of await listed<Company>('companies')) await ask('DELETE', `companies/${id}`);
    expect(await listed('companies')).toEqual([]);
  });

  it('is refused by the name of the field that is wrong', async () => {
    const wrong: Array<[object, string]> = [
      [{}, 'name'],
      [{ name: 'Acme', domains: ['no domain'] }, 'domains.0'],
      [{ name: 'Acme', domains: ['gmail.com'] }, 'domains'],
      [{ name: 'Acme', tier: 'gold' }, 'tier'],
      [{ name: 'Acme', ownerId: randomUUID() }, 'ownerId'],
    ];
    for (const [body, path] of wrong)
      expect([path, await ask('POST', 'companies', body)]).toMatchObject([
        path,
        { status: 400, body: { errors: [{ path }] } },
      ]);
    const one = await made({ name: 'Acme', externalId: 'account-2', domains: ['acme.example'] });
    const taken = { name: 'Other', externalId: 'account-2' };
    expect(await ask('POST', 'companies', taken)).toMatchObject({
      status: 409,
      body: { errors: [{ path: 'externalId' }] },
    });
    await ask('DELETE', `companies/${one.id}`);
  });

  it('is looked at and written row by row, whatever stands in the others', async () => {
    const there = await made({ name: 'Acme', domains: ['acme.example'], attributes: { seats: 5 } });
    const rows = [
      { name: 'Acme', tier: 'vip', attributes: { paid: true } },
      { name: 'Globex', domains: ['acme.example'] },
      { name: 'Initech', domains: ['gmail.com'] },
      { tier: 'gold' },
      { name: 'Umbrella', externalId: 'u-1' },
      { name: 'Umbrella', externalId: 'u-1', $where: '1' },
      { name: 'Hooli', ownerId: randomUUID() },
      { name: 'Stark' },
    ];
    const send = async (path: string) => {
      const { status, body } = await ask('POST', `companies/import/${path}`, rows);
      expect(status).toBe(200);
      return (body as { items: Array<{ result: string; errors?: Array<{ path: string }> }> }).items.map(
        ({ result, errors = [] }) => [result, ...errors.map(({ path }) => path)],
      );
    };
    const refused = [
      ['refused', 'domains'],
      ['refused', 'domains'],
      ['refused', 'name', 'tier'],
    ];
    const others = [
      ['refused', ''],
      ['refused', 'ownerId'],
    ];
    const first = [['updated'], ...refused, ['created'], ...others, ['created']];
    expect(await send('check')).toEqual(first);
    expect((await listed<Company>('companies')).map(({ name }) => name)).toEqual(['Acme']);
    expect(await get(`companies/${there.id}`)).toEqual(there);
    expect(await send('rows')).toEqual(first);
    expect(await get(`companies/${there.id}`)).toMatchObject({
      ...{ tier: 'vip', domains: ['acme.example'], attributes: { seats: 5, paid: true } },
    });
    const again = [['unchanged'], ...refused, ['unchanged'], ...others, ['unchanged']];
    expect(await send('rows')).toEqual(again);
    expect((await listed<Company>('companies')).map(({ name }) => name).sort()).toEqual([
      ...['Acme', 'Stark', 'Umbrella'],
    ]);
    const many = Object.fromEntries(Array.from({ length: 49 }, (_, n) => [`a${n}`, n]));
    expect(
      (await ask('POST', 'companies/import/rows', [{ name: 'acme', attributes: many }])).body,
    ).toMatchObject({ items: [{ result: 'refused', errors: [{ path: 'attributes' }] }] });
    expect((await ask('POST', 'companies/import/rows', [])).status).toBe(400);
    for (const { id } of await listed<Company>('companies')) await ask('DELETE', `companies/${id}`);
  });

  it('is removed and imported by whoever leads, and written by everybody', async () => {
    const acme = await made({ name: 'Acme' });
    const [ada, lead] = [
      await suite.server.addAgent('Ada'),
      await suite.server.addAgent('Lea', 'supervisor'),
    ];
    expect((await ask('DELETE', `companies/${acme.id}`, undefined, ada.token)).status).toBe(403);
    expect((await ask('POST', 'companies/import', [{ name: 'Acme' }], ada.token)).status).toBe(403);
    expect((await ask('PATCH', `companies/${acme.id}`, { notes: 'Late.' }, ada.token)).status).toBe(200);
    expect((await ask('POST', 'companies/import', [{ name: 'Acme' }], lead.token)).status).toBe(200);
    expect((await ask('DELETE', `companies/${acme.id}`, undefined, lead.token)).status).toBe(204);
  });
});

describe('who belongs to one', () => {
  it('is offered by the domain of a proved address only, and never where anybody can have an address', async () => {
    const acme = await made({ name: 'Acme', domains: ['acme.example'] });
    const of = (id: string) => get<CompanyOfCustomer>(`customers/${id}/company`);
    const proved = await signIn({ sub: 'ada', email: 'ada@mail.acme.example' });
    expect(await of(proved)).toEqual({
      offers: [{ domain: 'mail.acme.example', companyId: acme.id, name: 'Acme' }],
    });
    const unknown = await signIn({ sub: 'bo', email: 'bo@else.example' });
    expect(await of(unknown)).toEqual({ offers: [{ domain: 'else.example' }] });
    const free = await signIn({ sub: 'cy', email: 'cy@gmail.com' });
    expect(await of(free)).toEqual({ offers: [] });
    const typed = (await ask('POST', 'customers', { email: 'dee@acme.example' })).body as { id: string };
    expect(await of(typed.id)).toEqual({ offers: [] });
    await ask('DELETE', `companies/${acme.id}`);
  });

  it('is the whole person, also who is linked later; they and their conversations are listed, and leave as one', async () => {
    const acme = await made({ name: 'Acme', domains: [] });
    const [web, phone, later] = [
      await customer(suite.server, { firstName: 'Ada' }),
      (await ask('POST', 'customers', { externalId: 'ada-1' })).body as { id: string },
      (await ask('POST', 'customers', { externalId: 'ada-2' })).body as { id: string },
    ];
    const link = (externalId: string) =>
      ask('POST', `customers/${web.id}/identities`, {
        kind: 'external',
        value: externalId,
        evidence: 'agent',
      });
    await link('ada-1');
    expect((await putInto(web.id, acme.id)).body).toMatchObject({ company: { id: acme.id, name: 'Acme' } });
    await link('ada-2');
    expect(ids(await listed(`customers?companyId=${acme.id}`))).toEqual([web.id, phone.id, later.id].sort());
    const { sessionId } = await web.say('Hello?');
    await eventuallyPasses(async () =>
      expect(ids(await listed<Session>(`sessions?companyId=${acme.id}`))).toEqual([sessionId]),
    );
    expect(await get(`companies/${acme.id}`)).toMatchObject({ customers: 3, open: 1 });
    expect((await putInto(web.id, randomUUID())).status).toBe(404);
    expect((await ask('DELETE', `customers/${phone.id}/company`)).status).toBe(204);
    expect(await listed(`customers?companyId=${acme.id}`)).toEqual([]);
    await ask('DELETE', `companies/${acme.id}`);
  });

  it('is in their own copy by its name alone, and gone with them', async () => {
    const acme = await made({ name: 'Acme', tier: 'vip', notes: 'A secret of the team' });
    const { id } = await customer(suite.server);
    await putInto(id, acme.id);
    const copy = await get<object>(`customers/${id}/export`);
    expect(copy).toMatchObject({ customer: { company: 'Acme' } });
    expect(JSON.stringify(copy)).not.toMatch(/secret|vip/);
    await ask('DELETE', `customers/${id}`);
    expect(
      await suite.server.query('SELECT company_id, company_tier FROM customers WHERE id = $1', [id]),
    ).toEqual([{ company_id: null, company_tier: null }]);
    await ask('DELETE', `companies/${acme.id}`);
  });
});

describe('a VIP', () => {
  it('begins urgent, goes to whoever looks after the company while they have room, and never waits for them', async () => {
    const [owner, other] = [await agent('Olga'), await agent('Otto')];
    await Promise.all([owner.be('online'), other.be('online')]);
    const set = (id: string, maxConcurrentChats: number) =>
      ask('PATCH', `agents/${id}`, { maxConcurrentChats });
    await set(owner.id, 2);
    const acme = await made({ name: 'Acme', tier: 'vip', ownerId: owner.id });
    const call = async (companyId?: string) => {
      const who = await customer(suite.server);
      if (companyId) await putInto(who.id, companyId);
      const { sessionId } = await who.say('Is anybody there?');
      await who.askForPerson();
      return { ...(await session(sessionId)), socket: who.socket };
    };
    // Otto is the less busy of the two from the second on.
    for (let held = 1; held <= 2; held++)
      expect(await call(acme.id)).toMatchObject({
        ...{ status: 'with_agent', agentId: owner.id, priority: 'urgent' },
        company: { id: acme.id, name: 'Acme', tier: 'vip' },
      });
    expect(await call(acme.id)).toMatchObject({ agentId: other.id, priority: 'urgent' });
    await ask('PATCH', `companies/${acme.id}`, { tier: 'standard' });
    await set(owner.id, 3);
    await set(other.id, 9);
    expect(await call(acme.id)).toMatchObject({ priority: 'normal', company: { tier: 'standard' } });
    const rows = await suite.server.query<{ opening_priority: string | null; priority: string }>(
      'SELECT opening_priority, priority FROM sessions WHERE opening_priority IS NOT NULL',
    );
    expect(rows).toHaveLength(3);
    await Promise.all([owner.be('away'), other.be('away')]);
    await ask('DELETE', `companies/${acme.id}`);
  });

  it('is told to rows again where its name or its tier is another, and not with each sync', async () => {
    const { token } = await suite.server.addAgent('Otis');
    const socket = suite.server.socket('/agent', { token });
    await new Promise((resolve) => socket.once('ready', resolve));
    const given = { name: 'Acme', tier: 'vip' };
    const put = (more: object = {}) => ask('PUT', 'companies/external/told', { ...given, ...more });
    const acme = (await put()).body as Company;
    const who = await customer(suite.server);
    const told: unknown[] = [];
    socket.on('customer:update', (update: { id: string }) => {
      if (update.id === who.id) told.push(update);
    });
    await putInto(who.id, acme.id);
    await who.say('Hello?');
    await eventually(() => Promise.resolve(told.length > 0));
    told.length = 0;
    await put();
    await put({ notes: 'Pays late.', domains: ['acme.example'] });
    await ask('POST', 'companies/import', [{ externalId: 'told', name: 'Acme' }]);
    expect(told).toEqual([]);
    await ask('PATCH', `companies/${acme.id}`, { name: 'Acme AG' });
    await eventually(() => Promise.resolve(told.length > 0));
    expect(told).toHaveLength(1);
    await ask('DELETE', `companies/${acme.id}`);
  });

  it('is none of what the customer sees', async () => {
    const acme = await made({ name: 'Acme', tier: 'priority' });
    const who = await customer(suite.server);
    await putInto(who.id, acme.id);
    const updates: Session[] = [];
    who.socket.on('session:update', (update: Session) => updates.push(update));
    await who.say('Hello?');
    const synced = (await who.call('session:sync', { afterSeq: 0 })) as unknown as { session: Session };
    expect(synced.session).toMatchObject({ priority: 'normal' });
    for (const seen of [synced.session, ...updates]) expect(seen).not.toHaveProperty('company');
    await ask('DELETE', `companies/${acme.id}`);
  });

  it('is what views, rules and promises ask for, as is an attribute, from the moment that somebody says so', async () => {
    await ask('PUT', 'customer-attributes', {
      items: [
        { key: 'plan', label: 'Plan', type: 'text' },
        { key: 'seats', label: 'Seats', type: 'number' },
      ],
    });
    const policy = { id: randomUUID(), name: 'VIP first', when: { companyTier: ['vip'] }, firstReply: 5 };
    await ask('POST', 'settings', { category: 'sla', key: 'policies', value: [policy] });
    const rule = await ask('POST', 'automation-rules', {
      ...{ name: 'VIP', isActive: true, when: { on: 'customer_message' }, if: { companyTier: ['vip'] } },
      then: [{ do: 'add_labels', labels: ['from a vip'] }],
    });
    const acme = await made({ name: 'Acme', tier: 'standard' });
    const [ada, bo] = [await customer(suite.server), await customer(suite.server)];
    await putInto(ada.id, acme.id);
    await ask('PATCH', `customers/${bo.id}`, { attributes: { plan: 'pro: old', seats: 5 } });
    const { sessionId } = await ada.say('Hello?');
    await ada.askForPerson();
    const other = (await bo.say('Hello?')).sessionId;
    const view = (where: object) => ask('POST', 'views', { name: randomUUID(), where, shared: true });
    const wheres = [
      { companyTier: ['vip'] },
      { companyId: [acme.id] },
      { attribute: ['plan:pro: old', 'plan:free', 'seats:5'] },
      { attribute: ['plan:pro: old', 'seats:6'] },
    ];
    const views = await Promise.all(wheres.map(async (where) => (await view(where)).body as { id: string }));
    const counts = async () => {
      const { counts: all } = await get<{ counts: Record<string, number> }>('views/counts');
      return views.map(({ id }) => all[id]);
    };
    expect(await counts()).toEqual([0, 1, 1, 0]);
    expect(await session(sessionId)).not.toHaveProperty('sla');
    expect(ids(await listed<Session>('sessions?attribute=plan:pro:%20old&attribute=seats:5'))).toEqual([
      other,
    ]);
    await ask('PATCH', `companies/${acme.id}`, { tier: 'vip' });
    expect(await counts()).toEqual([1, 1, 1, 0]);
    await eventuallyPasses(async () =>
      expect(await session(sessionId)).toMatchObject({ sla: { policy: 'VIP first', target: 'first_reply' } }),
    );
    await ada.say('Still there?');
    await eventually(async () => (await session(sessionId)).labels.includes('from a vip'));
    expect(
      (await ask('POST', 'views', { name: 'Bad', where: { attribute: ['Plan'] }, shared: true })).body,
    ).toMatchObject({
      errors: [{ path: 'where.attribute.0' }],
    });
    await ask('DELETE', `automation-rules/${(rule.body as { id: string }).id}`);
    await ask('DELETE', `companies/${acme.id}`);
  });
});

/** A company is found by its name and its domain: in the search, and for a filter, however many there are. */
async function searched(page: Page): Promise<void> {
  await made({ name: 'Oldest of them', domains: ['oldest.example'] });
  await suite.server.query(
    "UPDATE companies SET created_at = created_at - interval '1 year' WHERE name = $1",
    ['Oldest of them'],
  );
  for (let n = 0; n < 9; n += 1) await made({ name: `Newer ${n}` });
  await page.goto(`${suite.server.url}/console/search?q=oldest.ex`);
  const found = page.getByRole('region', { name: 'Companies' });
  await found.getByRole('link', { name: 'Oldest of them' }).waitFor();
  await pictures(page, 'companies-search');
  await page.locator('label', { hasText: /^Companies$/ }).click();
  await page.waitForURL('**/search?q=oldest.ex&kind=company');
  await page.getByRole('link', { name: 'Oldest of them' }).waitFor();
  expect(await faults(page)).toEqual([]);
  await page.goto(`${suite.server.url}/console/inbox?tab=all`);
  await page.getByRole('button', { name: 'Filter conversations' }).click();
  await page.getByRole('dialog').getByRole('combobox', { name: 'Company', exact: true }).fill('oldest');
  await page.getByRole('option', { name: 'Oldest of them' }).click();
  await pictures(page, 'companies-filter');
  await page.getByRole('dialog').getByRole('button', { name: 'Show' }).click();
  await page.getByText('Customer: Oldest of them').waitFor();
}

testInBrowser(
  'An agent makes a company beside the conversation, sees it in the row and what others wrote, and finds it by name',
  async () => {
    const [ada, bo] = [
      await customer(suite.server, { firstName: 'Ada', lastName: 'Byron' }),
      await customer(suite.server, { firstName: 'Bo' }),
    ];
    const { sessionId } = await ada.say('Where is my order?');
    await ada.askForPerson();
    const other = (await bo.say('When do you open?')).sessionId;
    const page = await suite.open({ path: `/console/inbox/${sessionId}?tab=all` });
    const section = page.getByRole('region', { name: 'Company' });
    await section.getByRole('button', { name: 'New company…' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.locator('[aria-invalid="true"]').first().waitFor();
    await dialog.getByLabel('Name').fill('Acme');
    await dialog.getByLabel('Tier').selectOption('vip');
    await dialog.getByLabel('Notes').fill('Pays by the quarter.');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await section.getByText('Pays by the quarter.').waitFor();
    await page.locator('.row', { hasText: 'Ada Byron' }).getByText('VIP').waitFor();
    expect(await faults(page)).toEqual([]);
    // The other one is put into it by its name.
    await page.goto(`${suite.server.url}/console/inbox/${other}?tab=all`);
    await section.getByLabel('Put into a company').fill('acm');
    await page.getByRole('option', { name: 'Acme' }).click();
    await section.getByRole('link', { name: /Where is my order/ }).waitFor();
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: /Go to a place/ }).fill('acme');
    await page.getByRole('option', { name: 'Acme', exact: true }).click();
    await page.getByRole('heading', { name: 'Acme' }).waitFor();
    // What was said last there may be the AI's.
    await page.getByText('Bo', { exact: true }).first().waitFor();
    await page.getByRole('link', { name: 'Ada Byron' }).waitFor();
    expect(await faults(page)).toEqual([]);
    await page.getByRole('link', { name: 'All companies' }).click();
    await page.getByText('2 people, 2 open').waitFor();
    expect(await faults(page)).toEqual([]);
    // A filter of the inbox asks for the tier.
    await page.goto(`${suite.server.url}/console/inbox?tab=all`);
    await page.getByRole('button', { name: 'Filter conversations' }).click();
    await page.getByRole('dialog').getByLabel('Company is').press('ArrowDown');
    await page.getByRole('option', { name: 'VIP' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Show' }).click();
    await page.getByText('Customer: VIP').waitFor();
    await page.locator('.row', { hasText: 'Bo' }).waitFor();
    await searched(page);
    await page.goto(`${suite.server.url}/console/inbox/${other}?tab=all`);
    await section.getByRole('button', { name: 'Take out of Acme' }).click();
    await section.getByLabel('Put into a company').waitFor();
  },
);

testInBrowser(
  'A supervisor imports a table: what is no table is refused, a bad row is named before and after, the others are there',
  async () => {
    const wayne = await made({ name: 'Wayne', tier: 'vip' });
    const page = await suite.open();
    await page.goto(`${suite.server.url}/console/companies`);
    await page.getByRole('link', { name: 'Import companies' }).click();
    await page.getByRole('heading', { name: 'Import companies' }).waitFor();
    await pictures(page, 'companies-import-empty');
    const choose = (name: string, content: Buffer) =>
      page.locator('input[type="file"]').setInputFiles({ name, mimeType: 'text/csv', buffer: content });
    await choose('companies.xlsx', Buffer.from('PK\u0003\u0004\0\0'));
    await page.getByText('This is no CSV.').waitFor();
    await pictures(page, 'companies-import-no-csv');
    const rows = Array.from({ length: 230 }, (_, n) => `Imported ${n},imported-${n}.example,${n},`);
    rows.splice(1, 0, 'Gmail users,gmail.com,7,', 'WAYNE,,12,Pays late.', 'Gilded,gilded.example,1,,gold');
    await choose('companies.csv', Buffer.from(`Company,Web site,Seats,Notes,Tier\n${rows.join('\n')}\n`));
    await page.getByLabel('What Seats becomes').selectOption('nothing');
    await page.getByLabel('What Company becomes').selectOption('notes');
    await page.getByText('Say which column is the name of the company.').waitFor();
    await page.getByLabel('What Company becomes').selectOption('name');
    await page.getByLabel('What Seats becomes').selectOption('attribute');
    await page.getByLabel('What Notes becomes').selectOption('notes');
    expect(await faults(page)).toEqual([]);
    await pictures(page, 'companies-import-columns');
    await page.getByRole('button', { name: 'Check the table' }).click();
    await page.getByText('230 new, 1 changed, 2 refused').waitFor();
    await page.getByText('Anybody can have an address at gmail.com.').waitFor();
    await page.getByText('“gold” is no tier: write standard, priority or VIP.').waitFor();
    expect((await listed<Company>('companies?q=imported')).length).toBe(0);
    expect(await faults(page)).toEqual([]);
    const foot = page.getByRole('button', { name: 'Check again' });
    await pictures(page, 'companies-import-checked', { before: () => foot.scrollIntoViewIfNeeded() });
    // The connection breaks off after the first rows: what is done stays, and it goes on from there.
    let isCut = true;
    let asked = 0;
    await page.route('**/companies/import/rows', (route) =>
      ++asked > 1 && isCut ? route.abort() : route.continue(),
    );
    await page.getByRole('button', { name: 'Import 231 companies' }).click();
    await page.getByText('The import has stopped: what is done stays').waitFor();
    await page.getByText('100 of 233').waitFor();
    await pictures(page, 'companies-import-stopped', { before: () => foot.scrollIntoViewIfNeeded() });
    isCut = false;
    await page.getByRole('button', { name: 'Go on', exact: true }).click();
    await page.getByRole('heading', { name: 'The import is done' }).waitFor();
    await page.getByText('230 new, 1 changed, 2 refused').waitFor();
    await pictures(page, 'companies-import-done', { before: () => foot.scrollIntoViewIfNeeded() });
    await page.getByRole('link', { name: 'See the companies' }).click();
    await page.getByLabel('Search companies').fill('imported-229.ex');
    await page.getByRole('link', { name: 'Imported 229' }).waitFor();
    expect(await get(`companies/${wayne.id}`)).toMatchObject({
      ...{ tier: 'vip', notes: 'Pays late.', attributes: { seats: 12 } },
    });
    expect(await listed('companies?q=gmail')).toEqual([]);
  },
);
