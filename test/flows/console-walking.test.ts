// Walking through the list with J: no press is lost, what comes next is there before it is asked for, and nobody hears of it.
import type { Page } from 'playwright-core';
import { eventually, eventuallyPasses } from '../../src/tools/eventually';
import { inBrowser } from '../dev-env/in-browser';
import { bubble, customer, row, useDesk } from './console-desk';

inBrowser('walking through the list, in Chromium', () => {
  const at = useDesk();
  const names = ['Ada', 'Ben', 'Cleo', 'Dora', 'Emil'];
  const said = new Map<string, Awaited<ReturnType<typeof customer>> & { sessionId: string }>();

  beforeAll(async () => {
    // Who waits is listed by turn: no order changes while people write.
    for (const firstName of names) {
      const one = await customer(at.server, { firstName });
      await one.say(`Hello from ${firstName}`);
      said.set(firstName, { ...one, sessionId: await one.askForPerson() });
    }
  });

  const opened = (page: Page) => page.locator('.conversation-who h2').textContent();
  const current = (page: Page) => page.locator('.row[aria-current] .row-name').textContent();

  /** As keys come that are pressed before the page has drawn anything. */
  const pressAtOnce = (page: Page, key: string, times: number) =>
    page.evaluate(`for (let n = 0; n < ${times}; n += 1)
      document.body.dispatchEvent(new KeyboardEvent('keydown', { key: '${key}', bubbles: true }))`);

  test('keys that are pressed faster than the page draws walk as far as they were pressed', async () => {
    const page = await at.open();
    await row(page, 'Emil').waitFor();
    await page.keyboard.press('j');
    await bubble(page, 'Hello from Ada').waitFor();
    await pressAtOnce(page, 'j', 3);
    await bubble(page, 'Hello from Dora').waitFor();
    expect([await opened(page), await current(page)]).toEqual(['Dora', 'Dora']);
    await pressAtOnce(page, 'k', 2);
    await bubble(page, 'Hello from Ben').waitFor();
    expect([await opened(page), await current(page)]).toEqual(['Ben', 'Ben']);
  });

  test('J at the end of what is loaded opens the next as soon as that is there', async () => {
    const page = await at.open();
    const answers: Array<() => void> = [];
    // Pages of two, and what follows comes when it is let go.
    await page.route(/\/sessions\?status=closed/, async (route) => {
      const url = route.request().url();
      if (url.includes('cursor=')) await new Promise<void>((resolve) => answers.push(resolve));
      await route.continue({ url: url.replace('limit=50', 'limit=2') });
    });
    for (const name of ['Faye', 'Gus', 'Hana']) {
      const one = await customer(at.server, { firstName: name });
      await one.say(`Goodbye from ${name}`);
      await one.call('session:close', {});
    }
    await page.reload();
    await page.getByRole('button', { name: /^Closed/ }).click();
    await eventually(async () => (await page.locator('.row').count()) === 2);
    const [first] = await page.locator('.row .row-name').allTextContents();
    await page.keyboard.press('j');
    await eventually(async () => (await opened(page)) === first);
    await page.keyboard.press('j');
    await eventually(async () => (await opened(page)) !== first);
    const second = await opened(page);
    await page.keyboard.press('j');
    await eventually(() => answers.length > 0);
    answers.forEach((go) => go());
    await eventually(async () => ![first, second].includes(await opened(page)));
    expect(await current(page)).toBe(await opened(page));
  });

  test('what was read ahead is as it was never read: unread, seen by nobody, and what is written since is there once', async () => {
    const bea = await at.server.addAgent('Bea');
    const hers = await at.open({ email: bea.email, password: bea.password });
    const page = await at.open();
    const ben = said.get('Ben')!;
    await row(hers, 'Ben').click();
    await bubble(hers, 'Hello from Ben').waitFor();
    await row(page, 'Emil').waitFor();
    const ahead = page.waitForResponse((answer) => answer.url().includes(`${ben.sessionId}/messages`));
    await page.keyboard.press('j');
    await (await ahead).finished();
    await bubble(page, 'Hello from Ada').waitFor();
    await eventuallyPasses(async () => expect(await hers.locator('.viewers').count()).toBe(0));
    await eventuallyPasses(async () =>
      expect(await row(page, 'Ben').locator('.unread-count').count()).toBe(1),
    );

    await ben.say('Written since');
    await row(page, 'Written since').waitFor();
    await page.keyboard.press('j');
    await bubble(page, 'Written since').waitFor();
    await ben.say('And on');
    await bubble(page, 'And on').waitFor();
    await eventuallyPasses(async () =>
      expect(await page.locator('.bubble').allTextContents()).toEqual([
        'Hello from Ben',
        'Written since',
        'And on',
      ]),
    );
    await hers.locator('.viewers').waitFor();
  });
});
