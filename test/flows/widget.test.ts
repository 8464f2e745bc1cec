// The widget in a real browser against the real server: nothing lost or doubled, nothing executed, everything reachable.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Browser, BrowserContextOptions, Frame, Page } from 'playwright-core';
import { sign as sign256 } from 'jsonwebtoken';
import type { Message } from '../../src/protocol/model/message';
import type { Session } from '../../src/protocol/model/session';
import { eventuallyPasses } from '../../src/tools/eventually';
import { inBrowserEachRun } from '../dev-env/in-browser';
import { TestServer } from '../dev-env/test-server';
import {
  busyColleague,
  compose,
  desk,
  everybodyLeaves,
  fromRightToLeft,
  id,
  inFrame,
  launch,
  open,
  root,
  say,
  tab,
  visitor,
  type Visitor,
} from './widget-visit';

const identitySecret = 'a secret of at least thirty-two characters';
const axeSource = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

inBrowserEachRun('the widget in Chromium', () => {
  let server: TestServer;
  let browser: Browser;
  let agent: Awaited<ReturnType<typeof desk>>;

  beforeAll(async () => {
    server = await TestServer.create({ env: { RATE_LIMITS: 'off' } });
    await server.query('UPDATE organizations SET max_agents = 5');
    await server.query(`UPDATE channels SET config = config || $1`, [{ identitySecret }]);
    agent = await desk(server, 'Mara Lind');
    await busyColleague(server);
    browser = await launch();
  });

  afterEach(() => everybodyLeaves(browser));

  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });

  const visit = (...how: [BrowserContextOptions?, Parameters<typeof visitor>[3]?]) =>
    visitor(browser, server.url, ...how);

  /** A visitor whose session is with the agent. */
  async function withAgent(visitor: Visitor, first = 'I want to talk to a human'): Promise<Session> {
    await open(visitor);
    await say(visitor, first);
    const session = await agent.newest(first);
    await agent.claim(session.id);
    await visitor.frame.locator('.state', { hasText: 'Mara Lind' }).waitFor();
    return session;
  }

  test('help articles are looked through and read without a word to anybody', async () => {
    const { frame, page } = await visit();
    await open({ frame, page } as Visitor);
    await frame.getByRole('button', { name: 'Help' }).click();
    await frame.getByRole('button', { name: 'Ways to pay' }).waitFor();
    await frame.getByRole('searchbox').fill('gift card');
    await frame.getByRole('searchbox').press('Enter');
    await frame.getByRole('button', { name: /^Gift cards/ }).click();
    await frame.getByText('You can choose any amount between £10 and £500.').waitFor();
    const address = await frame.getByRole('link', { name: 'Open as a page' }).getAttribute('href');
    const answer = await fetch(address!);
    expect(await answer.text()).toContain('You can choose any amount between £10 and £500.');
    await frame.locator('header').getByRole('button', { name: 'Back' }).click();
    await frame.getByRole('button', { name: 'How long does a refund take?' }).waitFor();
  });

  test('a question is answered with its source, a person takes over, closes, and is rated', async () => {
    const visitor = await visit();
    const { frame } = visitor;
    await open(visitor);
    await frame.getByRole('button', { name: 'How long does a refund take?' }).click();
    await frame.getByText('5 to 7 working days').first().waitFor();
    await frame.locator('.sources', { hasText: /refund/ }).waitFor();
    await frame.getByRole('button', { name: 'Yes, helpful' }).click();
    await frame.locator('.helpful', { hasText: 'Thank you' }).waitFor();

    await frame.getByRole('button', { name: 'Talk to a person' }).click();
    await frame.getByText(/You are (next|number \d+) in the queue\. /).waitFor();
    await eventuallyPasses(async () =>
      expect(await frame.locator('.state').innerText()).toBe('Waiting for a person'),
    );
    const session = await agent.newest('How long does a refund take?');
    await agent.claim(session.id);
    await frame.locator('.line', { hasText: 'Mara Lind joined' }).waitFor();
    await agent.say(session.id, 'Hello, this is **Mara**.');
    await frame.locator('.bubble strong', { hasText: 'Mara' }).waitFor();
    await say(visitor, 'Thank you, Mara');
    const log = await agent.messages(session.id);
    await agent.call('message:read', { sessionId: session.id, seq: log.at(-1)!.seq });
    await frame.locator('.receipt', { hasText: 'Read' }).waitFor();

    await agent.call('session:close', { sessionId: session.id });
    await frame.getByText('How was it?').waitFor();
    // The composer had the focus, and is gone: what is still typed rates nothing.
    await frame.locator('.closing:focus').waitFor();
    // Nobody has gone there by keys: the first key shows where one is.
    const outline = () =>
      frame.locator('body').evaluate(`getComputedStyle(document.activeElement).outlineStyle`);
    await eventuallyPasses(async () => expect(await outline()).toBe('none'));
    await visitor.page.keyboard.press('Tab');
    await frame.locator('.closing button:focus').waitFor();
    await eventuallyPasses(async () => expect(await outline()).toBe('solid'));
    await frame.getByRole('button', { name: 'Good', exact: true }).click();
    await frame.getByText('Thank you for telling us.').waitFor();
    await eventuallyPasses(async () => {
      const { body } = await server.request('GET', `sessions/${session.id}`);
      expect((body as Session).metadata['rating']).toMatchObject({ score: 4 });
    });

    await frame.getByRole('button', { name: 'Write again' }).click();
    await say(visitor, 'One more question');
    await frame.getByText('New conversation').waitFor();
    expect((await agent.newest('One more question')).id).not.toBe(session.id);
    expect(visitor.errors).toEqual([]);
  });

  test('whoever was not helped may say why, in one press or in words, and the team reads it', async () => {
    const visitor = await visit();
    const { frame } = visitor;
    await open(visitor);
    await say(visitor, 'How long does a refund take?');
    await frame.getByText('5 to 7 working days').first().waitFor();
    const { id: sessionId } = await agent.newest('How long does a refund take?');
    const { seq } = (await agent.messages(sessionId)).find(({ sender }) => sender === 'ai')!;
    const told = (feedback: object) =>
      eventuallyPasses(async () => {
        const { body } = await server.request('GET', `sessions/${sessionId}/messages/${seq}/why`);
        expect((body as { feedback?: object }).feedback).toEqual(feedback);
      });
    await frame.getByRole('button', { name: 'No, not helpful' }).click();
    await told({ helpful: false });
    await frame.getByRole('button', { name: 'Something else' }).click();
    await frame.getByRole('textbox', { name: 'What was it?' }).fill('I paid by voucher.');
    expect(await axe(inFrame(visitor.page))).toEqual([]);
    await frame.getByRole('textbox', { name: 'What was it?' }).press('Enter');
    await told({ helpful: false, comment: 'I paid by voucher.' });
    await frame.getByRole('button', { name: 'No, not helpful' }).click();
    await frame.getByRole('button', { name: 'It does not answer my question' }).click();
    await told({ helpful: false, reason: 'off_topic', comment: 'I paid by voucher.' });
    await eventuallyPasses(async () =>
      expect(await frame.getByRole('group', { name: 'What was the matter?' }).count()).toBe(0),
    );
    expect(visitor.errors).toEqual([]);
  });

  test('a server that was updated meanwhile has other parts: writing goes on, and the frame begins anew', async () => {
    const visitor = await visit();
    const { frame, page } = visitor;
    await open(visitor);
    let isNew = false;
    await page.route('**/widget/assets/answer-*.js', (route) =>
      isNew ? route.continue() : route.fulfill({ status: 404, body: '' }),
    );
    await say(visitor, 'How long does a refund take?');
    await frame.getByText('5 to 7 working days').first().waitFor();
    await frame.getByRole('textbox').fill('still being written');
    await page.route('**/widget/frame.html*', async (route) => {
      isNew ||= route.request().isNavigationRequest();
      const response = await route.fetch();
      const body = (await response.text()).replace(/frame-[\w-]+\.js/, 'frame-next.js');
      await (isNew ? route.continue() : route.fulfill({ response, body }));
    });
    await page.waitForResponse('**/widget/frame.html*');
    await eventuallyPasses(async () =>
      expect(await frame.getByRole('textbox').inputValue()).toBe('still being written'),
    );
    await frame.getByRole('textbox').press('Enter');
    await frame.locator('.mine', { hasText: 'still being written' }).getByText('Sent').waitFor();
    await frame.locator('.sources', { hasText: /refund/ }).waitFor();
    expect(visitor.errors).toEqual([]);
  });

  test('outside business hours the widget says that nobody is here, and when somebody is', async () => {
    const inThreeDays = new Date(Date.now() + 3 * 86_400_000);
    const weekday = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'][inThreeDays.getUTCDay()]!;
    const set = { timeZone: 'Etc/UTC', days: { [weekday]: [['09:00', '17:00']] } };
    /** Settings are remembered for some seconds. */
    const told = (hours: unknown) =>
      eventuallyPasses(async () => {
        const asked = { token: '', body: { channelKey: server.channelKey } };
        const { body } = await server.request('POST', 'widget/sessions', asked);
        expect((body as { channel: { businessHours?: object } }).channel.businessHours).toEqual(hours);
      });
    const made: string[] = [];
    for (const [key, value] of Object.entries(set)) {
      const body = { category: 'businessHours', key, value };
      made.push(((await server.request('POST', 'settings', { body })).body as { id: string }).id);
    }
    try {
      await told({ open: false, opensAt: expect.any(String) as string });
      const visitor = await visit();
      await open(visitor);
      await say(visitor, 'I want to talk to a human at night');
      await visitor.frame.locator('.state', { hasText: 'Nobody is here now' }).waitFor();
      await visitor.frame.locator('.waiting', { hasText: /We are back \w+day/ }).waitFor();
      await eventuallyPasses(async () =>
        expect(await visitor.frame.getByText('in the queue').count()).toBe(0),
      );
    } finally {
      for (const one of made) await server.request('DELETE', `settings/${one}`);
      await told(undefined);
    }
  });

  test('what is written offline waits in the browser and goes out once, in order, from two tabs too', async () => {
    const first = await visit();
    const session = await withAgent(first, 'I want to talk to a human about tents');
    const second = await tab(first.context, server.url);
    await open(second);
    await second.frame.getByText('about tents').waitFor();
    await first.context.setOffline(true);
    await first.frame.getByText('Not connected. Your message is kept and will be sent.').waitFor();
    const written = ['offline one', 'offline two', 'offline three'];
    await compose(first, written[0]!);
    await compose(second, written[1]!);
    await compose(first, written[2]!);
    await expectTexts(second, written);
    await first.context.setOffline(false);
    await eventuallyPasses(async () => {
      const said = (await agent.messages(session.id)).map((one) => one.content.text);
      expect(said.filter((text) => text?.startsWith('offline'))).toEqual(written);
    });
    for (const { frame } of [first, second]) {
      await frame.locator('.receipt', { hasText: 'Sent' }).waitFor();
      await expectTexts({ frame }, written);
    }
  });

  test('a message whose ack was lost with the page is sent again and stays one', async () => {
    const visitor = await visit();
    const session = await withAgent(visitor, 'I want to talk to a human about boots');
    await visitor.context.setOffline(true);
    await compose(visitor, 'kept over a reload');
    const kept = await outboxOf(visitor.page);
    expect(kept).toHaveLength(1);
    await visitor.context.setOffline(false);
    await visitor.frame.locator('.receipt', { hasText: 'Sent' }).waitFor();
    // As after a crash between the server's commit and the ack: it is in the log, and in the outbox.
    await inFrame(visitor.page).evaluate(`localStorage.setItem(...${JSON.stringify(kept[0])})`);
    await visitor.page.reload();
    await visitor.frame.getByRole('textbox').waitFor();
    await eventuallyPasses(async () => expect(await outboxOf(visitor.page)).toEqual([]));
    const said = (await agent.messages(session.id)).map((one) => one.content.text);
    expect(said.filter((text) => text === 'kept over a reload')).toHaveLength(1);
    await expectTexts(visitor, ['kept over a reload']);
  });

  test('after a break the conversation resumes where it was: nothing missing, nothing twice', async () => {
    const visitor = await visit();
    const session = await withAgent(visitor, 'I want to talk to a human about packs');
    await agent.say(session.id, 'before the break');
    await visitor.frame.getByText('before the break').waitFor();
    await visitor.context.setOffline(true);
    const missed = ['missed 1', 'missed 2', 'missed 3'];
    for (const text of missed) await agent.say(session.id, text);
    await agent.call('message:send', {
      sessionId: session.id,
      clientMessageId: id(),
      text: 'a private note',
      note: true,
    });
    await visitor.context.setOffline(false);
    await visitor.frame.getByText('missed 3').waitFor();
    await agent.say(session.id, 'after the break');
    await visitor.frame.getByText('after the break').waitFor();
    await expectTexts(visitor, ['before the break', ...missed, 'after the break']);
    await eventuallyPasses(async () =>
      expect(await visitor.frame.getByText('a private note').count()).toBe(0),
    );
  });

  test('where WebSockets do not get through, long-polling carries the conversation, also after a break', async () => {
    const visitor = await visit({}, (context) =>
      context.addInitScript(
        `window.WebSocket = class extends WebSocket { constructor() { super('ws://127.0.0.1:1') } }`,
      ),
    );
    const session = await withAgent(visitor, 'I want to talk to a human about lamps');
    await agent.say(session.id, 'Which lamp?');
    await visitor.frame.getByText('Which lamp?').waitFor();
    await visitor.context.setOffline(true);
    await visitor.frame.getByText('Not connected. Your message is kept and will be sent.').waitFor();
    await compose(visitor, 'the brass one');
    await visitor.context.setOffline(false);
    await eventuallyPasses(async () =>
      expect((await agent.messages(session.id)).at(-1)!.content.text).toBe('the brass one'),
    );
    expect(visitor.errors).toEqual([]);
  });

  test('a reader who scrolled up is not moved: a pill counts what is new and leads back', async () => {
    const visitor = await visit();
    const session = await withAgent(visitor, 'I want to talk to a human about stoves');
    for (let line = 1; line <= 20; line++) await agent.say(session.id, `stove number ${line}`);
    await visitor.frame.getByText('stove number 20').waitFor();
    const inLog = (script: string) =>
      inFrame(visitor.page).evaluate(`document.querySelector('.log').${script}`);
    await inLog('scrollTo(0, 0)');
    await agent.say(session.id, 'and one more');
    await visitor.frame.getByRole('button', { name: '1 new' }).waitFor();
    expect(await inLog('scrollTop')).toBe(0);
    await visitor.frame.getByRole('button', { name: '1 new' }).click();
    await visitor.frame.getByText('and one more').waitFor();
    await eventuallyPasses(async () => expect(await inLog('scrollTop')).toBeGreaterThan(100));
  });

  test('nobody can make the widget execute anything: what comes is shown as text', async () => {
    const visitor = await visit();
    visitor.page.on('dialog', () => visitor.errors.push('a dialog opened'));
    const session = await withAgent(visitor, 'I want to talk to a human about ropes');
    for (const text of payloads) {
      await agent.say(session.id, text);
      await compose(visitor, text);
    }
    await agent.say(session.id, 'the last one');
    await visitor.frame.getByText('the last one').waitFor();
    for (const text of payloads.filter((one) => one.startsWith('<')))
      await eventuallyPasses(async () =>
        expect(await visitor.frame.locator('.bubble', { hasText: text }).count()).toBeGreaterThanOrEqual(2),
      );
    const found = await inFrame(visitor.page).evaluate<{
      pwned: boolean;
      elements: string[];
      links: string[][];
    }>(`({
      pwned: 'pwned' in window,
      elements: [...new Set([...document.querySelectorAll('.bubble *')].map((one) => one.localName))],
      links: [...document.querySelectorAll('.bubble a')].map(({ protocol, rel }) => [protocol, rel]),
    })`);
    expect(found.pwned).toBe(false);
    expect(
      found.elements.filter((name) => !['a', 'br', 'li', 'ol', 'p', 'span', 'strong', 'ul'].includes(name)),
    ).toEqual([]);
    for (const [protocol, rel] of found.links) {
      expect(['http:', 'https:', 'mailto:']).toContain(protocol);
      expect(rel).toContain('noopener');
    }
    await eventuallyPasses(async () => expect(await visitor.page.evaluate(`'pwned' in window`)).toBe(false));
    expect(visitor.errors).toEqual([]);
  });

  test('the keyboard alone is enough: open, ask, read, close, and the focus is where it was', async () => {
    const visitor = await visit();
    const { page, frame } = visitor;
    await page.getByRole('button', { name: 'Open chat' }).focus();
    await page.keyboard.press('Enter');
    await frame.getByRole('button', { name: 'Where is my order?' }).waitFor();
    await eventuallyPasses(async () => expect(await focused(page)).toBe('textarea'));
    await page.keyboard.type('How long does');
    await page.keyboard.press('Shift+Enter');
    await page.keyboard.type('a refund take?');
    await page.keyboard.press('Enter');
    await frame.getByText('5 to 7 working days').first().waitFor();
    const reached: string[] = [];
    while (reached.at(-1) !== 'Close chat' && reached.length < 20) {
      await page.keyboard.press('Shift+Tab');
      reached.push(await nameOfFocused(page));
    }
    for (const name of ['Talk to a person', 'Yes, helpful', 'No, not helpful', 'Conversation', 'Close chat'])
      expect(reached).toContain(name);
    expect(reached.some((name) => /refund/.test(name))).toBe(true);
    await page.keyboard.press('Escape');
    await page.locator('iframe').waitFor({ state: 'hidden' });
    await eventuallyPasses(async () =>
      expect(
        await page.evaluate(`document.querySelector('parley-widget').shadowRoot.activeElement?.className`),
      ).toBe('launcher'),
    );
    await page.keyboard.press('Enter');
    await eventuallyPasses(async () => expect(await focused(page)).toBe('textarea'));
  });

  test('an unread answer is on the badge, also before the panel is opened again', async () => {
    const visitor = await visit();
    const session = await withAgent(visitor, 'I want to talk to a human about maps');
    await visitor.frame.getByRole('button', { name: 'Close chat' }).click();
    await agent.say(session.id, 'Which map?');
    await visitor.page.getByRole('button', { name: 'Open chat, 1 unread' }).waitFor();
    await visitor.page.reload();
    await visitor.page.getByRole('button', { name: 'Open chat, 1 unread' }).click();
    await visitor.frame.getByText('Which map?').waitFor();
    await eventuallyPasses(async () => {
      const { body } = await server.request('GET', `sessions/${session.id}/messages`);
      expect(
        (body as { items: Message[] }).items.find((one) => one.content.text === 'Which map?')?.isRead,
      ).toBe(true);
    });
    await visitor.frame.getByRole('button', { name: 'Close chat' }).click();
    await visitor.page.getByRole('button', { name: 'Open chat', exact: true }).waitFor();
  });

  test('a panel that is open again on the next page reads what comes; one that began closed does not', async () => {
    const visitor = await visit();
    const session = await withAgent(visitor, 'I want to talk to a human about kettles');
    const isRead = async (text: string) =>
      (await agent.messages(session.id)).find((one) => one.content.text === text)?.isRead;
    await visitor.page.reload();
    await visitor.frame.getByText('about kettles').waitFor();
    await agent.say(session.id, 'Which kettle?');
    await eventuallyPasses(async () => expect(await isRead('Which kettle?')).toBe(true));
    await visitor.page
      .getByRole('button', { name: 'Close chat' })
      .and(visitor.page.locator('.launcher'))
      .waitFor();

    await visitor.page.setViewportSize({ width: 390, height: 800 });
    await visitor.page.reload();
    await agent.say(session.id, 'The blue one?');
    await visitor.page.getByRole('button', { name: 'Open chat, 1 unread' }).waitFor();
    expect(await isRead('The blue one?')).toBe(false);
    await visitor.page.getByRole('button', { name: 'Open chat, 1 unread' }).click();
    await eventuallyPasses(async () => expect(await isRead('The blue one?')).toBe(true));
  });

  test('a message that is too long says so and stays in the composer', async () => {
    const visitor = await visit();
    await open(visitor);
    await compose(visitor, 'x'.repeat(10_003));
    await visitor.frame.getByText('Too long by 3 characters').waitFor();
    await eventuallyPasses(async () => expect(await visitor.frame.locator('.bubble').count()).toBe(0));
    await visitor.page.reload();
    await eventuallyPasses(async () =>
      expect(await visitor.frame.getByRole('textbox').inputValue()).toHaveLength(10_003),
    );
  });

  test('a page that identifies its customer is asked for a new token when the old one has run out', async () => {
    const sign = (expiresIn: number) =>
      sign256({ sub: 'shop-17', name: 'Ines Duarte', email: 'ines@shop.example' }, identitySecret, {
        expiresIn,
      });
    const visitor = await visit();
    let asked = 0;
    await visitor.page.exposeFunction('freshToken', () => (asked++, sign(300)));
    await visitor.page.evaluate(`Parley('identify', { token: '${sign(-60)}', refresh: freshToken })`);
    await open(visitor);
    await say(visitor, 'It is me, Ines');
    expect(asked).toBe(1);
    expect((await agent.newest('It is me, Ines')).customerName).toBe('Ines Duarte');
  });

  test('the embed survives a page that replaces its body, keeps calls made before it loaded, and can be removed', async () => {
    const visitor = await visit();
    const { page } = visitor;
    await page.evaluate(`void (document.body = document.createElement('body'))`);
    await open(visitor);
    await say(visitor, 'Where is my order?');
    await page.evaluate(`void (document.body = document.createElement('body'))`);
    await eventuallyPasses(async () => expect(await visitor.frame.locator('.mine').count()).toBe(1));
    const heard = await page.evaluate(`(() => {
      const log = [];
      Parley('on', 'close', () => log.push('close'));
      Parley('close');
      Parley('destroy');
      return [...log, document.querySelector('parley-widget'), 'Parley' in window];
    })()`);
    expect(heard).toEqual(['close', null, false]);

    const early = await visit();
    let load = (): void => undefined;
    const clicked = new Promise<void>((resolve) => (load = resolve));
    await early.page.route('**/widget.js', async (route) => {
      await clicked;
      await route.continue();
    });
    await early.page.reload({ waitUntil: 'domcontentloaded' });
    await early.page.getByRole('button', { name: 'Ask us anything' }).click();
    load();
    await early.frame.getByRole('textbox').waitFor();
  });

  test('in a right-to-left page the launcher is on the left, and below 480 px the panel is the whole screen', async () => {
    const visitor = await visit({ viewport: { width: 390, height: 800 }, locale: 'ar' }, (context) =>
      fromRightToLeft(context, server.url),
    );
    const launcher = visitor.page.locator('button.launcher');
    await eventuallyPasses(async () => expect((await launcher.boundingBox())!.x).toBeLessThan(40));
    await launcher.click();
    await visitor.frame.getByPlaceholder('اكتب رسالة').waitFor();
    await eventuallyPasses(async () =>
      expect(await visitor.page.locator('iframe').boundingBox()).toEqual({
        x: 0,
        y: 0,
        width: 390,
        height: 800,
      }),
    );
    await eventuallyPasses(async () =>
      expect(await inFrame(visitor.page).evaluate('document.documentElement.dir')).toBe('rtl'),
    );
    await eventuallyPasses(async () =>
      expect(
        await inFrame(visitor.page).evaluate('document.documentElement.scrollWidth'),
      ).toBeLessThanOrEqual(390),
    );
  });

  test.each(['de-DE', 'fr-FR', 'pt-BR'])(
    'in %s the narrowest phone shows in one line where to write',
    async (locale) => {
      const visitor = await visit({ viewport: { width: 320, height: 640 }, locale });
      await open(visitor);
      const field = visitor.frame.getByRole('textbox');
      // A second line would have to be scrolled to, or make the field higher.
      const { scrollHeight, clientHeight } = await field.evaluate(({ scrollHeight, clientHeight }) => ({
        scrollHeight,
        clientHeight,
      }));
      expect([scrollHeight, clientHeight]).toEqual([42, 42]);
    },
  );

  test.each(['light', 'dark'] as const)('axe finds nothing to mend in %s', async (colorScheme) => {
    const visitor = await visit({ colorScheme, reducedMotion: 'reduce' });
    expect(await axe(visitor.page.mainFrame())).toEqual([]);
    await open(visitor);
    await visitor.frame.getByRole('button', { name: 'Where is my order?' }).waitFor();
    expect(await axe(inFrame(visitor.page))).toEqual([]);
    await visitor.frame.getByRole('button', { name: 'How long does a refund take?' }).click();
    await visitor.frame.getByText('Helpful?').waitFor();
    expect(await axe(inFrame(visitor.page))).toEqual([]);
    await visitor.frame.getByRole('button', { name: 'Talk to a person' }).click();
    await visitor.frame.getByText(/You are (next|number \d+) in the queue/).waitFor();
    expect(await axe(inFrame(visitor.page))).toEqual([]);
    const session = await agent.newest('How long does a refund take?');
    await agent.claim(session.id);
    await agent.call('session:close', { sessionId: session.id });
    await visitor.frame.getByText('How was it?').waitFor();
    expect(await axe(inFrame(visitor.page))).toEqual([]);
    expect(await axe(visitor.page.mainFrame())).toEqual([]);
  });
});

