// The search page: words lead to the place where they stand, its address says what is looked for, and keys suffice.
import { eventually, eventuallyPasses } from '../../src/tools/eventually';
import { testInBrowser } from '../dev-env/in-browser';
import { customer, faults, useDesk } from './console-desk';

const suite = useDesk({ PARLEY_DEMO: 'off' });
let sessionId = '';

/** A conversation of many messages, with the words at its beginning, and a note. */
beforeAll(async () => {
  const grace = await customer(suite.server, { firstName: 'Grace', lastName: 'Hopper' });
  const first = await grace.say('My quadrocopter fell into the pond');
  sessionId = first.sessionId;
  for (let n = 1; n <= 60; n += 1) await grace.say(`something else, number ${n}`);
  await suite.server.request('POST', `sessions/${sessionId}/messages`, {
    body: { text: 'The quadrocopter is insured', note: true, clientMessageId: 'insured-note' },
  });
  await eventually(async () => {
    const { body } = await suite.server.request('GET', 'search?q=quadrocopter');
    return (body as { total: number }).total === 2;
  });
});

testInBrowser(
  'a place is found by keys alone, opens its conversation there, and going back finds it again',
  async () => {
    const page = await suite.open({ path: '/console/customers' });
    await page.getByRole('heading', { name: 'Customers' }).waitFor();
    await page.keyboard.press('/');
    const field = page.getByRole('textbox', { name: /^Search messages/ });
    await field.waitFor();
    await page.getByText('All words have to stand in one place').waitFor();
    await page.locator(':focus').and(field).waitFor();
    await page.keyboard.type('quadroc');
    await page.getByText('2 results').waitFor();
    await eventuallyPasses(async () =>
      expect(await page.locator('.place mark').allTextContents()).toEqual(['quadroc', 'quadroc']),
    );
    expect(await faults(page)).toEqual([]);
    await page.getByText('Messages', { exact: true }).click();
    await page.getByText('1 result', { exact: true }).waitFor();
    expect(new URL(page.url()).search).toBe('?q=quadroc&kind=message');
    await field.focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.waitForURL(new RegExp(`/inbox/${sessionId}\\?tab=all&seq=1$`));
    await page.locator('.line-place.aimed').getByText('My quadrocopter fell into the pond').waitFor();
    await page.goBack();
    await page.getByText('1 result', { exact: true }).waitFor();
    await eventuallyPasses(async () => expect(await field.inputValue()).toBe('quadroc'));
    await page.goBack();
    await page.getByText('2 results').waitFor();
  },
);

testInBrowser(
  'an address says all that is asked, and what nothing fits is said with the way out',
  async () => {
    const page = await suite.open({ path: '/console/search?q=quadrocopter&kind=note&status=closed' });
    await page.getByText('Nothing found for “quadrocopter”.').waitFor();
    expect(await faults(page)).toEqual([]);
    await page.getByRole('button', { name: 'Search without filters' }).click();
    await page.getByText('Private note by').waitFor();
    await page.goto(`${suite.server.url}/console/search?q=monotreme`);
    await page.getByText('Nothing found for “monotreme” in conversations and notes.').waitFor();
    await page.goto(`${suite.server.url}/console/search?q=hopper`);
    const people = page.getByRole('region', { name: 'Customers' });
    await people.getByRole('link', { name: 'Grace Hopper', exact: true }).waitFor();
    await page.getByRole('radiogroup').getByText('Customers').click();
    await page.getByRole('link', { name: 'Grace Hopper', exact: true }).click();
    await page.waitForURL(/\/customers\//);
  },
);

testInBrowser('a search that fails says so and is tried again', async () => {
  const page = await suite.open();
  await page.route('**/api/v1/search?*', (route) => route.abort());
  await page.goto(`${suite.server.url}/console/search?q=quadrocopter`);
  const alert = page.getByRole('alert').filter({ hasText: 'This could not be loaded' });
  await alert.waitFor();
  await page.unroute('**/api/v1/search?*');
  await alert.getByRole('button', { name: 'Try again' }).click();
  await page.getByText('2 results').waitFor();
});

testInBrowser('the field of the inbox leads to every place with the same words', async () => {
  const page = await suite.open();
  await page.getByLabel('Search conversations').fill('quadrocopter');
  await page.getByRole('link', { name: 'Search everywhere, with filters' }).click();
  await page.getByText('2 results').waitFor();
});
