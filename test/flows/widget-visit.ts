// A browser, a visitor with the widget in it, and an agent who answers: what the widget's browser tests share.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type {
  Browser,
  BrowserContext,
  BrowserContextOptions,
  Frame,
  FrameLocator,
  Page,
} from 'playwright-core';
import type { Message } from '../../src/protocol/model/message';
import type { Session } from '../../src/protocol/model/session';
import { eventually } from '../../src/tools/eventually';
import { launchChromium, withoutOptimizers } from '../dev-env/chromium';
import type { TestServer } from '../dev-env/test-server';

export const root = join(__dirname, '../..');

/** With the widget built. @param args of Chromium, besides the usual ones */
export function launch(...args: string[]): Promise<Browser> {
  if (!existsSync(join(root, 'public/widget.js')))
    execFileSync('npx', ['vite', 'build', '-c', 'src/widget/vite.config.ts'], { cwd: root });
  return launchChromium(withoutOptimizers, ...args);
}

export interface Visitor {
  page: Page;
  context: BrowserContext;
  frame: FrameLocator;
  errors: string[];
}

/** Somebody new on a page with the widget. @param prepare what is done before the page is there */
export async function visitor(
  browser: Browser,
  url: string,
  options: BrowserContextOptions = {},
  prepare?: (context: BrowserContext) => Promise<unknown>,
): Promise<Visitor> {
  const context = await browser.newContext({ locale: 'en-GB', ...options });
  await prepare?.(context);
  return tab(context, url);
}

/** The demo page is in Arabic. */
export const fromRightToLeft = (context: BrowserContext, url: string): Promise<unknown> =>
  context.route(`${url}/`, async (route) => {
    const response = await route.fetch();
    const body = (await response.text()).replace('<html lang="en"', '<html lang="ar" dir="rtl"');
    await route.fulfill({ response, body });
  });

/** The same visitor on one more page. */
export async function tab(context: BrowserContext, url: string): Promise<Visitor> {
  const page = await context.newPage();
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  await page.goto(url);
  return { page, context, errors, frame: page.frameLocator('iframe') };
}

/** They all leave: what the next test sees is its own. */
export async function everybodyLeaves(browser: Browser): Promise<void> {
  for (const context of browser.contexts()) await context.close();
}

export async function desk(server: TestServer, name: string) {
  const { token } = await server.addAgent(name);
  const socket = server.socket('/agent', { token });
  await new Promise((resolve) => socket.once('ready', resolve));
  const call = async (event: string, body: object): Promise<void> => {
    const ack = (await socket.timeout(60_000).emitWithAck(event, body)) as { ok: boolean; error?: unknown };
    if (!ack.ok) throw new Error(`${event}: ${JSON.stringify(ack.error)}`);
  };
  const get = async <T>(path: string) => (await server.request('GET', path)).body as T;
  const messages = async (sessionId: string) =>
    (await get<{ items: Message[] }>(`sessions/${sessionId}/messages?limit=200`)).items;
  return {
    call,
    messages,
    claim: (sessionId: string) => call('session:claim', { sessionId }),
    say: (sessionId: string, text: string) =>
      call('message:send', { sessionId, clientMessageId: id(), text }),
    /** The newest session whose customer said this. */
    newest: (text: string) =>
      eventually(async () => {
        const { items } = await get<{ items: Session[] }>('sessions?limit=50');
        for (const session of items)
          if ((await messages(session.id)).some((one) => one.content.text === text)) return session;
        throw new Error(`nobody said "${text}"`);
      }),
  };
}

/** Somebody of the team is online, and has no room for another customer. */
export async function busyColleague(server: TestServer): Promise<void> {
  const { token, agentId } = await server.addAgent('Somebody Busy');
  await server.query('UPDATE agents SET max_concurrent_chats = 0 WHERE id = $1', [agentId]);
  const socket = server.socket('/agent', { token });
  await new Promise((resolve) => socket.once('ready', resolve));
  await socket.timeout(60_000).emitWithAck('presence:set', { status: 'online' });
}

export function id(): string {
  return crypto.randomUUID();
}

export async function open({ page, frame }: Pick<Visitor, 'page' | 'frame'>): Promise<void> {
  await page.locator('button.launcher').click();
  await frame.getByRole('textbox').waitFor();
}

export async function compose({ frame }: Pick<Visitor, 'frame'>, text: string): Promise<void> {
  await frame.getByRole('textbox').fill(text);
  await frame.getByRole('textbox').press('Enter');
}

/** Written and acked. */
export async function say(visitor: Pick<Visitor, 'frame'>, text: string): Promise<void> {
  await compose(visitor, text);
  await visitor.frame
    .locator('.mine', { hasText: text })
    .last()
    .getByText(/Sent|Read/)
    .waitFor();
}

export function inFrame(page: Page): Frame {
  const frame = page.frames().find((one) => one.url().includes('/widget/frame.html'));
  if (!frame) throw new Error('the frame is not there');
  return frame;
}
