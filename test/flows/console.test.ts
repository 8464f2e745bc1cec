// The console in a real browser against the real server: an agent's day, by mouse and by keyboard alone.
import { randomUUID } from 'node:crypto';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import type { Message } from '../../src/protocol/model/message';
import type { Session } from '../../src/protocol/model/session';
import { eventually, eventuallyPasses } from '../../src/tools/eventually';
import { inBrowser } from '../dev-env/in-browser';
import { TestServer } from '../dev-env/test-server';
import {
  allPages,
  bubble,
  customer,
  desk,
  faults,
  field,
  isSeenWriting,
  keep,
  launch,
  pictures,
  row,
} from './console-desk';

inBrowser('the console in Chromium', () => {
  let server: TestServer;
  let browser: Browser;
  const contexts: BrowserContext[] = [];

  beforeAll(async () => {
    server = await TestServer.create({ env: { RATE_LIMITS: 'off' } });
    browser = await launch();
  });
  afterEach(async () => {
    for (const context of contexts.splice(0)) await context.close();
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });

  async function open(options: Parameters<typeof desk>[2] = {}) {
    const opened = await desk(browser, server, options);
    contexts.push(opened.context);
    return opened;
  }
  /** The browser says so to the page, and what is open is cut. */
  async function goOffline(page: Page): Promise<void> {
    await page.context().setOffline(true);
    await page.evaluate(`dispatchEvent(new Event('offline'))`);
    await page.getByText('Not connected: it is kept and sent later').waitFor();
  }
  async function log(sessionId: string): Promise<Message[]> {
    const { body } = await server.request('GET', `sessions/${sessionId}/messages?limit=200`);
    return (body as { items: Message[] }).items;
  }

  test('a wrong password is said, and a right one leads to the inbox, past a reload too', async () => {
    const context = await browser.newContext();
    contexts.push(context);
    const page = await context.newPage();
    await page.goto(`${server.url}/console/settings`);
    await page.getByLabel('E-mail').fill(server.admin.email);
    await page.getByLabel('Password', { exact: true }).fill('not this one');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('alert').getByText('E-mail or password is wrong.').waitFor();
    await page.getByLabel('Password', { exact: true }).fill(server.admin.password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('heading', { name: 'Settings' }).waitFor();
    await page.reload();
    await page.getByRole('heading', { name: 'Settings' }).waitFor();
    await page.getByLabel(/presence and account/).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'Sign in to Parley' }).waitFor();
    await page.reload();
    await page.getByRole('heading', { name: 'Sign in to Parley' }).waitFor();
  });

  test('a waiting session appears at once with its packet; taken over, a note stays inside and a reply goes out once', async () => {
    const { page, alarms } = await open();
    await page.getByText('You are away. Go online to receive conversations.').waitFor();
    const ada = await customer(server, { firstName: 'Ada', lastName: 'Waits' });
    await ada.say('My order 4711 has not come, I want to talk to a human');
    const sessionId = await ada.askForPerson('Parcel lost');
    await row(page, 'Ada Waits').waitFor();
    const waits = async (count: number) => {
      const title = count ? `(${count}) Parley` : 'Parley';
      await eventuallyPasses(async () => expect(await page.title()).toBe(title));
      const inbox = count ? `Inbox, ${count} waiting` : 'Inbox';
      await page.getByRole('link', { name: inbox, exact: true }).waitFor();
    };
    await waits(1);
    await row(page, 'Ada Waits').click();
    const card = page.getByRole('region', { name: 'Handover' });
    await card.getByText('Asked for a person.').waitFor();
    await card.getByText('4711').first().waitFor();

    await page.getByText('Waiting for a person. Take over to reply.').waitFor();
    await page.locator('.primary-action', { hasText: 'Take over' }).click();
    await page.locator('.conversation-who', { hasText: 'With you' }).waitFor();
    await eventuallyPasses(async () => expect(await card.count()).toBe(1));
    // She waits still: for whoever took over.
    await waits(1);

    await page.getByRole('button', { name: 'Note', exact: true }).click();
    await field(page).fill('She called twice');
    await page.keyboard.press('Enter');
    await page
      .locator('.group.note', { hasText: 'only your team sees this' })
      .getByText('She called twice')
      .waitFor();
    await page.getByRole('button', { name: 'Reply', exact: true }).click();
    await field(page).fill('Hello Ada');
    await page.keyboard.press('Shift+Enter');
    await page.keyboard.type('I look for it');
    await page.keyboard.press('Enter');
    await page.locator('.group.agent .receipt', { hasText: 'Sent' }).waitFor();
    await card.waitFor({ state: 'detached' });
    await waits(0);

    const said = ada.heard.filter(({ sender }) => sender === 'agent').map(({ content }) => content.text);
    expect(said.filter(Boolean)).toEqual(['Hello Ada\nI look for it']);
    const stored = await log(sessionId);
    expect(stored.filter(({ type }) => type === 'note').map(({ content }) => content.text)).toEqual([
      'She called twice',
    ]);
    await ada.call('message:read', { seq: stored.at(-1)!.seq });
    await page.locator('.receipt', { hasText: 'Read' }).waitFor();
    await isSeenWriting(page, () => ada.call('typing', { typing: true }));
    await ada.say('Thank you');
    await bubble(page, 'Thank you').waitFor();
    await waits(1);
    await page.reload();
    await waits(1);

    await page.locator('.primary-action', { hasText: 'Close' }).click();
    await page.getByText('Closed. Reopen to reply.').waitFor();
    await page.locator('.primary-action', { hasText: 'Reopen' }).click();
    await page.locator('.conversation-who', { hasText: 'With you' }).waitFor();
    await page.locator('.primary-action', { hasText: 'Close' }).click();
    await page.locator('.primary-action', { hasText: 'Reopen' }).waitFor();
    expect(alarms).toEqual([]);
  });

  test('the keyboard alone is enough', async () => {
    const kim = await customer(server, { firstName: 'Kim', lastName: 'Keys' });
    await kim.say('Hello');
    const sessionId = await kim.askForPerson();
    const { page } = await open();
    await row(page, 'Kim Keys').waitFor();
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keys' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.keyboard.press('/');
    await page.keyboard.type('Kim');
    await page.keyboard.press('Escape');
    await page.keyboard.press('j');
    await page.getByRole('heading', { name: 'Kim Keys' }).waitFor();
    await page.keyboard.press('a');
    await page.getByRole('dialog', { name: 'Take over this conversation?' }).waitFor();
    await page.keyboard.press('Enter');
    await page.locator('.composer.reply textarea:focus').waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('n');
    await page.locator('.composer.note textarea:focus').waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('r');
    await page.locator('.composer.reply textarea:focus').waitFor();
    await page.keyboard.type('Written without a mouse');
    await page.keyboard.press('Enter');
    await page.locator('.receipt', { hasText: 'Sent' }).waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('e');
    await page.getByRole('dialog', { name: 'Close this conversation?' }).waitFor();
    await page.keyboard.press('Enter');
    await page.getByText('Closed. Reopen to reply.').waitFor();
    await page.keyboard.press('Control+k');
    await page.keyboard.type('knowl');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Knowledge' }).waitFor();
    expect((await log(sessionId)).map(({ content }) => content.text)).toContain('Written without a mouse');
  });

  test('what is typed before the command bar has loaded is typed into it, never into a reply', async () => {
    const { page } = await open();
    const { say, askForPerson } = await customer(server, { firstName: 'Hasty' });
    await say('Hello');
    const sessionId = await askForPerson();
    await row(page, 'Hasty').click();
    await page.locator('.primary-action', { hasText: 'Take over' }).click();
    await field(page).waitFor();
    let arrive = (): void => undefined;
    const arrived = new Promise<void>((resolve) => (arrive = resolve));
    await page.route(/palette-[^/]*\.js/, async (route) => {
      await arrived;
      await route.continue();
    });
    await page.keyboard.press('Control+k');
    await page.keyboard.type('priority urg');
    await page.keyboard.press('Enter');
    arrive();
    const bar = page.getByRole('combobox', { name: 'Go to a place, or say what to do' });
    await bar.waitFor();
    await eventuallyPasses(async () => expect(await bar.inputValue()).toBe('priority urg'));
    await page.keyboard.type('ent');
    await page.getByRole('option', { name: 'Priority urgent' }).waitFor();
    await page.keyboard.press('Enter');
    await page.locator('.conversation-who .priority.urgent').waitFor();
    expect((await log(sessionId)).filter(({ sender }) => sender === 'agent')).toEqual([]);
    await field(page).focus();
    await page.keyboard.press('Control+k');
    await bar.waitFor();
    await page.keyboard.press('Escape');
    await bar.waitFor({ state: 'detached' });
    await page.keyboard.type('and on');
    await eventuallyPasses(async () => expect(await field(page).inputValue()).toBe('and on'));
  });

  test('what is written offline is kept, survives a reload of the draft, and goes out once', async () => {
    const { page, context } = await open();
    const off = await customer(server, { firstName: 'Olga', lastName: 'Offline' });
    await off.say('Hello');
    const sessionId = await off.askForPerson();
    await row(page, 'Olga Offline').click();
    await page.locator('.primary-action', { hasText: 'Take over' }).click();
    await page.locator('.conversation-who', { hasText: 'With you' }).waitFor();
    await field(page).fill('half a thought');

    // The connection breaks while the conversation is read: the draft stays on the screen.
    let breaks = true;
    await page.routeWebSocket(/socket\.io/, (socket) => {
      const upstream = socket.connectToServer();
      socket.onMessage((data) => {
        if (breaks && String(data).includes('"session:open"')) void socket.close();
        else upstream.send(data);
      });
    });
    await page.reload();
    await page.locator('.conversation-who', { hasText: 'With you' }).waitFor();
    await page.getByRole('alert').getByText('The server does not answer').waitFor();
    await eventuallyPasses(async () => expect(await field(page).inputValue()).toBe('half a thought'));
    breaks = false;
    await bubble(page, 'Hello').waitFor();

    await goOffline(page);
    await field(page).fill('first while offline');
    await page.keyboard.press('Enter');
    await field(page).fill('second while offline');
    await page.keyboard.press('Enter');
    await page.locator('.receipt', { hasText: 'Sending' }).first().waitFor();
    await off.say('written meanwhile');
    await context.setOffline(false);
    await bubble(page, 'written meanwhile').waitFor();
    await page.locator('.receipt', { hasText: 'Sent' }).waitFor();
    const texts = (await log(sessionId))
      .filter(({ sender }) => sender === 'agent')
      .map(({ content }) => content.text);
    expect(texts.filter((text) => text?.includes('offline'))).toEqual([
      'first while offline',
      'second while offline',
    ]);
    await eventuallyPasses(async () => expect(await bubble(page, 'first while offline').count()).toBe(1));
  });

  test('a message that is refused says why, with the way to try again or drop it', async () => {
    const { page, context } = await open();
    const rita = await customer(server, { firstName: 'Rita', lastName: 'Refused' });
    await rita.say('Hello');
    await rita.askForPerson();
    await row(page, 'Rita Refused').click();
    await page.locator('.primary-action', { hasText: 'Take over' }).click();
    await page.locator('.conversation-who', { hasText: 'With you' }).waitFor();
    await goOffline(page);
    await field(page).fill('too late');
    await page.keyboard.press('Enter');
    await rita.call('session:close', {});
    await context.setOffline(false);
    await page.locator('.receipt.failed', { hasText: 'Not sent.' }).waitFor();
    await page.locator('.primary-action', { hasText: 'Reopen' }).click();
    await page.locator('.conversation-who', { hasText: 'With you' }).waitFor();
    await page.getByRole('button', { name: 'Retry' }).click();
    await page.locator('.receipt', { hasText: 'Sent' }).waitFor();
    const heard = () => rita.heard.filter(({ content }) => content.text === 'too late');
    await eventually(() => heard().length > 0);
    expect(heard()).toHaveLength(1);
  });

  test('no row moves under the pointer: what is new is counted, and comes on request', async () => {
    for (let index = 0; index < 4; index += 1) {
      const one = await customer(server, { firstName: 'Early', lastName: String(index) });
      await one.say(`early ${index}`);
    }
    const { page } = await open();
    await page.getByRole('button', { name: /^Open/ }).click();
    const first = page.locator('.row').first();
    await row(page, 'early 3').waitFor();
    await first.hover();
    const before = await first.textContent();
    const late = await customer(server, { firstName: 'Late', lastName: 'Comer' });
    await late.say('here I am');
    const pill = page.getByRole('button', { name: '1 new' });
    await pill.waitFor();
    await eventuallyPasses(async () =>
      expect((await first.textContent())?.slice(0, 12)).toBe(before?.slice(0, 12)),
    );
    await pill.click();
    await row(page, 'Late Comer').waitFor();
  });

  test('of two agents who take over at once one gets it and the other is told', async () => {
    const both = await customer(server, { firstName: 'Two', lastName: 'Hands' });
    await both.say('Hello');
    await both.askForPerson();
    const bea = await server.addAgent('Bea');
    const [one, two] = [await open(), await open({ email: bea.email, password: bea.password })];
    for (const { page } of [one, two]) {
      await row(page, 'Two Hands').click();
      await page.locator('.primary-action', { hasText: 'Take over' }).waitFor();
    }
    await Promise.all(
      [one, two].map(({ page }) => page.evaluate(`document.querySelector('.primary-action')?.click()`)),
    );
    await Promise.race(
      [one, two].map(({ page }) => page.locator('.conversation-who', { hasText: 'With you' }).waitFor()),
    );
    await Promise.race(
      [one, two].map(({ page }) => page.getByText(/Transfer it to yourself to reply/).waitFor()),
    );
  });

  test('hostile words are shown as words in every place, and nothing runs', async () => {
    const { page, alarms } = await open();
    const words = [
      '<img src=x onerror=alert(1)>',
      '<script>alert(1)</script>',
      '"><svg onload=alert(1)>',
      'javascript:alert(1)',
      '[x](javascript:alert(1))',
      '{{constructor.constructor("alert(1)")()}}',
      '<iframe srcdoc="<script>parent.alert(1)</script>">',
      'https://example.com/"onmouseover="alert(1)',
    ];
    const eve = await customer(server, { firstName: '<img src=x onerror=alert(2)>', lastName: 'Eve' });
    for (const text of words) await eve.say(text);
    const sessionId = await eve.askForPerson('<img src=x onerror=alert(3)>');
    await server.request('PATCH', `sessions/${sessionId}`, { body: { labels: ['<b onclick=alert(4)>'] } });
    await server.request('POST', 'knowledge/articles', {
      body: { title: '<img src=x onerror=alert(5)>', content: '<script>alert(6)</script> refunds' },
    });
    await page.goto(`${server.url}/console/inbox/${sessionId}?tab=all`);
    for (const text of words) await bubble(page, text).first().waitFor();
    await page.goto(`${server.url}/console/knowledge`);
    await page.getByRole('button', { name: '<img src=x onerror=alert(5)>' }).waitFor();
    await page.goto(`${server.url}/console/customers/${eve.id}`);
    await page.getByRole('heading', { name: '<img src=x onerror=alert(2)> Eve' }).waitFor();
    await page.goto(`${server.url}/console/inbox/${sessionId}?tab=all`);
    await bubble(page, words[0]!).first().waitFor();
    await eventuallyPasses(async () =>
      expect(await page.locator('main img, main script, main iframe, main svg[onload]').count()).toBe(0),
    );
    const protocols = await page.evaluate<string[]>(
      `[...document.querySelectorAll('a')].map((a) => a.protocol)`,
    );
    expect(protocols.filter((protocol) => !['http:', 'https:', 'mailto:'].includes(protocol))).toEqual([]);
    expect(alarms).toEqual([]);
  });

  test('labels and priority are set, and a session goes to a colleague with a word', async () => {
    const cleo = await server.addAgent('Cleo');
    const { page } = await open();
    const max = await customer(server, { firstName: 'Max', lastName: 'Moves' });
    await max.say('Hello');
    const sessionId = await max.askForPerson();
    await row(page, 'Max Moves').click();
    await page.locator('.primary-action', { hasText: 'Take over' }).click();
    await page.locator('.conversation-who', { hasText: 'With you' }).waitFor();
    const more = page.getByLabel('More to do with this conversation');
    await more.click();
    await page.getByRole('menuitem', { name: 'Urgent' }).click();
    await page.locator('.system-line', { hasText: 'Priority: urgent' }).waitFor();
    await more.click();
    await page.getByRole('menuitem', { name: 'Labels…' }).click();
    await page.getByRole('combobox', { name: 'Labels of this conversation' }).fill('billing');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.locator('.conversation-who .label', { hasText: 'billing' }).waitFor();
    await more.click();
    await page.getByRole('menuitem', { name: 'Transfer…' }).click();
    await page.getByRole('radio', { name: /Cleo/ }).check();
    await page.getByLabel('A word for them').fill('knows billing');
    await page.getByRole('button', { name: 'Transfer', exact: true }).click();
    await page.locator('.system-line', { hasText: /^Transferred to Cleo, by .+: knows billing/ }).waitFor();
    const { body } = await server.request('GET', `sessions/${sessionId}`);
    expect(body as Session).toMatchObject({ agentId: cleo.agentId, labels: ['billing'], priority: 'urgent' });
  });

  test('Enter takes the label that begins as what was typed; a new one is asked for, or where none fits', async () => {
    await server.request('POST', 'labels', { body: { name: 'Tasting' } });
    await server.request('POST', 'labels', { body: { name: 'Wine tasting' } });
    const { page } = await open();
    const lea = await customer(server, { firstName: 'Lea', lastName: 'Label' });
    await lea.say('Hello');
    const sessionId = await lea.askForPerson();
    await row(page, 'Lea Label').click();
    await page.locator('.primary-action', { hasText: 'Take over' }).click();
    await page.locator('.conversation-who', { hasText: 'With you' }).waitFor();
    await page.getByLabel('More to do with this conversation').click();
    await page.getByRole('menuitem', { name: 'Labels…' }).click();
    const typed = page.getByRole('combobox', { name: 'Labels of this conversation' });
    const offers = page.getByRole('option');
    await typed.fill('tast');
    await eventuallyPasses(async () =>
      expect(await offers.allTextContents()).toEqual(['Tasting', 'Wine tasting', 'Create “tast”']),
    );
    await pictures(page, 'labels-offered', { before: () => offers.first().waitFor() });
    await keep(page, 'labels offered');
    await typed.press('Enter');
    await page.getByRole('dialog').getByText('Tasting', { exact: true }).waitFor();
    await typed.fill('Wine');
    await page.getByRole('option', { name: 'Create “Wine”' }).click();
    await typed.fill('sting');
    await page.getByRole('option', { name: 'Create “sting”' }).waitFor();
    await typed.press('Enter');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    const { body } = await server.request('GET', `sessions/${sessionId}`);
    expect((body as Session).labels).toEqual(['Tasting', 'Wine', 'sting']);
  });

  test('an address that leads nowhere says so, with a way back', async () => {
    const theirs = await server.addOrganization('Theirs');
    const stranger = server.socket('/customer', { channelKey: theirs.channelKey });
    const said = { clientMessageId: 'theirs', text: 'A secret of theirs' };
    const ack = (await stranger.timeout(60_000).emitWithAck('message:send', said)) as { message: Message };
    const { page, alarms } = await open();
    for (const path of [
      `customers/${randomUUID()}`,
      'companies/nonsense',
      'nonsense',
      'settings/nonsense',
      'analytics/nonsense',
      'quality/nonsense',
      'inbox/a/b',
    ]) {
      await page.goto(`${server.url}/console/${path}`);
      await page.getByRole('heading', { name: 'This page does not exist' }).waitFor();
      expect([path, await faults(page)]).toEqual([path, []]);
    }
    await pictures(page, 'nowhere');
    await page.getByRole('link', { name: 'To the inbox' }).click();
    await page.getByText('Choose a conversation, or press J.').waitFor();
    for (const id of [ack.message.sessionId, randomUUID(), 'nonsense']) {
      await page.goto(`${server.url}/console/inbox/${id}?tab=all`);
      await page.getByRole('alert').getByText('This conversation does not exist.').waitFor();
      expect([id, await faults(page)]).toEqual([id, []]);
      await eventuallyPasses(async () => expect(await page.getByText('A secret of theirs').count()).toBe(0));
    }
    await pictures(page, 'nowhere-conversation');
    await page.getByRole('button', { name: 'Back to the list' }).click();
    await page.waitForURL('**/inbox?tab=all');
    await page.goto(`${server.url}/console/`);
    await page.waitForURL('**/console/inbox');
    expect(alarms).toEqual([]);
  });

  /** What is on the page, light and wide, then dark and on a phone. */
  async function looked(page: Page, path: string): Promise<string[]> {
    const found: string[] = [];
    for (const [colorScheme, width] of [['light', 1440] as const, ['dark', 390] as const]) {
      await page.setViewportSize({ width, height: 900 });
      await page.emulateMedia({ colorScheme });
      found.push(...(await faults(page, { targets: true })).map((one) => `${path} ${colorScheme} ${one}`));
      await keep(page, `${path}-${width}-${colorScheme}`);
    }
    return found;
  }

  test('axe finds nothing on any page, nor a target that is hard to hit, light and dark, wide and narrow', async () => {
    const zoe = await customer(server, { firstName: 'Zoë', lastName: 'Accessible' });
    await zoe.say('Hello');
    const sessionId = await zoe.askForPerson();
    const made = async (path: string, body: object) =>
      (await server.request('POST', path, { body })).body as { id: string; link?: string };
    await made('knowledge/articles', { title: 'Returns', content: 'Within 30 days.' });
    await made('macros', { shortcut: 'sorry', title: 'Sorry', steps: { reply: 'Sorry.' }, shared: true });
    await made('canned-replies', { shortcut: 'hi', title: 'Hi', content: 'Hello there.', shared: true });
    await made('teams', { name: 'Billing' });
    const company = await made('companies', { name: 'Acme' });
    const { link } = await made('invitations', { email: `${randomUUID()}@shop.example`, role: 'agent' });
    const { page, alarms } = await open();
    const pages = await allPages(page, server);
    expect(pages.length).toBeGreaterThan(50);
    const found: string[] = [];
    for (const path of [
      'inbox?tab=all',
      `inbox/${sessionId}?tab=all`,
      ...[`customers/${zoe.id}`, `companies/${company.id}`],
      ...pages,
    ]) {
      await page.goto(`${server.url}/console/${path}`);
      await page.getByRole('main').waitFor();
      await page.waitForLoadState('networkidle');
      found.push(...(await looked(page, path)));
    }
    expect(alarms).toEqual([]);

    const context = await browser.newContext();
    contexts.push(context);
    const stranger = await context.newPage();
    for (const path of ['inbox', `join#${link!.split('#')[1]}`, 'reset#nothing']) {
      await stranger.goto('about:blank');
      await stranger.goto(`${server.url}/console/${path}`);
      await stranger.getByRole('main').waitFor();
      await stranger.waitForLoadState('networkidle');
      found.push(...(await looked(stranger, `nobody at ${path.split('#')[0]!}`)));
    }
    expect(found).toEqual([]);
  });
});
