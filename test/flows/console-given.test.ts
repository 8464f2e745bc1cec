// What is given to an agent who did not ask for it is seen, wherever the agent looks.
import { eventuallyPasses } from '../../src/tools/eventually';
import { inBrowser } from '../dev-env/in-browser';
import { customer, faults, row, useDesk } from './console-desk';

inBrowser('conversations that are given, in Chromium', () => {
  const at = useDesk();
  const { open } = at;

  async function waits(firstName: string): Promise<void> {
    const one = await customer(at.server, { firstName });
    await one.say('Hello');
    await one.askForPerson();
  }

  test('who goes online under Waiting sees under Mine how many are theirs now, until each was opened', async () => {
    const names = ['Una', 'Dua', 'Tria'];
    for (const name of names) await waits(name);
    const page = await open();
    await row(page, 'Tria').waitFor();
    await page.getByRole('status').getByRole('button', { name: 'Go online' }).click();
    await page.getByRole('button', { name: /^Mine\s*3\s*, 3 new$/ }).waitFor();
    expect(await faults(page)).toEqual([]);
    await page.getByRole('button', { name: /^Mine/ }).click();
    for (const name of names) await page.locator('.row.unread', { hasText: name }).waitFor();
    await row(page, 'Dua').click();
    await page.getByRole('button', { name: /^Mine\s*3\s*, 2 new$/ }).waitFor();
    for (const name of ['Una', 'Tria']) await row(page, name).click();
    await page.getByRole('button', { name: /^Mine\s*3$/ }).waitFor();
  });

  test('what a colleague has read and transferred is new to who gets it; what was taken over is not', async () => {
    const bea = await at.server.addAgent('Bea');
    const hers = await open({ email: bea.email, password: bea.password });
    const page = await open();
    await page.getByLabel(/presence and account/).click();
    await page.getByRole('menuitem', { name: 'Away' }).click();
    await waits('Tess');
    await row(page, 'Tess').click();
    await page.locator('.primary-action', { hasText: 'Take over' }).click();
    await page.locator('.conversation-who', { hasText: 'With you' }).waitFor();
    await page.goto(`${at.server.url}/console/inbox?tab=mine`);
    await row(page, 'Tess').waitFor();
    await row(page, 'Tess').click();
    await page.getByLabel('More to do with this conversation').click();
    await page.getByRole('menuitem', { name: 'Transfer…' }).click();
    await page.getByRole('radio', { name: /Bea/ }).check();
    await page.getByRole('button', { name: 'Transfer', exact: true }).click();

    await hers.getByRole('button', { name: /^Mine\s*1\s*, 1 new$/ }).click();
    await hers.locator('.row.unread', { hasText: 'Tess' }).getByText('New', { exact: true }).waitFor();
    await row(hers, 'Tess').click();
    await hers.getByRole('heading', { name: 'Tess' }).waitFor();
    await hers.locator('.row:not(.unread)', { hasText: 'Tess' }).waitFor();

    await waits('Theo');
    await hers.getByRole('button', { name: /^Waiting/ }).click();
    await row(hers, 'Theo').click();
    await hers.locator('.primary-action', { hasText: 'Take over' }).click();
    await hers.locator('.conversation-who', { hasText: 'With you' }).waitFor();
    await hers.getByRole('button', { name: /^Mine\s*2$/ }).click();
    await row(hers, 'Tess').click();
    await hers.getByRole('heading', { name: 'Tess' }).waitFor();
    await eventuallyPasses(async () =>
      expect(await row(hers, 'Theo').getByText('New', { exact: true }).count()).toBe(0),
    );
  });

  test('a filter narrows the list, is saved as a view, whose count follows what happens, and is found by keys', async () => {
    const upset = await customer(at.server, { firstName: 'Vera' });
    await upset.say('Where is my parcel?');
    const sessionId = await upset.askForPerson();
    const label = (labels: string[]) =>
      at.server.request('PATCH', `sessions/${sessionId}`, { body: { labels, priority: 'urgent' } });
    await label(['vip']);
    const page = await at.open();
    await row(page, 'Vera').waitFor();
    await page.keyboard.press('f');
    const dialog = page.getByRole('dialog', { name: 'Filter conversations' });
    await dialog.getByLabel('Label', { exact: true }).first().fill('vip');
    await page.keyboard.press('Enter');
    expect(await faults(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Show' }).click();
    await page.getByRole('group', { name: 'Filter' }).getByText('Label: vip').waitFor();
    await row(page, 'Vera').waitFor();
    await page.getByRole('button', { name: 'Save as view' }).click();
    await page.getByRole('textbox', { name: 'Name' }).fill('Our VIPs');
    await page.keyboard.press('Enter');
    const view = page
      .getByRole('navigation', { name: 'Views' })
      .getByRole('button', { name: 'Our VIPs' })
      .first();
    await view.getByText('1', { exact: true }).waitFor();
    await eventuallyPasses(async () => expect(await view.getAttribute('aria-current')).toBe('page'));
    await label([]);
    await view.getByText('0', { exact: true }).waitFor();
    await page.getByText('No conversation is like that.').waitFor();
    await label(['vip']);
    await view.getByText('1', { exact: true }).waitFor();
    await row(page, 'Vera').waitFor();
    expect(await faults(page)).toEqual([]);
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: /^Go to/ }).fill('view: our');
    await page.getByRole('option', { name: 'View: Our VIPs' }).waitFor();
    await page.keyboard.press('Enter');
    await page.waitForURL(/tab=where/);
  });
});
