// What a customer reads in the widget of who has their conversation, and where it goes on, in a real browser.
import type { Browser } from 'playwright-core';
import { eventuallyPasses } from '../../src/tools/eventually';
import { inBrowser } from '../dev-env/in-browser';
import { TestServer } from '../dev-env/test-server';
import {
  busyColleague,
  desk,
  everybodyLeaves,
  launch,
  open,
  say,
  visitor,
  type Visitor,
} from './widget-visit';

inBrowser('who has a conversation, in the widget', () => {
  let server: TestServer;
  let browser: Browser;
  let agent: Awaited<ReturnType<typeof desk>>;

  beforeAll(async () => {
    server = await TestServer.create({ env: { RATE_LIMITS: 'off' } });
    await server.query('UPDATE organizations SET max_agents = 5');
    agent = await desk(server, 'Mara Lind');
    await busyColleague(server);
    browser = await launch();
  });

  afterEach(() => everybodyLeaves(browser));

  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });

  const post = (path: string, body: object) => server.request('POST', `sessions/${path}`, { body });
  const lines = ({ frame }: Visitor, shown: string[]) =>
    eventuallyPasses(async () => expect(await frame.locator('.line').allInnerTexts()).toEqual(shown));

  test('Of many moves before anybody wrote the last is said, also after a reload', async () => {
    const who = await visitor(browser, server.url);
    await open(who);
    const text = `I want to talk to a human, ${crypto.randomUUID()}`;
    await say(who, text);
    const { id } = await agent.newest(text);
    for (let round = 0; round < 2; round += 1) {
      await agent.claim(id);
      await lines(who, ['Mara Lind joined']);
      await post(`${id}/transfer`, { to: { queue: true } });
      await lines(who, ['Passed on to a person']);
    }
    await agent.claim(id);
    await agent.say(id, 'Hello, this is Mara.');
    await post(`${id}/transfer`, { to: { queue: true } });
    await lines(who, ['Mara Lind joined', 'Passed on to a person']);
    await who.page.reload();
    await lines(who, ['Mara Lind joined', 'Passed on to a person']);
    expect(who.errors).toEqual([]);
  });

  test('Where a conversation goes on is said while it is merged, and not once it is separated, also after a reload', async () => {
    const who = await visitor(browser, server.url);
    await open(who);
    const [first, second] = [crypto.randomUUID(), crypto.randomUUID()];
    await say(who, first);
    const { id: from } = await agent.newest(first);
    await post(`${from}/close`, {});
    await who.frame.getByRole('button', { name: 'Write again' }).click();
    await say(who, second);
    const { id: into } = await agent.newest(second);
    const goesOn = who.frame.getByText('This goes on in your other conversation.');
    expect(await post(`${from}/merge`, { into })).toMatchObject({ status: 200 });
    await goesOn.waitFor();
    expect(await post(`${from}/separate`, {})).toMatchObject({ status: 200 });
    await goesOn.waitFor({ state: 'detached' });
    await who.page.reload();
    await who.frame.locator('.mine', { hasText: second }).waitFor();
    await who.frame.getByRole('button', { name: 'Conversations' }).click();
    await who.frame.getByRole('button', { name: first }).click();
    await who.frame.locator('.mine', { hasText: first }).waitFor();
    await eventuallyPasses(async () => expect(await goesOn.count()).toBe(0));
    expect(who.errors).toEqual([]);
  });
});
