// Customers of a table: row by row over REST, from the console, and by `npm run import`. Nothing of one proves who somebody is.
import jwt from 'jsonwebtoken';
import { importCustomers } from '../../src/cli/import';
import type { AuditEntry } from '../../src/protocol/analytics';
import type { Company, CompanyOfCustomer } from '../../src/protocol/companies';
import type { CustomerDetails } from '../../src/protocol/customers';
import type { Session } from '../../src/protocol/model/session';
import type { RowResult } from '../../src/protocol/row-results';
import { eventuallyPasses } from '../../src/tools/eventually';
import { testInBrowser } from '../dev-env/in-browser';
import { customer, faults, pictures, sideways, useDesk } from './console-desk';

const suite = useDesk();
const ask = (method: string, path: string, body?: unknown, token?: string) =>
  suite.server.request(method, path, { ...(body !== undefined && { body }), ...(token && { token }) });
const get = async <T>(path: string) => (await ask('GET', path)).body as T;
const listed = async <T>(path: string) => (await get<{ items: T[] }>(path)).items;
const found = (filter: string) => listed<CustomerDetails>(`customers?${filter}`);
const companyOf = async (id: string) =>
  (await get<CompanyOfCustomer>(`customers/${id}/company`)).company?.name;

async function send(kind: 'check' | 'rows', rows: object[]): Promise<unknown[]> {
  const { status, body } = await ask('POST', `customers/import/${kind}`, rows);
  expect(status).toBe(200);
  const { items } = body as { items: RowResult[] };
  return items.map(({ result, errors = [] }) => [result, ...errors.map(({ path }) => path)]);
}

/** One row, and who it was: their only customer with this filter. */
async function put(row: object, filter: string): Promise<CustomerDetails> {
  expect(await send('rows', [row])).toEqual([['created']]);
  const all = await found(filter);
  expect(all).toHaveLength(1);
  return all[0]!;
}

const identitySecret = 'the secret of the web channel, 32+';
/** The customer that the organization vouches for on its page. */
async function signIn(claims: { sub: string; email?: string }): Promise<string> {
  const web = (await listed<{ id: string; type: string; config: object }>('channels')).find(
    ({ type }) => type === 'web',
  )!;
  await ask('PATCH', `channels/${web.id}`, { config: { ...web.config, identitySecret } });
  const identity = jwt.sign(claims, identitySecret, { expiresIn: 3_600 });
  const { body } = await suite.server.request('POST', 'widget/sessions', {
    token: '',
    body: { channelKey: suite.server.channelKey, identity },
  });
  return (body as { customer: { id: string } }).customer.id;
}

const declared = [
  { key: 'plan', label: 'Plan', type: 'choice', choices: ['Free', 'Pro'] },
  { key: 'seats', label: 'Seats', type: 'number' },
];
beforeAll(async () => {
  expect((await ask('PUT', 'customer-attributes', { items: declared })).status).toBe(200);
  expect((await ask('POST', 'companies', { name: 'Acme', domains: ['acme.example'] })).status).toBe(201);
  expect((await ask('POST', 'companies', { name: 'Globex', externalId: 'account-7' })).status).toBe(201);
});

