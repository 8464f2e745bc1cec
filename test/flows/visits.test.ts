// Where visitors of the web are: told by the widget from its opening on, without secrets; shown beside the conversation; gone with the customer.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from 'playwright-core';
import { mostPages, type Visit } from '../../src/protocol/visits';
import { eventually, eventuallyPasses } from '../../src/tools/eventually';
import { inBrowser } from '../dev-env/in-browser';
import { customer, faults, pictures, useDesk } from './console-desk';
import { open, say } from './widget-visit';

const suite = useDesk({ TRUST_PROXY: 'loopback' });
const visitOf = async (id: string) =>
  ((await suite.server.request('GET', `customers/${id}`)).body as { visit?: Visit }).visit;
const page = (path: string) => ({ page: { url: `https://shop.example${path}` } });

/** The console at a conversation, and what it hears. */
async function listener(sessionId: string) {
  const { token } = await suite.server.addAgent('Ada');
  const agent = suite.server.socket('/agent', { token });
  const heard: Array<{ customerId: string; visit: Visit }> = [];
  agent.on('visit:update', (news: (typeof heard)[number]) => heard.push(news));
  await agent.timeout(60_000).emitWithAck('session:open', { sessionId });
  return heard;
}

describe('customer:visit', () => {
  it('keeps pages without what looks like a secret, the newest first, and tells who has the conversation open', async () => {
    const who = await customer(suite.server);
    expect(await visitOf(who.id)).toBeUndefined();
    const { sessionId } = await who.say('Hello');
    const heard = await listener(sessionId);
    await who.call('customer:visit', {
      page: {
        url: 'https://ada:pw@shop.example/tents?size=2&token=abc#access_token=x',
        title: ' Red\n tents ',
      },
      referrer: 'https://search.example/?q=tents',
      timeZone: 'Asia/Tokyo',
    });
    await who.call('customer:visit', page('/cart'));
    const known = (await visitOf(who.id))!;
    expect(known).toMatchObject({ referrer: 'https://search.example', timeZone: 'Asia/Tokyo' });
    expect(known.pages.map(({ url, title }) => [url, title])).toEqual([
      ['https://shop.example/cart', undefined],
      ['https://shop.example/tents?size=2&token=***', 'Red  tents'],
    ]);
    await eventually(() => heard.length === 2);
    expect(heard.at(-1)).toEqual({ customerId: who.id, visit: known });
    expect(JSON.stringify(await suite.server.query('SELECT * FROM customer_visits'))).not.toMatch(
      /abc|access|127\.0/,
    );
  });

  it('refuses what is no page, no time zone, too long or nothing, by the name of the field', async () => {
    const who = await customer(suite.server);
    for (const [told, path] of [
      [{ page: { url: 'javascript:alert(1)' } }, 'page.url'],
      [{ page: { url: 'data:text/html,x' } }, 'page.url'],
      [{ page: { url: '/tents' } }, 'page.url'],
      [{ page: { url: `https://shop.example/${'a'.repeat(2_000)}` } }, 'page.url'],
      [{ page: { ...page('/').page, title: 'a'.repeat(201) } }, 'page.title'],
      [{ page: { ...page('/').page, at: 'x' } }, 'page'],
      [{ referrer: 'javascript:alert(1)' }, 'referrer'],
      [{ timeZone: 'Mars/Base' }, 'timeZone'],
      [{}, ''],
    ] as const) {
      const ack: unknown = await who.socket.timeout(60_000).emitWithAck('customer:visit', told);
      expect([told, ack]).toMatchObject([
        told,
        { ok: false, error: { code: 'invalid', errors: [{ path }] } },
      ]);
    }
    expect(await visitOf(who.id)).toBeUndefined();
  });

  it('keeps so many pages, whichever browser tells them at once', async () => {
    const who = await customer(suite.server);
    const paths = Array.from({ length: mostPages + 10 }, (_, n) => `/${n}`);
    await Promise.all(paths.map((path) => who.call('customer:visit', page(path))));
    const { pages } = (await visitOf(who.id))!;
    expect(new Set(pages.map(({ url }) => url)).size).toBe(mostPages);
  });

  it('says with what they read, and where they are by the word of a trusted proxy', async () => {
    const socket = suite.server.socket(
      '/customer',
      { channelKey: suite.server.channelKey },
      {
        extraHeaders: {
          'user-agent': 'Mozilla/5.0 (Linux; Android 10; K) Chrome/126.0.0.0 Mobile Safari/537.36',
          'accept-language': 'de-DE,en;q=0.5',
          'cf-ipcountry': 'DE',
        },
      },
    );
    const { customer: self } = await new Promise<{ customer: { id: string } }>((resolve) =>
      socket.once('ready', resolve),
    );
    await socket.timeout(60_000).emitWithAck('customer:visit', page('/'));
    expect(await visitOf(self.id)).toMatchObject({
      ...{ device: 'phone', os: 'Android', browser: 'Chrome 126', language: 'de-DE', country: 'DE' },
    });
  });

  it('is in the copy that a customer gets, and gone with them', async () => {
    const who = await customer(suite.server);
    await who.say('Hello');
    await who.call('customer:visit', page('/tents'));
    const copy = (await suite.server.request('GET', `customers/${who.id}/export`)).body as {
      customer: { visit: Visit };
    };
    expect(copy.customer.visit).toEqual(await visitOf(who.id));
    expect((await suite.server.request('DELETE', `customers/${who.id}`)).status).toBe(200);
    const rows = () => suite.server.query('SELECT FROM customer_visits WHERE customer_id = $1', [who.id]);
    expect(await rows()).toEqual([]);
    expect(await visitOf(who.id)).toBeUndefined();
  });
});