inBrowserEachRun('what the widget weighs', () => {
  test('the launcher is at most 5 KB gzipped, together with frame and styles 30 KB, the socket client included', () => {
    const assets = join(root, 'public/widget/assets');
    const files = readdirSync(assets).filter((name) => /^frame.*\.(js|css)$/.test(name));
    expect(files).toHaveLength(2);
    const sizes = [join(root, 'public/widget.js'), ...files.map((name) => join(assets, name))].map(
      (file) => gzipSync(readFileSync(file)).length,
    );
    expect(sizes[0]).toBeLessThanOrEqual(5 * 1024);
    expect(sizes.reduce((sum, size) => sum + size)).toBeLessThanOrEqual(30 * 1024);
  });
});

const payloads = [
  '<img src=x onerror="window.pwned=1">',
  '<script>window.pwned=1</script>',
  '<svg onload="window.pwned=1"><a href="javascript:window.pwned=1">x</a></svg>',
  '<iframe srcdoc="<script>parent.pwned=1</script>"></iframe>',
  '<a href="javascript:window.pwned=1">click</a>',
  '[click](javascript:window.pwned=1)',
  '[click](JaVaScRiPt&#58;window.pwned=1)',
  '[click](data:text/html,<script>window.pwned=1</script>)',
  '[https://bank.example](https://evil.example/"onmouseover="window.pwned=1)',
  '**<b onclick=window.pwned=1>bold</b>**',
  'https://a.example/"><img src=x onerror=window.pwned=1>',
  '- <details open ontoggle=window.pwned=1>\n1. {{constructor.constructor("window.pwned=1")()}}',
];

