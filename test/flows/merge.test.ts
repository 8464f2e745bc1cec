// Two conversations of one customer become one at the desk, and two again, in a real browser.
import type { Message } from '../../src/protocol/model/message';
import type { Session } from '../../src/protocol/model/session';
import { eventually, eventuallyPasses } from '../../src/tools/eventually';
import { inBrowser } from '../dev-env/in-browser';
import { customer, faults, pictures, useDesk } from './console-desk';

inBrowser('merging in Chromium', () => {
  const at = useDesk({ PARLEY_DEMO: 'off' });
  const sessionsOf = async (customerId: string) =>
    ((await at.server.request('GET', `sessions?customerId=${customerId}`)).body as { items: Session[] })
      .items;

  test('what the customer began twice is one conversation with all of its words, and two again', async () => {
    const ada = await customer(at.server, { firstName: 'Ada', lastName: 'Adler' });
    await ada.say('My parcel is late, order 1234.');
    const first = await ada.askForPerson();
    await at.server.request('POST', `sessions/${first}/close`, { body: {} });
    await ada.say('It is about the parcel again.');
    const second = await ada.askForPerson();

    const page = await at.open({ path: `/console/inbox/${second}?tab=waiting` });
    await page.getByRole('button', { name: 'More to do with this conversation' }).click();
    await page.getByRole('menuitem', { name: 'Merge…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Merge' });
    await dialog.getByLabel('My parcel is late, order 1234.').check();
    await dialog.getByText('It comes into this one').waitFor();
    expect(await faults(page)).toEqual([]);
    await pictures(page, 'merge-dialog');
    await dialog.getByRole('button', { name: 'Merge', exact: true }).click();
    await dialog.waitFor({ state: 'detached' });

    const line = page.locator('.line-place', { hasText: 'Another conversation was merged into this one' });
    await line.getByRole('button', { name: 'Read it here' }).click();
    await line.locator('.bubble', { hasText: 'order 1234' }).waitFor();
    expect(await faults(page)).toEqual([]);
    await pictures(page, 'merge-read');
    const going = (await sessionsOf(ada.id)).map(({ id, status, mergedInto }) => [id, status, mergedInto]);
    expect(new Map(going.map((one) => [one[0], one.slice(1)]))).toEqual(
      new Map([
        [first, ['closed', second]],
        [second, ['waiting', undefined]],
      ]),
    );

    // The customer reads one plain line there, and goes on here.
    const { messages } = (await ada.call('session:sync', { sessionId: first, afterSeq: 0 })) as unknown as {
      messages: Message[];
    };
    expect(messages.at(-1)).toMatchObject({
      type: 'system',
      content: { text: 'This goes on in your other conversation.' },
    });
    const { sessionId } = (
      await ada.call('message:send', { sessionId: first, clientMessageId: 'late', text: 'Are you there?' })
    ).message!;
    expect(sessionId).toBe(second);

    await line.getByRole('link', { name: 'Open it' }).click();
    await page.getByText('Merged: it goes on in another conversation.').waitFor();
    await page.locator('.conversation-who', { hasText: 'Merged' }).waitFor();
    await eventuallyPasses(async () =>
      expect(await page.getByRole('button', { name: 'Reopen' }).count()).toBe(0),
    );
    expect(await faults(page)).toEqual([]);
    await pictures(page, 'merge-merged');
    // Wherever it is listed it says so.
    const others = page.getByRole('heading', { name: 'Other conversations' }).locator('..');
    await page.goto(`${at.server.url}/console/inbox/${second}?tab=closed`);
    await page.locator('.row .state').getByText('Merged', { exact: true }).waitFor();
    await others.getByText('Merged into this one').waitFor();
    await pictures(page, 'merge-listed', { widths: [1440] });
    await page.goto(`${at.server.url}/console/search?q=1234`);
    await page.locator('.place-status').getByText('Merged', { exact: true }).first().waitFor();
    await pictures(page, 'merge-found', { widths: [1440, 390] });
    await page.goto(`${at.server.url}/console/customers/${ada.id}`);
    const past = page.locator('li', { hasText: 'My parcel is late, order 1234.' });
    await past.getByRole('link', { name: 'Merged into another conversation' }).waitFor();
    expect(await faults(page)).toEqual([]);
    await pictures(page, 'merge-timeline', {
      widths: [1440, 390],
      before: () => past.first().scrollIntoViewIfNeeded(),
    });
    await past.getByRole('link', { name: 'Merged into another conversation' }).click();
    await page.waitForURL(`**/inbox/${second}?tab=all`);
    await page.goto(`${at.server.url}/console/inbox/${first}?tab=closed`);
    await page.locator('.conversation-who', { hasText: 'Merged' }).waitFor();

    await page.keyboard.press('Control+k');
    await page.locator('input:focus[role=combobox]').waitFor();
    await page.keyboard.type('separate');
    await page.getByRole('option', { name: 'Separate this conversation', selected: true }).waitFor();
    await page.keyboard.press('Enter');
    await page.getByText('Closed. Reopen to reply.').waitFor();
    await page.getByText('Separated again: what is written to it stays here').waitFor();
    await eventually(async () => (await sessionsOf(ada.id)).every(({ mergedInto }) => !mergedInto));

    // Merged once more, it is separated where it went.
    await at.server.request('POST', `sessions/${first}/merge`, { body: { into: second } });
    await page.goto(`${at.server.url}/console/inbox/${second}?tab=all`);
    const separate = page.locator('.merge-line').last().getByRole('button', { name: 'Separate' });
    await separate.waitFor();
    expect(await faults(page)).toEqual([]);
    await pictures(page, 'merge-undo', { widths: [1440, 390] });
    await separate.click();
    await eventually(async () => (await sessionsOf(ada.id)).every(({ mergedInto }) => !mergedInto));
    await separate.waitFor({ state: 'detached' });
  });
});
