// The first day of an organization: each point is read from what is there, and none can be ticked by hand.
import type { FirstDay } from '../../src/protocol/first-day';
import { eventually, eventuallyPasses } from '../../src/tools/eventually';
import { testInBrowser } from '../dev-env/in-browser';
import { customer, faults, pictures, useDesk } from './console-desk';

const suite = useDesk({ PARLEY_DEMO: 'off', AI_PROVIDER: 'extractive' });
const ask = (method: string, path: string, body?: unknown) =>
  suite.server.request(method, path, body === undefined ? {} : { body });

async function done(): Promise<string[]> {
  const { body } = await ask('GET', 'organizations/current/first-day');
  return (body as FirstDay).steps.filter((step) => step.done).map(({ name }) => name);
}

/** A browser loads the widget, on a page of this origin. */
async function load(origin: string, as: 'Origin' | 'Referer' = 'Origin'): Promise<void> {
  const { channelKey, url } = suite.server;
  const answer = await fetch(`${url}/widget/settings.js?channelKey=${channelKey}`, {
    headers: { [as]: origin },
  });
  expect(answer.status).toBe(200);
}

testInBrowser(
  'points are done when what they say is there, and the list is put away and called back',
  async () => {
    const page = await suite.open({ path: '/console/inbox?tab=all' });
    const list = page.getByRole('region', { name: 'First day' });
    await list.getByText('First day: 1 of 9 done').waitFor();
    await list.getByText('Website').waitFor();
    expect(await faults(page)).toEqual([]);
    // Who signs in for the first time is away.
    await list.getByRole('button', { name: 'Go online' }).click();
    await page.getByText('You are away.').waitFor({ state: 'detached' });
    await list.getByText('First day: 2 of 9 done').waitFor();

    await ask('POST', 'knowledge/articles', {
      title: 'How long does a refund take?',
      content: 'A refund takes five working days after we have received the parcel.',
    });
    await ask('POST', 'invitations', { email: 'grace@shop.test', role: 'agent' });
    await ask('POST', 'settings', { category: 'businessHours', key: 'timeZone', value: 'Europe/Berlin' });
    const who = await customer(suite.server, { firstName: 'Mia' });
    await who.say('How long does a refund take?');
    await eventually(async () => (await done()).includes('answer'));
    expect(await done()).toEqual(['channel', 'article', 'online', 'answer', 'colleague', 'hours']);

    // The demo page is not one's own.
    await load(suite.server.url);
    await load(`${suite.server.url}/some/page`, 'Referer');
    await load('null');
    expect(await done()).not.toContain('widget');
    await load('https://shop.test/help', 'Referer');
    await eventually(async () => (await done()).includes('widget'));
    // What was written before came over the demo page.
    expect(await done()).not.toContain('message');
    await list.getByText('https://shop.test').waitFor();
    // Settings that are saved, and a channel that is checked, forget nothing of it.
    const { items } = (await ask('GET', 'channels')).body as { items: Array<{ id: string }> };
    const channel = `channels/${items[0]!.id}`;
    await ask('PATCH', channel, { config: { greeting: 'Hello from Mill Lane.' } });
    await ask('POST', `${channel}/check`);
    expect(await done()).toContain('widget');
    await who.say('And to which account?');
    await eventually(async () => (await done()).includes('message'));
    await ask('POST', `${channel}/check`);
    expect(await done()).toContain('message');

    await list.getByRole('link', { name: 'Say what it is called' }).click();
    const name = page.getByRole('textbox', { name: 'Name', exact: true });
    await name.fill('Mill Lane Books');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved.').waitFor();
    expect(await faults(page)).toEqual([]);
    await pictures(page, 'organization');
    const { body } = await ask('GET', 'organizations/current');
    expect(body).toMatchObject({ name: 'Mill Lane Books' });
    const sections = page.getByRole('navigation', { name: 'Settings' });
    await sections.getByText('Teams', { exact: true }).click();
    await name.waitFor({ state: 'detached' });
    await sections.getByText('Organization', { exact: true }).click();
    await eventuallyPasses(async () => expect(await name.inputValue()).toBe('Mill Lane Books'));
    expect(await done()).toHaveLength(9);
    await page.goto(`${suite.server.url}/console/inbox?tab=all`);
    await list.getByText('Mill Lane Books').waitFor();
    await list.getByText('All is done: your customers can write to you.').waitFor();

    await list.getByRole('button', { name: 'Put this away' }).click();
    await list.waitFor({ state: 'detached' });
    await page.goto(`${suite.server.url}/console/settings?section=first-day`);
    await page.getByText('A message from your own page arrived').waitFor();
    expect(await faults(page)).toEqual([]);
    await page.getByRole('switch', { name: /^Show it to admins/ }).click();
    await eventually(async () => {
      const { body } = await ask('GET', 'settings?category=firstDay');
      return (body as { items: unknown[] }).items.length === 0;
    });
    await page.goto(`${suite.server.url}/console/inbox?tab=all`);
    await list.waitFor();
  },
);

testInBrowser('it is for admins alone', async () => {
  const { email, password, token } = await suite.server.addAgent('Ada');
  const refused = await suite.server.request('GET', 'organizations/current/first-day', { token });
  expect(refused.status).toBe(403);
  const page = await suite.open({ email, password });
  await page.getByText('Choose a conversation, or press J.').waitFor();
  await eventuallyPasses(async () =>
    expect(await page.getByRole('region', { name: 'First day' }).count()).toBe(0),
  );
  await page.goto(`${suite.server.url}/console/settings?section=first-day`);
  await page.getByRole('heading', { name: 'Settings' }).waitFor();
  await eventuallyPasses(async () =>
    expect(await page.getByRole('link', { name: 'First day' }).count()).toBe(0),
  );
});
