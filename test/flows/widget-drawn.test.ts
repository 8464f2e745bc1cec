// How the widget draws what was said: marks as marks and never as HTML, a file with its sign beside its name.
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { eventuallyPasses } from '../../src/tools/eventually';
import { inBrowser } from '../dev-env/in-browser';
import { TestServer } from '../dev-env/test-server';
import { desk, everybodyLeaves, inFrame, launch, open, say, visitor } from './widget-visit';

inBrowser('what was said, in the widget', () => {
  let server: TestServer;
  let browser: Browser;
  let agent: Awaited<ReturnType<typeof desk>>;

  beforeAll(async () => {
    server = await TestServer.create({ env: { RATE_LIMITS: 'off' } });
    agent = await desk(server, 'Mara Lind');
    browser = await launch();
  });
  afterEach(() => everybodyLeaves(browser));
  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });

  test('what the team marks is drawn as marks, and nothing in it is HTML', async () => {
    const asker = await visitor(browser, server.url);
    await open(asker);
    await say(asker, 'I want to talk to a human about marks');
    const { id } = await agent.newest('I want to talk to a human about marks');
    await agent.claim(id);
    const last = asker.frame.locator('.theirs .bubble').last();
    for (const [text, html] of marked) {
      await agent.say(id, text);
      await eventuallyPasses(async () =>
        expect((await last.innerHTML()).replaceAll(/ (class|dir)="\w+"/g, '')).toBe(`<p>${html}</p>`),
      );
    }
    await eventuallyPasses(async () =>
      expect(await inFrame(asker.page).evaluate(`'pwned' in window`)).toBe(false),
    );
    // What the customer writes is as it was written.
    await say(asker, '**not bold** `nor code`');
    await eventuallyPasses(async () =>
      expect(await asker.frame.locator('.mine').last().locator('strong, code').count()).toBe(0),
    );
    if (process.env['SHOTS']) await asker.page.screenshot({ path: join(process.env['SHOTS'], 'marks.png') });
    expect(asker.errors).toEqual([]);
  });

  test('what the team lists is drawn as a list, each on its side, and nothing in it is HTML', async () => {
    const asker = await visitor(browser, server.url);
    await open(asker);
    await say(asker, 'I want to talk to a human about lists');
    const { id } = await agent.newest('I want to talk to a human about lists');
    await agent.claim(id);
    const last = asker.frame.locator('.theirs .bubble').last();
    for (const [text, html] of listed) {
      await agent.say(id, text);
      await eventuallyPasses(async () =>
        expect((await last.innerHTML()).replaceAll(/ (class|dir)="\w+"/g, '')).toBe(html),
      );
    }
    await last.locator('ol:dir(rtl)').waitFor();
    await asker.frame.locator('.theirs ul:dir(ltr)').first().waitFor();
    await eventuallyPasses(async () =>
      expect(await inFrame(asker.page).evaluate(`'pwned' in window`)).toBe(false),
    );
    // What the customer writes is as it was written.
    await say(asker, '- one\n- two');
    await eventuallyPasses(async () =>
      expect(await asker.frame.locator('.mine').last().locator('ul').count()).toBe(0),
    );
    if (process.env['SHOTS']) await asker.page.screenshot({ path: join(process.env['SHOTS'], 'lists.png') });
    expect(asker.errors).toEqual([]);
  });

  test('the sign of a file does not touch its name', async () => {
    const asker = await visitor(browser, server.url);
    await open(asker);
    await say(asker, 'Here is my receipt');
    const chosen = asker.page.waitForEvent('filechooser');
    await asker.frame.getByRole('button', { name: 'Attach a file' }).click();
    await (
      await chosen
    ).setFiles({ name: 'receipt.txt', mimeType: 'text/plain', buffer: Buffer.from('Paid.') });
    const link = asker.frame.getByRole('link', { name: 'receipt.txt' });
    await link.waitFor();
    const icon = (await link.locator('.icon').boundingBox())!;
    const name = (await link.locator('span').boundingBox())!;
    expect(name.x - (icon.x + icon.width)).toBeGreaterThanOrEqual(4);
    expect(Math.abs(icon.y + icon.height / 2 - (name.y + name.height / 2))).toBeLessThanOrEqual(3);
    if (process.env['SHOTS']) await asker.page.screenshot({ path: join(process.env['SHOTS'], 'file.png') });
  });
});

const span = (text: string) => `<span>${text}</span>`;
/** What an agent writes as a list, and what stands there. */
const listed: ReadonlyArray<readonly [string, string]> = [
  [
    'You need:\n- a **tent**\n- pegs\n\nSee you there.',
    `<p>${span('You need:')}</p><ul><li>${span('a ')}<strong>tent</strong></li><li>${span('pegs')}</li></ul><p>${span('See you there.')}</p>`,
  ],
  [
    '- <img src=x onerror="window.pwned=1">\n- <script>window.pwned=1</script>',
    `<ul><li>${span('&lt;img src=x onerror="window.pwned=1"&gt;')}</li><li>${span('&lt;script&gt;window.pwned=1&lt;/script&gt;')}</li></ul>`,
  ],
  ['2. ادفع\n3. انتظر', `<ol><li value="2">${span('ادفع')}</li><li value="3">${span('انتظر')}</li></ol>`],
];
/** What an agent writes, and what stands there. */
const marked: ReadonlyArray<readonly [string, string]> = [
  ['It is **bold** here', `${span('It is ')}<strong>bold</strong>${span(' here')}`],
  ['It is *italic* here', `${span('It is ')}<em>italic</em>${span(' here')}`],
  ['Type `npm start` now', `${span('Type ')}<code>npm start</code>${span(' now')}`],
  ['**bold, *both* too**', '<strong>bold, </strong><strong><em>both</em></strong><strong> too</strong>'],
  ['- one', span('- one')],
  ['**<img src=x onerror="window.pwned=1">**', '<strong>&lt;img src=x onerror="window.pwned=1"&gt;</strong>'],
  ['`<script>window.pwned=1</script>`', '<code>&lt;script&gt;window.pwned=1&lt;/script&gt;</code>'],
];
