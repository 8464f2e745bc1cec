// Files in a real browser: from the widget to the console and back, and what is said when one cannot be sent.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, FrameLocator, Locator, Page } from 'playwright-core';
import type { Message } from '../../src/protocol/model/message';
import { inBrowser } from '../dev-env/in-browser';
import { TestServer } from '../dev-env/test-server';
import { photo, sharpForTests } from '../dev-env/pictures';
import { desk, faults, launch } from './console-desk';
import { eventually, eventuallyPasses } from '../../src/tools/eventually';

const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

inBrowser('files in Chromium', () => {
  let server: TestServer;
  let browser: Browser;
  let dataDir: string;

  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'parley-files-'));
    server = await TestServer.create({ env: { DATA_DIR: dataDir, RATE_LIMITS: 'off', PARLEY_DEMO: 'off' } });
    browser = await launch();
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
    await rm(dataDir, { recursive: true, force: true });
  });

  async function visitor(): Promise<{ page: Page; frame: FrameLocator; errors: string[] }> {
    const context = await browser.newContext({ locale: 'en-GB' });
    const page = await context.newPage();
    const errors: string[] = [];
    page.on('pageerror', (error) => errors.push(error.message));
    await page.goto(server.url);
    await page.locator('button.launcher').click();
    const frame = page.frameLocator('iframe');
    await frame.getByRole('button', { name: 'Attach a file', disabled: false }).waitFor();
    return { page, frame, errors };
  }

  async function choose(
    page: Page,
    button: Locator,
    files: string | Array<{ name: string; buffer: Buffer }>,
  ) {
    const [chooser] = await Promise.all([page.waitForEvent('filechooser'), button.click()]);
    await chooser.setFiles(
      typeof files === 'string'
        ? files
        : files.map((file) => ({ ...file, mimeType: 'application/octet-stream' })),
    );
  }

  const widthOf = (image: Locator) =>
    image.evaluate((element) => (element as unknown as { naturalWidth: number }).naturalWidth);

  test('a picture goes from the widget to the console, and a file comes back', async () => {
    const { page, frame, errors } = await visitor();
    const attach = frame.getByRole('button', { name: 'Attach a file' });
    await choose(page, attach, [{ name: 'leak.png', buffer: png }]);
    const mine = frame.locator('.mine img');
    await mine.waitFor();
    await eventuallyPasses(async () => expect(await widthOf(mine)).toBe(1));
    await frame.getByText('Passed on to a person').waitFor();

    const agent = await desk(browser, server);
    await agent.page.locator('.row', { hasText: 'leak.png' }).click();
    const theirs = agent.page.locator('.bubble img');
    await theirs.waitFor();
    await eventuallyPasses(async () => expect(await widthOf(theirs)).toBe(1));
    await agent.page.getByRole('button', { name: 'Take over' }).first().click();
    await agent.page.getByPlaceholder('Write to the customer').waitFor();

    await choose(agent.page, agent.page.getByRole('button', { name: 'Attach files' }), [
      { name: 'form.pdf', buffer: Buffer.from('%PDF-1.7') },
      { name: 'too large.bin', buffer: Buffer.alloc(10 * 1024 * 1024 + 1) },
    ]);
    const chips = agent.page.getByRole('list', { name: 'Files to send' });
    await chips.getByText('Web takes files of at most 10 MB.').waitFor();
    const send = agent.page.getByRole('button', { name: 'Send', exact: true });
    await eventuallyPasses(async () => expect(await send.isDisabled()).toBe(true));
    expect((await faults(agent.page)).filter((fault) => /composer|file|chip/.test(fault))).toEqual([]);
    await agent.page.getByRole('button', { name: 'Remove too large.bin' }).click();
    await agent.page.locator('.composer textarea').fill('Please fill it in');
    await eventuallyPasses(async () => expect(await send.isEnabled()).toBe(true));
    await send.click();
    await frame
      .locator('.theirs', { hasText: 'Please fill it in' })
      .getByRole('link', { name: 'form.pdf' })
      .waitFor();
    await agent.page.locator('.bubble', { hasText: 'form.pdf' }).getByRole('link').waitFor();
    await eventuallyPasses(async () => expect(await chips.count()).toBe(0));
    const link = await frame.getByRole('link', { name: 'form.pdf' }).getAttribute('href');
    const answer = await fetch(link!);
    expect([answer.headers.get('content-disposition'), await answer.text()]).toEqual([
      'attachment; filename=form.pdf',
      '%PDF-1.7',
    ]);
    expect([errors, agent.alarms]).toEqual([[], []]);
  });

  test('files that are chosen together are sent in the order in which they were chosen, whichever is there first', async () => {
    const { page, frame } = await visitor();
    let isSecondThere!: () => void;
    const second = new Promise<void>((resolve) => (isSecondThere = resolve));
    let uploads = 0;
    await page.route('**/api/v1/widget/attachments', async (route) => {
      const isFirst = ++uploads === 1;
      const response = await route.fetch();
      if (isFirst) await second;
      await route.fulfill({ response });
      if (isFirst) return;
      // Whatever the page does with it, it has done after this.
      await frame.locator('body').evaluate('new Promise(requestAnimationFrame)');
      isSecondThere();
    });
    await choose(page, frame.getByRole('button', { name: 'Attach a file' }), [
      { name: 'one.txt', buffer: Buffer.from('one') },
      { name: 'two.txt', buffer: Buffer.from('two') },
    ]);
    const sent = frame.locator('.mine a');
    await eventuallyPasses(async () =>
      expect((await sent.allInnerTexts()).map((name) => name.trim())).toEqual(['one.txt', 'two.txt']),
    );
  });

  const sharp = sharpForTests();
  (sharp ? test : test.skip)(
    'a picture keeps its room until its preview is there, and opens whole',
    async () => {
      const { page, frame } = await visitor();
      // The message is sent once the preview is there, however busy the machine is.
      await page.route('**/api/v1/widget/attachments', async (route) => {
        const response = await route.fetch();
        const { id } = (await response.json()) as { id: string };
        await eventually(
          async () =>
            (await server.query('SELECT 1 FROM attachments WHERE id = $1 AND width > 0', [id])).length > 0,
        );
        await route.fulfill({ response });
      });
      let come!: () => void;
      const coming = new Promise<void>((resolve) => (come = resolve));
      const hold = (on: Page) =>
        on.route('**/files/*/preview?*', (route) => coming.then(() => route.continue()));
      await hold(page);
      await choose(page, frame.getByRole('button', { name: 'Attach a file' }), [
        { name: 'photo.jpg', buffer: await photo(sharp!) },
      ]);
      const agent = await desk(browser, server);
      await hold(agent.page);
      await agent.page.locator('.row', { hasText: 'photo.jpg' }).click();
      const images = [frame.locator('.mine img'), agent.page.locator('.bubble img')];
      for (const image of images) await image.waitFor();
      const boxes = () => Promise.all(images.map((image) => image.boundingBox()));
      const before = await boxes();
      expect(await Promise.all(images.map(widthOf))).toEqual([0, 0]);
      expect([before[1]!.width, before[1]!.height]).toEqual([200, 320]);
      come();
      await eventuallyPasses(async () => expect(await Promise.all(images.map(widthOf))).toEqual([300, 300]));
      expect(await boxes()).toEqual(before);
      if (process.env['SHOTS']) {
        await page.screenshot({ path: join(process.env['SHOTS'], 'widget.png') });
        await agent.page.screenshot({ path: join(process.env['SHOTS'], 'console.png') });
      }
      const [opened] = await Promise.all([agent.context.waitForEvent('page'), images[1]!.click()]);
      await opened.waitForLoadState();
      expect(opened.url()).toMatch(/\/files\/[0-9a-f-]{36}\?/);
      expect(await widthOf(opened.locator('img'))).toBe(1000);
      expect(agent.alarms).toEqual([]);
    },
  );

  test('a file that cannot be sent says why, and can be tried again', async () => {
    const { page, frame } = await visitor();
    const attach = frame.getByRole('button', { name: 'Attach a file' });
    await choose(page, attach, [{ name: 'huge.bin', buffer: Buffer.alloc(10 * 1024 * 1024 + 1) }]);
    await frame.getByText('Not sent. A file has at most 10 MB.').waitFor();
    await frame.getByRole('button', { name: 'Delete' }).click();
    await eventuallyPasses(async () => expect(await frame.locator('.mine').count()).toBe(0));

    await page.route('**/api/v1/widget/attachments', (route) => route.abort());
    await choose(page, attach, [{ name: 'small.txt', buffer: Buffer.from('hi') }]);
    await frame.getByText('Not sent, and not kept: files need a connection.').waitFor();
    await page.unroute('**/api/v1/widget/attachments');
    await frame.getByRole('button', { name: 'Retry' }).click();
    await frame.getByRole('link', { name: 'small.txt' }).waitFor();
    await eventuallyPasses(async () => expect(await frame.locator('.mine').count()).toBe(1));
  });

  test('files can be dropped and pasted, in the widget and at the desk', async () => {
    const { frame } = await visitor();
    const hand = (target: Locator, type: string, name: string) =>
      target.evaluate(
        (element, [kind, fileName]) => {
          // Typed for Node: what runs here runs in the browser.
          const page = globalThis as unknown as Record<string, new (...given: unknown[]) => never>;
          const data = new page['DataTransfer']!() as { items: { add(file: unknown): void } };
          data.items.add(new page['File']!(['x'], fileName));
          const options = { bubbles: true, cancelable: true, dataTransfer: data, clipboardData: data };
          const event = new page[kind === 'paste' ? 'ClipboardEvent' : 'DragEvent']!(kind, options);
          (element as unknown as { dispatchEvent(event: unknown): void }).dispatchEvent(event);
        },
        [type, name] as const,
      );
    await hand(frame.getByRole('textbox'), 'paste', 'pasted.txt');
    await frame.getByRole('link', { name: 'pasted.txt' }).waitFor();
    await hand(frame.locator('.log'), 'drop', 'dropped.txt');
    await frame.getByRole('link', { name: 'dropped.txt' }).waitFor();

    const agent = await desk(browser, server);
    await agent.page.locator('.row', { hasText: 'dropped.txt' }).click();
    await agent.page.getByRole('button', { name: 'Take over' }).first().click();
    await agent.page.getByPlaceholder('Write to the customer').waitFor();
    await hand(agent.page.locator('.composer textarea'), 'paste', 'from the desk.txt');
    await hand(agent.page.locator('.composer textarea'), 'drop', 'too.txt');
    const send = agent.page.getByRole('button', { name: 'Send', exact: true });
    await eventuallyPasses(async () => expect(await send.isEnabled()).toBe(true));
    await send.click();
    for (const name of ['from the desk.txt', 'too.txt']) await frame.getByRole('link', { name }).waitFor();
  });

  test('a link that ran out in an open page is asked for anew', async () => {
    const { page, frame } = await visitor();
    await choose(page, frame.getByRole('button', { name: 'Attach a file' }), [
      { name: 'late.png', buffer: png },
    ]);
    await frame.locator('.mine img').waitFor();
    const agent = await desk(browser, server);
    // The links that the page has had, of the preview and of the picture itself: what it asks for anew ends in "&".
    await agent.page.route('**/files/**', (route) =>
      route.request().url().endsWith('&') ? route.continue() : route.fulfill({ status: 404, body: '' }),
    );
    const asked: string[] = [];
    await agent.page.route('**/api/v1/sessions/*/messages?*', async (route) => {
      asked.push(route.request().url().split('/').at(-2)!);
      const response = await route.fetch();
      const body = (await response.json()) as { items: Message[] };
      for (const { content } of body.items) {
        if (content.mediaUrl) content.mediaUrl += '&';
        if (content.previewUrl) content.previewUrl += '&';
      }
      await route.fulfill({ response, json: body });
    });
    await agent.page.locator('.row', { hasText: 'late.png' }).click();
    await eventuallyPasses(async () => expect(await widthOf(agent.page.locator('.bubble img'))).toBe(1));
    // The conversations beside it are read ahead.
    const opened = new URL(agent.page.url()).pathname.split('/').at(-1);
    expect(asked.filter((sessionId) => sessionId === opened)).toHaveLength(1);
  });
});
