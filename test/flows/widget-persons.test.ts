// Who uses a browser, and what it keeps for whom: sign-in, sign-out, the next person, and the conversation from before.
import type { Browser, BrowserContext } from 'playwright-core';
import { sign } from 'jsonwebtoken';
import { eventuallyPasses } from '../../src/tools/eventually';
import { inBrowser } from '../dev-env/in-browser';
import { TestServer } from '../dev-env/test-server';
import { compose, desk, inFrame, launch, open, say, tab, type Visitor } from './widget-visit';

const identitySecret = 'a secret of at least thirty-two characters';

inBrowser('a browser that several people use', () => {
  let server: TestServer;
  let browser: Browser;
  let agent: Awaited<ReturnType<typeof desk>>;
  let context: BrowserContext;

  beforeAll(async () => {
    server = await TestServer.create({ env: { RATE_LIMITS: 'off' } });
    await server.query('UPDATE organizations SET max_agents = 5');
    await server.query(`UPDATE channels SET config = config || $1`, [{ identitySecret }]);
    agent = await desk(server, 'Mara Lind');
    browser = await launch();
  });

  beforeEach(async () => {
    context = await browser.newContext({ locale: 'en-GB' });
  });

  afterEach(() => context.close());

  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });

  const tokenOf = (sub: string) => sign({ sub, name: `Name of ${sub}` }, identitySecret, { expiresIn: 300 });

  /** A page of the site, in a new tab. */
  async function page(): Promise<Visitor & { says(command: string): Promise<unknown>; logged: string[] }> {
    const came = await tab(context, server.url);
    const logged: string[] = [];
    came.page.on('console', (message) => message.type() === 'error' && logged.push(message.text()));
    await came.page.locator('button.launcher').waitFor();
    return { ...came, logged, says: (command) => came.page.evaluate(`void Parley(${command})`) };
  }

  const identify = (sub: string) => `'identify', { token: '${tokenOf(sub)}' }`;
  const kept = (visitor: Visitor, text: string) =>
    inFrame(visitor.page).evaluate(
      `JSON.stringify(Object.entries(localStorage)).includes(${JSON.stringify(text)})`,
    );

  test('a page without identify never shows what a signed-in person wrote, and the next person begins with nothing', async () => {
    const shop = await page();
    await shop.says(identify('ines'));
    await open(shop);
    await say(shop, 'a secret of Ines');
    await shop.frame.getByRole('textbox').fill('a draft of Ines');
    await shop.page.reload();
    await shop.page.locator('button.launcher').waitFor();
    await eventuallyPasses(async () => expect(await shop.page.locator('iframe:visible').count()).toBe(0));
    await open(shop);
    await shop.frame.getByText('What can we help you with?').waitFor();
    await eventuallyPasses(async () =>
      expect(await shop.frame.getByText('a secret of Ines').count()).toBe(0),
    );
    await eventuallyPasses(async () => expect(await shop.frame.getByRole('textbox').inputValue()).toBe(''));

    await shop.says(identify('ines'));
    await shop.frame.getByText('a secret of Ines').waitFor();
    await eventuallyPasses(async () =>
      expect(await shop.frame.getByRole('textbox').inputValue()).toBe('a draft of Ines'),
    );

    await shop.says(identify('jonas'));
    await shop.page.locator('iframe').waitFor({ state: 'hidden' });
    await open(shop);
    await shop.frame.getByText('What can we help you with?').waitFor();
    await eventuallyPasses(async () => expect(await shop.frame.getByRole('textbox').inputValue()).toBe(''));
    await eventuallyPasses(async () => expect(await kept(shop, 'a draft of Ines')).toBe(false));
    expect(shop.errors).toEqual([]);
  });

  test('logout ends the sign-in in every tab, forgets token, draft and unsent words, and closes the panel', async () => {
    const shop = await page();
    await shop.says(identify('kim'));
    await open(shop);
    await say(shop, 'a secret of Kim');
    const other = await page();
    await other.says(identify('kim'));
    await open(other);
    await other.frame.getByText('a secret of Kim').waitFor();
    const token = await shop.page.evaluate<string>(
      `JSON.parse(localStorage.getItem(Object.keys(localStorage).find((key) => key.startsWith('parley:persons:')))).signedIn.token`,
    );
    await context.setOffline(true);
    await compose(shop, 'unsent words of Kim');
    await shop.frame.getByRole('textbox').fill('a draft of Kim');
    expect(await kept(shop, 'unsent words of Kim')).toBe(true);
    await context.setOffline(false);
    await shop.says(`'logout'`);
    for (const { page: tab } of [shop, other]) await tab.locator('iframe').waitFor({ state: 'hidden' });
    for (const tab of [shop, other]) {
      await open(tab);
      await tab.frame.getByText('What can we help you with?').waitFor();
      await eventuallyPasses(async () => expect(await tab.frame.getByText('of Kim').count()).toBe(0));
      await eventuallyPasses(async () => expect(await tab.frame.getByRole('textbox').inputValue()).toBe(''));
    }
    await eventuallyPasses(async () => expect(await kept(shop, 'of Kim')).toBe(false));
    await eventuallyPasses(async () =>
      expect((await server.request('GET', 'widget/messages', { token })).status).toBe(401),
    );
    expect([...shop.errors, ...other.errors]).toEqual([]);
  });

  test('identify with nothing is a clear error, or the end of the sign-in that the page began', async () => {
    const shop = await page();
    for (const nothing of [
      `'identify'`,
      `'identify', null`,
      `'identify', {}`,
      `'identify', { token: '' }`,
      `'on', 'open'`,
    ])
      await shop.says(nothing);
    await shop.says(`'identify', { token: 'no JWT' }`);
    await shop.says(`'nonsense'`);
    expect(shop.logged).toHaveLength(7);
    expect(shop.logged[0]).toBe('Parley: identify needs { token }; who was signed in ends that with logout.');
    await shop.says(identify('lena'));
    await open(shop);
    await say(shop, 'a secret of Lena');
    await shop.says(`'identify'`);
    await shop.page.locator('iframe').waitFor({ state: 'hidden' });
    await open(shop);
    await shop.frame.getByText('What can we help you with?').waitFor();
    expect(shop.errors).toEqual([]);
  });

  test('who asked before signing in sees the answer, goes on there, and has it in the list until it is closed', async () => {
    const shop = await page();
    await open(shop);
    await say(shop, 'I want to talk to a human about a tent pole');
    const before = await agent.newest('I want to talk to a human about a tent pole');
    await agent.claim(before.id);
    await shop.frame.locator('.state', { hasText: 'Mara Lind' }).waitFor();
    await shop.says(identify('mia'));
    await shop.frame.getByText('about a tent pole').waitFor();
    await agent.say(before.id, 'Which tent is it?');
    await shop.frame.getByText('Which tent is it?').waitFor();
    await say(shop, 'The green one');
    expect((await agent.messages(before.id)).at(-1)!.content.text).toBe('The green one');

    await shop.frame.getByRole('button', { name: 'Back' }).click();
    await shop.frame.getByText('What can we help you with?').waitFor();
    await say(shop, 'Where is my order?');
    await shop.frame.getByRole('button', { name: 'Your conversation from before you signed in' }).waitFor();
    await shop.page.reload();
    await shop.says(identify('mia'));
    await shop.frame.locator('.mine', { hasText: 'Where is my order?' }).waitFor();
    await shop.frame.getByRole('button', { name: 'Conversations' }).click();
    await shop.frame.locator('.entry').nth(1).waitFor();
    await eventuallyPasses(async () =>
      expect(await shop.frame.locator('.entry .last').allInnerTexts()).toContain('The green one'),
    );
    await shop.frame.locator('.entry', { hasText: 'From before you signed in' }).click();
    await shop.frame.getByText('The green one').waitFor();

    await agent.call('session:close', { sessionId: before.id });
    await shop.frame.getByRole('button', { name: 'Write again' }).waitFor();
    await shop.frame.getByText('Which tent is it?').waitFor();
    await shop.page.reload();
    await shop.says(identify('mia'));
    await shop.frame.locator('.mine', { hasText: 'Where is my order?' }).waitFor();
    await shop.frame.getByRole('button', { name: 'Conversations' }).click();
    await shop.frame.locator('.entry').first().waitFor();
    await eventuallyPasses(async () => expect(await shop.frame.locator('.entry').count()).toBe(1));
    expect(shop.errors).toEqual([]);
  });

  test('who asked before signing in takes it along: one message of theirs, the agent goes on, and nothing is left behind', async () => {
    const shop = await page();
    await open(shop);
    await say(shop, 'I want to talk to a human about a groundsheet');
    const before = await agent.newest('I want to talk to a human about a groundsheet');
    await agent.claim(before.id);
    await agent.say(before.id, 'Which size is it?');
    await shop.says(identify('noor'));
    await shop.frame.getByText('Which size is it?').waitFor();
    await say(shop, 'The big one');
    await shop.frame.getByRole('button', { name: 'Continue here as Name of noor' }).click();
    await shop.frame.locator('.mine', { hasText: '> Mara Lind: Which size is it?' }).waitFor();
    await shop.frame.locator('.state', { hasText: 'Mara Lind' }).waitFor();
    await eventuallyPasses(async () => expect(await shop.frame.locator('.elsewhere').count()).toBe(0));
    await say(shop, 'Are you still there?');
    const session = await agent.newest('Are you still there?');
    expect(session).toMatchObject({ status: 'with_agent', customerName: 'Name of noor' });
    await shop.page.reload();
    await shop.says(identify('noor'));
    await shop.frame.getByText('Are you still there?').waitFor();
    await eventuallyPasses(async () => expect(await shop.frame.locator('.mine .bubble').count()).toBe(2));
    await shop.frame.getByRole('button', { name: 'Conversations' }).click();
    await shop.frame.locator('.entry').first().waitFor();
    await eventuallyPasses(async () => expect(await shop.frame.locator('.entry').count()).toBe(1));
    expect(shop.errors).toEqual([]);
  });

  test('nobody online is said instead of a place in the queue; an address is asked for once, and forgotten with the person', async () => {
    const shop = await page();
    await open(shop);
    await say(shop, 'Hello');
    await shop.frame.getByText('How can I help you?').waitFor();
    await say(shop, 'I want to talk to a human about a stove');
    await shop.frame.getByText('Nobody of our team is online right now.').waitFor();
    // What comes beneath the list takes of its room, and leaves it at its end, also where the browser tells of a scroll before it.
    const messages = shop.frame.locator('.log');
    await messages.evaluate((list) => {
      list.style.maxHeight = '150px';
      list.dispatchEvent(new Event('scroll'));
    });
    const toItsEnd = () =>
      messages.evaluate(
        ({ scrollHeight, clientHeight, scrollTop }) => scrollHeight - clientHeight - scrollTop,
      );
    await eventuallyPasses(async () => expect(await toItsEnd()).toBeLessThan(2));
    await shop.frame.locator('.state', { hasText: 'Nobody is here now' }).waitFor();
    await eventuallyPasses(async () =>
      expect(await shop.frame.getByText(/You are (next|number)/).count()).toBe(0),
    );
    const box = shop.frame.getByPlaceholder('E-mail or phone');
    await box.fill('no address');
    await box.press('Enter');
    await shop.frame.getByText('That is no e-mail address and no phone number.').waitFor();
    await box.fill('nora@shop.example');
    await box.press('Enter');
    await shop.frame.getByText('We can reach you at nora@shop.example.').waitFor();
    const session = await agent.newest('I want to talk to a human about a stove');
    await eventuallyPasses(async () => {
      const { body } = await server.request('GET', `customers/${session.customerId}`);
      expect(JSON.stringify(body)).toContain('nora@shop.example');
    });
    await shop.page.reload();
    await shop.frame.getByText('We can reach you at nora@shop.example.').waitFor();

    // Who comes reaches the open widget.
    await agent.call('presence:set', { status: 'online' });
    await shop.frame.getByText('Nobody of our team').waitFor({ state: 'detached' });
    await agent.call('presence:set', { status: 'offline' });
    await shop.says(`'logout'`);
    await shop.page.locator('iframe').waitFor({ state: 'hidden' });
    await open(shop);
    await say(shop, 'Hello');
    await eventuallyPasses(async () => expect(await kept(shop, 'nora@shop.example')).toBe(false));
    expect(shop.errors).toEqual([]);
  });

  test('a customer ends the chat, after being asked, is greeted by name when they come back, and still reads it after the next one began', async () => {
    const shop = await page();
    await open(shop);
    await say(shop, 'How long does a refund take?');
    await shop.frame.getByText('5 to 7 working days').first().waitFor();
    await say(shop, 'My name is Ada Byron.');
    await shop.frame.getByRole('button', { name: 'End chat' }).click();
    await shop.frame.getByRole('button', { name: 'Go on' }).click();
    await shop.frame.getByRole('button', { name: 'End chat' }).click();
    await shop.frame.getByText('End this chat?').waitFor();
    await shop.frame.getByRole('button', { name: 'End chat' }).click();
    await shop.frame.getByText('How was it?').waitFor();
    await shop.frame.getByText('5 to 7 working days').first().waitFor();
    const greeted = shop.frame.getByText('Welcome back, Ada Byron');
    await context.setOffline(true);
    await shop.frame.getByText('Not connected').waitFor();
    await context.setOffline(false);
    await shop.frame.getByText('Not connected').waitFor({ state: 'detached' });
    // Who saw it end has not been away.
    await eventuallyPasses(async () => expect(await greeted.count()).toBe(0));
    await shop.page.reload();
    await greeted.waitFor();
    await shop.frame.getByRole('button', { name: 'Write again' }).click();
    await greeted.waitFor({ state: 'detached' });
    await say(shop, 'Do you have brass lamps?');
    await shop.page.reload();
    await shop.frame.locator('.mine', { hasText: 'brass lamps' }).waitFor();
    await shop.frame.getByRole('button', { name: 'Conversations' }).click();
    await shop.frame.locator('.entry').nth(1).waitFor();
    await shop.frame.locator('.entry', { hasText: 'Closed' }).click();
    await shop.frame.getByText('5 to 7 working days').first().waitFor();
    await shop.frame.getByRole('button', { name: 'Back' }).click();
    await shop.frame.getByText('brass lamps').waitFor();
    expect(shop.errors).toEqual([]);
  });
});