describe('rows of customers', () => {
  const rows = [
    { externalId: 'rows-1', name: 'Ada King Byron', email: 'Ada@rows.example', phone: '+49 30 1234567' },
    { email: 'bo@rows.example', firstName: 'Bo', company: 'ACME', attributes: { plan: 'Pro', seats: 5 } },
    { phone: '030 7654321', name: 'Cy', company: 'acme.example' },
    { name: 'Nobody' },
    { externalId: 'rows-2', email: 'no address', phone: 'none' },
    { externalId: 'rows-3', attributes: { plan: 'Gold', shoes: 43 } },
    { externalId: 'rows-4', company: 'Initech' },
    { externalId: 'rows-5', isActive: true },
    { externalId: 'rows-6', name: 'Eve', company: 'account-7' },
  ];
  const refused = [
    ['refused', ''],
    ['refused', 'email', 'phone'],
    ['refused', 'attributes.plan', 'attributes.shoes'],
    ['refused', 'company'],
    ['refused', ''],
  ];
  const all = (result: string) => [[result], [result], [result], ...refused, [result]];

  it('are looked at, and written each for itself; sent again they are unchanged, and no conversation begins', async () => {
    const before = (await listed<Session>('sessions')).length;
    expect(await send('check', rows)).toEqual(all('created'));
    expect(await found('q=rows')).toEqual([]);
    expect(await send('rows', rows)).toEqual(all('created'));
    const [ada] = await found('externalId=rows-1');
    expect(await get(`customers/${ada!.id}`)).toMatchObject({
      ...{ name: 'Ada King Byron', email: 'ada@rows.example', phone: '+49 30 1234567' },
      identities: [{ kind: 'external', value: 'rows-1', provedBy: 'agent' }],
    });
    const [bo] = await found('email=bo@rows.example');
    expect(await get(`customers/${bo!.id}`)).toMatchObject({
      ...{ name: 'Bo', attributes: { plan: 'Pro', seats: 5 }, identities: [] },
    });
    const [cy, eve] = [(await found('phone=030+7654321'))[0]!, (await found('externalId=rows-6'))[0]!];
    expect(await Promise.all([bo!, cy, eve].map(({ id }) => companyOf(id)))).toEqual([
      ...['Acme', 'Acme', 'Globex'],
    ]);
    const first = await get(`customers/${bo!.id}`);
    expect(await send('rows', rows)).toEqual(all('unchanged'));
    expect(await get(`customers/${bo!.id}`)).toEqual(first);
    expect((await listed<Session>('sessions')).length).toBe(before);
  });

  it('change what they say, by id, by address or by number, and leave the rest', async () => {
    const changed = [
      { externalId: 'rows-1', email: 'ada@new.example' },
      { email: 'BO@rows.example', attributes: { seats: 6 }, company: 'Globex' },
      { phone: '(030) 765-4321', lastName: 'Twombly' },
    ];
    expect(await send('check', changed)).toEqual([['updated'], ['updated'], ['updated']]);
    expect(await send('rows', changed)).toEqual([['updated'], ['updated'], ['updated']]);
    expect(await found('externalId=rows-1')).toMatchObject([
      { name: 'Ada King Byron', email: 'ada@new.example', phone: '+49 30 1234567' },
    ]);
    const [bo] = await found('email=bo@rows.example');
    expect(bo).toMatchObject({ name: 'Bo', attributes: { plan: 'Pro', seats: 6 } });
    expect(await companyOf(bo!.id)).toBe('Globex');
    // What was known by an address alone gets its id; with another address at the same desk it is somebody else.
    const named = { externalId: 'rows-7', email: 'bo@rows.example' };
    expect(await send('rows', [named])).toEqual([['updated']]);
    expect(await found('externalId=rows-7')).toMatchObject([{ id: bo!.id }]);
    const desk = '+49 89 5550';
    await put({ email: 'dee@desk.example', phone: desk }, 'email=dee@desk.example');
    await put({ email: 'flo@desk.example', phone: desk }, 'email=flo@desk.example');
  });

  it('take over nobody who was proved or has written: who may be the same person is said beside them', async () => {
    const proved = await signIn({ sub: 'proved-1', email: 'gil@proved.example' });
    const other = await put(
      { externalId: 'other-1', email: 'gil@proved.example', name: 'Impostor' },
      'externalId=other-1',
    );
    expect(other.id).not.toBe(proved);
    expect(await get(`customers/${proved}`)).not.toMatchObject({ name: 'Impostor' });
    const { suggestions } = await get<{ suggestions: Array<{ customerId: string }> }>(
      `customers/${proved}/identities`,
    );
    expect(suggestions).toMatchObject([{ customerId: other.id }]);
    // Without an id of its own the row is about who has the address.
    expect(await send('rows', [{ email: 'gil@proved.example', name: 'Gil' }])).toEqual([['updated']]);
    expect(await get(`customers/${proved}`)).toMatchObject({ name: 'Gil', externalId: 'proved-1' });
    // What a visitor typed is no proof: neither an id nor what a table knows goes to them.
    const visitor = await customer(suite.server);
    await ask('PATCH', `customers/${visitor.id}`, { email: 'hal@typed.example' });
    for (const row of [
      { email: 'hal@typed.example', phone: '+49 40 1' },
      { externalId: 'typed-1', email: 'hal@typed.example' },
    ])
      await send('rows', [row]);
    expect(await get(`customers/${visitor.id}`)).not.toHaveProperty('phone');
    expect(await get(`customers/${visitor.id}`)).not.toHaveProperty('externalId');
    // Who signs in with an id of a table is the one of the table.
    const [ada] = await found('externalId=rows-1');
    expect(await signIn({ sub: 'rows-1' })).toBe(ada!.id);
  });

  it('bring nobody back who was erased, by whatever they are known again, and say so', async () => {
    const row = { externalId: 'gone-1', email: 'gone@rows.example', phone: '+49 (0)30 99 88' };
    const { id } = await put(row, 'externalId=gone-1');
    expect((await ask('DELETE', `customers/${id}`)).status).toBe(200);
    const old = [{ externalId: 'gone-1' }, { email: 'Gone@rows.example' }, { phone: '+49 030 9988' }];
    const no = [...old, { ...row, externalId: 'gone-2' }].map(() => ['refused', '']);
    for (const kind of ['check', 'rows'] as const)
      expect(await send(kind, [...old, { ...row, externalId: 'gone-2' }])).toEqual(no);
    const { body } = await ask('POST', 'customers/import/check', old);
    expect(JSON.stringify(body)).toContain('was erased on');
    expect(await found('q=gone')).toEqual([]);
    expect(await send('check', [{ externalId: 'gone-3', email: 'other@rows.example' }])).toEqual([
      ['created'],
    ]);
  });

  it('are sent by whoever leads, at most 200 at once, and stand in the audit log as numbers', async () => {
    const [ada, lead] = [
      await suite.server.addAgent('Ada Agent'),
      await suite.server.addAgent('Lea Lead', 'supervisor'),
    ];
    const row = [{ externalId: 'lead-1' }];
    for (const path of ['check', 'rows'])
      expect((await ask('POST', `customers/import/${path}`, row, ada.token)).status).toBe(403);
    expect((await ask('POST', 'customers/import/rows', row, lead.token)).status).toBe(200);
    const many = Array.from({ length: 201 }, (_, n) => ({ externalId: `many-${n}` }));
    expect((await ask('POST', 'customers/import/rows', many)).status).toBe(400);
    expect((await ask('POST', 'customers/import/rows', [])).status).toBe(400);
    await eventuallyPasses(async () => {
      const entries = await listed<AuditEntry>('audit-logs?resource=customers');
      expect(entries.find(({ userId }) => userId === lead.userId)).toMatchObject({
        action: 'customers.import-rows',
        details: { created: 1, updated: 0, refused: 0 },
      });
      expect(entries.map(({ action }) => action)).not.toContain('customers.check-rows');
    });
  });

  it('are those of one organization', async () => {
    const { email, password } = await suite.server.addOrganization();
    const token = await suite.server.login(email, password);
    const theirs = [
      { externalId: 'rows-1', name: 'Somebody else' },
      { email: 'x@y.example', company: 'Acme' },
    ];
    const { body } = await ask('POST', 'customers/import/rows', theirs, token);
    expect(body).toMatchObject({ items: [{ result: 'created' }, { result: 'refused' }] });
    expect(await found('externalId=rows-1')).toMatchObject([{ name: 'Ada King Byron' }]);
  });
});

