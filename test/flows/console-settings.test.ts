// What an admin sets in the console does what it says: channels and business hours; and everybody their own password.
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import jwt from 'jsonwebtoken';
import type { Page } from 'playwright-core';
import type { Article } from '../../src/protocol/knowledge';
import type { Setting } from '../../src/protocol/settings';
import type { Channel } from '../../src/protocol/model/channel';
import type { McpServer } from '../../src/protocol/mcp-servers';
import { startFakeMcp } from '../dev-env/fake-mcp';
import { inBrowser } from '../dev-env/in-browser';
import { bubble, customer, faults, fitsDeskAndPhone, field, useDesk, type desk } from './console-desk';
import { eventually, eventuallyPasses } from '../../src/tools/eventually';

inBrowser('settings in the console in Chromium', () => {
  const at = useDesk({ FETCH_ALLOW: '127.0.0.1/32' });

  async function settings(section: string, options: Parameters<typeof desk>[2] = {}): Promise<Page> {
    const page = await at.open({ path: `/console/settings?section=${section}`, ...options });
    await page.getByRole('heading', { name: 'Settings' }).waitFor();
    return page;
  }

  const list = async <T>(path: string) =>
    ((await at.server.request('GET', path)).body as { items: T[] }).items;

  /** What a visitor of the channel is told. */
  const told = async (channelKey: string, identity?: string) => {
    const { status, body } = await at.server.request('POST', 'widget/sessions', {
      token: '',
      body: { channelKey, ...(identity && { identity }) },
    });
    return { status, channel: (body as { channel?: Record<string, unknown> }).channel };
  };

  /** On a page of somebody's own, run, ended and run again, as React's StrictMode does. */
  async function showsOnce(page: Page, code: string): Promise<void> {
    const site = createServer((_, response) => response.setHeader('Content-Type', 'text/html').end('<p>'));
    await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve));
    const theirs = await page.context().newPage();
    await theirs.goto(`http://127.0.0.1:${(site.address() as AddressInfo).port}/`);
    await theirs.evaluate(`(() => { const run = () => {${code}}; const end = run(); end?.(); run(); })()`);
    await theirs.locator('button.launcher').waitFor();
    await eventuallyPasses(async () => expect(await theirs.locator('parley-widget').count()).toBe(1));
    await theirs.close();
    site.closeAllConnections();
    site.close();
  }

  /** Pasted into a page as it is: what the page asks of it before the script is there is done once it is. */
  async function keepsCalls(page: Page, snippet: string): Promise<void> {
    const early = `<script>
      Parley('on', 'error', ({ code }) => (heard = code));
      Parley('identify', {});
      Parley('open');
    </script>`;
    const site = createServer((_, response) =>
      response.setHeader('Content-Type', 'text/html').end(`<!doctype html><body>${snippet}${early}`),
    );
    await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve));
    const theirs = await page.context().newPage();
    let load = (): void => undefined;
    const isLate = new Promise<void>((resolve) => (load = resolve));
    await theirs.route('**/widget.js', async (route) => {
      await isLate;
      await route.continue();
    });
    await theirs.goto(`http://127.0.0.1:${(site.address() as AddressInfo).port}/`, {
      waitUntil: 'domcontentloaded',
    });
    await eventuallyPasses(async () => expect(await theirs.evaluate('Parley.q.length')).toBe(3));
    load();
    await theirs.locator('iframe').waitFor();
    await theirs.waitForFunction('globalThis.heard');
    await theirs.close();
    site.closeAllConnections();
    site.close();
  }

  /** What stands at a field. */
  async function saidAt(page: Page, label: string): Promise<string[]> {
    const ids = await page.getByLabel(label, { exact: true }).getAttribute('aria-describedby');
    const places = (ids ?? 'nothing').split(' ').map((id) => `[id="${id}"]`);
    return page.locator(places.join(',')).allTextContents();
  }

  test('sections stand in a list by groups; on a phone the list comes first, and each has an address', async () => {
    const { email, password } = await at.server.addAgent('Nora');
    const page = await settings('macros');
    const list = page.getByRole('navigation', { name: 'Settings' });
    await page.getByRole('heading', { name: 'Macros' }).waitFor();
    await eventuallyPasses(async () =>
      expect(await list.locator('[aria-current="page"]').allTextContents()).toEqual(['Macros']),
    );
    await list.getByRole('group', { name: 'AI' }).getByRole('link', { name: 'Tone and budget' }).click();
    await page.waitForURL(/section=tone$/);
    await page.getByLabel('How answers sound').waitFor();
    await eventuallyPasses(async () =>
      expect(await page.getByRole('button', { name: 'Save' }).count()).toBe(1),
    );
    expect(await faults(page)).toEqual([]);
    await page.setViewportSize({ width: 1280, height: 600 });
    await list.getByRole('link', { name: 'Your profile' }).click();
    const profile = page.getByRole('heading', { name: 'Your profile' });
    await profile.waitFor();
    await eventuallyPasses(async () => expect((await profile.boundingBox())!.y).toBeGreaterThan(0));
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: /^Go to/ }).fill('business');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Business hours' }).waitFor();

    const hers = await settings('', { email, password, viewport: { width: 390, height: 900 } });
    const short = hers.getByRole('navigation', { name: 'Settings' });
    await eventuallyPasses(async () =>
      expect(await short.getByRole('link').allTextContents()).toEqual([
        'People',
        'Teams',
        'Replies',
        'Labels',
        'Macros',
        'Playbooks',
        'Your profile',
        'Your password',
        'Notifications',
        'This browser',
      ]),
    );
    expect(await faults(hers)).toEqual([]);
    await short.getByRole('link', { name: 'Your password' }).click();
    await hers.getByLabel('Current password', { exact: true }).waitFor();
    await eventuallyPasses(async () =>
      expect(await hers.locator(':focus').textContent()).toBe('Your password'),
    );
    await eventuallyPasses(async () => expect(await short.count()).toBe(0));
    expect(await faults(hers)).toEqual([]);
    await hers.getByRole('link', { name: 'All settings' }).click();
    await short.waitFor();
    // On a phone the last places of the rail are behind one button.
    await hers.getByRole('button', { name: 'More places' }).click();
    expect(await faults(hers)).toEqual([]);
    await hers.getByRole('menuitem', { name: 'Knowledge' }).click();
    await hers.getByRole('heading', { name: 'Knowledge', exact: true }).waitFor();
    // What another role may see leads nobody else astray.
    await hers.goto(`${at.server.url}/console/settings?section=keys`);
    await short.waitFor();
  });

  test('a web channel is made and changed in a form, and the widget is told', async () => {
    const page = await settings('channels');
    await page.getByRole('button', { name: 'New channel' }).click();
    await page.getByRole('menuitem', { name: /^Web chat/ }).click();
    const dialog = page.getByRole('dialog', { name: 'New web channel' });
    await dialog.getByRole('textbox', { name: 'Name', exact: true }).fill('Boats');
    await dialog.getByLabel('Greeting').fill('Ahoy.');
    await dialog.getByLabel('Suggested questions').fill('Where is it?\n\n  Can I return it?  ');
    const preview = dialog.frameLocator('iframe');
    const panel = preview.frameLocator('iframe');
    await panel.getByText('Ahoy.').waitFor();
    await panel.getByText('Can I return it?').waitFor();
    await dialog.getByLabel('Colour').fill('#7a1f5c');
    await eventuallyPasses(async () =>
      expect(await preview.locator('parley-widget').getAttribute('style')).toContain('--accent: #7a1f5c'),
    );
    await dialog.getByLabel('Colour').fill('');
    await dialog.getByLabel('Allowed origins').fill('https://boats.example/shop\nboats.example');
    await dialog.getByRole('button', { name: 'Generate a new one' }).click();
    const secret = await dialog.getByLabel('Identity secret').inputValue();
    expect(secret).toMatch(/^[\w-]{43}$/);
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.getByText('boats.example is no web address, like https://shop.example.').waitFor();
    expect(await saidAt(page, 'Allowed origins')).toContain(
      'boats.example is no web address, like https://shop.example.',
    );
    await eventuallyPasses(async () => expect(await dialog.getByRole('alert').count()).toBe(0));
    expect(await faults(page)).toEqual([]);
    await dialog.getByLabel('Allowed origins').fill('https://boats.example/shop');
    await dialog.getByRole('textbox', { name: 'Name', exact: true }).press('Enter');
    await dialog.waitFor({ state: 'detached' });

    const boats = async () => (await list<Channel>('channels')).find(({ name }) => name === 'Boats')!;
    const { id, key, ...made } = await boats();
    expect(made).toMatchObject({
      type: 'web',
      isActive: true,
      config: {
        greeting: 'Ahoy.',
        suggestedQuestions: ['Where is it?', 'Can I return it?'],
        allowedOrigins: ['https://boats.example'],
        identitySecret: '********',
      },
    });
    const shown = page.locator('.snippet', { hasText: key });
    await shown.and(page.getByText(`data-channel-key="${key}"`)).waitFor();
    await keepsCalls(page, (await shown.textContent())!);
    const kinds = page.locator('li', { has: shown }).getByRole('radiogroup');
    await kinds.getByText('React').click();
    await shown.and(page.getByText('if (window.Parley) return;')).waitFor();
    const code = (await shown.textContent())!.match(/useEffect\(\(\) => \{([\s\S]*)\}, \[\]\);/)![1]!;
    await showsOnce(page, code);
    await kinds.getByText('Vue').click();
    await shown.and(page.getByText('onMounted(() =>')).waitFor();
    const identity = jwt.sign({ sub: 'shop-7' }, secret, { expiresIn: 3_600 });
    expect((await told(key, identity)).status).toBe(200);

    await at.server.query(`UPDATE channels SET config = config || '{"tint": "#123456"}' WHERE id = $1`, [id]);
    await page.reload();
    await page.getByRole('button', { name: 'Configure Boats' }).click();
    const again = page.getByRole('dialog', { name: 'Web channel' });
    await eventuallyPasses(async () =>
      expect(await again.getByLabel('Identity secret').inputValue()).toBe('********'),
    );
    await eventuallyPasses(async () =>
      expect(await again.getByLabel('Identity secret').isEditable()).toBe(false),
    );
    await again.getByLabel('Greeting').fill('');
    await again.getByLabel('Suggested questions').fill('1\n2\n3\n4\n5\n6');
    await again.getByLabel('Allowed origins').fill('');
    await again.getByRole('button', { name: 'Save' }).click();
    await again.getByText('At most 5 of them.').waitFor();
    expect(await saidAt(page, 'Suggested questions')).toContain('At most 5 of them.');
    await again.getByLabel('Suggested questions').fill('Where is it?');
    await again.getByRole('button', { name: 'Save' }).click();
    await again.waitFor({ state: 'detached' });
    expect((await boats()).config).toEqual({
      suggestedQuestions: ['Where is it?'],
      identitySecret: '********',
      tint: '#123456',
    });
    expect((await told(key, identity)).status).toBe(200);

    await page.getByRole('button', { name: 'Configure Boats' }).click();
    await again.getByRole('button', { name: 'Remove' }).click();
    await again.getByRole('switch', { name: /^On/ }).click({ force: true });
    await again.getByRole('button', { name: 'Save' }).click();
    await again.waitFor({ state: 'detached' });
    expect(await boats()).toMatchObject({ isActive: false });
    expect((await boats()).config).toEqual({ suggestedQuestions: ['Where is it?'], tint: '#123456' });
    // Channels are remembered for some seconds.
    await eventuallyPasses(async () => expect((await told(key)).status).toBe(404));
  });

  test('a server of tools is added, and its tools are switched on for whom they are', async () => {
    const mcp = await startFakeMcp();
    const page = await settings('tools', { viewport: { width: 390, height: 900 }, colorScheme: 'dark' });
    const dialog = page.getByRole('dialog');
    const save = dialog.getByRole('button', { name: 'Save' });
    const servers = () => list<McpServer>('mcp-servers');
    await page.getByRole('button', { name: 'New server' }).click();
    await dialog.getByLabel('Name').fill('My Shop');
    await dialog.getByLabel('Address').fill(mcp.url);
    await dialog.getByRole('textbox', { name: 'Bearer token' }).fill('another');
    await save.click();
    await dialog.getByText('It must be small letters').waitFor();
    expect(await faults(page)).toEqual([]);
    await dialog.getByLabel('Name').fill('shop');
    await save.click();
    await page.getByText('no tool is on').waitFor();
    // What the server did not tell is not saved as nothing.
    await page.getByRole('button', { name: 'Tools of shop' }).click();
    await dialog.getByText('It does not accept the token').waitFor();
    await eventuallyPasses(async () => expect(await save.isDisabled()).toBe(true));
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Change shop' }).click();
    await dialog.getByRole('button', { name: 'Replace the bearer token' }).click();
    await dialog.getByRole('textbox', { name: 'Bearer token' }).fill(mcp.token);
    await save.click();
    await dialog.waitFor({ state: 'detached' });

    await page.getByRole('button', { name: 'Tools of shop' }).click();
    await dialog.getByRole('switch', { name: 'order.lookup' }).click({ force: true });
    await eventuallyPasses(async () =>
      expect(await dialog.getByRole('switch', { name: 'order.cancel' }).isDisabled()).toBe(true),
    );
    await save.click();
    await dialog.getByText('The identity must fill an argument').waitFor();
    expect(await faults(page)).toEqual([]);
    await dialog.getByRole('combobox', { name: 'customer', exact: true }).click();
    await page.getByRole('option', { name: /^Proved: Your own id/ }).click();
    // What was filled with one proof is filled with the next one.
    await dialog.getByRole('combobox', { name: 'What must be proved of the customer' }).click();
    await page.getByRole('option', { name: 'E-mail address' }).click();
    await save.click();
    await page.getByText('1 tool is on').waitFor();
    expect(await servers()).toMatchObject([
      {
        name: 'shop',
        url: mcp.url,
        tools: [
          {
            name: 'order.lookup',
            identity: 'email',
            arguments: { customer: { from: 'email' }, number: { from: 'model' } },
          },
        ],
      },
    ]);
    mcp.close();
  });

  test('who takes hours or a holiday away by a key goes on beside it, and hears what is gone', async () => {
    const page = await settings('hours');
    await page.getByLabel('At certain hours').check();
    await page.getByRole('button', { name: 'Add hours on Monday' }).click();
    for (let n = 0; n < 3; n += 1) await page.getByRole('button', { name: 'Add a holiday' }).click();
    const remove = (name: string) => page.getByRole('button', { name: `Remove ${name}`, exact: true });
    const onto = async (name: string, said: string) => {
      await page.getByText(`Removed: ${said}`, { exact: true }).waitFor({ state: 'attached' });
      await page.getByRole('button', { name, exact: true }).and(page.locator(':focus')).waitFor();
    };
    await remove('Monday, hours 2').press('Enter');
    await onto('Add hours on Monday', 'Monday, hours 2');
    await remove('Holiday 2').press('Enter');
    await onto('Remove Holiday 2', 'Holiday 2');
    await page.keyboard.press('Enter');
    await remove('Holiday 2').waitFor({ state: 'detached' });
    await onto('Remove Holiday 1', 'Holiday 2');
    await page.keyboard.press('Enter');
    await onto('Add a holiday', 'Holiday 1');
  });

  test('business hours are set day by day, wrong ones stand at their day, and there is a way back', async () => {
    const page = await settings('hours');
    const save = page.getByRole('button', { name: 'Save' });
    await page.getByLabel('At certain hours').check();
    await page.getByRole('combobox', { name: 'Time zone' }).fill('berl');
    await page.getByRole('option', { name: 'Europe/Berlin' }).click();
    for (const day of ['Tuesday', 'Wednesday', 'Thursday', 'Friday'])
      await page.getByLabel(day, { exact: true }).last().uncheck();
    await page.getByLabel('Monday, from', { exact: true }).fill('18:00');
    await save.click();
    await page.getByText(/^The end must be later than the start/).waitFor();
    expect((await saidAt(page, 'Monday, from'))[0]).toMatch(/^The end must be later/);
    expect(await saidAt(page, 'Monday, to')).toEqual(await saidAt(page, 'Monday, from'));
    expect(await faults(page)).toEqual([]);
    expect(await list('settings?category=businessHours')).toEqual([]);

    await page.getByLabel('Monday, from', { exact: true }).fill('09:00');
    await page.getByLabel('Monday, to', { exact: true }).fill('12:00');
    await page.getByRole('button', { name: 'Add hours on Monday' }).click();
    await save.click();
    await page.getByText('Write both times, or take these hours away.').waitFor();
    await page.getByLabel('Monday, hours 2, from').fill('13:30');
    await page.getByLabel('Monday, hours 2, to').fill('00:00');
    await page.getByRole('button', { name: 'Add a holiday' }).click();
    await page.getByLabel('Holiday 1, day').fill('2026-12-24');
    await save.click();
    await page.getByText('Name the day.').waitFor();
    await page.getByLabel('Holiday 1, name').fill('Christmas Eve');
    await page.getByLabel('Holiday 1, every year').check();
    expect(await faults(page)).toEqual([]);
    await save.click();
    await page.getByText('Saved.').waitFor();
    const rows = await list<Setting>('settings?category=businessHours');
    const stored = Object.fromEntries(rows.map(({ key, value }) => [key, value]));
    expect(stored).toEqual({
      timeZone: 'Europe/Berlin',
      holidays: [{ date: '2026-12-24', name: 'Christmas Eve', everyYear: true }],
      days: {
        mon: [
          ['09:00', '12:00'],
          ['13:30', '24:00'],
        ],
        tue: [],
        wed: [],
        thu: [],
        fri: [],
      },
    });
    const hours = async () => (await told(at.server.channelKey)).channel!['businessHours'];
    await eventuallyPasses(async () => expect(await hours()).toHaveProperty('open'));

    await page.reload();
    await eventuallyPasses(async () =>
      expect(await page.getByLabel('Monday, hours 2, to').inputValue()).toBe('00:00'),
    );
    await page.getByLabel('Always open').check();
    await save.click();
    await page.getByText('Saved.').waitFor();
    expect(await list('settings?category=businessHours')).toEqual([]);
    await eventuallyPasses(async () => expect(await hours()).toBeUndefined());
  });

  test('what happens in quiet conversations and in the queue is set in numbers; what is too much stands at its field', async () => {
    const stored = async (category: string) =>
      Object.fromEntries(
        (await list<Setting>(`settings?category=${category}`)).map(({ key, value }) => [key, value]),
      );
    const page = await settings('ai');
    const save = page.getByRole('button', { name: 'Save' }).first();
    const within = page.getByLabel('Reopen for a customer who comes back (hours)');
    await eventuallyPasses(async () => expect(await within.inputValue()).toBe('24'));
    await page.getByLabel('Ask whether an answer helped (seconds)').fill('0');
    await page.getByLabel('Close a quiet conversation (minutes)').fill('99999');
    await within.fill('9000');
    await save.click();
    await page.getByText('At most 43200.').waitFor();
    expect(await saidAt(page, 'Close a quiet conversation (minutes)')).toContain('At most 43200.');
    expect(await saidAt(page, 'Reopen for a customer who comes back (hours)')).toContain('At most 8760.');
    await eventuallyPasses(async () => expect(await page.getByRole('alert').count()).toBe(0));
    expect(await faults(page)).toEqual([]);
    expect(await stored('ai')).toEqual({ askAfterSeconds: 0 });
    await page.getByLabel('Close a quiet conversation (minutes)').fill('');
    await within.fill('48');
    await page.getByRole('switch', { name: 'Ask how it was' }).click({ force: true });
    await save.click();
    await page.getByText('Saved.').waitFor();
    expect(await stored('ai')).toEqual({
      askAfterSeconds: 0,
      reopenWithinHours: 48,
      askForRating: false,
    });

    await page.getByRole('link', { name: 'Queue', exact: true }).click();
    const back = page.getByLabel('Take back an unopened conversation (seconds)');
    await back.fill('90000');
    const answered = page.getByLabel('Take back an unanswered conversation (seconds)');
    await eventuallyPasses(async () => expect(await answered.inputValue()).toBe('300'));
    await answered.fill('240');
    await page.getByLabel('Keep the turn of a customer who left (seconds)').fill('600');
    await save.click();
    await page.getByText('At most 86400.').waitFor();
    await back.fill('30');
    await save.click();
    await page.getByText('Saved.').waitFor();
    expect(await stored('routing')).toEqual({
      openWithinSeconds: 30,
      answerWithinSeconds: 240,
      goneAfterSeconds: 600,
    });
    await page.reload();
    await eventuallyPasses(async () => expect(await back.inputValue()).toBe('30'));
    await back.fill('');
    await save.click();
    await page.getByText('Saved.').waitFor();
    expect(await stored('routing')).toEqual({ answerWithinSeconds: 240, goneAfterSeconds: 600 });
  });

  test('what an agent speaks is chosen in People, and shown there', async () => {
    const { agentId } = await at.server.addAgent('Yara');
    const page = await settings('people');
    await page.getByRole('button', { name: 'Change Yara' }).click();
    const dialog = page.getByRole('dialog', { name: 'Agent' });
    for (const language of ['Portuguese', 'Arabic']) {
      await dialog.getByRole('combobox', { name: 'Languages' }).fill(language);
      await page.getByRole('option', { name: language, exact: true }).click();
    }
    await page.keyboard.press('Tab');
    await page.getByRole('option').first().waitFor({ state: 'detached' });
    expect(await faults(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.waitFor({ state: 'detached' });
    await page.locator('.person-row', { hasText: 'Yara' }).getByText('speaks Portuguese, Arabic').waitFor();
    const { body } = await at.server.request('GET', `agents/${agentId}`);
    expect(body).toMatchObject({ languages: ['pt', 'ar'] });
  });

  test("an article's category and address are taken away again, and what people ask is added", async () => {
    const made = {
      title: 'Brass lamps',
      content: 'They shine.',
      category: 'Light',
      url: 'https://shop.example/lamps',
      questions: ['Do lamps shine?', 'do lamps SHINE?', ' Is it brass? '],
    };
    const { body } = await at.server.request('POST', 'knowledge/articles', { body: made });
    const page = await at.open({ path: '/console/knowledge' });
    await page.getByRole('button', { name: 'Brass lamps' }).click();
    const dialog = page.getByRole('dialog', { name: 'Article', exact: true });
    await dialog.getByLabel('Category').fill('');
    await dialog.getByLabel('Address').fill('');
    await dialog.getByRole('button', { name: 'Remove “Do lamps shine?”' }).click();
    const question = dialog.getByRole('textbox', { name: 'A question people ask' });
    await question.fill('Any light?');
    await question.press('Enter');
    await question.fill('How bright?');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.waitFor({ state: 'detached' });
    const { id } = body as { id: string };
    const kept = (await at.server.request('GET', `knowledge/articles/${id}`)).body as object;
    const questions = ['Is it brass?', 'Any light?', 'How bright?'];
    expect(kept).toMatchObject({ title: 'Brass lamps', content: 'They shine.', questions });
    expect(Object.keys(kept)).not.toEqual(expect.arrayContaining(['category']));
    expect(Object.keys(kept)).not.toEqual(expect.arrayContaining(['url']));
    await page.locator('li', { hasText: 'Brass lamps' }).waitFor();
    await eventuallyPasses(async () =>
      expect(await page.locator('li', { hasText: 'Brass lamps' }).getByText('Light').count()).toBe(0),
    );
  });

  test('a question that the team answered from an article is learned, and one left unanswered becomes an article', async () => {
    const { server } = at;
    const made = {
      body: { title: 'Engraving', content: 'We cut initials into brass and copper within two days.' },
    };
    const article = (await server.request('POST', 'knowledge/articles', made)).body as { id: string };
    const ask = async (text: string) => {
      const who = await customer(server);
      const { sessionId } = await who.say(text);
      await eventually(() => who.heard.some(({ type }) => type === 'handover'));
      return sessionId;
    };
    const sessionId = await ask('Could you personalise the candlestick of order 4711?');
    const page = await at.open({ path: `/console/inbox/${sessionId}?tab=all` });
    await page.locator('.primary-action', { hasText: 'Take over' }).click();
    await page.locator('.conversation-who', { hasText: 'With you' }).waitFor();
    await page.getByLabel('Search the knowledge').fill('initials brass');
    await page.getByRole('button', { name: 'Insert' }).first().click();
    await field(page).press('Enter');
    await bubble(page, 'We cut initials').first().waitFor();
    await page.goto(`${server.url}/console/knowledge`);
    await page.getByRole('tab', { name: 'Suggestions 1' }).click();
    const words = page.getByLabel('The question, as the AI would learn it');
    await eventuallyPasses(async () =>
      expect(await words.inputValue()).toBe('Could you personalise the candlestick of order …?'),
    );
    await words.fill('Could you personalise a candlestick?');
    await page.getByRole('button', { name: 'Learn it' }).click();
    await page.getByText('Nothing to learn.').waitFor();
    const learned = (await server.request('GET', `knowledge/articles/${article.id}`)).body;
    expect(learned).toMatchObject({ questions: ['Could you personalise a candlestick?'] });

    const second = await ask('Do you rent out chandeliers?');
    await server.request('POST', `sessions/${second}/claim`, { body: {} });
    const reply = { text: 'We rent chandeliers to cinemas and theatres.', clientMessageId: randomUUID() };
    await server.request('POST', `sessions/${second}/messages`, { body: reply });
    await page.getByRole('tab', { name: 'Unanswered' }).click();
    const group = page.locator('.suggested', { hasText: 'Do you rent out chandeliers?' });
    await group.getByRole('button', { name: 'Create article' }).click();
    const dialog = page.getByRole('dialog', { name: 'New article' });
    await eventuallyPasses(async () =>
      expect(await dialog.getByLabel('Title').inputValue()).toBe('Do you rent out chandeliers'),
    );
    await eventuallyPasses(async () =>
      expect(await dialog.getByRole('textbox', { name: 'Text' }).inputValue()).toBe(reply.text),
    );
    await dialog.getByRole('button', { name: 'Save' }).click();
    await group.waitFor({ state: 'detached' });
    const { body } = await server.request('GET', 'knowledge/articles?q=chandeliers');
    expect(body).toMatchObject({ items: [{ questions: ['Do you rent out chandeliers?'] }] });
  });

  test('an answer shows why it was given, and a change of its article says what it makes wrong', async () => {
    const { server } = at;
    const content = 'Lacquer dries in three hours. It smells of oranges for a week afterwards.';
    await server.request('POST', 'knowledge/articles', { body: { title: 'Lacquer', content } });
    const who = await customer(server);
    const { sessionId } = await who.say('How many hours until lacquer dries?');
    await eventually(() => who.heard.some(({ sender }) => sender === 'ai'));
    const page = await at.open({ path: `/console/inbox/${sessionId}?tab=all` });
    await page.getByRole('button', { name: 'Why this answer?' }).click();
    const why = page.locator('.why');
    await why.getByText('How many hours until lacquer dries?').waitFor();
    await eventuallyPasses(async () =>
      expect(await why.innerText()).toMatch(
        /extractive, \d+\.\d s\s+Cost\s+Nothing\s[\s\S]*Lacquer \d+ %, version 1/,
      ),
    );
    const spent = `provider = 'openai', model = 'small', latency_ms = 1240, input_tokens = 1204, output_tokens = 56`;
    const told = async (cost: string) => {
      await server.query(`UPDATE answers SET ${spent}, cost = ${cost} WHERE session_id = '${sessionId}'`);
      await page.reload();
      await page.getByRole('button', { name: 'Why this answer?' }).click();
      await why.getByText('tokens read').waitFor();
      return why.innerText();
    };
    expect(await told('NULL')).toContain('1,204 tokens read, 56 written, no price is set for them');
    expect(await told('0.000215')).toMatch(
      /openai, small, 1\.2 s\s+Cost\s+1,204 tokens read, 56 written, US\$0\.000215/,
    );
    expect(await faults(page)).toEqual([]);
    await page.goto(`${server.url}/console/knowledge`);
    await page.getByRole('button', { name: 'Lacquer' }).click();
    const dialog = page.getByRole('dialog', { name: 'Article', exact: true });
    await dialog.getByText('One past answer').waitFor();
    await dialog.getByRole('textbox', { name: 'Text' }).fill(content.replace('three', 'five'));
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.getByText('Saved. One past answer may be out of date now.').waitFor();
    await dialog.getByText('1 may be out of date now').waitFor();
    await dialog.getByRole('button', { name: 'Done' }).click();
    await dialog.waitFor({ state: 'detached' });
  });

  test('an import shows how far it is, is cancelled, and says what failed, what was left out and what is tried again', async () => {
    let release = () => {};
    const held = new Promise<void>((resolve) => (release = resolve));
    const site = createServer((request, response) => {
      const path = request.url!;
      const status = path === '/busy' ? 503 : /^\/(?:robots|none)/.test(path) ? 404 : 200;
      const list = ['/p1', '/p2', '/p3'].map((one) => `<loc>http://${request.headers.host}${one}</loc>`);
      const body = path === '/sitemap.xml' ? list.join('') : `<title>Page ${path}</title><p>Of ${path}.</p>`;
      const answer = () => response.writeHead(status, { 'content-type': 'text/html' }).end(body);
      void (path === '/p2' ? held : Promise.resolve()).then(answer);
    });
    await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve));
    const origin = `http://127.0.0.1:${(site.address() as AddressInfo).port}`;
    const page = await at.open({ path: '/console/knowledge' });
    await page.getByRole('link', { name: 'Import' }).click();
    await page.getByText('Nothing has been imported yet.').waitFor();
    const begin = async (kind: string, path: string) => {
      await page.getByText(kind, { exact: true }).click();
      await page.getByLabel('Address').fill(origin + path);
      await page.getByRole('button', { name: 'Import' }).click();
      return page.locator('.import', { hasText: origin + path });
    };
    const slow = await begin('Sitemap', '/sitemap.xml');
    await page.getByText('It has begun.').waitFor();
    const progress = slow.getByRole('progressbar', { name: `Import of ${origin}/sitemap.xml` });
    await eventuallyPasses(async () => expect(await progress.getAttribute('value')).toBe('1'));
    await eventuallyPasses(async () => expect(await progress.getAttribute('max')).toBe('3'));
    await slow.getByText('1 new, 2 waiting').waitFor();
    expect(await faults(page)).toEqual([]);
    await slow.getByRole('button', { name: 'Cancel' }).click();
    await slow.getByText('Cancelled').waitFor();
    release();

    const missing = await begin('Page', '/none');
    await missing.getByRole('button', { name: 'What was left out (1)' }).click();
    await missing.getByText('The page is not there (404).').waitFor();
    await missing.getByText('Nothing taken in').waitFor();
    const nothing = await begin('Sitemap', '/none.xml');
    await nothing.getByText('Failed').waitFor();
    await nothing.getByText(`${origin}/none.xml answered 404.`).waitFor();
    const busy = await begin('Page', '/busy');
    await busy.getByText('One page was not to be had.').waitFor();
    await busy.getByText(/1 failed · Tried again /).waitFor();
    expect(await faults(page)).toEqual([]);
    await busy.getByRole('button', { name: 'Cancel' }).click();
    await busy.getByRole('button', { name: 'Forget' }).click();
    await busy.getByRole('button', { name: 'Forget it; its articles stay' }).click();
    await busy.waitFor({ state: 'detached' });
    site.close();
  });

  test('versions of an article are compared, and an earlier one is restored', async () => {
    const { server } = at;
    const made = { title: 'Snuffers', content: 'They last.\nBrass.\nNo soot.', category: 'Candles' };
    const { id } = (await server.request('POST', 'knowledge/articles', { body: made })).body as {
      id: string;
    };
    const change = (body: object) => server.request('PUT', `knowledge/articles/${id}`, { body });
    await change({ content: 'They last.\nCopper.\nNo soot.' });
    await change({ category: null, audience: 'internal' });
    const page = await at.open({ path: '/console/knowledge' });
    await page.getByRole('button', { name: 'Snuffers' }).click();
    const dialog = page.getByRole('dialog', { name: 'Article', exact: true });
    await dialog.getByRole('tab', { name: 'Versions' }).click();
    await dialog.getByText(/^Now: Version 3, .*Admin\.$/).waitFor();
    const lines = (kind: string) => dialog.locator(`.diff .${kind}`).allInnerTexts();
    await dialog.getByText('Removed: Category: Candles').waitFor();
    expect(await lines('added')).toEqual([expect.stringContaining('Who may read it: internal')]);
    await dialog.getByLabel('What has changed since').click();
    await page.getByRole('option', { name: /^Version 1,/ }).click();
    await dialog.getByText('Removed: Brass.').waitFor();
    expect((await lines('added')).join()).toContain('Copper.');
    expect(await faults(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Restore version 1' }).click();
    await dialog.waitFor({ state: 'detached' });
    const { body } = await server.request('GET', `knowledge/articles/${id}`);
    expect(body).toMatchObject({ ...made, version: 4, audience: 'public' });
  });

  test('reports name what nobody is answered from and what was no help, and open it', async () => {
    const { server } = at;
    const content = 'Pewter is cleaned with warm water. Nothing else is needed for it.';
    await server.request('POST', 'knowledge/articles', { body: { title: 'Pewter', content } });
    const unused = { title: 'Gargoyles', content: 'They are not for sale.' };
    await server.request('POST', 'knowledge/articles', { body: unused });
    await server.query(
      `UPDATE knowledge_base SET created_at = now() - interval '100 days' WHERE title = 'Gargoyles'`,
    );
    const who = await customer(server);
    await who.say('How is pewter cleaned?');
    const { seq } = await eventually(() => who.heard.find(({ sender }) => sender === 'ai'));
    await who.call('message:feedback', { seq, helpful: false, reason: 'wrong' });
    const page = await at.open({ path: '/console/knowledge?section=reports' });
    const wrong = page.locator('section', { has: page.getByRole('heading', { name: 'Often wrong' }) });
    const never = page.locator('section', { has: page.getByRole('heading', { name: 'Never used' }) });
    await wrong.getByText('1 of 1 did not help: 1 wrong').waitFor();
    await eventuallyPasses(async () =>
      expect(await wrong.getByRole('button').allTextContents()).toEqual(['Pewter']),
    );
    await eventuallyPasses(async () =>
      expect(await never.getByRole('button').allTextContents()).toEqual(['Gargoyles']),
    );
    expect(await faults(page)).toEqual([]);
    await never.getByRole('button', { name: 'Gargoyles' }).click();
    const dialog = page.getByRole('dialog', { name: 'Article', exact: true });
    await eventuallyPasses(async () =>
      expect(await dialog.getByRole('textbox', { name: 'Text' }).inputValue()).toBe(unused.content),
    );
  });

  test('reports of a base without articles say that there are none yet', async () => {
    const page = await at.open({ path: '/console/inbox' });
    const none = { articles: 0, pending: 0, failed: 0, chunks: 0, embeddings: { state: 'off' } };
    await page.route('**/api/v1/knowledge/status', (route) => route.fulfill({ json: none }));
    await page.route('**/api/v1/knowledge/reports*', (route) =>
      route.fulfill({ json: { oftenWrong: [], neverUsed: [] } }),
    );
    await page.goto(`${at.server.url}/console/knowledge?section=reports`);
    const never = page.locator('section', { has: page.getByRole('heading', { name: 'Never used' }) });
    await never.getByText('There are no articles yet.').waitFor();
    await eventuallyPasses(async () => expect(await page.getByText('Every article is used').count()).toBe(0));
  });

  test('an article that is being read when the list is shown says so until it is', async () => {
    const { server } = at;
    const body = { title: 'Lanterns', content: 'A lantern burns for nine hours.' };
    await server.request('POST', 'knowledge/articles', { body });
    const page = await at.open();
    let asked = 0;
    await page.route('**/api/v1/knowledge/articles?*', async (route) => {
      const response = await route.fetch();
      const { items, ...rest } = (await response.json()) as { items: Article[] };
      asked += 1;
      const pending = { embeddingStatus: 'pending' as const };
      const as = (article: Article) => (asked === 1 ? { ...article, ...pending } : article);
      await route.fulfill({ json: { items: items.map(as), ...rest } });
    });
    await page.goto(`${server.url}/console/knowledge`);
    const item = page.locator('li', { hasText: 'Lanterns' });
    await item.getByText('Being read').waitFor();
    await item.getByText('Being read').waitFor({ state: 'detached' });
    await item.waitFor();
  });

  test('an article is kept as a draft, looked at, and published; a draft beside one is compared with it', async () => {
    const { server } = at;
    const page = await at.open({ path: '/console/knowledge' });
    await page.getByRole('button', { name: 'New article' }).click();
    const fresh = page.getByRole('dialog', { name: 'New article' });
    await fresh.getByLabel('Title').fill('Chimes');
    await fresh.getByRole('textbox', { name: 'Text' }).fill('## Tuning\n\n**Never** by hand.');
    await fresh.getByRole('tab', { name: 'Preview' }).click();
    await fresh.locator('.preview strong', { hasText: 'Never' }).waitFor();
    expect(await faults(page)).toEqual([]);
    await fresh.getByRole('tab', { name: 'Text' }).click();
    await fresh.getByRole('button', { name: 'Keep as draft' }).click();
    await fresh.waitFor({ state: 'detached' });
    const titles = async () => (await list<Article>('knowledge/articles?q=chimes')).map(({ title }) => title);
    expect(await titles()).toEqual([]);

    await page.getByRole('tab', { name: 'Drafts 1' }).click();
    await page.getByRole('button', { name: 'Chimes' }).click();
    const draft = page.getByRole('dialog', { name: 'Draft of a new article' });
    await draft.getByLabel('Title').fill('Wind chimes');
    await draft.getByRole('button', { name: 'Publish' }).click();
    await draft.waitFor({ state: 'detached' });
    await page.getByText('No drafts.').waitFor();
    expect(await titles()).toEqual(['Wind chimes']);

    // Beside what is published.
    await page.getByRole('tab', { name: 'Articles' }).click();
    await page.getByRole('button', { name: 'Wind chimes' }).click();
    const dialog = page.getByRole('dialog', { name: 'Article', exact: true });
    await dialog.getByRole('textbox', { name: 'Text' }).fill('## Tuning\n\nBy a smith.');
    await dialog.getByRole('button', { name: 'Keep as draft' }).click();
    await dialog.waitFor({ state: 'detached' });
    const [{ id, content } = { id: '', content: '' }] = await list<Article>('knowledge/articles?q=chimes');
    expect(content).toContain('by hand');
    await page.getByRole('button', { name: 'Wind chimes' }).click();
    await dialog.getByRole('link', { name: 'Open its draft' }).click();
    const beside = page.getByRole('dialog', { name: 'Draft of an article' });
    await dialog.waitFor({ state: 'detached' });
    await beside.getByRole('tab', { name: 'Changes' }).click();
    await beside.getByText('Added: By a smith.').waitFor();
    await beside.getByRole('tab', { name: 'Text' }).click();

    // Somebody saves the article meanwhile: said, and published only on purpose.
    await server.request('PUT', `knowledge/articles/${id}`, { body: { category: 'Garden' } });
    await beside.getByRole('button', { name: 'Publish' }).click();
    await beside.getByText(/it has version 2 now/).waitFor();
    await beside.getByText(/Begun from version 1; the article has version 2/).waitFor();
    expect(await faults(page)).toEqual([]);
    await beside.getByRole('button', { name: 'Publish all the same' }).click();
    await beside.waitFor({ state: 'detached' });
    expect((await list<Article>('knowledge/articles?q=chimes'))[0]).toMatchObject({
      version: 3,
      content: '## Tuning\n\nBy a smith.',
    });
  });

  test('the help centre gets its look in a form, which shows it before it is saved', async () => {
    const { server } = at;
    const page = await settings('help-centre');
    const preview = page.getByRole('figure', { name: 'Preview of the help centre' });
    await page.getByLabel('Title').fill('Harbour help');
    await page.getByLabel('Name in its address').fill('Harbour Help');
    await page.getByLabel('Colour', { exact: true }).fill('#ffee00');
    await preview.getByText('Harbour help').waitFor();
    const head = (await preview.locator('div').getAttribute('style')) ?? '';
    const [shown] = /rgb\(.*?\)/.exec(head)!;
    expect(shown).not.toBe('rgb(255, 238, 0)');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('must be small letters, digits and dashes').waitFor();
    const wrong = 'It must be small letters, digits and dashes.';
    expect(await saidAt(page, 'Name in its address')).toContain(wrong);
    await page.getByLabel('Name in its address').fill('harbour');
    expect(await faults(page)).toEqual([]);
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved.').waitFor();
    const readPage = async (path: string) => {
      const answer = await fetch(server.url + path);
      return { status: answer.status, text: await answer.text() };
    };
    await eventuallyPasses(async () => expect((await readPage('/help/')).text).toContain('Harbour help'));
    const open = page.getByRole('link', { name: 'Open the help centre' });
    await eventuallyPasses(async () =>
      expect((await readPage((await open.getAttribute('href'))!)).text).toContain('Harbour help'),
    );
    const [, accent] = /--accent:(#\w{6})/.exec((await readPage('/help/')).text)!;
    const asRgb = `rgb(${[1, 3, 5].map((at) => parseInt(accent!.slice(at, at + 2), 16)).join(', ')})`;
    expect(asRgb).toBe(shown);

    await page.getByRole('switch', { name: 'The help centre is on' }).click({ force: true });
    await eventuallyPasses(async () => expect(await page.getByLabel('Title').isDisabled()).toBe(true));
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved.').waitFor();
    await eventuallyPasses(async () => expect((await readPage('/help/')).status).toBe(404));
    await page.getByRole('switch', { name: 'The help centre is on' }).click({ force: true });
    await page.getByRole('button', { name: 'Save' }).click();
    await eventuallyPasses(async () => expect((await readPage('/help/')).status).toBe(200));
  });

  test('a supervisor reads channels and business hours, and changes none', async () => {
    const { email, password } = await at.server.addAgent('Sam', 'supervisor');
    const page = await settings('hours', { email, password });
    await page.getByText('Only an admin can change this.').waitFor();
    await eventuallyPasses(async () =>
      expect(await page.getByLabel('At certain hours').isDisabled()).toBe(true),
    );
    await eventuallyPasses(async () =>
      expect(await page.getByRole('button', { name: 'Save' }).count()).toBe(0),
    );
    await page.getByRole('link', { name: 'Channels', exact: true }).click();
    await page.locator('.snippet').first().waitFor();
    await eventuallyPasses(async () =>
      expect(await page.getByRole('button', { name: /^(New channel|Configure)/ }).count()).toBe(0),
    );
  });

  test('an agent changes the own password: a wrong one signs nobody out, the right one everybody else', async () => {
    const { email, password } = await at.server.addAgent('Pia');
    const elsewhere = await at.open({ email, password });
    const page = await at.open({ email, password });
    const tab = await page.context().newPage();
    await tab.goto(`${at.server.url}/console/inbox`);
    await tab.getByRole('navigation', { name: 'Main' }).waitFor();
    await page.getByRole('button', { name: /presence and account$/ }).click();
    await page.getByRole('menuitem', { name: 'Change your password' }).click();
    const fill = async (current: string, next: string) => {
      await page.getByLabel('Current password', { exact: true }).fill(current);
      await page.getByLabel('New password', { exact: true }).fill(next);
      await page.keyboard.press('Enter');
    };
    await fill('not mine', 'a brand new password');
    await page.getByText('This is not your current password.').waitFor();
    expect(await saidAt(page, 'Current password')).toEqual(['This is not your current password.']);
    await fill(password, 'short');
    await page.getByText('At least 8 characters are needed.').waitFor();
    expect(await saidAt(page, 'Current password')).toEqual([]);
    expect(await faults(page)).toEqual([]);
    await fill(password, 'a brand new password');
    await page.getByText('Saved. You stay signed in here and are signed out everywhere else.').waitFor();
    await eventuallyPasses(async () =>
      expect(await page.getByLabel('New password', { exact: true }).inputValue()).toBe(''),
    );
    await elsewhere.getByRole('heading', { name: 'Sign in to Parley' }).waitFor();

    // Both tabs of this browser go on, on sockets of the new login: presence crosses one.
    for (const mine of [page, tab]) {
      await mine.getByRole('status').getByRole('button', { name: 'Go online' }).click();
      await mine.getByText('You are away.').waitFor({ state: 'detached' });
      await mine.getByRole('button', { name: /presence and account$/ }).click();
      await mine.getByRole('menuitem', { name: /^Away/ }).click();
      await mine.getByText('You are away.').waitFor();
    }
    await page.reload();
    await page.getByRole('heading', { name: 'Settings' }).waitFor();
    expect(await at.server.login(email, 'a brand new password')).toEqual(expect.any(String));
    expect(await at.server.login(email, password)).toBeUndefined();
  });

  test('the answer lab asks an own question, shows what a draft would change, and asks before it lets a worse one hold', async () => {
    const [article] = await list<{ id: string; title: string }>(
      'knowledge/articles?q=When your refund arrives',
    );
    const page = await at.open({ path: '/console/knowledge?section=lab' });
    await page.getByRole('button', { name: 'New question' }).click();
    const dialog = page.getByRole('dialog', { name: 'New question' });
    await dialog.getByLabel('Question').fill('how long does a refund take?');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.getByText('Say which article or words you expect').waitFor();
    await dialog.getByLabel('Article that answers it').fill(article!.title);
    await page.getByRole('option', { name: article!.title }).click();
    expect(await faults(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Run the tests' }).click();
    const run = page.getByRole('region', { name: 'Last run' });
    await run.getByText('1 questions asked').waitFor();
    await eventuallyPasses(async () =>
      expect(await run.locator('dd').allTextContents()).toEqual(['1 ', '0 ', '0 ', '0 ']),
    );

    await page.getByLabel('At least so sure').fill('100');
    await page.getByRole('button', { name: 'Try this draft' }).click();
    await run.getByText('Draft: at least 100 % sure').waitFor();
    await run.getByRole('button', { name: 'Make these settings hold' }).click();
    const warning = page.getByRole('dialog', { name: 'This draft does worse' });
    await warning.getByText('Today: 1 of 1 right').waitFor();
    await fitsDeskAndPhone(page, 'worse draft');
    await warning.getByRole('button', { name: 'Keep today’s settings' }).last().click();
    await page.getByText('Handed over, was right').waitFor();
    expect(
      (await list<Setting>('settings?category=ai')).filter(({ key }) => key === 'confidenceFloor'),
    ).toEqual([]);

    await page.goto(`${at.server.url}/console/settings?section=ai`);
    await page.getByText(/Answers more.* 1 of 1 right/).waitFor();
    await page.getByLabel('Cautious').check();
    await page.getByRole('button', { name: 'Save' }).first().click();
    await page.getByText('Saved.').waitFor();
    expect(await list<Setting>('settings?category=answers')).toMatchObject([
      { key: 'caution', value: 'cautious' },
    ]);
    expect(await faults(page)).toEqual([]);
  });
});
