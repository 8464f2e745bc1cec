// How the widget draws what was said: marks as marks and never as HTML, a file with its sign beside its name.
import { join } from 'node:path';
import type { Browser, BrowserContext } from 'playwright-core';
import { eventuallyPasses } from '../../src/tools/eventually';
import { TestServer } from '../dev-env/test-server';
import { desk, holds, inBrowser, inFrame, launch, open, say, type Visitor } from './widget-visit';

inBrowser('what was said, in the widget', () => {
  let server: TestServer;
  let browser: Browser;
  let agent: Awaited<ReturnType<typeof desk>>;
  const contexts: BrowserContext[] = [];

  beforeAll(async () => {
    server = await TestServer.create({ env: { RATE_LIMITS: 'off' } });
    agent = await desk(server, 'Mara Lind');
    browser = await launch();
  });
  afterEach(async () => {
    for (const context of contexts.splice(0)) await context.close();
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });

  async function visit(): Promise<Visitor> {
    const context = await browser.newContext({ locale: 'en-GB' });
    contexts.push(context);
    const page = await context.newPage();
    const errors: string[] = [];
    page.on('pageerror', (error) => errors.push(error.message));
    await page.goto(server.url);
    return { page, context, errors, frame: page.frameLocator('iframe') };
  }

  test('what the team marks is drawn as marks, and nothing in it is HTML', async () => {
    const visitor = await visit();
    await open(visitor);
    await say(visitor, 'I want to talk to a human about marks');
    const { id } = await agent.newest('I want to talk to a human about marks');
    await agent.claim(id);
    const last = visitor.frame.locator('.theirs .bubble').last();
    for (const [text, html] of marked) {
      await agent.say(id, text);
      await holds(async () =>
        expect((await last.innerHTML()).replaceAll(/ (class|dir)="\w+"/g, '')).toBe(`<p>${html}</p>`),
      );
    }
    await eventuallyPasses(async () =>
      expect(await inFrame(visitor.page).evaluate(`'pwned' in window`)).toBe(false),
    );
    // What the customer writes is as it was written.
    await say(visitor, '**not bold** `nor code`');
    await eventuallyPasses(async () =>
      expect(await visitor.frame.locator('.mine').last().locator('strong, code').count()).toBe(0),
    );
    if (process.env['SHOTS'])
      await visitor.page.screenshot({ path: join(process.env['SHOTS'], 'marks.png') });
    expect(visitor.errors).toEqual([]);
  });

  test('the sign of a file does not touch its name', async () => {
    const visitor = await visit();
    await open(visitor);
    await say(visitor, 'Here is my receipt');
    const chosen = visitor.page.waitForEvent('filechooser');
    await visitor.frame.getByRole('button', { name: 'Attach a file' }).click();
    await (
      await chosen
    ).setFiles({ name: 'receipt.txt', mimeType: 'text/plain', buffer: Buffer.from('Paid.') });
    const link = visitor.frame.getByRole('link', { name: 'receipt.txt' });
    await link.waitFor();
    const icon = (await link.locator('.icon').boundingBox())!;
    const name = (await link.locator('span').boundingBox())!;
    expect(name.x - (icon.x + icon.width)).toBeGreaterThanOrEqual(4);
    expect(Math.abs(icon.y + icon.height / 2 - (name.y + name.height / 2))).toBeLessThanOrEqual(3);
    if (process.env['SHOTS']) await visitor.page.screenshot({ path: join(process.env['SHOTS'], 'file.png') });
  });
});

const span = (text: string) => `<span>${text}</span>`;
/** What an agent writes, and what stands there. */
const marked: ReadonlyArray<readonly [string, string]> = [
  ['It is **bold** here', `${span('It is ')}<strong>bold</strong>${span(' here')}`],
  ['It is *italic* here', `${span('It is ')}<em>italic</em>${span(' here')}`],
  ['Type `npm start` now', `${span('Type ')}<code>npm start</code>${span(' now')}`],
  ['**bold, *both* too**', '<strong>bold, </strong><strong><em>both</em></strong><strong> too</strong>'],
  ['- one\n- two', span('- one\n- two')],
  ['**<img src=x onerror="window.pwned=1">**', '<strong>&lt;img src=x onerror="window.pwned=1"&gt;</strong>'],
  ['`<script>window.pwned=1</script>`', '<code>&lt;script&gt;window.pwned=1&lt;/script&gt;</code>'],
];