/** Of the bubbles shown, those that any of the texts names, in this order. */
async function expectTexts({ frame }: Pick<Visitor, 'frame'>, texts: string[]): Promise<void> {
  await eventuallyPasses(async () => {
    const shown = await frame.locator('.bubble').allInnerTexts();
    expect(shown.map((text) => text.trim()).filter((text) => texts.includes(text))).toEqual(texts);
  });
}

// What runs in the browser is text: the tests are typed for Node.

function outboxOf(page: Page): Promise<[key: string, value: string][]> {
  return inFrame(page).evaluate(
    `Object.entries(localStorage).filter(([key]) => key.startsWith('parley:outbox'))`,
  );
}

function focused(page: Page): Promise<string | undefined> {
  return inFrame(page).evaluate('document.hasFocus() ? document.activeElement?.localName : undefined');
}

function nameOfFocused(page: Page): Promise<string> {
  return inFrame(page).evaluate(
    `document.activeElement.getAttribute('aria-label') ?? document.activeElement.textContent`,
  );
}

async function axe(frame: Frame): Promise<unknown[]> {
  await frame.evaluate(axeSource);
  return frame.evaluate(`axe.run(document, { iframes: false }).then(({ violations }) =>
    violations.map(({ id, nodes }) => [id, nodes.map(({ html, failureSummary }) => [html.slice(0, 160), failureSummary])]))`);
}
