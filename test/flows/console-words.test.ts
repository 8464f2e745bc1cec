// What people and the AI said, as it is shown: written words as written, names, facts, and a long conversation.
import { randomUUID } from 'node:crypto';
import type { Page } from 'playwright-core';
import type { CustomerDetails } from '../../src/protocol/customers';
import { eventually, eventuallyPasses } from '../../src/tools/eventually';
import { inBrowser } from '../dev-env/in-browser';
import { bubble, customer, faults, field, row, useDesk } from './console-desk';

inBrowser('words in the console, in Chromium', () => {
  const at = useDesk();

  async function takeOver(page: Page): Promise<void> {
    await page.locator('.primary-action', { hasText: 'Take over' }).click();
    await page.locator('.conversation-who', { hasText: 'With you' }).waitFor();
  }

  test('a person’s words are shown as written, links aside', async () => {
    const page = await at.open();
    const ada = await customer(at.server, { firstName: 'Ada' });
    const written = '2.\n5. pass**word**1\n# no heading   and    spaces, www.example.com';
    await ada.say(written);
    await ada.askForPerson();
    await row(page, 'Ada').click();
    const shown = bubble(page, 'pass**word**1').locator('.text');
    await eventuallyPasses(async () => expect(await shown.textContent()).toBe(written));
    await eventuallyPasses(async () => expect(await shown.locator('ol, ul, strong').count()).toBe(0));
    await eventuallyPasses(async () =>
      expect(await shown.locator('a').getAttribute('href')).toBe('http://www.example.com/'),
    );
  });

  test('what the team lists on the web is a list, as its customer sees it; what a customer lists is as they wrote it', async () => {
    const page = await at.open();
    const lin = await customer(at.server, { firstName: 'Lin' });
    await lin.say('Mine:\n- a lamp\n- a rope');
    const sessionId = await lin.askForPerson();
    await at.server.request('POST', `sessions/${sessionId}/claim`);
    const { status } = await at.server.request('POST', `sessions/${sessionId}/messages`, {
      body: { clientMessageId: randomUUID(), text: 'You need:\n\n2. a **tent**\n3. pegs\n\nSee   you.' },
    });
    expect(status).toBe(201);
    await page.goto(`${at.server.url}/console/inbox/${sessionId}?tab=all`);
    const ours = bubble(page, 'You need:').locator('.text');
    await eventuallyPasses(async () => {
      expect(await ours.locator('ol > li').allTextContents()).toEqual(['a tent', 'pegs']);
      expect(await ours.locator('li').first().getAttribute('value')).toBe('2');
      expect(await ours.locator('strong').textContent()).toBe('tent');
      expect(await ours.locator('.text-written').last().textContent()).toBe('See   you.');
    });
    const theirs = bubble(page, 'Mine:').locator('.text');
    await eventuallyPasses(async () => expect(await theirs.textContent()).toBe('Mine:\n- a lamp\n- a rope'));
    await eventuallyPasses(async () => expect(await theirs.locator('ul').count()).toBe(0));
  });

  test('who gave no name has a friendly one, everywhere the same; facts go to the customer in one press', async () => {
    const page = await at.open();
    const someone = await customer(at.server);
    await someone.say('My order number is 4711 and my mail is ada@example.com');
    const sessionId = await someone.askForPerson();
    await page.goto(`${at.server.url}/console/inbox/${sessionId}?tab=waiting`);
    const heading = page.locator('.conversation-who h2');
    await heading.waitFor();
    const name = (await heading.textContent())!;
    expect(name).toMatch(/^[A-Z][a-z]+ [A-Z][a-z]+$/);
    await row(page, name).locator('.avatar.hue').waitFor();
    await page.getByText('Anonymous: the name is made up').waitFor();
    await page.getByRole('button', { name: 'Save to the customer' }).click();
    await page.getByText('On the customer').waitFor();
    const { body } = await at.server.request('GET', `customers/${someone.id}`);
    expect(body as CustomerDetails).toMatchObject({
      email: 'ada@example.com',
      metadata: { order_number: '4711' },
    });
    await page.locator('.facts', { hasText: '4711' }).waitFor();
    expect(await faults(page)).toEqual([]);
    await page.getByRole('link', { name: 'Open the customer' }).click();
    await page.getByRole('heading', { name, exact: true }).waitFor();
  });

  test('the card goes on with what comes, its reply is reached by keyboard, and Enter of an input method sends nothing', async () => {
    const page = await at.open();
    const kim = await customer(at.server, { firstName: 'Kim' });
    await kim.say('Hello');
    await kim.askForPerson();
    await row(page, 'Kim').click();
    const card = page.getByRole('region', { name: 'Handover' });
    await card.getByText('Asked for a person.').waitFor();
    await eventuallyPasses(async () =>
      expect(await card.textContent()).not.toContain('The customer asked for a person'),
    );
    await kim.say('And my parcel is wet');
    await card.getByText('And my parcel is wet').first().waitFor();
    await card.getByRole('group', { name: 'What the AI knows' }).focus();
    await eventuallyPasses(async () =>
      expect(await page.evaluate(`document.activeElement.className`)).toBe('handover-scroll'),
    );

    await takeOver(page);
    await field(page).fill('にほん');
    await page.evaluate(`(() => {
      const last = new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true });
      Object.defineProperty(last, 'keyCode', { value: 229 });
      document.querySelector('.composer textarea').dispatchEvent(last);
    })()`);
    await eventuallyPasses(async () => expect(await field(page).inputValue()).toBe('にほん'));
    await page.keyboard.press('Enter');
    await bubble(page, 'にほん').waitFor();
  });

  test('of 600 messages only those in sight are on the page, earlier ones come in without a jump, own words are not new', async () => {
    const page = await at.open();
    const long = await customer(at.server, { firstName: 'Long' });
    for (let begin = 1; begin <= 600; begin += 50)
      await Promise.all(
        Array.from({ length: 50 }, (_, index) => long.say(`word number ${begin + index} of many`)),
      );
    await long.askForPerson();
    await row(page, 'Long').click();
    const log = page.getByRole('log');
    const onPage = () => page.locator('.line-place').count();
    await bubble(page, 'of many').last().waitFor();
    await takeOver(page);
    await eventually(() => log.evaluate((box) => box.scrollHeight - box.scrollTop - box.clientHeight < 80));

    for (let pages = 0; pages < 8; pages += 1) {
      const before = await log.evaluate((box) => box.scrollHeight);
      await log.evaluate((box) => (box.scrollTop = 250));
      // Where the reader is stays where it is, whatever comes in above.
      const place = await eventually(() =>
        log.evaluate((box) => {
          const { top, bottom } = box.getBoundingClientRect();
          const first = [...box.querySelectorAll('.bubble')].find((one) => {
            const at = one.getBoundingClientRect();
            return at.top > top && at.bottom < bottom;
          });
          if (!first) return undefined;
          return { text: first.textContent!, top: first.getBoundingClientRect().top - top };
        }),
      );
      await eventually(() => log.evaluate((box, was) => box.scrollHeight > was + 1_000, before));
      const now = await eventually(() =>
        log.evaluate((box, text) => {
          const top = box.getBoundingClientRect().top;
          const one = [...box.querySelectorAll('.bubble')].find((each) => each.textContent === text);
          return one ? { top: one.getBoundingClientRect().top - top } : undefined;
        }, place.text),
      );
      expect(Math.abs(now.top - place.top)).toBeLessThan(80);
      expect(await onPage()).toBeLessThan(70);
    }
    await eventually(() =>
      log.evaluate((box) => {
        box.scrollTop = box.scrollHeight;
        return box.scrollHeight - box.scrollTop - box.clientHeight < 80;
      }),
    );
    await field(page).fill('my own word');
    await page.keyboard.press('Enter');
    await page.locator('.receipt', { hasText: 'Sent' }).waitFor();
    await eventuallyPasses(async () => expect(await page.locator('.pill.bottom').count()).toBe(0));
    // The list may still be on its way to one's own word.
    await eventually(() =>
      log.evaluate((box) => {
        const isAway = box.scrollHeight - box.scrollTop - box.clientHeight >= 1_000;
        if (!isAway) box.scrollTop -= 1_500;
        return isAway;
      }),
    );
    await long.say('a word of the customer');
    await page.locator('.messages-place').getByRole('button', { name: '1 new', exact: true }).click();
    await bubble(page, 'a word of the customer').waitFor();
  });
});
