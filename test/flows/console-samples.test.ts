// What the demo brought is known as such, and goes with one press: nobody's customers are answered by an invented shop unknowingly.
import { demoArticles } from '../../src/knowledge/demo';
import type { FirstDay } from '../../src/protocol/first-day';
import type { Article } from '../../src/protocol/knowledge';
import { eventually, eventuallyPasses } from '../../src/tools/eventually';
import { testInBrowser } from '../dev-env/in-browser';
import { customer, faults, field, pictures, row, useDesk } from './console-desk';

const suite = useDesk({ PARLEY_DEMO: 'on', AI_PROVIDER: 'extractive' });
const ask = (method: string, path: string, body?: unknown) =>
  suite.server.request(method, path, body === undefined ? {} : { body });

async function articles(): Promise<Article[]> {
  return ((await ask('GET', 'knowledge/articles?limit=100')).body as { items: Article[] }).items;
}

const robots = async (path: string) =>
  /<meta name="robots" content="([^"]+)">/.exec(await (await fetch(suite.server.url + path)).text())?.[1];
const addressOf = ({ id }: Article) => `/help/articles/x-${id.replaceAll('-', '').slice(0, 12)}`;

testInBrowser(
  'sample articles are marked, left out of search engines, and removed with one press',
  async () => {
    const samples = await articles();
    expect(samples).toHaveLength(demoArticles.length);
    const rewritten = samples.find(({ externalId }) => externalId === 'demo-shipping')!;
    await ask('PUT', `knowledge/articles/${rewritten.id}`, { content: 'Delivery costs 3 euros in Bremen.' });
    await ask('POST', 'knowledge/articles', {
      title: 'Returns at Mill Lane',
      content: 'Books go back within a week.',
    });

    const sitemap = async () => (await fetch(`${suite.server.url}/help/sitemap.xml`)).text();
    await eventually(async () => (await sitemap()).includes('returns-at-mill-lane'));
    expect((await sitemap()).match(/\/help\/articles\//g)).toHaveLength(2);
    const refunds = samples.find(({ externalId }) => externalId === 'demo-refunds')!;
    expect([await robots(addressOf(refunds)), await robots(addressOf(rewritten))]).toEqual([
      'noindex',
      'index, follow',
    ]);

    const page = await suite.open({ path: '/console/knowledge' });
    await page.getByText('11 of them are samples of an invented shop').waitFor();
    await eventuallyPasses(async () =>
      expect(await page.getByText('Sample', { exact: true }).count()).toBe(demoArticles.length - 1),
    );
    expect(await faults(page)).toEqual([]);
    await pictures(page, 'samples');
    await page.getByRole('button', { name: 'Remove the sample articles' }).click();
    const dialog = page.getByRole('dialog', { name: 'Remove the sample articles?' });
    await dialog.getByText('11 articles of an invented shop are deleted for good.').waitFor();
    await pictures(page, 'remove-samples', { widths: [1440, 390] });
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await dialog.waitFor({ state: 'detached' });

    await page.goto(`${suite.server.url}/console/inbox?tab=all`);
    const list = page.getByRole('region', { name: 'First day' });
    await list.getByText('11 articles of an invented shop still do, with its prices and rules.').waitFor();
    await pictures(page, 'first-day');
    expect(await articles()).toHaveLength(demoArticles.length + 1);
    await list.getByRole('button', { name: 'Remove the sample articles' }).click();
    await dialog.getByRole('button', { name: 'Remove' }).click();
    await list.getByText('No sample article answers customers').waitFor({ state: 'detached' });

    expect((await articles()).map(({ title }) => title).sort()).toEqual([
      'Delivery: costs and times',
      'Returns at Mill Lane',
    ]);
    const { steps } = (await ask('GET', 'organizations/current/first-day')).body as FirstDay;
    expect(steps.filter(({ name }) => ['article', 'samples'].includes(name))).toEqual([
      { name: 'article', done: true },
    ]);
    const { body } = await ask('POST', 'knowledge/search', {
      query: 'How long does a refund take?',
      limit: 20,
    });
    const found = (body as { items: Array<{ externalId?: string }> }).items;
    expect(found.filter(({ externalId }) => externalId === 'demo-refunds')).toEqual([]);
  },
);

test('they are removed by who may write articles, and nobody else', async () => {
  const { token } = await suite.server.addAgent('Ada');
  const refused = await suite.server.request('DELETE', 'knowledge/articles/samples', { token });
  expect(refused.status).toBe(403);
});

testInBrowser('who answers customers changes what these see, and the next one is greeted by it', async () => {
  const { email, password } = await suite.server.addAgent('Admin');
  const page = await suite.open({ email, password, path: '/console/settings?section=profile' });
  const name = page.getByLabel('What customers see');
  await name.fill('Sam Miller');
  await pictures(page, 'profile');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Saved.').waitFor();
  await page.getByText('Customers see you as Sam Miller.').waitFor();
  expect(await faults(page)).toEqual([]);
  await name.fill('');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.locator('input[aria-invalid="true"]').waitFor();

  const who = await customer(suite.server, { firstName: 'Kim' });
  await who.say('Hello');
  await who.askForPerson();
  // Without loading the console anew: its socket speaks under the new name at once.
  await page.getByRole('link', { name: 'Inbox' }).click();
  await page.getByRole('button', { name: /^Waiting/ }).click();
  await row(page, 'Kim').click();
  await page.locator('.primary-action', { hasText: 'Take over' }).click();
  await page.locator('.conversation-who', { hasText: 'With you' }).waitFor();
  await field(page).fill('Good day');
  await field(page).press('Enter');
  await eventually(() =>
    who.heard.some(({ content, senderName }) => content.text === 'Good day' && senderName === 'Sam Miller'),
  );
});
