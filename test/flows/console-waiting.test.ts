// Nobody is forgotten because somebody has them: clocks, marks, and questions before people go back to the queue.
import type { Page } from 'playwright-core';
import { eventuallyPasses } from '../../src/tools/eventually';
import { inBrowser } from '../dev-env/in-browser';
import { customer, faults, field, isSeenWriting, row, useDesk } from './console-desk';

inBrowser('who waits, in Chromium', () => {
  const at = useDesk();

  async function waits(firstName: string) {
    const one = await customer(at.server, { firstName });
    await one.say(`Hello from ${firstName}`);
    return { ...one, sessionId: await one.askForPerson() };
  }
  async function takeOver(page: Page, name: string): Promise<void> {
    await row(page, name).click();
    await page.locator('.primary-action', { hasText: 'Take over' }).click();
    await page.locator('.conversation-who', { hasText: 'With you' }).waitFor();
  }
  const names = (page: Page) => page.locator('.row .row-name').allTextContents();

  /** What another test left. */
  async function closeAll(): Promise<void> {
    const { body } = await at.server.request('GET', 'sessions?status=with_agent');
    for (const { id } of (body as { items: Array<{ id: string }> }).items)
      await at.server.request('POST', `sessions/${id}/close`);
  }

  test('under Mine the longest waiting is first, with a clock until it is answered, and the time of its words', async () => {
    await closeAll();
    const page = await at.open();
    const [first, second] = [await waits('First'), await waits('Second')];
    await takeOver(page, 'First');
    await takeOver(page, 'Second');
    await page.getByRole('button', { name: /^Mine/ }).click();
    await row(page, 'First').getByLabel('Needs a reply').waitFor();
    await row(page, 'Second').getByLabel('Needs a reply').waitFor();
    expect(await names(page)).toEqual(['First', 'Second']);
    const said = await row(page, 'First').locator('time').getAttribute('datetime');
    await at.server.request('PATCH', `sessions/${first.sessionId}`, { body: { labels: ['later'] } });
    await row(page, 'First').locator('.label', { hasText: 'later' }).waitFor();
    await eventuallyPasses(async () =>
      expect(await row(page, 'First').locator('time').getAttribute('datetime')).toBe(said),
    );

    await row(page, 'First').click();
    await page.locator('.bubble', { hasText: 'First' }).waitFor();
    await field(page).fill('Here I am');
    await page.keyboard.press('Enter');
    await page.locator('.row:not(:has([aria-label="Needs a reply"]))', { hasText: 'First' }).waitFor();
    await page.mouse.move(900, 400);
    await page.locator('.row').first().filter({ hasText: 'Second' }).waitFor();
    await second.say('Are you there?');
    await row(page, 'Are you there?').getByLabel('Needs a reply').waitFor();
    await page.getByRole('button', { name: /^Open/ }).click();
    await row(page, 'Second').getByLabel('Needs a reply').waitFor();
    expect(await faults(page)).toEqual([]);
  });

  test('a given conversation that was never opened is marked, after a reload too', async () => {
    const bea = await at.server.addAgent('Bea');
    const hers = await at.open({ email: bea.email, password: bea.password });
    const page = await at.open();
    const tess = await waits('Tess');
    await takeOver(page, 'Tess');
    await at.server.request('POST', `sessions/${tess.sessionId}/transfer`, {
      body: { to: { agentId: bea.agentId } },
    });
    await hers.getByRole('button', { name: /^Mine\s*1\s*, 1 new$/ }).waitFor();
    await hers.reload();
    await hers.getByRole('button', { name: /^Mine\s*1\s*, 1 new$/ }).click();
    await row(hers, 'Tess').getByText('New', { exact: true }).waitFor();
    await row(hers, 'Tess').click();
    await hers.getByRole('button', { name: /^Mine\s*1$/ }).waitFor();
  });

  test('a mark that was kept goes with its conversation, whatever became of that while nobody looked', async () => {
    const bea = await at.server.addAgent('Bea');
    const hers = await at.open({ email: bea.email, password: bea.password });
    const given = [await waits('Gone'), await waits('Here')];
    for (const { sessionId } of given)
      await at.server.request('POST', `sessions/${sessionId}/transfer`, {
        body: { to: { agentId: bea.agentId } },
      });
    await hers.getByRole('button', { name: /^Mine\s*2\s*, 2 new$/ }).waitFor();
    const inbox = hers.url();
    await hers.goto('about:blank');
    await given[0]!.call('session:close', {});
    await hers.goto(inbox);
    await hers.getByRole('button', { name: /^Mine\s*1\s*, 1 new$/ }).waitFor();
    await eventuallyPasses(async () =>
      expect(await hers.evaluate(`Object.entries(localStorage).find(([key]) => /given/.test(key))[1]`)).toBe(
        JSON.stringify([given[1]!.sessionId]),
      ),
    );
  });

  test('offline and signing out with open conversations ask first', async () => {
    const cleo = await at.server.addAgent('Cleo');
    const page = await at.open({ email: cleo.email, password: cleo.password });
    const one = await waits('Olga');
    await takeOver(page, 'Olga');
    const choose = async (name: string) => {
      await page.getByLabel(/presence and account/).click();
      await page.getByRole('menuitem', { name }).click();
    };
    await choose('Offline');
    const question = page.getByRole('dialog', { name: 'Go offline with one open conversation?' });
    await question.getByText('It goes back to the queue, for whoever is free.').waitFor();
    expect(await faults(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await question.waitFor({ state: 'detached' });
    expect((await at.server.request('GET', `sessions/${one.sessionId}`)).body).toMatchObject({
      status: 'with_agent',
    });
    await choose('Sign out');
    await page.getByRole('dialog', { name: 'Sign out with one open conversation?' }).waitFor();
    await page.keyboard.press('Escape');
    await choose('Offline');
    await question.waitFor();
    await page.keyboard.press('Enter');
    await page.getByText('You are offline.').waitFor();
    await page.locator('.conversation-who', { hasText: 'Waiting' }).waitFor();
  });

  test('a colleague who writes is named in the row, and is asked about before the conversation is taken', async () => {
    const dan = await at.server.addAgent('Dan');
    const his = await at.open({ email: dan.email, password: dan.password });
    const page = await at.open();
    await waits('Tom');
    await takeOver(his, 'Tom');
    await page.getByRole('button', { name: /^Open/ }).click();
    await row(page, 'Tom').click();
    await page.getByText('With Dan. Transfer it to yourself to reply.').waitFor();
    await isSeenWriting(page, () => field(his).press('x'), 'Dan');
    await row(page, 'Dan writes…').waitFor();
    await page.getByRole('button', { name: 'Transfer to me' }).click();
    await page.getByRole('dialog', { name: 'Dan is writing. Transfer it to you now?' }).waitFor();
    await page.keyboard.press('Escape');
    await his.locator('.conversation-who', { hasText: 'With you' }).waitFor();
  });

  test('several conversations are closed at once; one that somebody wrote to meanwhile stays open', async () => {
    const page = await at.open();
    const bulk = [];
    for (const name of ['Bulk one', 'Bulk two', 'Bulk three']) {
      const one = await customer(at.server, { firstName: name });
      await one.say(`I am ${name}`);
      bulk.push(one);
    }
    await page.getByRole('button', { name: /^Open/ }).click();
    await row(page, 'Bulk three').waitFor();
    await page.getByLabel('Select conversations').click();
    for (const name of ['Bulk one', 'Bulk two', 'Bulk three'])
      await page.getByLabel(`Select ${name}`).check();
    expect(await faults(page)).toEqual([]);
    await page.getByRole('status').filter({ hasText: '3 selected' }).waitFor();
    await page.getByRole('button', { name: 'Close', exact: true }).click();
    await page.getByRole('dialog', { name: 'Close 3 conversations?' }).waitFor();
    const more = await bulk[2]!.say('One more thing');
    await row(page, 'One more thing').waitFor();
    await page.keyboard.press('Enter');
    await page.getByText('2 closed').waitFor();
    await page.getByText('Left alone, something has changed there: Bulk three. Look first.').waitFor();
    expect(await faults(page)).toEqual([]);
    await row(page, 'Bulk two').waitFor({ state: 'detached' });
    await row(page, 'Bulk three').waitFor();
    const { body } = await at.server.request('GET', `sessions/${more.sessionId}`);
    expect(body).not.toMatchObject({ status: 'closed' });
    const labelled = async () =>
      ((await at.server.request('GET', `sessions/${more.sessionId}`)).body as { labels: string[] }).labels;
    await page.getByLabel('Select conversations').click();
    await page.getByLabel('Select Bulk three').check();
    await page.getByRole('button', { name: 'More…' }).click();
    expect(await faults(page)).toEqual([]);
    await page.getByRole('menuitem', { name: 'Add a label…' }).click();
    await page.getByRole('textbox', { name: 'Label' }).fill('refund');
    expect(await faults(page)).toEqual([]);
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    await page.getByText('1 labelled').waitFor();
    expect(await labelled()).toEqual(['refund']);
    await page.getByRole('button', { name: 'Undo' }).last().click();
    await page.getByText('1 as before').waitFor();
    expect(await labelled()).toEqual([]);
  });
});
