// What customers are asked by mail is written in the console.
import { createHash, randomUUID } from 'node:crypto';
import type { Setting } from '../../src/protocol/settings';
import { eventuallyPasses } from '../../src/tools/eventually';
import { inBrowser } from '../dev-env/in-browser';
import { customer, faults, pictures, sideways, useDesk } from './console-desk';

inBrowser('mails for ratings in the console in Chromium', () => {
  const at = useDesk();

  const settingsNow = async () => {
    const { body } = await at.server.request('GET', 'settings?category=mail');
    return Object.fromEntries((body as { items: Setting[] }).items.map(({ key, value }) => [key, value]));
  };

  test('who wants no such mail is asked again once somebody says that the customer wants it, and not before', async () => {
    const { id } = await customer(at.server, { firstName: 'Noa' });
    const email = `${randomUUID()}@customer.example`;
    await at.server.request('PATCH', `customers/${id}`, { body: { email } });
    const hash = createHash('sha256').update(`${at.server.organizationId} ${email}`).digest('hex');
    await at.server.query('INSERT INTO mail_stops (organization_id, address_hash) VALUES ($1, $2)', [
      at.server.organizationId,
      hash,
    ]);
    const page = await at.open({ path: `/console/customers/${id}` });
    const said = page.getByText(`Wants no questions for ratings at ${email}`);
    await said.waitFor();
    await page.getByRole('button', { name: 'Ask again…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Ask for ratings by e-mail again?' });
    await dialog.getByText('Only if the customer asked you for it').waitFor();
    expect(await faults(page, { targets: true })).toEqual([]);
    await pictures(page, 'mail-stopped');
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await dialog.waitFor({ state: 'hidden' });
    await eventuallyPasses(async () => expect(await said.isVisible()).toBe(true));
    await page.getByRole('button', { name: 'Ask again…' }).click();
    await dialog.getByRole('button', { name: 'Ask again' }).click();
    await said.waitFor({ state: 'hidden' });
    expect(await at.server.query('SELECT FROM mail_stops WHERE address_hash = $1', [hash])).toEqual([]);
  });

  test('what is asked is written by language, seen as its customer sees it, and what was saved before goes on', async () => {
    // As it was saved before there were languages.
    const before = { category: 'mail', key: 'rateText', value: 'Were we **good**?' };
    await at.server.request('POST', 'settings', { body: before });
    const page = await at.open({ path: '/console/settings?section=ratings' });
    const rest = page.getByRole('textbox', { name: 'In all languages' });
    await rest.waitFor();
    await eventuallyPasses(async () => expect(await rest.inputValue()).toBe('Were we **good**?'));
    const preview = page.getByRole('group', { name: 'Preview' });
    await preview.getByText('Very good').waitFor();
    await eventuallyPasses(async () => expect(await preview.locator('strong').textContent()).toBe('good'));

    await page.getByRole('button', { name: 'Add a language' }).click();
    await page.getByRole('group', { name: 'English' }).getByLabel('Language').selectOption('German');
    const german = page.getByRole('group', { name: 'German' });
    await german.getByRole('textbox', { name: 'What is asked' }).fill('War alles recht?');
    await preview.getByLabel('Of a customer who writes in').selectOption('German');
    await preview.getByText('War alles recht?').waitFor();
    await preview.getByText('Sehr gut').waitFor();
    await page.getByRole('textbox', { name: 'In all other languages' }).fill('');
    await preview.getByLabel('Of a customer who writes in').selectOption('French');
    await preview.getByText('Votre conversation avec nous est terminée.').waitFor();
    expect(await faults(page, { targets: true })).toEqual([]);
    expect(await sideways(page)).toEqual([]);
    await page.setViewportSize({ width: 390, height: 844 });
    const row = page.getByRole('group', { name: 'German' });
    await eventuallyPasses(async () => {
      const text = (await row.getByRole('textbox').boundingBox())!;
      const remove = (await row.getByRole('button', { name: /^Remove/ }).boundingBox())!;
      expect(remove.x).toBeGreaterThanOrEqual(text.x + text.width);
    });
    await pictures(page, 'settings-ratings');
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved.').waitFor();
    expect(await settingsNow()).toEqual({ rateTexts: [{ language: 'de', text: 'War alles recht?' }] });

    await page.getByRole('button', { name: 'Add a language' }).click();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.locator('[aria-invalid="true"]').waitFor();
    await page.getByRole('button', { name: 'Remove the words in English' }).click();
    await page.getByRole('button', { name: 'Remove the words in German' }).click();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved.').waitFor();
    expect(await settingsNow()).toEqual({});
  });
});
