// What two nodes could not tell each other while Redis was gone is found again: by a customer's other window, by consoles.
import { randomUUID } from 'node:crypto';
import type { Browser } from 'playwright-core';
import { inBrowser } from '../dev-env/in-browser';
import { redisForTests, redisIsHere, type TestRedis } from '../dev-env/redis';
import { TestServer } from '../dev-env/test-server';
import { customer, desk, field, launch, row } from './console-desk';
import { eventually, eventuallyPasses } from '../../src/tools/eventually';

const ours = redisIsHere() && !process.env['TEST_REDIS_URL'];
if (!ours) console.warn('Skipped: news missed without Redis (no redis-server on PATH, or TEST_REDIS_URL).');

interface Body {
  id?: string;
  headSeq?: number;
  missed?: true;
}

(ours ? describe : describe.skip)('two nodes without their Redis', () => {
  let redis: TestRedis;
  let left: TestServer;
  let right: TestServer;

  beforeAll(async () => {
    redis = (await redisForTests())!;
    const env = { RATE_LIMITS: 'off', REDIS_URL: redis.url };
    left = await TestServer.create({ env });
    right = await TestServer.create({ env, beside: left });
  });
  afterAll(async () => {
    await right?.close();
    await left?.close();
    await redis?.close();
  });

  afterEach(async () => {
    await redis.kill!();
    await redis.restart!();
    await realtime(200);
  });

  /** Until neither node has it, so that nothing that follows is told across nodes. */
  async function killRedis(): Promise<void> {
    await redis.kill!();
    await realtime(503);
  }

  async function realtime(status: number): Promise<void> {
    for (const { url } of [left, right])
      await eventually(async () => (await fetch(`${url}/readyz`)).status === status);
  }

  async function open(at: TestServer, namespace: '/customer' | '/agent', auth: object) {
    const socket = at.socket(namespace, auth);
    const heard: Array<{ event: string; body: Body }> = [];
    socket.onAny((event: string, body: Body) => heard.push({ event, body }));
    const ready = await new Promise<{ visitorToken: string }>((resolve, reject) => {
      socket.once('ready', resolve).once('connect_error', reject);
    });
    const hears = (wanted: string, fits: (body: Body) => boolean) =>
      eventually(() => heard.some(({ event, body }) => event === wanted && fits(body)));
    return { socket, heard, hears, ready };
  }

  const say = (text: string) => ({ clientMessageId: randomUUID(), text });

  test("A customer's window on one hears of the session that another window began on the other, and of the next", async () => {
    const first = await open(left, '/customer', { channelKey: left.channelKey });
    const { visitorToken } = first.ready;
    const second = await open(right, '/customer', { channelKey: left.channelKey, visitorToken });
    await killRedis();

    for (const words of ['Hello?', 'One more thing']) {
      const { message } = await first.socket.emitWithAck('message:send', say(words));
      const { sessionId } = message;
      await second.hears('session:update', ({ id }) => id === sessionId);
      await second.hears('heartbeat', ({ headSeq }) => headSeq! >= message.seq);
      const page = await second.socket.emitWithAck('session:sync', { afterSeq: 0, sessionId });
      expect(page).toMatchObject({ session: { id: sessionId } });
      expect(page.messages[0]).toMatchObject({ id: message.id, content: { text: words } });
      expect(await first.socket.emitWithAck('session:close', {})).toMatchObject({ ok: true });
    }
    const updates = second.heard.filter(({ event }) => event === 'session:update').map(({ body }) => body.id);
    expect(updates).toHaveLength(new Set(updates).size);
  });

  test('A console is told to read its lists again while Redis is gone and once it is back, and then no more', async () => {
    const agent = await open(right, '/agent', { token: await left.adminToken() });
    const told = () => agent.heard.filter(({ body }) => body.missed).length;
    await killRedis();
    await agent.hears('heartbeat', ({ missed }) => missed === true);
    await redis.restart!();
    const before = told();
    await eventually(() => told() > before);
    await eventually(() => !agent.heard.findLast(({ event }) => event === 'heartbeat')?.body.missed);
  });

  inBrowser('and a console in Chromium on the other', () => {
    let browser: Browser;
    beforeAll(async () => {
      browser = await launch();
    });
    afterAll(() => browser?.close());

    test('shows who came into its queue, and no longer who left it; what is being written stays', async () => {
      const { page, alarms, context } = await desk(browser, right);
      const ada = await customer(left, { firstName: 'Ada', lastName: 'Before' });
      await ada.say('Hello');
      const mine = await ada.askForPerson();
      await row(page, 'Ada Before').click();
      await page.locator('.primary-action', { hasText: 'Take over' }).click();
      await page.locator('.conversation-who', { hasText: 'With you' }).waitFor();
      await page.goto(`${right.url}/console/inbox/${mine}?tab=waiting`);
      const leaves = await customer(left, { firstName: 'Leo', lastName: 'Leaves' });
      await leaves.say('Hello');
      await leaves.askForPerson();
      await row(page, 'Leo Leaves').waitFor();
      await field(page).fill('I am writing th');

      await killRedis();
      const comes = await customer(left, { firstName: 'Bea', lastName: 'Comes' });
      await comes.say('Hello');
      await comes.askForPerson();
      await leaves.call('session:close', {});
      await row(page, 'Bea Comes').waitFor();
      await row(page, 'Leo Leaves').waitFor({ state: 'detached' });
      await eventuallyPasses(async () => expect(await field(page).inputValue()).toBe('I am writing th'));
      await eventuallyPasses(async () =>
        expect(await field(page).evaluate((element) => element.matches(':focus'))).toBe(true),
      );
      await page.keyboard.type('is');
      await eventuallyPasses(async () => expect(await field(page).inputValue()).toBe('I am writing this'));
      expect(alarms).toEqual([]);
      await context.close();
    });
  });
});
