// The widget on a page of another site, in a browser that gives third parties no storage, against the real server.
import { existsSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { chromium, type Browser, type Page } from 'playwright-core';
import { TestServer } from '../dev-env/test-server';

const chromiumPath = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
const inBrowser = existsSync(chromiumPath) ? describe : describe.skip;

inBrowser('the widget on another site, without storage of its own', () => {
  let server: TestServer;
  let shop: Server;
  let browser: Browser;
  let page: Page;
  let errors: string[];

  beforeAll(async () => {
    server = await TestServer.create({ env: { RATE_LIMITS: 'off' } });
    shop = createServer((request, response) => {
      const key = new URL(request.url!, 'http://shop').searchParams.get('key') ?? server.channelKey;
      response.setHeader('content-type', 'text/html; charset=utf-8').end(shopPage(server.url, key));
    });
    await new Promise<void>((resolve) => shop.listen(0, '127.0.0.1', resolve));
    browser = await chromium.launch({
      executablePath: chromiumPath,
      args: [
        '--no-sandbox',
        '--disable-background-networking',
        '--disable-quic',
        '--test-third-party-cookie-phaseout',
      ],
    });
  });

  beforeEach(async () => {
    page = await browser.newPage({ locale: 'en-GB' });
    errors = [];
    page.on('pageerror', (error) => errors.push(error.message));
  });

  afterEach(() => page.context().close());

  afterAll(async () => {
    await browser?.close();
    shop?.close();
    await server?.close();
  });

  const frame = () => page.frameLocator('iframe');

  /** Another site than the server's, not only another port. */
  async function visit(query = ''): Promise<void> {
    await page.goto(`http://localhost:${(shop.address() as AddressInfo).port}/${query}`);
  }

  async function open(): Promise<void> {
    await page.locator('button.launcher').click();
    await frame().getByRole('textbox').waitFor();
  }

  /** Written, sent and answered. */
  async function ask(): Promise<void> {
    await frame().getByRole('textbox').fill('How long does a refund take?');
    await frame().getByRole('textbox').press('Enter');
    await frame().getByText('5 to 7 working days').first().waitFor();
    await frame().locator('.mine', { hasText: 'How long does' }).getByText('Sent').waitFor();
  }

  test('a message is sent and answered', async () => {
    await visit();
    await open();
    const inFrame = page.frames().find((one) => one.url().includes('/widget/frame.html'))!;
    expect(await inFrame.evaluate(denied)).toEqual(['localStorage', 'locks']);
    await ask();
    expect(errors).toEqual([]);
  });

  test('the conversation is there again after a reload: the page keeps the token for the frame', async () => {
    await visit();
    await open();
    await ask();
    await page.reload();
    await open();
    await frame().locator('.mine', { hasText: 'How long does' }).getByText('Sent').waitFor();
    await frame().getByText('5 to 7 working days').first().waitFor();
    expect(errors).toEqual([]);
  });

  test('a page that frames the widget without a key cannot name a channel by itself', async () => {
    await visit();
    const asked: string[] = [];
    page.on('websocket', (socket) => socket.on('framesent', ({ payload }) => asked.push(String(payload))));
    const init = { parley: 'init', channelKey: server.channelKey, locale: 'en', shown: true };
    await page.evaluate(`{
      const frame = document.createElement('iframe');
      frame.src = '${server.url}/widget/frame.html';
      frame.onload = () =>
        frame.contentWindow.postMessage(${JSON.stringify(init)}, '${server.url}', [new MessageChannel().port2]);
      document.body.append(frame);
    }`);
    while (!asked.some((sent) => sent.startsWith('40/customer'))) await page.waitForTimeout(50);
    expect(asked.join()).not.toContain(server.channelKey);
  });

  test.each(['mistyped', 'switched off'])(
    'a channel that is %s is said to be unavailable, and the log of the page says why',
    async (kind) => {
      const channel = { name: 'Shop', type: 'web', config: {} };
      const { body } = await server.request('POST', 'channels', { body: channel });
      const { id, key } = body as { id: string; key: string };
      await server.request('PATCH', `channels/${id}`, { body: { isActive: false } });
      const logged: string[] = [];
      page.on('console', (message) => logged.push(`${message.type()} ${message.text()}`));
      await visit(`?key=${kind === 'mistyped' ? 'mistyped' : key}`);
      await page.locator('button.launcher').click();
      await frame().getByText('The chat is not available now. Try again later.').waitFor();
      expect(logged).toEqual(['error Parley: There is no active channel with this key.']);
      expect(await frame().locator('.state').innerText()).toBe('Closed');
      // Nothing that could be written would arrive.
      expect(await frame().getByRole('button').count()).toBe(1);
      expect(await frame().getByRole('textbox').count()).toBe(0);
      await frame().getByRole('button', { name: 'Close chat' }).click();
      await page.locator('iframe').waitFor({ state: 'hidden' });
    },
  );
});

function shopPage(base: string, channelKey: string): string {
  return `<!doctype html><html lang="en"><title>Shop</title><h1>Shop</h1>
    <script src="${base}/widget.js" data-channel-key="${channelKey}" async></script></html>`;
}

/** What the browser refuses the frame. It is text: the tests are typed for Node. */
const denied = `(async () => {
  const refused = [];
  try { localStorage.length } catch { refused.push('localStorage') }
  await navigator.locks.request('any', () => {}).catch(() => refused.push('locks'));
  return refused;
})()`;
