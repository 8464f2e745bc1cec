// The widget on pages that make it hard: isolated ones, tag managers, a path in front, a translator, input methods.
import { createServer, request as forward, type Server } from 'node:http';
import { readFileSync } from 'node:fs';
import { connect, type AddressInfo } from 'node:net';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { eventuallyPasses } from '../../src/tools/eventually';
import { inBrowser } from '../dev-env/in-browser';
import { TestServer } from '../dev-env/test-server';
import {
  busyColleague,
  compose,
  desk,
  everybodyLeaves,
  id,
  inFrame,
  launch,
  open,
  say,
  visitor,
  type Visitor,
} from './widget-visit';

inBrowser('the widget on difficult pages', () => {
  let server: TestServer;
  let browser: Browser;
  let agent: Awaited<ReturnType<typeof desk>>;
  let page: Page;
  let errors: string[];
  const others: Server[] = [];

  beforeAll(async () => {
    server = await TestServer.create({ env: { RATE_LIMITS: 'off' } });
    await server.query('UPDATE organizations SET max_agents = 5');
    agent = await desk(server, 'Mara Lind');
    await busyColleague(server);
    browser = await launch('--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream');
  });

  afterEach(async () => {
    expect(errors).toEqual([]);
    await everybodyLeaves(browser);
  });

  afterAll(async () => {
    await browser?.close();
    for (const one of others) one.close().closeAllConnections();
    await server?.close();
  });

  async function listening(other: Server): Promise<number> {
    others.push(other);
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    return (other.address() as AddressInfo).port;
  }

  /** A page of another site. */
  async function visit(tag: string, headers: Record<string, string> = {}): Promise<Visitor> {
    const html = `<!doctype html><html lang="en"><title>Shop</title><h1>Shop</h1>${tag}</html>`;
    const shop = createServer((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', ...headers }).end(html);
    });
    return arrive(`http://localhost:${await listening(shop)}/`);
  }

  async function arrive(url: string, options?: BrowserContextOptions): Promise<Visitor> {
    const came = await visitor(browser, url, options);
    ({ page, errors } = came);
    return came;
  }

  const demo = (options?: BrowserContextOptions) => arrive(server.url, options);

  const answered = async (visitor: Visitor) => {
    await open(visitor);
    await say(visitor, 'How long does a refund take?');
    await visitor.frame.getByText('5 to 7 working days').first().waitFor();
  };

  test('an isolated page (COEP) shows it', async () => {
    const visitor = await visit(
      `<script src="${server.url}/widget.js" data-channel-key="${server.channelKey}"></script>`,
      { 'cross-origin-embedder-policy': 'require-corp', 'cross-origin-opener-policy': 'same-origin' },
    );
    await eventuallyPasses(async () => expect(await page.evaluate('crossOriginIsolated')).toBe(true));
    await answered(visitor);
  });

  test('colour, side, what is said first and who is asked come from the console, under a strict CSP', async () => {
    const { body } = await server.request('POST', 'channels', {
      body: {
        name: 'Shop pages',
        type: 'web',
        config: {
          accent: '#7a1f5c',
          theme: 'dark',
          side: 'left',
          identitySecret: 'a secret of at least thirty-two characters',
          preChat: ['name', 'email'],
          proactive: [
            { text: 'Questions about our prices?', page: '#pricing', afterSeconds: 0 },
            { text: 'Still looking?', afterSeconds: 3_600 },
          ],
        },
      },
    });
    const { key } = body as { key: string };
    const settings = await fetch(`${server.url}/widget/settings.js?channelKey=${key}`);
    expect(await settings.text()).not.toContain('secret');
    const csp = `default-src 'none'; script-src ${server.url}; frame-src ${server.url}`;
    const visitor = await visit(`<script src="${server.url}/widget.js" data-channel-key="${key}"></script>`, {
      'content-security-policy': csp,
    });
    const { frame } = visitor;
    const launcher = page.locator('button.launcher');
    await launcher.waitFor();
    await eventuallyPasses(async () => expect((await launcher.boundingBox())!.x).toBeLessThan(40));
    await eventuallyPasses(async () =>
      expect(
        await page.evaluate(
          `getComputedStyle(document.querySelector('parley-widget').shadowRoot.querySelector('.launcher')).backgroundColor`,
        ),
      ).toBe('rgb(122, 31, 92)'),
    );
    await eventuallyPasses(async () => expect(await page.locator('.teaser').count()).toBe(0));
    await page.evaluate(`history.pushState({}, '', '#pricing')`);
    await page.locator('.teaser', { hasText: 'Questions about our prices?' }).waitFor();
    await page.reload();
    await launcher.waitFor();
    await page.evaluate(`history.pushState({}, '', '#other')`);
    await page.evaluate(`history.pushState({}, '', '#pricing')`);
    await page.evaluate(`localStorage.removeItem('parley:said:${key}')`);
    await page.getByRole('button', { name: 'Questions about our prices?' }).click();
    await frame.getByRole('textbox', { name: 'Name' }).fill('Grace Hopper');
    await frame.getByRole('textbox', { name: 'E-mail' }).fill('grace@shop.example');
    await eventuallyPasses(async () =>
      expect(await frame.getByPlaceholder('Write a message').count()).toBe(0),
    );
    await frame.getByRole('button', { name: 'Begin' }).click();
    await frame.locator('.greeting', { hasText: 'Questions about our prices?' }).waitFor();
    await eventuallyPasses(async () =>
      expect(await inFrame(page).evaluate('document.documentElement.dataset.theme')).toBe('dark'),
    );
    await say(visitor, 'What does the tent cost?');
    const { customerName } = await agent.newest('What does the tent cost?');
    expect(customerName).toBe('Grace Hopper');
  });

  test('emoji are chosen by the keyboard, a conversation is saved as a file, and the sound is switched off', async () => {
    const visitor = await demo();
    const { frame } = visitor;
    await answered(visitor);
    await frame.getByRole('textbox').fill('Thanks');
    await frame.getByRole('button', { name: 'Emoji' }).click();
    await frame.getByRole('button', { name: '😀' }).and(frame.locator(':focus')).waitFor();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    await eventuallyPasses(async () =>
      expect(await frame.getByRole('textbox').inputValue()).toBe('Thanks😄'),
    );
    await frame.getByRole('button', { name: '😀' }).focus();
    await page.keyboard.press('Escape');
    await eventuallyPasses(async () =>
      expect(await frame.getByRole('group', { name: 'Choose an emoji' }).count()).toBe(0),
    );
    await frame.getByRole('button', { name: 'Conversations' }).click();
    await frame.getByRole('button', { name: 'Sound: on' }).click();
    await frame.getByRole('button', { name: 'Sound: off' }).waitFor();
    const saved = page.waitForEvent('download');
    await frame.getByRole('button', { name: 'Save this conversation' }).click();
    const text = readFileSync(await (await saved).path(), 'utf8');
    expect(text).toContain('You: How long does a refund take?');
    expect(text).toContain('AI assistant: A refund takes 5 to 7 working days');
  });

  test('a phone sends a voice note, which is played where it stands', async () => {
    const visitor = await demo({ hasTouch: true, isMobile: true });
    const { frame } = visitor;
    await answered(visitor);
    await eventuallyPasses(async () =>
      expect(await frame.getByRole('button', { name: 'Emoji' }).count()).toBe(0),
    );
    await frame.getByRole('button', { name: 'Voice note' }).click();
    await frame.getByText('0:01').waitFor();
    await frame.getByRole('button', { name: 'Send' }).click();
    await frame.locator('audio').waitFor();
    const { id: sessionId } = await agent.newest('How long does a refund take?');
    expect((await agent.messages(sessionId)).map(({ type }) => type)).toContain('audio');
  });

  test('a tag manager that strips data attributes leaves the key in the address', async () => {
    const address = `${server.url}/widget.js?channelKey=${server.channelKey}&locale=de`;
    const visitor = await visit(`<script>
      const made = document.createElement('script');
      made.src = '${address}';
      document.head.append(made);
    </script>`);
    await open(visitor);
    await visitor.frame.getByRole('button', { name: 'Chat schließen' }).waitFor();
  });

  test('it runs as a module of another site', async () => {
    await answered(
      await visit(
        `<script type="module" src="${server.url}/widget.js" data-channel-key="${server.channelKey}"></script>`,
      ),
    );
  });

  test('it works below a path of a proxy: pages, sockets and files', async () => {
    const proxy = createServer((asked, response) => {
      if (!asked.url!.startsWith('/support/')) return response.writeHead(404).end();
      const on = forward(
        `${server.url}${asked.url!.slice('/support'.length)}`,
        { method: asked.method!, headers: asked.headers },
        (answer) => answer.pipe(response.writeHead(answer.statusCode!, answer.headers)),
      );
      return asked.pipe(on.on('error', () => response.destroy()));
    });
    proxy.on('upgrade', (asked, socket) => {
      if (!asked.url!.startsWith('/support/')) return socket.destroy();
      const { hostname, port } = new URL(server.url);
      const on = connect(Number(port), hostname, () => {
        const head = Object.entries(asked.headers).map(([name, value]) => `${name}: ${String(value)}\r\n`);
        on.write(`GET ${asked.url!.slice('/support'.length)} HTTP/1.1\r\n${head.join('')}\r\n`);
        on.pipe(socket).pipe(on);
      });
      on.on('error', () => socket.destroy());
      return socket.on('error', () => on.destroy());
    });
    const base = `http://127.0.0.1:${await listening(proxy)}/support/`;
    const visitor = await visit(
      `<script src="${base}widget.js" data-channel-key="${server.channelKey}"></script>`,
    );
    const sockets: string[] = [];
    page.on('websocket', (socket) => sockets.push(socket.url()));
    await answered(visitor);
    expect(sockets[0]).toContain('/support/socket.io/');
    const chosen = page.waitForEvent('filechooser');
    await visitor.frame.getByRole('button', { name: 'Attach a file' }).click();
    await (await chosen).setFiles({ name: 'note.txt', mimeType: 'text/plain', buffer: Buffer.from('words') });
    const link = visitor.frame.getByRole('link', { name: 'note.txt' });
    await link.waitFor();
    const href = (await link.getAttribute('href'))!;
    expect(href.startsWith(`${base}files/`)).toBe(true);
    expect(await (await fetch(href)).text()).toBe('words');
  });

  test('a browser that translates the page breaks nothing: what changes is still shown', async () => {
    const visitor = await demo();
    await answered(visitor);
    await inFrame(page).evaluate(translate);
    await visitor.frame.getByRole('button', { name: 'Talk to a person' }).click();
    await visitor.frame.locator('.state', { hasText: 'Waiting for a person' }).waitFor();
    const session = await agent.newest('How long does a refund take?');
    await agent.claim(session.id);
    await visitor.frame.locator('.state', { hasText: 'Mara Lind' }).waitFor();
    await agent.say(session.id, 'Hello from Mara');
    await visitor.frame.getByText('Hello from Mara').waitFor();
    await say(visitor, 'Thank you');
    const last = (await agent.messages(session.id)).at(-1)!;
    await agent.call('message:read', { sessionId: session.id, seq: last.seq });
    await visitor.frame.locator('.receipt', { hasText: 'Read' }).waitFor();
    await agent.call('session:close', { sessionId: session.id });
    await visitor.frame.getByText('How was it?').waitFor();
    await visitor.frame.getByRole('button', { name: 'Write again' }).click();
    await say(visitor, 'One more thing');
    await visitor.frame.locator('.state', { hasText: /AI assistant|Waiting|Mara/ }).waitFor();
  });

  test('a panel of which somebody moved parts draws itself anew, with what was being written', async () => {
    const visitor = await demo();
    await answered(visitor);
    await visitor.frame.getByRole('textbox').fill('a draft');
    await inFrame(page).evaluate(
      `for (const node of document.querySelectorAll('main > *, .row, .composer, .choices')) {
        const wrap = document.createElement('font');
        node.replaceWith(wrap);
        wrap.append(node);
      }`,
    );
    const session = await agent.newest('How long does a refund take?');
    await agent.claim(session.id);
    await agent.say(session.id, 'Still here?');
    await visitor.frame.getByText('Still here?').waitFor();
    await visitor.frame.locator('.state', { hasText: 'Mara Lind' }).waitFor();
    await eventuallyPasses(async () =>
      expect(await visitor.frame.getByRole('textbox').inputValue()).toBe('a draft'),
    );
  });

  test('what a person wrote is shown as it was written, on both sides', async () => {
    const visitor = await demo();
    await answered(visitor);
    const texts = ['2.\n5.', 'pass**word**1', '  a   b\n    c', '# no heading', '- no list'];
    const session = await agent.newest('How long does a refund take?');
    await agent.claim(session.id);
    for (const text of texts) {
      await compose(visitor, text);
      await visitor.frame.locator('.mine .receipt', { hasText: 'Sent' }).waitFor();
      await agent.say(session.id, text);
    }
    await eventuallyPasses(async () => {
      const shown = await inFrame(page).evaluate<string[]>(
        `[...document.querySelectorAll('.written')].map((one) => one.textContent)`,
      );
      for (const text of texts) expect(shown.filter((one) => one === text)).toHaveLength(2);
    });
    await eventuallyPasses(async () =>
      expect(
        await inFrame(page).evaluate(`getComputedStyle(document.querySelector('.mine .written')).whiteSpace`),
      ).toBe('pre-wrap'),
    );
    await agent.say(session.id, 'See www.shop.example/a_(b) or tel:+49-30-123。');
    await visitor.frame.getByRole('link', { name: 'www.shop.example/a_(b)' }).waitFor();
    await eventuallyPasses(async () =>
      expect(await visitor.frame.getByRole('link', { name: 'tel:+49-30-123' }).getAttribute('href')).toBe(
        'tel:+4930123',
      ),
    );
  });

  test('an Enter that ends a composition sends nothing, and words that nobody can see are not sent', async () => {
    const visitor = await demo();
    await open(visitor);
    const box = visitor.frame.getByRole('textbox');
    await box.fill('にほん');
    await inFrame(page).evaluate(
      `document.querySelector('textarea').dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', keyCode: 229, bubbles: true, cancelable: true }))`,
    );
    await eventuallyPasses(async () => expect(await box.inputValue()).toBe('にほん'));
    await box.fill('\u200b\u2060');
    await box.press('Enter');
    await eventuallyPasses(async () =>
      expect(await visitor.frame.getByRole('button', { name: 'Send' }).isDisabled()).toBe(true),
    );
    await eventuallyPasses(async () => expect(await visitor.frame.locator('.bubble').count()).toBe(0));
  });

  test('a greeting is not asked about, and what one writes oneself is not "new"', async () => {
    const visitor = await demo();
    await open(visitor);
    await say(visitor, 'hello');
    await visitor.frame.locator('.theirs .bubble:not(.draft):not(.dots)').waitFor();
    await eventuallyPasses(async () => expect(await visitor.frame.locator('.helpful').count()).toBe(0));
    const session = await agent.newest('hello');
    await agent.claim(session.id);
    for (let line = 1; line <= 20; line++) await agent.say(session.id, `line ${line}`);
    await visitor.frame.getByText('line 20').waitFor();
    await inFrame(page).evaluate(`document.querySelector('.log').scrollTo(0, 0)`);
    // As from another device.
    const token = await page.evaluate<string>(
      `JSON.parse(Object.entries(localStorage).find(([key]) => key.startsWith('parley:persons:'))[1]).anonymous.token`,
    );
    const body = { clientMessageId: id(), text: 'my own words' };
    await server.request('POST', 'widget/messages', { token, body });
    await visitor.frame.getByText('my own words').waitFor({ state: 'attached' });
    await eventuallyPasses(async () => expect(await visitor.frame.locator('.pill').count()).toBe(0));
    await agent.say(session.id, 'and theirs');
    await visitor.frame.getByRole('button', { name: '1 new' }).waitFor();
  });
});

/** What browsers' translators do: every text node, also later ones, is put in an element of their own. */
const translate = `{
  const wrap = (root) => {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    const found = [];
    while (walker.nextNode()) if (walker.currentNode.parentNode.localName !== 'font') found.push(walker.currentNode);
    for (const text of found) {
      const font = document.createElement('font');
      text.replaceWith(font);
      font.append(document.createTextNode(text.data));
    }
  };
  wrap(document.body);
  new MutationObserver((changes) => {
    for (const { addedNodes } of changes) for (const node of addedNodes) if (node.isConnected) wrap(node.nodeType === 3 ? node.parentNode : node);
  }).observe(document.body, { childList: true, subtree: true });
}`;
