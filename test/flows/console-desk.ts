// What the console's tests drive it with: a browser at the desk of an agent, and customers who write.
import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import type { Timing } from '../../src/app';
import type { Message } from '../../src/protocol/model/message';
import { eventually, eventuallyPasses } from '../../src/tools/eventually';
import { launchChromium, withoutOptimizers } from '../dev-env/chromium';
import { isWalked } from '../dev-env/in-browser';
import { TestServer } from '../dev-env/test-server';

const root = join(__dirname, '../..');
const axeSource = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

export async function launch(): Promise<Browser> {
  if (!existsSync(join(root, 'public/console/index.html')))
    execFileSync('npx', ['vite', 'build', '-c', 'src/console/vite.config.ts'], { cwd: root });
  return launchChromium(withoutOptimizers);
}

interface DeskOptions extends BrowserContextOptions {
  email?: string;
  password?: string;
  /** What it shows first; the inbox, unless another page is said. */
  path?: string;
}

/** A signed-in console. `alarms` collects page errors and dialogs: nothing may ever be in it. */
export async function desk(
  browser: Browser,
  server: TestServer,
  { email = server.admin.email, password = server.admin.password, path, ...options }: DeskOptions = {},
) {
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    locale: 'en-GB',
    reducedMotion: 'reduce',
    ...options,
  });
  const page = await context.newPage();
  const alarms: string[] = [];
  page.on('pageerror', (error) => alarms.push(error.message));
  page.on('dialog', (dialog) => {
    alarms.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  await signIn(page, server, { email, password });
  await page.goto(`${server.url}${path ?? '/console/inbox?tab=waiting'}`);
  await page.getByRole('navigation', { name: 'Main' }).waitFor();
  if (path === undefined) await page.locator('.tab-count', { hasText: /\d/ }).first().waitFor();
  return { page, context, alarms };
}

/** What the login page leaves in a browser, without loading the console for it: that page has tests of its own. */
async function signIn(page: Page, server: TestServer, login: { email: string; password: string }) {
  const answer = await page.request.post(`${server.url}/api/v1/auth/login`, { data: login });
  if (!answer.ok()) throw new Error(`${login.email} cannot sign in: ${answer.status()}`);
  await page.goto(`${server.url}/console/icons/icon-192.png`);
  await page.evaluate(`localStorage.setItem('parley.signed-in', 'yes')`);
}

/** A server, and a browser where pages are walked through, for all tests of a suite; what a test opens is closed after it. */
export function useDesk(env: Record<string, string> = {}, timing: Timing = {}, hasBrowser = isWalked) {
  const contexts: BrowserContext[] = [];
  const suite = {
    server: undefined as unknown as TestServer,
    browser: undefined as unknown as Browser,
    async open(options: Parameters<typeof desk>[2] = {}): Promise<Page> {
      const { page, context } = await desk(suite.browser, suite.server, options);
      contexts.push(context);
      return page;
    },
  };
  beforeAll(async () => {
    suite.server = await TestServer.create({ env: { RATE_LIMITS: 'off', ...env }, timing });
    if (hasBrowser) suite.browser = await launch();
  });
  afterEach(async () => {
    for (const context of contexts.splice(0)) await context.close();
  });
  afterAll(async () => {
    await suite.browser?.close();
    await suite.server?.close();
  });
  return suite;
}

interface Ack {
  ok: boolean;
  error?: { code: string };
  message?: Message;
  session?: { id: string };
}

/** A customer on a socket; with a name when one is given. */
export async function customer(server: TestServer, name?: { firstName: string; lastName?: string }) {
  const socket = server.socket('/customer', { channelKey: server.channelKey });
  const heard: Message[] = [];
  socket.on('message:new', (message: Message) => heard.push(message));
  const { customer: self, visitorToken } = await new Promise<{
    customer: { id: string };
    visitorToken: string;
  }>((resolve, reject) => {
    socket.on('ready', resolve);
    socket.on('connect_error', reject);
  });
  if (name) await server.request('PATCH', `customers/${self.id}`, { body: name });
  async function call(event: string, body: object): Promise<Ack> {
    // On a machine without a moment to spare the database is away now and then: a client comes again.
    const ack = await eventually(async () => {
      const said = (await socket.timeout(240_000).emitWithAck(event, body)) as Ack;
      return said.error?.code !== 'unavailable' && said;
    });
    if (!ack.ok) throw new Error(`${event}: ${JSON.stringify(ack)}`);
    return ack;
  }
  return {
    id: self.id,
    socket,
    heard,
    call,
    say: async (text: string) =>
      (await call('message:send', { clientMessageId: randomUUID(), text })).message!,
    /** Sends a file, as a message of its own. */
    async attach(name: string, bytes: Buffer): Promise<Message> {
      const form = new FormData();
      form.append('file', new Blob([new Uint8Array(bytes)]), name);
      const answer = await fetch(`${server.url}/api/v1/widget/attachments`, {
        method: 'POST',
        headers: { Authorization: `Bearer ${visitorToken}` },
        body: form,
      });
      if (!answer.ok) throw new Error(`${name}: ${answer.status}`);
      const { id } = (await answer.json()) as { id: string };
      return (await call('message:send', { clientMessageId: randomUUID(), attachmentIds: [id] })).message!;
    },
    askForPerson: async (reason?: string) =>
      (await call('session:request_human', { ...(reason && { reason }) })).session!.id,
  };
}

interface Axe {
  run(
    where: object,
    options: object,
  ): Promise<{ violations: Array<{ id: string; nodes: Array<{ html: string }> }> }>;
}

/**
 * Serious faults that axe finds on the page, and finds again: what is pale while it is looked up anew is none.
 * @param targets also what is too small, or too near to another, to be hit (WCAG 2.2, 2.5.8), which axe leaves out by itself
 */
export async function faults(page: Page, { targets = false } = {}): Promise<string[]> {
  let found = ['axe did not run'];
  const isClean = async () => (found = await faultsNow(page, targets)).length === 0;
  await eventually(isClean, { within: 5_000 }).catch(() => undefined);
  return found;
}

/** All else that axe finds stays in the page: it is megabytes. */
async function faultsNow(page: Page, targets: boolean): Promise<string[]> {
  if (!(await page.evaluate(`'axe' in globalThis`))) await page.evaluate(`${axeSource};0`);
  // Behind a dialog nothing can be pressed, nor is it read.
  const exclude = (await page.locator('[aria-modal="true"]').count()) > 0 ? [['#root']] : [];
  return page.evaluate(
    async ({ exclude, enabled }) => {
      const { axe } = globalThis as unknown as { axe: Axe };
      const rules = { 'target-size': { enabled } };
      // Only a rule that is off by itself reads all style sheets anew.
      const preload = { assets: ['media'] };
      const options = { resultTypes: ['violations'], rules, preload };
      const { violations } = await axe.run({ exclude }, options);
      return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 200)}`);
    },
    { exclude, enabled: targets },
  );
}

/** Every page that an admin finds, below /console/: all but those of one customer, conversation, company or review. */
export async function allPages(page: Page, server: TestServer): Promise<string[]> {
  await page.goto(`${server.url}/console/settings`);
  const links = page.locator('.settings-list a');
  await links.first().waitFor();
  const sections = await links.evaluateAll((all) =>
    all.map((one) => one.getAttribute('href')!.slice('/console/'.length)),
  );
  return [
    ...['customers', 'customers/import', 'companies', 'companies/import'],
    ...['articles', 'drafts', 'suggestions', 'unanswered', 'reports', 'synonyms', 'lab'].map(
      (section) => `knowledge?section=${section}`,
    ),
    ...['knowledge/import', 'my-day', 'mentions', 'follow-ups', 'search?q=Hello'],
    ...['analytics', 'analytics/insights', 'analytics/wall'],
    ...['quality', 'quality/done', 'quality/figures', 'quality/coaching', 'quality/card'],
    ...sections,
  ];
}

export const row = (page: Page, text: string) => page.locator('.row', { hasText: text });
export const field = (page: Page) => page.locator('.composer textarea');
export const bubble = (page: Page, text: string) => page.locator('.bubble', { hasText: text });

/** A word of typing may be lost on its way, and is over after seconds: who goes on writing says it again. */
export async function isSeenWriting(page: Page, write: () => Promise<unknown>, name = ''): Promise<void> {
  const line = page.locator('.typing-line', { hasText: `${name} is writing` });
  await eventually(
    async () => {
      await write();
      return line.isVisible();
    },
    { every: 500 },
  );
}

/** By the Tab key, as somebody without a mouse. */
export async function tabTo(page: Page, label: string): Promise<void> {
  const wanted = page
    .getByLabel(label, { exact: true })
    .or(page.getByRole('button', { name: label, exact: true }));
  const isThere = async () => (await wanted.and(page.locator(':focus')).count()) > 0;
  for (let n = 0; n < 60 && !(await isThere()); n += 1) await page.keyboard.press('Tab');
  expect([label, await isThere()]).toEqual([label, true]);
}

/** What is wider than its window, or scrolls sideways, which nobody does on a phone. */
export const sideways = (page: Page) =>
  page.evaluate(`(() => {
    const boxes = document.querySelectorAll('#root, .page, .rows, .messages, .context, [role="dialog"]');
    return [...boxes]
      .filter((box) => box.scrollWidth > box.clientWidth)
      .map((box) => box.tagName + '.' + box.className + ' ' + box.scrollWidth + ' > ' + box.clientWidth);
  })()`) as Promise<string[]>;

/** What a finger is to press that is less than 44 px high. Links within a sentence are as high as it is. */
export const tooSmall = (page: Page) =>
  page.evaluate(`(() => {
    const modal = [...document.querySelectorAll('[aria-modal="true"]')].at(-1);
    // What opens from a dialog stands beside it.
    const fronts = modal ? [modal, ...document.querySelectorAll('[role="listbox"], [role="menu"]')] : [document];
    const pressed = 'button, a[href], input, select, textarea, summary, [role="option"], [role="menuitem"]';
    const all = new Set(fronts.flatMap((front) => [...front.querySelectorAll(pressed)]));
    const isPressed = (one) => {
      const { display, visibility } = getComputedStyle(one);
      return display !== 'inline' && visibility === 'visible' && !one.closest('.hidden');
    };
    const high = (one) => Math.max(one.offsetHeight, ...[...(one.labels ?? [])].map((label) => label.offsetHeight));
    return [...all]
      .filter((one) => one.offsetHeight > 1 && isPressed(one) && high(one) < 44)
      .map((one) => high(one) + ' px: ' + one.outerHTML.slice(0, 120));
  })()`) as Promise<string[]>;

/** What has opened over a page, at a desk and on a phone: nothing for axe to find, nothing too small for a finger, nothing too wide. */
export async function fitsDeskAndPhone(page: Page, name: string): Promise<void> {
  const touch = await page.context().newCDPSession(page);
  // So high that nothing lies beneath the foot of a long dialog.
  await page.setViewportSize({ width: 1440, height: 2000 });
  expect(await faults(page, { targets: true })).toEqual([]);
  await keep(page, `${name} 1440`);
  await touch.send('Emulation.setTouchEmulationEnabled', { enabled: true });
  await page.setViewportSize({ width: 390, height: 844 });
  await page.waitForFunction(`matchMedia('(pointer: coarse)').matches`);
  await keep(page, `${name} 390`);
  // What floats takes its new place a moment later.
  await eventuallyPasses(async () => expect([await tooSmall(page), await sideways(page)]).toEqual([[], []]));
  await touch.send('Emulation.setTouchEmulationEnabled', { enabled: false });
  await touch.detach();
  await page.setViewportSize({ width: 1440, height: 900 });
}

/** For people to look at, where a folder for them is named: at each width, light and dark. */
export async function pictures(
  page: Page,
  name: string,
  { widths = [1440, 1024, 390], before }: { widths?: number[]; before?: () => Promise<void> } = {},
): Promise<void> {
  const folder = process.env['SHOTS'];
  if (!folder) return;
  for (const width of widths)
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.setViewportSize({ width, height: width === 390 ? 844 : 900 });
      await page.emulateMedia({ colorScheme });
      await before?.();
      await page.screenshot({ path: join(folder, `${name}-${width}-${colorScheme}.png`) });
    }
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.emulateMedia({ colorScheme: 'light' });
}

/**
 * The page as it stands, one picture, where a folder for them is named: `.ci/run` names one.
 * @param name what it shows; an id in it, which is another each time, is left out
 */
export async function keep(page: Page, name: string): Promise<void> {
  const folder = process.env['SCREENS'];
  if (!folder) return;
  const file = name.replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, 'one').replace(/[^\w-]+/g, '-');
  await page.screenshot({ path: join(folder, `${file}.jpg`), type: 'jpeg', quality: 80 });
}
