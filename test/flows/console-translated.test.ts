// The console under a browser's translator, which puts every text on the page into elements of its own, again and again.
import type { Page } from 'playwright-core';
import { eventuallyPasses } from '../../src/tools/eventually';
import { inBrowser } from '../dev-env/in-browser';
import { bubble, customer, field, isSeenWriting, row, useDesk } from './console-desk';

/** 'wraps' keeps the page's own text nodes and moves them; 'replaces' puts new ones in their place, as Chrome does. */
type Way = 'wraps' | 'replaces';

async function translate(page: Page, way: Way): Promise<void> {
  await page.evaluate(`(() => {
    const skip = 'script, style, textarea, input, font, svg, [translate="no"], [contenteditable]';
    const wrap = (text) => {
      if (!text.parentElement || !text.nodeValue.trim() || text.parentElement.closest(skip)) return;
      const font = document.createElement('font');
      text.replaceWith(font);
      font.append(${JSON.stringify(way)} === 'wraps' ? text : document.createTextNode(text.nodeValue));
    };
    const all = (root) => {
      const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
      const texts = [];
      while (walker.nextNode()) texts.push(walker.currentNode);
      texts.forEach(wrap);
    };
    all(document.body);
    new MutationObserver((changes) => {
      for (const { addedNodes } of changes)
        for (const node of addedNodes) node.nodeType === Node.TEXT_NODE ? wrap(node) : all(node);
    }).observe(document.body, { childList: true, subtree: true });
  })()`);
}

inBrowser('the console under a translator, in Chromium', () => {
  const at = useDesk();

  test.each<Way>(['wraps', 'replaces'])('an agent works as without it, when it %s the texts', async (way) => {
    const page = await at.open();
    const broken: string[] = [];
    page.on('pageerror', ({ message }) => broken.push(message));
    page.on('console', (said) => said.type() === 'error' && broken.push(said.text().slice(0, 300)));
    const [name, other] = [`Ada ${way}`, `Bob ${way}`];
    const ada = await customer(at.server, { firstName: name });
    await ada.say('My order 4711 has not come');
    await ada.askForPerson('Parcel lost');
    const bob = await customer(at.server, { firstName: other });
    await bob.say('Hello');
    await bob.askForPerson();
    await row(page, name).waitFor();
    await translate(page, way);

    await row(page, name).click();
    await page.locator('.primary-action', { hasText: 'Take over' }).click();
    await page.locator('.conversation-who', { hasText: 'With you' }).waitFor();
    await field(page).fill('I look for it');
    await page.keyboard.press('Enter');
    await bubble(page, 'I look for it').waitFor();
    await page.locator('.receipt', { hasText: 'Sent' }).waitFor();
    await page.getByRole('button', { name: 'Note', exact: true }).click();
    await field(page).fill('She called twice');
    await page.keyboard.press('Enter');
    await page.locator('.group.note').getByText('She called twice').waitFor();
    await page.getByRole('button', { name: 'Reply', exact: true }).click();
    await isSeenWriting(page, () => ada.call('typing', { typing: true }));
    await ada.say('Thank you');
    await bubble(page, 'Thank you').waitFor();
    await page.locator('.typing-line:not(:has-text("writes"))').waitFor({ state: 'attached' });

    await row(page, other).click();
    await page.locator('.conversation-who', { hasText: 'Waiting' }).waitFor();
    await page.getByRole('button', { name: /^Mine/ }).click();
    await row(page, name).click();
    await page.getByLabel('More to do with this conversation').click();
    await page.getByRole('menuitem', { name: 'Urgent' }).click();
    await page.locator('.system-line', { hasText: 'Priority: urgent' }).waitFor();
    await row(page, name).locator('.priority').waitFor();
    await page.getByLabel('Search conversations').fill('Bob');
    await row(page, other).waitFor();
    await page.getByLabel('Search conversations').fill('');
    await row(page, name).waitFor();
    await page.locator('.primary-action', { hasText: 'Close' }).click();
    await page.getByText('Closed. Reopen to reply.').waitFor();
    await page.locator('.primary-action', { hasText: 'Reopen' }).click();
    await page.locator('.conversation-who', { hasText: 'With you' }).waitFor();
    for (const place of ['Customers', 'Knowledge', 'Analytics', 'Settings', 'Inbox']) {
      await page.getByRole('navigation', { name: 'Main' }).getByLabel(place).click();
      await page.getByRole('main').waitFor();
      await page.getByRole('heading', { name: place, exact: true }).waitFor();
    }
    await eventuallyPasses(async () => expect(await page.getByText('Reload this part').count()).toBe(0));
    expect(broken).toEqual([]);
  });

  test('a part that fails leaves the others standing, and is loaded again with what was written', async () => {
    const page = await at.open();
    const eve = await customer(at.server, { firstName: 'Eve' });
    await eve.say('Hello');
    await eve.askForPerson();
    await row(page, 'Eve').click();
    await field(page).fill('half a thought');
    // What an extension may do: it takes a node away that React believes to own.
    await page.evaluate(`(() => {
      const old = document.querySelector('.composer .blocked');
      old.remove();
    })()`);
    await page.locator('.primary-action', { hasText: 'Take over' }).click();
    const failed = page.getByRole('alert').filter({ hasText: 'Something went wrong in the composer' });
    await failed.waitFor();
    await page.locator('.conversation-who', { hasText: 'With you' }).waitFor();
    await page.getByLabel('Search conversations').waitFor();
    await bubble(page, 'Hello').waitFor();
    await page.getByRole('button', { name: 'Reload this part' }).click();
    await page.locator('.composer.reply').waitFor();
    await eventuallyPasses(async () => expect(await field(page).inputValue()).toBe('half a thought'));
    await page.keyboard.press('Escape');
    await field(page).press('Enter');
    await bubble(page, 'half a thought').waitFor();
  });

  test('a page whose script is gone, as after an update, says so, and is there once the console is loaded again', async () => {
    const page = await at.open();
    const gone = /assets\/knowledge-.*\.js/;
    await page.route(gone, (route) => route.fulfill({ status: 404, body: '' }));
    await page.getByRole('link', { name: 'Knowledge' }).click();
    await page.getByRole('alert').filter({ hasText: 'There may be a newer one' }).waitFor();
    await page.unroute(gone);
    await page.getByRole('button', { name: 'Load it again' }).click();
    await page.getByRole('heading', { name: 'Knowledge', level: 1 }).waitFor();
  });
});
