// What the widget promises to the pages that it stands on: nothing there moves, and no rule of theirs is broken.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, BrowserContextOptions } from 'playwright-core';
import { eventuallyPasses } from '../../src/tools/eventually';
import { startFakeModel, type FakeModel } from '../dev-env/fake-model';
import { inBrowser } from '../dev-env/in-browser';
import { TestServer } from '../dev-env/test-server';
import { everybodyLeaves, launch, open, say, visitor, type Visitor } from './widget-visit';

const sentences = [
  'A refund takes 5 to 7 working days from the day your return reaches our warehouse [1].',
  'Gift cards are refunded to the same gift card [1].',
  'PayPal payments usually show within a day [1].',
] as const;

inBrowser('the widget and the page that it stands on', () => {
  let server: TestServer;
  let model: FakeModel;
  let browser: Browser;
  const shops: Server[] = [];

  beforeAll(async () => {
    model = await startFakeModel();
    model.behave({ says: sentences.join(' ') });
    server = await TestServer.create({
      env: {
        RATE_LIMITS: 'off',
        FETCH_ALLOW: '127.0.0.0/8',
        EMBEDDINGS: 'off',
        AI_PROVIDER: 'openai',
        AI_BASE_URL: model.baseUrl,
        AI_MODEL: 'fake',
        AI_API_KEY: 'sk-test',
      },
    });
    browser = await launch();
  });
  afterEach(async () => {
    await everybodyLeaves(browser);
    for (const shop of shops.splice(0)) shop.close().closeAllConnections();
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
    await model?.close();
  });

  interface Shop {
    /** What brings the widget; else its tag. */
    tag?: string;
    policy?: string;
    lang?: string;
  }

  /** A page of another site, which collects what moves on it and what its rules refuse, in its frames too. */
  async function visit(
    { tag = tagOf(), policy, lang = 'en' }: Shop = {},
    options: BrowserContextOptions = {},
  ): Promise<Visitor & { refused: string[] }> {
    const rows = Array.from({ length: 30 }, (_, n) => `<p>Tent ${n}: green, for two.</p>`).join('');
    const dir = lang === 'ar' ? 'rtl' : 'ltr';
    const html = `<!doctype html><html lang="${lang}" dir="${dir}"><meta name="viewport" content="width=device-width">
      <title>Shop</title>${tag}<h1>Shop</h1>${rows}</html>`;
    const shop = createServer((_request, response) => {
      response
        .writeHead(200, {
          'content-type': 'text/html; charset=utf-8',
          ...(policy && { 'content-security-policy': policy }),
        })
        .end(html);
    });
    shops.push(shop);
    await new Promise<void>((resolve) => shop.listen(0, '127.0.0.1', resolve));
    const refused: string[] = [];
    const url = `http://localhost:${(shop.address() as AddressInfo).port}/`;
    const came = await visitor(browser, url, { locale: lang, ...options }, async (context) => {
      await context.exposeFunction('refuse', (what: string) => void refused.push(what));
      await context.addInitScript(`
        addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => refuse(violatedDirective + ' ' + blockedURI));
        moves = [];
        new PerformanceObserver((list) => moves.push(...list.getEntries().map(({ value }) => value)))
          .observe({ type: 'layout-shift', buffered: true });`);
    });
    return { ...came, refused };
  }

  const tagOf = (key = server.channelKey, more = '') =>
    `<script async src="${server.url}/widget.js" data-channel-key="${key}" ${more}></script>`;

  /** Opened, asked, answered with its source. */
  async function answered(visitor: Visitor): Promise<void> {
    await open(visitor);
    await say(visitor, 'How long does a refund take?');
    await visitor.frame.locator('.sources').last().waitFor();
  }

  it.each([1280, 320])(
    'nothing of a page of %d px moves, from its loading to the closed chat',
    async (width) => {
      const visitor = await visit({}, { viewport: { width, height: 700 } });
      const { page, errors } = visitor;
      await page.locator('button.launcher').waitFor();
      await answered(visitor);
      await visitor.frame.getByRole('textbox').press('Escape');
      await page.locator('iframe').waitFor({ state: 'hidden' });
      await page.evaluate(twoFrames);
      await eventuallyPasses(async () => expect(await page.evaluate('moves')).toEqual([]));
      expect(errors).toEqual([]);
      // It would have been seen.
      await page.evaluate(`document.querySelector('h1').style.paddingTop = '100px'`);
      await eventuallyPasses(async () => expect(await page.evaluate('moves.length')).toBeGreaterThan(0));
    },
  );

  const nonce = 'bm9uY2U';
  const stub = `window.Parley = window.Parley || function () { (Parley.q = Parley.q || []).push(arguments); }; Parley('open');`;
  it.each([
    [
      'the two sources that README names',
      () => ({
        tag: tagOf(),
        policy: `default-src 'none'; script-src ${server.url}; frame-src ${server.url}`,
      }),
    ],
    [
      'nonces, with the address',
      () => ({
        tag: `<script nonce="${nonce}">${stub}</script>${tagOf(undefined, `nonce="${nonce}"`)}`,
        policy: `default-src 'none'; script-src 'nonce-${nonce}' ${server.url}; frame-src ${server.url}`,
      }),
    ],
    [
      "nonces and 'strict-dynamic'",
      () => ({
        tag: `<script nonce="${nonce}">${stub}</script>${tagOf(undefined, `nonce="${nonce}"`)}`,
        policy: `default-src 'none'; script-src 'nonce-${nonce}' 'strict-dynamic'; frame-src ${server.url}; base-uri 'none'; object-src 'none'`,
      }),
    ],
  ])('a Content-Security-Policy of %s lets all of it in', async (_, shop) => {
    const visitor = await visit(shop());
    const { page, frame, errors, refused } = visitor;
    const launcher = page.locator('button.launcher');
    await launcher.waitFor();
    if (!shop().tag.includes(stub)) await launcher.click();
    await frame.getByRole('textbox').waitFor();
    await eventuallyPasses(async () =>
      expect(await launcher.evaluate((button) => button.getBoundingClientRect().width)).toBe(56),
    );
    await say(visitor, 'How long does a refund take?');
    await frame.locator('.sources').last().waitFor();
    await frame.getByRole('button', { name: 'Talk to a person' }).click();
    await frame.getByRole('button', { name: 'Conversations' }).click();
    await frame.getByRole('button', { name: 'Sound: on' }).waitFor();
    expect([errors, refused]).toEqual([[], []]);
    // It would have been heard.
    await page.evaluate(
      `document.body.append(Object.assign(new Image(), { src: 'https://nowhere.invalid/' }))`,
    );
    await eventuallyPasses(() => expect(refused).toEqual(['img-src https://nowhere.invalid/']));
  });
});

const twoFrames = `new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))`;
