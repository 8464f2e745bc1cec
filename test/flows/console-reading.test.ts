// Reading a conversation: where the new begins, what waits for an answer, and the way back to a message.
import type { Page } from 'playwright-core';
import type { Message } from '../../src/protocol/model/message';
import { eventually, eventuallyPasses } from '../../src/tools/eventually';
import { inBrowser } from '../dev-env/in-browser';
import { bubble, customer, faults, field, pictures, row, useDesk } from './console-desk';

inBrowser('reading a conversation, in Chromium', () => {
  const at = useDesk();

  const takeOver = (page: Page) => page.locator('.primary-action', { hasText: 'Take over' }).click();

  /** A customer whose conversation an agent holds, and has read and answered. */
  async function answered(page: Page, firstName: string) {
    const one = await customer(at.server, { firstName });
    await one.say(`Hello from ${firstName}`);
    const sessionId = await one.askForPerson();
    await row(page, firstName).click();
    await takeOver(page);
    await page.getByPlaceholder('Write to the customer').fill(`Hello ${firstName}`);
    await field(page).press('Enter');
    await eventually(() => one.heard.some(({ content }) => content.text === `Hello ${firstName}`));
    return { ...one, sessionId };
  }

  const inSight = (page: Page, text: string) =>
    bubble(page, text).evaluate((element) => {
      const [own, box] = [
        element.getBoundingClientRect(),
        element.closest('.messages')!.getBoundingClientRect(),
      ];
      return own.top >= box.top && own.bottom <= box.bottom;
    });

  test('a line stands above what was not read, and a button or U leads to what nobody has answered', async () => {
    const page = await at.open();
    const ada = await answered(page, 'Ada');
    await page.goto(`${at.server.url}/console/inbox?tab=mine`);
    await row(page, 'Ada').waitFor();
    for (let n = 1; n <= 20; n += 1) await ada.say(`Word ${n}.\nIt has\nthree lines`);
    await row(page, 'Word 20.').click();
    const toUnanswered = page.getByRole('button', { name: 'To the first unanswered' });
    await toUnanswered.waitFor();
    await pictures(page, 'reading-unanswered', { before: () => toUnanswered.waitFor() });
    await toUnanswered.click();
    await eventually(() => inSight(page, 'Word 1.'));
    const first = page.locator('.line-place', { has: page.getByText('New messages') });
    await eventuallyPasses(async () =>
      expect(await first.locator('.bubble').textContent()).toContain('Word 1.'),
    );
    await toUnanswered.waitFor({ state: 'detached' });
    expect(await faults(page)).toEqual([]);
    await pictures(page, 'reading-unread');

    await page.locator('.messages').evaluate((box) => (box.scrollTop = box.scrollHeight));
    await toUnanswered.waitFor();
    // What is written with grows just as the list has scrolled: nobody is taken back to the end for it.
    await page.evaluate(`document.querySelector('.messages').addEventListener('scroll', () =>
      (document.querySelector('.composer').style.paddingTop = '40px'), { once: true })`);
    await page.locator('.messages').press('u');
    await eventually(() => inSight(page, 'Word 1.'));
    await page.evaluate(`new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))`);
    expect(await inSight(page, 'Word 1.')).toBe(true);

    await field(page).fill('All is seen');
    await field(page).press('Enter');
    await eventually(() => ada.heard.some(({ content }) => content.text === 'All is seen'));
    await toUnanswered.waitFor({ state: 'detached' });
    await page.reload();
    await bubble(page, 'All is seen').waitFor();
    await page.locator('.messages').press('u');
    expect(await inSight(page, 'All is seen')).toBe(true);
    await page.locator('.messages').evaluate((box) => (box.scrollTop = 0));
    await eventually(() => inSight(page, 'Hello from Ada'));
    await bubble(page, 'Word 1.').waitFor();
    await eventuallyPasses(async () => expect(await page.getByText('New messages').count()).toBe(0));
  });

  test('where all was new, reading it brings no line', async () => {
    const page = await at.open();
    const rule = page.getByText('New messages');
    const cleo = await customer(at.server, { firstName: 'Cleo' });
    await cleo.say('Cleo has a question');
    const sessionId = await cleo.askForPerson();
    await cleo.say('Cleo asks once more');
    const read = async () => {
      const path = `sessions/${sessionId}/messages`;
      const { items } = (await at.server.request('GET', path)).body as { items: Message[] };
      return items.filter(({ sender, isRead }) => sender === 'customer' && !isRead).length === 0;
    };
    await row(page, 'Cleo').click();
    await takeOver(page);
    await eventually(read);
    await eventuallyPasses(async () => expect(await rule.count()).toBe(0));
    await cleo.say('Cleo is still here');
    await bubble(page, 'Cleo is still here').waitFor();
    await eventually(read);
    await eventuallyPasses(async () => expect(await rule.count()).toBe(0));
  });

  test('the link to a message, and to its conversation, is copied and leads there', async () => {
    const page = await at.open();
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    const ben = await answered(page, 'Ben');
    for (let n = 1; n <= 20; n += 1) await ben.say(`Line ${n}.\nIt has\nthree lines`);
    const copied = () => page.evaluate('navigator.clipboard.readText()') as Promise<string>;
    const place = `${at.server.url}/console/inbox/${ben.sessionId}?tab=all`;
    await page.getByRole('button', { name: 'More to do with this conversation' }).click();
    await page.getByRole('menuitem', { name: 'Copy link' }).click();
    await page.getByText('Link copied').waitFor();
    expect(await copied()).toBe(place);

    await page.getByRole('button', { name: 'To the first unanswered' }).click();
    const first = page.locator('.group', { has: bubble(page, 'Line 1.') });
    await first.hover();
    await pictures(page, 'reading-copy-link', { widths: [1440], before: () => first.hover() });
    await first.getByRole('button', { name: 'Copy a link to this message' }).click();
    await eventually(async () => (await copied()).startsWith(`${place}&seq=`));
    await page.goto(await copied());
    await page.locator('.aimed .bubble', { hasText: 'Line 1.' }).waitFor();

    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: /^Go to/ }).fill('copy link');
    await page.getByText('Copy the link to this conversation').waitFor();
    await page.keyboard.press('Enter');
    await eventually(async () => (await copied()) === place);
  });

  test('an emoji is chosen by keys, stands where the cursor was, and Escape closes the choice alone', async () => {
    const page = await at.open();
    const eva = await answered(page, 'Eva');
    await field(page).fill('Thank you, Eva');
    await field(page).evaluate((area) =>
      (area as unknown as { setSelectionRange(from: number, to: number): void }).setSelectionRange(9, 9),
    );
    await page.getByRole('button', { name: 'Emoji' }).click();
    const choice = page.getByRole('group', { name: 'Choose an emoji' });
    await choice.getByRole('button', { name: '😀' }).waitFor();
    await choice.locator(':focus').waitFor();
    expect(await faults(page)).toEqual([]);
    await pictures(page, 'reading-emoji', { widths: [1440, 1024] });
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowRight');
    const chosen = await choice.locator(':focus').textContent();
    await page.keyboard.press('Enter');
    await choice.waitFor({ state: 'detached' });
    await eventuallyPasses(async () =>
      expect(await field(page).inputValue()).toBe(`Thank you${chosen}, Eva`),
    );
    await page.keyboard.type('!');
    await eventuallyPasses(async () =>
      expect(await field(page).inputValue()).toBe(`Thank you${chosen}!, Eva`),
    );

    await page.getByRole('button', { name: 'Emoji' }).click();
    await choice.locator(':focus').waitFor();
    await page.keyboard.press('Escape');
    await choice.waitFor({ state: 'detached' });
    expect(page.url()).toContain(eva.sessionId);
  });

  test('the mark says that all is up to date, and at once when it is not', async () => {
    const page = await at.open();
    const finn = await answered(page, 'Finn');
    const mark = page.locator('.sync-mark');
    const says = (word: string) => mark.getByRole('img', { name: word, exact: true }).waitFor();
    await says('Up to date');
    await pictures(page, 'reading-sync');
    await page.context().setOffline(true);
    await page.evaluate(`dispatchEvent(new Event('offline'))`);
    await says('Not connected');
    await pictures(page, 'reading-not-connected');
    await field(page).fill('Said while away');
    await field(page).press('Enter');
    await page.context().setOffline(false);
    await eventually(() => finn.heard.some(({ content }) => content.text === 'Said while away'));
    await says('Up to date');
  });

  test('the row and the head say who is upset, and of nobody else', async () => {
    const page = await at.open();
    const [cleo, dora] = [
      await customer(at.server, { firstName: 'Cleo' }),
      await customer(at.server, { firstName: 'Dora' }),
    ];
    await cleo.say('This is outrageous, I am furious, terrible service!');
    await dora.say('Could I change the colour of my order?');
    const sessionId = await cleo.askForPerson();
    await dora.askForPerson();
    await row(page, 'Cleo').getByRole('img', { name: 'Upset' }).waitFor();
    await row(page, 'Dora').waitFor();
    await eventuallyPasses(async () =>
      expect(await row(page, 'Dora').getByRole('img', { name: 'Upset' }).count()).toBe(0),
    );
    await row(page, 'Cleo').click();
    const head = page.locator('.conversation-head');
    await head.getByTitle('The customer is upset').waitFor();
    expect(await faults(page)).toEqual([]);
    await pictures(page, 'reading-mood');
    await at.server.request('POST', `sessions/${sessionId}/close`, { body: {} });
    await head.getByTitle('The customer is upset').waitFor({ state: 'detached' });
  });
});