describe('npm run import', () => {
  const chatwoot = `id,name,email,phone_number,identifier,Plan
17,Ivy Import,ivy@cli.example,'+49 30 555,cli-1,pro
18,Jo Import,jo@cli.example,,,Gold
19,Jo Import,jo@cli.example,,,
20,Nobody,,,,
`;
  async function run(text: string, more: object = {}) {
    const { body } = await ask('POST', 'api-keys', {
      name: `import ${Math.random()}`,
      permissions: ['customers:read', 'customers:write', 'companies:manage'],
    });
    const lines: string[] = [];
    const steps: number[][] = [];
    const counts = await importCustomers(
      {
        ...{ bytes: Buffer.from(text), url: suite.server.url, writes: false },
        key: (body as { key: string }).key,
        ...more,
      },
      { line: (one) => lines.push(one), progress: (...step) => steps.push(step) },
    );
    return { counts, lines, steps };
  }

  it('says what would become of an export, and with --run does it; again it changes nothing', async () => {
    const looked = await run(chatwoot);
    const counts = { created: 1, updated: 0, unchanged: 0, refused: 3 };
    expect(looked.counts).toEqual(counts);
    expect(looked.lines).toEqual([
      ...['id: left out', 'name: name', 'email: email', 'phone_number: phone', 'identifier: externalId'],
      'Plan: attribute:plan',
      'Row 3 (Jo Import) is refused: attributes.plan must be one of: Free, Pro',
      'Row 4 (Jo Import) is refused: Row 3 is about the same customer.',
      'Row 5 (Nobody) is refused: A customer needs your id, an e-mail address or a phone number.',
    ]);
    expect(looked.steps).toEqual([[4, 4]]);
    expect(await found('q=cli.example')).toEqual([]);
    expect((await run(chatwoot, { writes: true })).counts).toEqual(counts);
    expect(await found('externalId=cli-1')).toMatchObject([
      { name: 'Ivy Import', phone: '+49 30 555', attributes: { plan: 'Pro' } },
    ]);
    const again = await run(chatwoot, { writes: true });
    expect(again.counts).toEqual({ created: 0, updated: 0, unchanged: 1, refused: 3 });
    // More than one request takes.
    const long = Array.from({ length: 250 }, (_, n) => `long-${n}`).join('\n');
    const { counts: all, steps } = await run(`Number\n${long}\n`, {
      ...{ writes: true, columns: { Number: 'externalId' } },
    });
    expect([all.created, steps]).toEqual([
      250,
      [
        [200, 250],
        [250, 250],
      ],
    ]);
  });

  it('says what is wrong with the file, the columns or the key', async () => {
    const wrong: Array<[string, object, RegExp]> = [
      ['PK\u0003\u0004\0\0', {}, /no CSV/],
      ['name,email\n', {}, /no row/],
      ['name\nAda\n', {}, /externalId, email or phone/],
      ['name\nAda\n', { columns: { Mail: 'email' } }, /no column "Mail"/],
      ['name\nAda\n', { columns: { name: 'shoes' } }, /one of externalId/],
      ['email\nada@x.example\n', { key: 'wrong' }, /answered 401/],
    ];
    for (const [text, more, why] of wrong) await expect(run(text, more)).rejects.toThrow(why);
  });
});

