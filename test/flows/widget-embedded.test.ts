// The widget on a page of another site, in a browser that gives third parties no storage, against the real server.
import { existsSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, FrameLocator, Page } from 'playwright-core';
import { eventually, eventuallyPasses } from '../../src/tools/eventually';
import { launchWholeChromium, wholeChromiumPath } from '../dev-env/chromium';
import { isWalked } from '../dev-env/in-browser';
import { TestServer } from '../dev-env/test-server';
import { everybodyLeaves, inFrame, open as openPanel, say, tab, visitor } from './widget-visit';

const inBrowser = isWalked && existsSync(wholeChromiumPath) ? describe : describe.skip;

inBrowser('the widget on another site, without storage of its own', () => {
  let server: TestServer;
  let shop: Server;
  let browser: Browser;
  let page: Page;
  let frame: FrameLocator;
  let errors: string[];

  beforeAll(async () => {
    server = await TestServer.create({ env: { RATE_LIMITS: 'off' } });
    shop = createServer((request, response) => {
      const asked = new URL(request.url!, 'http://shop').searchParams;
      const html = shopPage(server.url, asked.get('key') ?? server.channelKey, asked.get('before') ?? '');
      response.setHeader('content-type', 'text/html; charset=utf-8').end(html);
    });
    await new Promise<void>((resolve) => shop.listen(0, '127.0.0.1', resolve));
    browser = await launchWholeChromium('--test-third-party-cookie-phaseout');
  });

  beforeEach(async () => {
    ({ page, frame, errors } = await visitor(browser, 'about:blank'));
  });

  afterEach(() => everybodyLeaves(browser));

  afterAll(async () => {
    await browser?.close();
    shop?.close();
    await server?.close();
  });

  /** Another site than the server's, not only another port. */
  async function visit(query = ''): Promise<void> {
    await page.goto(`http://localhost:${(shop.address() as AddressInfo).port}/${query}`);
  }

  const open = () => openPanel({ page, frame });

  /** The launcher is there and offers to open; nothing has opened meanwhile. */
  async function expectClosed(): Promise<void> {
    await page.getByRole('button', { name: 'Open chat' }).waitFor();
    await eventuallyPasses(async () => expect(await page.locator('iframe:visible').count()).toBe(0));
  }

  function focusedInWidget(): Promise<string | undefined> {
    return page.evaluate(`document.querySelector('parley-widget').shadowRoot.activeElement?.className`);
  }

  /** Written, sent and answered. */
  async function ask(): Promise<void> {
    await say({ frame }, 'How long does a refund take?');
    await frame.getByText('5 to 7 working days').first().waitFor();
  }

  test('a message is sent and answered', async () => {
    await visit();
    await open();
    await eventuallyPasses(async () =>
      expect(await inFrame(page).evaluate(denied)).toEqual(['localStorage', 'locks']),
    );
    await ask();
    expect(errors).toEqual([]);
  });

  test('the conversation is there again after a reload: the page keeps the token for the frame', async () => {
    await visit();
    await open();
    await ask();
    await page.reload();
    await frame.locator('.mine', { hasText: 'How long does' }).getByText('Sent').waitFor();
    await frame.getByText('5 to 7 working days').first().waitFor();
    expect(errors).toEqual([]);
  });

  test('an open panel is open on the next page of the site, and leaves the focus where the page has it', async () => {
    await visit();
    await open();
    await ask();
    await visit('?page=2');
    await frame.locator('.mine', { hasText: 'How long does' }).getByText('Sent').waitFor();
    await frame.getByText('5 to 7 working days').first().waitFor();
    await page.getByRole('button', { name: 'Close chat' }).and(page.locator('.launcher')).waitFor();
    await eventuallyPasses(async () =>
      expect(await page.evaluate('document.activeElement.localName')).toBe('body'),
    );
    await page.keyboard.press('Tab');
    await eventuallyPasses(async () =>
      expect(await page.evaluate('document.activeElement.id')).toBe('search'),
    );
    await frame.getByRole('textbox').click();
    await page.keyboard.press('Escape');
    await page.locator('iframe').waitFor({ state: 'hidden' });
    expect(await focusedInWidget()).toBe('launcher');
    expect(errors).toEqual([]);
  });

  test.each([
    ['Esc', () => page.keyboard.press('Escape')],
    ['its button', () => frame.getByRole('button', { name: 'Close chat' }).click()],
    ['the launcher', () => page.locator('button.launcher').click()],
    ['the page', () => page.evaluate(`Parley('close')`)],
    ['its removal', () => page.evaluate(`Parley('destroy')`)],
  ])('a panel closed by %s is closed on the next page', async (_, close) => {
    await visit();
    await open();
    await frame.getByRole('textbox').focus();
    await close();
    await page.locator('iframe').waitFor({ state: 'hidden' });
    await visit('?page=2');
    await expectClosed();
  });

  test('a page that closes the panel before the script is there keeps it closed, and the focus', async () => {
    await visit();
    await open();
    await visit(
      `?before=${encodeURIComponent(`document.querySelector('#search').focus(); Parley('close')`)}`,
    );
    await expectClosed();
    await eventuallyPasses(async () =>
      expect(await page.evaluate('document.activeElement.id')).toBe('search'),
    );
    await visit();
    await expectClosed();
  });

  test('a page that closes a panel which opened by itself does not move the focus', async () => {
    await visit();
    await open();
    await visit('?page=2');
    await frame.getByRole('textbox').waitFor();
    await page.locator('#search').focus();
    await page.evaluate(`Parley('close')`);
    await expectClosed();
    await eventuallyPasses(async () =>
      expect(await page.evaluate('document.activeElement.id')).toBe('search'),
    );
  });

  test('Esc gives the focus back to where the page had it', async () => {
    await visit();
    await page.locator('#search').focus();
    await page.evaluate(`Parley('open')`);
    await frame.getByRole('textbox').and(frame.locator(':focus')).waitFor();
    await page.keyboard.press('Escape');
    await expectClosed();
    await eventuallyPasses(async () =>
      expect(await page.evaluate('document.activeElement.id')).toBe('search'),
    );
  });

  test('the page hears that the panel is open again', async () => {
    await visit();
    await open();
    await visit(`?before=${encodeURIComponent(`Parley('on', 'open', () => (window.heard = 'open'))`)}`);
    await frame.getByRole('textbox').waitFor();
    await eventuallyPasses(async () => expect(await page.evaluate('heard')).toBe('open'));
  });

  test('a new visit begins closed', async () => {
    await visit();
    await open();
    ({ page, frame, errors } = await tab(page.context(), 'about:blank'));
    await visit();
    await expectClosed();
  });

  test('where the page may keep nothing, the panel begins closed', async () => {
    await page.addInitScript(
      `Object.defineProperty(window, 'sessionStorage', { get() { throw new DOMException('', 'SecurityError') } })`,
    );
    await visit();
    await open();
    await visit('?page=2');
    await expectClosed();
    expect(errors).toEqual([]);
  });

  test('on a phone, where it would cover the page, the panel begins closed and that is remembered', async () => {
    await page.setViewportSize({ width: 390, height: 800 });
    await visit();
    await open();
    await visit();
    await expectClosed();
    await page.setViewportSize({ width: 1280, height: 800 });
    await visit();
    await expectClosed();
    await page.setViewportSize({ width: 390, height: 800 });
    await visit(`?before=${encodeURIComponent(`Parley('open')`)}`);
    await frame.getByRole('textbox').waitFor();
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
    await eventually(() => asked.some((sent) => sent.startsWith('40/customer')));
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
      await frame.getByText('The chat is not available now. Try again later.').waitFor();
      expect(logged).toEqual(['error Parley: There is no active channel with this key.']);
      await eventuallyPasses(async () => expect(await frame.locator('.state').innerText()).toBe('Closed'));
      // Nothing that could be written would arrive.
      await eventuallyPasses(async () => expect(await frame.getByRole('button').count()).toBe(1));
      await eventuallyPasses(async () => expect(await frame.getByRole('textbox').count()).toBe(0));
      await frame.getByRole('button', { name: 'Close chat' }).click();
      await page.locator('iframe').waitFor({ state: 'hidden' });
    },
  );
});

/** @param before what the page says before the script is there */
function shopPage(base: string, channelKey: string, before: string): string {
  return `<!doctype html><html lang="en"><title>Shop</title><h1>Shop</h1><input id="search" aria-label="Search" />
    <script>
      window.Parley = function () { (Parley.q = Parley.q || []).push(arguments); };
      ${before}
    </script>
    <script src="${base}/widget.js" data-channel-key="${channelKey}" async></script></html>`;
}

/** What the browser refuses the frame. It is text: the tests are typed for Node. */
const denied = `(async () => {
  const refused = [];
  try { localStorage.length } catch { refused.push('localStorage') }
  await navigator.locks.request('any', () => {}).catch(() => refused.push('locks'));
  return refused;
})()`;
