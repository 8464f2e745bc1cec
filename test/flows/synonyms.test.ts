// Synonyms: an editor says which words mean the same, and what is asked with one finds what says another.
import { eventually, eventuallyPasses } from '../../src/tools/eventually';
import { testInBrowser } from '../dev-env/in-browser';
import { customer, faults, pictures, useDesk } from './console-desk';

const suite = useDesk({ PARLEY_DEMO: 'off', EMBEDDINGS: 'off', RATE_LIMITS: 'off' });
const ask = (method: string, path: string, body?: unknown, token?: string) =>
  suite.server.request(method, path, { ...(body !== undefined && { body }), ...(token && { token }) });
const put = (items: unknown, token?: string) => ask('PUT', 'knowledge/synonyms', { items }, token);

async function found(query: string): Promise<string | undefined> {
  const { body } = await ask('POST', 'knowledge/search', { query });
  return (body as { items: Array<{ title: string }> }).items[0]?.title;
}

beforeAll(async () => {
  const articles = [
    { title: 'Prices of the plans', content: 'The price of the family plan is 12 euros a month.' },
    { title: 'Refunds', content: 'A refund takes 5 to 7 working days from the day your return arrives.' },
    { title: 'Opening hours', content: 'Our shop is open from nine to five on working days.' },
  ];
  for (const body of articles) await ask('POST', 'knowledge/articles', body);
});
beforeEach(() => put([]));

it('an editor writes them, an agent reads them, and what is wrong is named', async () => {
  const [ada, eve] = [await suite.server.addAgent('Ada'), await suite.server.addAgent('Eve', 'supervisor')];
  const items = [
    ['price', 'tariff'],
    ['refund', 'money back'],
  ];
  expect(await put(items, ada.token)).toMatchObject({ status: 403 });
  expect(await put(items, eve.token)).toMatchObject({ status: 200, body: { items } });
  expect(await ask('GET', 'knowledge/synonyms', undefined, ada.token)).toMatchObject({ body: { items } });
  const wrong = await put([['price'], ['refund', 'money back'], ['Refund', 'x'.repeat(61)]]);
  expect([wrong.status, (wrong.body as { errors: object[] }).errors]).toMatchObject([
    400,
    [
      { path: 'items.0', message: 'must have two words at least' },
      { path: 'items.2.1' },
      { path: 'items.2.0' },
    ],
  ]);
  expect(await put([...items, ['Refund', 'repayment']])).toMatchObject({
    body: { errors: [{ path: 'items.2.0', message: 'is in a group already' }] },
  });
  const many = Array.from({ length: 201 }, (_, i) => [`a${i}`, `b${i}`]);
  expect(await put(many)).toMatchObject({ body: { errors: [{ message: 'must be 200 groups at most' }] } });
  expect(await put(many.slice(1))).toMatchObject({ status: 200 });
  // Of two who read them, one is told that the other has written.
  const { headers } = await ask('GET', 'knowledge/synonyms');
  const change = { body: { items }, headers: { 'If-Match': headers.get('etag')! } };
  expect((await suite.server.request('PUT', 'knowledge/synonyms', change)).status).toBe(200);
  expect((await suite.server.request('PUT', 'knowledge/synonyms', change)).status).toBe(412);
  const audit = (await ask('GET', 'audit-logs')).body as {
    items: Array<{ action: string; details: object }>;
  };
  expect(audit.items[0]).toMatchObject({ action: 'synonyms.update', details: { fields: ['items'] } });
});

it('what is asked with one finds what says another, and no answer of before is given again', async () => {
  const cached = async (question: string) => {
    const [row] = await suite.server.query<{ cached: string | null; decision: string }>(
      `SELECT cached, decision FROM answers WHERE question = '${question}' ORDER BY created_at DESC LIMIT 1`,
    );
    return row;
  };
  const hears = async (question: string) => {
    const rows = `SELECT count(*)::int AS n FROM answers`;
    const [before] = await suite.server.query<{ n: number }>(rows);
    const who = await customer(suite.server);
    await who.say(question);
    await eventually(async () => (await suite.server.query<{ n: number }>(rows))[0]!.n > before!.n);
    who.socket.disconnect();
    return cached(question);
  };
  expect(await found('tariff')).toBeUndefined();
  expect(await hears('How long does a refund take?')).toMatchObject({ decision: 'answer', cached: null });
  expect(await hears('How long does a refund take?')).toMatchObject({ decision: 'answer', cached: 'exact' });
  await put([
    ['price', 'tariff'],
    ['refund', 'money back'],
  ]);
  expect(await found('tariff')).toBe('Prices of the plans');
  expect(await found('money back')).toBe('Refunds');
  expect(await hears('How long does a refund take?')).toMatchObject({ decision: 'answer', cached: null });
});

testInBrowser('are written in the console, a group a line, and what is wrong says in which', async () => {
  const eve = await suite.server.addAgent('Eve', 'supervisor');
  const page = await suite.open({
    email: eve.email,
    password: eve.password,
    path: '/console/knowledge?section=synonyms',
  });
  const field = page.getByLabel('Words that mean the same');
  await field.fill('price, tariff\n\nrefund');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText(/Line 3: .*two words at least/i).waitFor();
  expect(await faults(page)).toEqual([]);
  await field.fill('price, tariff\n\nrefund, money back');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Saved.').waitFor();
  expect(await found('tariff')).toBe('Prices of the plans');
  await pictures(page, 'synonyms');
  // A colleague has written since: nothing is written over.
  await put([['price', 'tariff']]);
  await field.fill('price, cost');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('alert').waitFor();
  expect((await ask('GET', 'knowledge/synonyms')).body).toEqual({ items: [['price', 'tariff']] });
  await page.reload();
  await eventuallyPasses(async () => expect(await field.inputValue()).toBe('price, tariff'));
});
