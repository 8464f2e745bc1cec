// Who does nothing in the console, or lets run out what was given to them, is away by themselves and sees why. The first is
// back with a key or a move, the second with one press.
import type { Page } from 'playwright-core';
import { eventually, eventuallyPasses } from '../../src/tools/eventually';
import { inBrowser } from '../dev-env/in-browser';
import { customer, faults, pictures, row, useDesk } from './console-desk';

inBrowser('an agent who is away by themselves, in Chromium', () => {
  const at = useDesk({}, { stillMinuteMs: 600, sweepEveryMs: 200 });

  const bar = (page: Page, words: string) => page.getByRole('status').filter({ hasText: words });
  const goOnline = (page: Page) =>
    page.getByRole('status').getByRole('button', { name: 'Go online' }).click();

  async function waits(firstName: string) {
    const one = await customer(at.server, { firstName });
    const { sessionId } = await one.say('Hello');
    await one.askForPerson();
    return {
      now: async () =>
        (await at.server.request('GET', `sessions/${sessionId}`)).body as {
          status: string;
          agentId?: string;
        },
      log: async () =>
        JSON.stringify((await at.server.request('GET', `sessions/${sessionId}/messages`)).body),
      close: () => at.server.request('POST', `sessions/${sessionId}/close`),
    };
  }

  /** As the widget shows it. */
  const somebodyIsThere = () =>
    new Promise<boolean | undefined>((resolve) => {
      const socket = at.server.socket('/customer', { channelKey: at.server.channelKey });
      socket.on('ready', ({ channel }: { channel: { online?: boolean } }) => {
        socket.close();
        resolve(channel.online);
      });
    });

  const audited = (action: string) =>
    eventually(async () => {
      const { body } = await at.server.request('GET', `audit-logs?action=${action}`);
      const { items } = body as { items: Array<{ resourceId?: string }> };
      return items.length > 0 && items;
    });

  test('nothing was done for as long as the organization set: what is held stays, what is new waits', async () => {
    const ann = await at.server.addAgent('Ann');
    const una = await waits('Una');
    const page = await at.open({ email: ann.email, password: ann.password });
    await goOnline(page);
    await eventually(async () => (await una.now()).agentId === ann.agentId);
    const idle = bar(page, 'You are away: nothing was done here for a while.');
    await idle.waitFor();
    await bar(page, 'You are online again as soon as you do something here.').waitFor();
    expect(await faults(page)).toEqual([]);
    await pictures(page, 'away-idle');
    const dua = await waits('Dua');
    await row(page, 'Dua').waitFor();
    expect(await una.now()).toMatchObject({ status: 'with_agent', agentId: ann.agentId });
    expect(await dua.now()).toMatchObject({ status: 'waiting' });
    // Nobody else is there: whoever waits is told so.
    expect(await somebodyIsThere()).toBe(false);
    const [entry, ...others] = await audited('agents.away-idle');
    expect(entry).toMatchObject({ resourceId: ann.agentId });
    expect(others).toEqual([]);
    await page.keyboard.press('Shift');
    await eventually(async () => (await dua.now()).agentId === ann.agentId);
    await page.getByText('You are online again').waitFor();
    await idle.waitFor({ state: 'detached' });
    await pictures(page, 'away-back');
    const [back] = await audited('agents.back');
    expect(back).toMatchObject({ resourceId: ann.agentId });
    // Whoever opens the page is there.
    await idle.waitFor();
    const before = (await audited('agents.back')).length;
    await page.reload();
    await eventually(async () => (await audited('agents.back')).length > before);
    for (const { close } of [una, dua]) await close();
  });

  test('a conversation that was given went back unopened; both are set under Queue', async () => {
    const admin = await at.open({ path: '/console/settings?section=queue' });
    const minutes = admin.getByLabel('Away when nothing is done (minutes)');
    const save = admin.getByRole('button', { name: 'Save' }).first();
    await eventuallyPasses(async () => expect(await minutes.inputValue()).toBe('10'));
    await minutes.fill('1');
    await save.click();
    await admin.getByText('It must be 0, or from 2 to 1440.').waitFor();
    await minutes.fill('0');
    await admin.getByLabel('Take back an unopened conversation (seconds)').fill('3');
    await save.click();
    await admin.getByText('Saved.').waitFor();

    const bea = await at.server.addAgent('Bea');
    const page = await at.open({ email: bea.email, password: bea.password });
    await bar(page, 'You are away.').waitFor();
    await goOnline(page);
    await bar(page, 'You are away').waitFor({ state: 'detached' });
    const tria = await waits('Tria');
    await bar(page, 'You are away: a conversation that was given to you went back unanswered.').waitFor();
    expect(await tria.now()).toMatchObject({ status: 'waiting' });
    const [entry] = await audited('agents.away-unanswered');
    expect(entry).toMatchObject({ resourceId: bea.agentId });

    const switched = admin.getByRole('switch', { name: /go back unopened or unanswered becomes away/ });
    await eventuallyPasses(async () => expect(await switched.isChecked()).toBe(true));
    await switched.click({ force: true });
    await save.click();
    await eventually(async () => {
      const { body } = await at.server.request('GET', 'settings?category=routing');
      const { items } = body as { items: Array<{ key: string; value: unknown }> };
      return items.some(({ key, value }) => key === 'awayWhenUnanswered' && value === false);
    });
    await goOnline(page);
    const quad = await waits('Quad');
    await eventually(async () => (await quad.log()).includes('Bea has not opened it.'));
    await eventually(async () => (await quad.now()).status === 'waiting');
    await at.server.app.sweep();
    const { body } = await at.server.request('GET', `agents/${bea.agentId}`);
    expect(body).toMatchObject({ presence: 'online' });
  });
});
