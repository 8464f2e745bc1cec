// What a customer reads in the widget of who has their conversation, and where it goes on, in a real browser.
import type { Browser } from 'playwright-core';
import { eventuallyPasses } from '../../src/tools/eventually';
import { TestServer } from '../dev-env/test-server';
import { busyColleague, desk, inBrowser, launch, open, say, type Visitor } from './widget-visit';

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

  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });

  async function visit(): Promise<Visitor> {
    const context = await browser.newContext({ locale: 'en-GB' });
    const page = await context.newPage();
    const errors: string[] = [];
    page.on('pageerror', (error) => errors.push(error.message));
    await page.goto(server.url);
    return { page, context, errors, frame: page.frameLocator('iframe') };
  }
  const post = (path: string, body: object) => server.request('POST', `sessions/${path}`, { body });
  const lines = ({ frame }: Visitor, shown: string[]) =>
    eventuallyPasses(async () => expect(await frame.locator('.line').allInnerTexts()).toEqual(shown));

  test('Of many moves before anybody wrote the last is said, also after a reload', async () => {
    const visitor = await visit();
    await open(visitor);
    const text = `I want to talk to a human, ${crypto.randomUUID()}`;
    await say(visitor, text);
    const { id } = await agent.newest(text);
    for (let round = 0; round < 2; round += 1) {
      await agent.claim(id);
      await lines(visitor, ['Mara Lind joined']);
      await post(`${id}/transfer`, { to: { queue: true } });
      await lines(visitor, ['Passed on to a person']);
    }
    await agent.claim(id);
    await agent.say(id, 'Hello, this is Mara.');
    await post(`${id}/transfer`, { to: { queue: true } });
    await lines(visitor, ['Mara Lind joined', 'Passed on to a person']);
    await visitor.page.reload();
    await lines(visitor, ['Mara Lind joined', 'Passed on to a person']);
    expect(visitor.errors).toEqual([]);
    await visitor.context.close();
  });

  test('Where a conversation goes on is said while it is merged, and not once it is separated, also after a reload', async () => {
    const visitor = await visit();
    await open(visitor);
    const [first, second] = [crypto.randomUUID(), crypto.randomUUID()];
    await say(visitor, first);
    const { id: from } = await agent.newest(first);
    await post(`${from}/close`, {});
    await visitor.frame.getByRole('button', { name: 'Write again' }).click();
    await say(visitor, second);
    const { id: into } = await agent.newest(second);
    const goesOn = visitor.frame.getByText('This goes on in your other conversation.');
    expect(await post(`${from}/merge`, { into })).toMatchObject({ status: 200 });
    await goesOn.waitFor({ timeout: 30_000 });
    expect(await post(`${from}/separate`, {})).toMatchObject({ status: 200 });
    await goesOn.waitFor({ state: 'detached', timeout: 30_000 });
    await visitor.page.reload();
    await visitor.frame.locator('.mine', { hasText: second }).waitFor();
    await visitor.frame.getByRole('button', { name: 'Conversations' }).click();
    await visitor.frame.getByRole('button', { name: first }).click();
    await visitor.frame.locator('.mine', { hasText: first }).waitFor();
    await eventuallyPasses(async () => expect(await goesOn.count()).toBe(0));
    expect(visitor.errors).toEqual([]);
    await visitor.context.close();
  });
});