testInBrowser(
  'A supervisor imports an export of another product: its columns are known, a bad row is named, the others are there',
  async () => {
    const page = await suite.open({ path: '/console/customers' });
    await page.getByRole('link', { name: 'Import customers' }).click();
    await page.getByRole('heading', { name: 'Import customers' }).waitFor();
    await pictures(page, 'customers-import-empty');
    const choose = (name: string, text: string) =>
      page
        .locator('input[type="file"]')
        .setInputFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(text) });
    const rows = Array.from(
      { length: 130 },
      (_, n) => `${n},Person ${n},person-${n}@page.example,page-${n},Acme,vip,5`,
    );
    rows.splice(
      1,
      0,
      '900,Kim Kent,kim@page.example,,Initech,,',
      '901,Kim again,KIM@page.example,,,,',
      '902,Lou,,,,,',
    );
    const table = `id,name,email,external_id,organization,tags,custom_fields.seats\n${rows.join('\n')}\n`;
    await choose('users.csv', table);
    const becomes = (title: string) => page.getByLabel(`What ${title} becomes`).inputValue();
    expect(
      await Promise.all(
        ['id', 'email', 'external_id', 'organization', 'tags', 'custom_fields.seats'].map(becomes),
      ),
    ).toEqual([...['nothing', 'email', 'externalId', 'company', 'nothing', 'attribute:seats']]);
    await page.getByLabel('What email becomes').selectOption('nothing');
    await page.getByLabel('What external_id becomes').selectOption('nothing');
    await page.getByText('Say which column is your id').waitFor();
    await page.getByLabel('What external_id becomes').selectOption('externalId');
    await page.getByLabel('What email becomes').selectOption('email');
    expect(await faults(page)).toEqual([]);
    await pictures(page, 'customers-import-columns');
    await page.getByRole('button', { name: 'Check the table' }).click();
    await page.getByText('130 new, 3 refused').waitFor();
    await page.getByText('Company: There is no company “Initech”.').waitFor();
    await page.getByText('Row 3 is about the same customer.').waitFor();
    await page.getByText('A customer needs your id').waitFor();
    expect(await found('q=page.example')).toEqual([]);
    expect([await faults(page), await sideways(page)]).toEqual([[], []]);
    const foot = page.getByRole('button', { name: 'Check again' });
    await pictures(page, 'customers-import-checked', { before: () => foot.scrollIntoViewIfNeeded() });
    await page.getByRole('button', { name: 'Import 130 customers' }).click();
    await page.getByRole('heading', { name: 'The import is done' }).waitFor();
    await page.getByText('130 new, 3 refused').waitFor();
    await pictures(page, 'customers-import-done', { before: () => foot.scrollIntoViewIfNeeded() });
    await page.getByRole('link', { name: 'See the customers' }).click();
    await page.getByLabel('Search customers').fill('person-129');
    await page.getByRole('link', { name: 'Person 129' }).click();
    await page.getByRole('heading', { name: 'Person 129' }).waitFor();
    const [one] = await found('externalId=page-129');
    expect(one).toMatchObject({ name: 'Person 129', attributes: { seats: 5 } });
    expect(await companyOf(one!.id)).toBe('Acme');
    const acme = (await listed<Company>('companies?q=acme'))[0]!;
    expect(acme.customers).toBeGreaterThanOrEqual(130);
  },
);