inBrowser('In a browser', () => {
  const shops: Server[] = [];
  afterAll(() => shops.forEach((shop) => shop.close().closeAllConnections()));

  /** A single-page site of another origin. */
  async function shop(): Promise<string> {
    const tag = `<script src="${suite.server.url}/widget.js" data-channel-key="${suite.server.channelKey}" data-locale="en"></script>`;
    const server = createServer((_request, response) => {
      response
        .writeHead(200, { 'content-type': 'text/html; charset=utf-8' })
        .end(`<!doctype html><html lang="en"><title>Tents</title><h1>Shop</h1>${tag}</html>`);
    });
    shops.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return `http://localhost:${(server.address() as AddressInfo).port}`;
  }

  const goTo = (visitor: Page, path: string, title: string) =>
    visitor.evaluate(`history.pushState({}, '', '${path}'); document.title = '${title}'`);
  /** Of whom it is known that they are on this site, with what they wrote. */
  const told = (origin: string) =>
    suite.server.query<{ sessionId: string | null; customerId: string }>(
      `SELECT s.id AS "sessionId", v.customer_id AS "customerId" FROM customer_visits v
       LEFT JOIN sessions s USING (customer_id) WHERE v.visit::text LIKE '%' || $1 || '%'`,
      [origin],
    );

  it('the widget tells nothing before it is opened; then the agent sees page, trail and clock, and each change', async () => {
    const origin = await shop();
    const context = await suite.browser.newContext({ locale: 'de-DE', timezoneId: 'Asia/Tokyo' });
    const visitor = await context.newPage();
    await visitor.goto(`${origin}/tents?size=2&token=abc`);
    await visitor.locator('button.launcher').waitFor();
    await goTo(visitor, '/tents/green?token=abc', 'Green tents');
    expect(await told(origin)).toEqual([]);
    const frame = visitor.frameLocator('iframe');
    await open({ page: visitor, frame });
    await say({ frame }, 'Do you have red ones?');
    const session = await eventually(async () => (await told(origin)).find(({ sessionId }) => sessionId));
    const desk = await suite.open({
      path: `/console/inbox/${session.sessionId}?tab=all`,
      timezoneId: 'UTC',
    });
    const card = desk.locator('.visit');
    await card.getByRole('link', { name: 'Green tents' }).waitFor();
    await card.getByText(/\d\d:\d\d there, 9 h ahead/).waitFor();
    await card.getByText(/Computer · Linux · Chrome \d+ · (Reads German|Writes English)/).waitFor();
    await goTo(visitor, '/tents/red?size=3&token=abc', 'Red tents');
    const link = card.getByRole('link', { name: 'Red tents' });
    await link.waitFor();
    await eventuallyPasses(async () =>
      expect(await link.getAttribute('href')).toBe(`${origin}/tents/red?size=3&token=***`),
    );
    await eventuallyPasses(async () =>
      expect(await link.getAttribute('rel')).toContain('noopener noreferrer'),
    );
    await card.getByText('1 page before').click();
    await card.getByRole('listitem').getByRole('link', { name: 'Green tents' }).waitFor();
    expect(await faults(desk)).toEqual([]);
    await pictures(desk, 'visit');
    expect((await visitOf(session.customerId))!.pages.map(({ url }) => url)).toEqual([
      `${origin}/tents/red?size=3&token=***`,
      `${origin}/tents/green?token=***`,
    ]);
    // On a page on which it is not opened it is as quiet as before, also for somebody who has written.
    await visitor.locator('button.launcher').click();
    await visitor.reload();
    await visitor.locator('iframe').waitFor({ state: 'attached' });
    await goTo(visitor, '/quiet', 'Quiet');
    await goTo(visitor, '/tents/blue', 'Blue tents');
    await visitor.locator('button.launcher').click();
    await card.getByRole('link', { name: 'Blue tents' }).waitFor();
    expect((await visitOf(session.customerId))!.pages.map(({ title }) => title)).toEqual([
      'Blue tents',
      'Red tents',
      'Green tents',
    ]);
    await context.close();
  });
});
