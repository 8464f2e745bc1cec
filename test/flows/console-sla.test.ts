// Promises in the console: a policy is made, its row says what is due, and the agent's day shows it.
import { mkdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { eventually, eventuallyPasses } from '../../src/tools/eventually';
import { testInBrowser } from '../dev-env/in-browser';
import { customer, faults, useDesk } from './console-desk';

/** Pictures of the part of the page that a test has come to, where a folder for them is named. */
async function shots(page: Page, name: string): Promise<void> {
  const folder = process.env['SHOTS'];
  if (!folder) return;
  mkdirSync(folder, { recursive: true });
  for (const width of [1440, 1024, 390])
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.setViewportSize({ width, height: 844 });
      await page.emulateMedia({ colorScheme });
      await page.getByRole('region', { name: 'Promises', exact: true }).scrollIntoViewIfNeeded();
      await page.screenshot({ path: join(folder, `${name}-${width}-${colorScheme}.png`) });
    }
  await page.setViewportSize({ width: 1440, height: 900 });
}

const suite = useDesk({ PARLEY_DEMO: 'off' });

testInBrowser(
  'A policy is made, and what it promises stands in the list, the conversation and the day',
  async () => {
    const page = await suite.open({ path: '/console/settings?section=sla' });
    await page.getByText('No policy yet: nothing is promised.').waitFor();
    await page.getByRole('button', { name: 'New policy' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.locator('[aria-invalid="true"]').first().waitFor();
    await dialog.getByLabel('Name').fill('Everybody');
    await dialog.getByLabel('First reply within, minutes').fill('15');
    await dialog.getByText('Every conversation: first reply within 15 min, around the clock.').waitFor();
    expect(await faults(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('listitem').filter({ hasText: 'Everybody' }).waitFor();

    const who = await customer(suite.server, { firstName: 'Grace' });
    await who.say('Where is my parcel?');
    const sessionId = await who.askForPerson();
    await suite.server.request('POST', `sessions/${sessionId}/claim`, { body: {} });
    await page.goto(`${suite.server.url}/console/inbox/${sessionId}?tab=mine`);
    const header = page.locator('.conversation-head');
    await header.getByText(/^Due in 1[45] min$/).waitFor();
    // The clock of the page goes on; the row has had nothing to say until now.
    await eventuallyPasses(async () => expect(await page.locator('.row .due').count()).toBe(0));
    await page.clock.setFixedTime(Date.now() + 13 * 60_000);
    await page
      .locator('.row')
      .getByText(/^Due in/)
      .waitFor();
    await page.clock.setFixedTime(Date.now() + 20 * 60_000);
    await page
      .locator('.row')
      .getByText(/^Overdue [45] min$/)
      .waitFor();
    await page.getByRole('link', { name: 'My day' }).click();
    const overdue = page.getByRole('region', { name: 'Overdue' });
    await overdue.getByRole('link', { name: 'Grace' }).waitFor();
    // The name of the place that was pressed is shown beside it.
    await page.mouse.move(700, 700);
    await page.getByRole('tooltip').waitFor({ state: 'detached' });
    expect(await faults(page)).toEqual([]);
    await page.setViewportSize({ width: 1440, height: 900 });
    await overdue.getByRole('link', { name: 'Grace' }).click();
    await header.getByText(/^Overdue/).waitFor();
    await page.getByRole('button', { name: 'Close', exact: true }).first().click();
    await page.locator('.row .due').first().waitFor({ state: 'detached' });

    const mia = await customer(suite.server, { firstName: 'Mia' });
    await mia.say('And where is mine?');
    const second = await mia.askForPerson();
    await suite.server.request('POST', `sessions/${second}/claim`, { body: {} });
    await suite.server.request('POST', `sessions/${second}/messages`, {
      body: { text: 'It is on its way.', clientMessageId: 'on-its-way' },
    });
    await eventually(async () => {
      const { body } = await suite.server.request('GET', 'analytics/sla');
      return (body as { kept: number }).kept === 1;
    });
    await page.clock.setFixedTime(Date.now());
    await page.goto(`${suite.server.url}/console/analytics?range=7`);
    const promises = page.getByRole('region', { name: 'Promises', exact: true });
    await promises.getByText('100 % kept: 1 of 1.').waitFor();
    await eventuallyPasses(async () =>
      expect(await promises.locator('tbody tr').innerText()).toMatch(
        /^Everybody\s+First reply\s+1\s+0\s+100 %\s+–$/,
      ),
    );
    const file = page.waitForEvent('download');
    await promises.getByRole('button', { name: 'Export promises' }).click();
    expect(await readFile(await (await file).path(), 'utf8')).toMatch(/Everybody,First reply,1,0/);
    expect(await faults(page)).toEqual([]);

    await promises.getByLabel('Promises by what').click();
    await page.getByRole('option', { name: 'Agent' }).click();
    const byAgent = promises.getByRole('region', { name: 'Promises by agent' });
    await byAgent.locator('tbody tr').first().waitFor();
    await eventuallyPasses(async () => expect(await byAgent.locator('tbody tr').count()).toBe(1));
    await shots(page, 'promises');
    await byAgent.getByRole('button', { name: /Kept: 1\. Show the conversations/ }).click();
    const behind = page.getByRole('dialog');
    await behind.getByRole('link', { name: 'Mia' }).waitFor();
    await eventuallyPasses(async () => expect(await behind.getByRole('listitem').count()).toBe(1));
  },
);
