// A reply that its author takes back, in a real browser: words and files return, and what goes on goes after it.
import type { Page } from 'playwright-core';
import type { Message } from '../../src/protocol/model/message';
import { eventuallyPasses } from '../../src/tools/eventually';
import { inBrowser } from '../dev-env/in-browser';
import { bubble, customer, faults, field, useDesk } from './console-desk';

/** The ten seconds in which a reply can be taken back do not run out, however slow the machine. */
const withoutEnd = `
  const wait = window.setTimeout;
  window.setTimeout = (run, ms, ...rest) => wait(run, ms > 5000 && ms <= 10000 ? 600000 : ms, ...rest);
`;

inBrowser('taking a reply back in Chromium', () => {
  const at = useDesk();

  async function begin(firstName: string, undoEnds: 'never' | 'soon' = 'soon') {
    const ada = await customer(at.server, { firstName });
    await ada.say('Where is my parcel?');
    const sessionId = await ada.askForPerson();
    const page = await at.open({ path: '/console/settings?section=browser' });
    await page.getByText('All: 10 s').click();
    if (undoEnds === 'never') await page.addInitScript(withoutEnd);
    await page.goto(`${at.server.url}/console/inbox/${sessionId}?tab=waiting`);
    await page.locator('.primary-action', { hasText: 'Take over' }).click();
    await page.locator('.composer.reply textarea:focus').waitFor();
    return { ...ada, page, sessionId };
  }
  async function write(page: Page, text: string): Promise<void> {
    await field(page).fill(text);
    await field(page).press('Enter');
    await bubble(page, text).waitFor();
  }
  async function said(sessionId: string): Promise<string[]> {
    const { body } = await at.server.request('GET', `sessions/${sessionId}/messages?limit=200`);
    const { items } = body as { items: Message[] };
    return items.filter(({ sender }) => sender === 'agent').map(({ content }) => content.text ?? '');
  }

  test('Undo gives words and files back, and only what was let go reaches the customer', async () => {
    const { page, sessionId } = await begin('Una', 'never');
    await page
      .locator('.composer input[type=file]')
      .setInputFiles({ name: 'label.txt', mimeType: 'text/plain', buffer: Buffer.from('label') });
    await page.locator('.file-chips li', { hasText: 'label.txt' }).waitFor();
    await page.getByLabel('Uploading').waitFor({ state: 'detached' });
    await write(page, 'It comes on Monday.');
    await page.getByText(/Sending in \d+ s/).waitFor();
    expect(await faults(page)).toEqual([]);
    await field(page).fill('Begun since');
    await page.getByRole('button', { name: 'Undo' }).click();
    await eventuallyPasses(async () =>
      expect(await field(page).inputValue()).toBe('It comes on Monday.\nBegun since'),
    );
    await page.locator('.file-chips li', { hasText: 'label.txt' }).waitFor();
    await eventuallyPasses(async () => expect(await bubble(page, 'It comes on Monday.').count()).toBe(0));

    await write(page, 'It comes on Tuesday.');
    await page.getByRole('button', { name: 'Send now' }).click();
    await eventuallyPasses(async () => expect(await said(sessionId)).toEqual(['It comes on Tuesday.']));
  });

  test('closing sends first, and a page that goes sends or keeps it', async () => {
    const { page, sessionId } = await begin('Clo');
    await write(page, 'First of two');
    await write(page, 'Second of two');
    await page.locator('.primary-action', { hasText: 'Close' }).click();
    await page.getByText('Closed. Reopen to reply.').waitFor();
    expect(await said(sessionId)).toEqual(['First of two', 'Second of two']);

    const other = await begin('Rel');
    await write(other.page, 'Written before a reload');
    await other.page.reload();
    await eventuallyPasses(
      async () => expect(await said(other.sessionId)).toEqual(['Written before a reload']),
      {},
    );
    await write(other.page, 'Written before the tab goes');
    await other.page.close();
    await eventuallyPasses(async () =>
      expect(await said(other.sessionId)).toEqual(['Written before a reload', 'Written before the tab goes']),
    );
  });
});
