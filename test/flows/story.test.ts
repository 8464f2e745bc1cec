// The whole story in Chromium, customer and agent side by side: on embedded stores, and on servers by URL.
import { mkdtempSync, chmodSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import type { Message } from '../../src/protocol/model/message';
import type { Session } from '../../src/protocol/model/session';
import { hasChromium, inBrowserEachRun } from '../dev-env/in-browser';
import { mongoForTests, whyNoMongo, type TestMongo } from '../dev-env/mongo';
import { redisForTests, redisIsHere, type TestRedis } from '../dev-env/redis';
import { eventually } from '../../src/tools/eventually';
import { TestServer } from '../dev-env/test-server';
import { bubble, desk, field, launch } from './console-desk';

interface Stores {
  env: Record<string, string>;
  stop(): Promise<void>;
}

function story(name: string, openStores: () => Promise<Stores>): void {
  describe(name, () => {
    let stores: Stores;
    let server: TestServer;
    let browser: Browser;

    beforeAll(async () => {
      stores = await openStores();
      server = await TestServer.create({ env: { EMBEDDINGS: 'built-in', ...stores.env } });
      browser = await launch();
    });
    afterAll(async () => {
      await browser?.close();
      await server?.close();
      await stores?.stop();
    });

    async function log(sessionId: string): Promise<Message[]> {
      const { body } = await server.request('GET', `sessions/${sessionId}/messages?limit=200`);
      return (body as { items: Message[] }).items;
    }

    test('a customer asks, gets an answer with its source, asks for a person, is served, and rates', async () => {
      const agent = await desk(browser, server);
      const shop = await browser.newContext({ locale: 'en-GB' });
      const page: Page = await shop.newPage();
      const faults: string[] = [];
      page.on('pageerror', (error) => faults.push(error.message));
      await page.goto(server.url);
      const frame = page.frameLocator('iframe');
      const write = async (text: string): Promise<void> => {
        await frame.getByRole('textbox').fill(text);
        await frame.getByRole('textbox').press('Enter');
      };

      await page.locator('button.launcher').click();
      await write('how long does a refund take?');
      await frame.getByText('5 to 7 working days').first().waitFor();
      await frame.locator('.sources', { hasText: /refund/i }).waitFor();

      await write('I want to talk to a human');
      const row = agent.page.locator('.row').first();
      await row.waitFor();
      await row.click();
      const card = agent.page.getByRole('region', { name: 'Handover' });
      await card.getByText('Asked for a person.', { exact: true }).waitFor();

      await agent.page.locator('.primary-action', { hasText: 'Take over' }).click();
      await frame.locator('.line', { hasText: 'Admin joined' }).waitFor();

      const adminWrites = frame.getByLabel(/Admin is (typing|writing)|Admin writes/);
      await eventually(
        async () => {
          await field(agent.page).press('x');
          return adminWrites.isVisible();
        },
        { every: 500 },
      );
      await field(agent.page).fill('Hello, how can I help?');
      await agent.page.keyboard.press('Enter');
      await frame.locator('.bubble', { hasText: 'Hello, how can I help?' }).waitFor();
      await agent.page.locator('.receipt', { hasText: 'Read' }).waitFor();

      await write('My parcel 4711 is late');
      await bubble(agent.page, 'My parcel 4711 is late').waitFor();
      await frame.locator('.receipt', { hasText: 'Read' }).waitFor();

      await agent.page.locator('.primary-action', { hasText: 'Close' }).click();
      await frame.getByText('How was it?').waitFor();
      await frame.getByRole('button', { name: 'Good', exact: true }).click();
      await frame.getByText('Thank you for telling us.').waitFor();

      const { body } = await server.request('GET', 'sessions?limit=10');
      const [session] = (body as { items: Session[] }).items;
      expect(session).toMatchObject({ status: 'closed', metadata: { rating: { score: 4 } } });
      const messages = await log(session!.id);
      expect(messages.map(({ seq }) => seq)).toEqual(messages.map((_, i) => i + 1));
      expect(
        messages.map(({ type, sender, content }) => content.systemAction ?? `${sender} ${type}`),
      ).toEqual([
        'customer text',
        'ai text',
        'customer text',
        'system handover',
        'claimed',
        'agent text',
        'customer text',
        'closed',
        'rated',
      ]);
      expect(faults).toEqual([]);
      expect(agent.alarms).toEqual([]);
      await shop.close();
    });
  });
}

const missing = [...(hasChromium ? [] : ['no Chromium']), ...(redisIsHere() ? [] : ['no redis-server'])];

inBrowserEachRun('the story', () => {
  story('on embedded stores', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'parley-story-'));
    chmodSync(dataDir, 0o755);
    const stop = async (): Promise<void> => rmSync(dataDir, { recursive: true, force: true });
    return { env: { DATABASE_URL: '', DATA_DIR: dataDir }, stop };
  });
});

(missing.length === 0 && whyNoMongo() === undefined ? describe : describe.skip)(
  `the story on servers (${[...missing, whyNoMongo() ?? ''].filter(Boolean).join(', ') || 'all here'})`,
  () => {
    let mongo: TestMongo | undefined;
    let redis: TestRedis | undefined;
    story('on PostgreSQL, a MongoDB wire server and Redis by URL', async () => {
      mongo = await mongoForTests();
      redis = await redisForTests();
      return {
        env: { MONGO_URL: mongo!.url, REDIS_URL: redis!.url },
        stop: async () => {
          await redis?.close();
          await mongo?.stop();
        },
      };
    });
  },
);
