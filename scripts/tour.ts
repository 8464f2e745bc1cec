// npm run tour: the pictures of docs/tour.md and the README, of a shop's day played on the real app. docs/pictures is made anew.
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import sharp from 'sharp';
import type { Channel } from '../src/protocol/model/channel';
import type { Session } from '../src/protocol/model/session';
import { eventually } from '../src/tools/eventually';
import { launchChromium } from '../test/dev-env/chromium';
import { startFakeWhatsApp } from '../test/dev-env/fake-whatsapp';
import { TestServer } from '../test/dev-env/test-server';
import { bubble, customer, desk, field, row } from '../test/flows/console-desk';
import { fillRooms } from './tour/rooms';

const folder = join(__dirname, '../docs/pictures');
const wide = { width: 1280, height: 800 };

async function picture(page: Page, name: string): Promise<void> {
  await page.evaluate('document.fonts.ready');
  const taken = sharp(await page.screenshot());
  // Of 256 colours: a third of the bytes, and no eye sees it.
  await taken.png({ palette: true, effort: 10 }).toFile(join(folder, `${name}.png`));
  console.log(`docs/pictures/${name}.png`);
}

/** What a customer sees: an answer with its source, then a person asked for. */
async function widget(browser: Browser, server: TestServer): Promise<void> {
  const context = await browser.newContext({ viewport: wide, locale: 'en-GB', reducedMotion: 'reduce' });
  const page = await context.newPage();
  await page.goto(server.url);
  await page.locator('button.launcher').click();
  const frame = page.frameLocator('iframe');
  const write = async (text: string): Promise<void> => {
    await frame.getByRole('textbox').fill(text);
    await frame.getByRole('textbox').press('Enter');
  };
  await write('How long does a refund take?');
  await frame.locator('.sources').first().waitFor();
  await picture(page, 'widget');
  await frame.getByRole('button', { name: 'Talk to a person' }).click();
  await write('My order 4711 came broken: the pole is bent.');
  await frame.getByText('My order 4711 came broken').waitFor();
  await context.close();
}

async function rules(server: TestServer): Promise<void> {
  for (const body of [
    {
      name: 'Who is angry comes first',
      when: { on: 'handed_over' },
      if: { sentiment: ['negative'] },
      then: [{ do: 'priority', priority: 'urgent' }],
    },
    {
      name: 'Refunds are labelled',
      when: { on: 'customer_message' },
      if: { textContains: ['refund', 'money back'] },
      then: [{ do: 'add_labels', labels: ['refund'] }],
    },
    {
      name: 'Close what nobody answers',
      when: { on: 'customer_silent', minutes: 4_320 },
      if: { status: ['with_agent'] },
      then: [{ do: 'close' }],
    },
  ]) {
    const { status, body: answer } = await server.request('POST', 'automation-rules', {
      body: { isActive: true, ...body },
    });
    if (status !== 201) throw new Error(JSON.stringify(answer));
  }
}

/** People who wait, some on WhatsApp, so that the list is one of a usual morning. */
async function morning(server: TestServer): Promise<() => Promise<void>> {
  const whatsapp = await startFakeWhatsApp();
  const made = await server.request('POST', 'channels', {
    body: { name: 'WhatsApp', type: 'whatsapp', config: whatsapp.config },
  });
  const webhook = `${server.url}/webhooks/whatsapp/${(made.body as Channel).id}`;
  const says = (phone: string, name: string, text: string) =>
    whatsapp.post(webhook, whatsapp.says({ phone, name }, text));
  await says('491700000001', 'Amara Okafor', 'Is the brass lamp waterproof? I want to talk to a person.');
  await says('491700000002', 'Jonas Weber', 'Do you ship to Norway?');
  for (const [firstName, lastName, text] of [
    ['Lucía', 'Fernández', 'Quiero hablar con una persona'],
    ['Henry', 'Tanaka', 'This is the third time I ask. You are useless, get me a human!'],
    ['Sofie', 'Lind', 'Can I change the address of order 8812?'],
  ] as const) {
    const who = await customer(server, { firstName, lastName });
    await who.say(text);
    await who.askForPerson();
  }
  await eventually(async () => {
    const { body } = await server.request('GET', 'sessions?status=waiting&limit=20');
    return (body as { items: Session[] }).items.length >= 5;
  });
  return () => whatsapp.close();
}

async function consolePictures(browser: Browser, server: TestServer): Promise<void> {
  const { page, context } = await desk(browser, server, { viewport: wide });
  await row(page, '4711').first().click();
  await page.getByRole('region', { name: 'Handover' }).waitFor();
  await page.getByRole('button', { name: 'Log a call…' }).waitFor();
  await picture(page, 'console');
  await page.locator('.primary-action', { hasText: 'Take over' }).click();
  await page.getByText('With you').first().waitFor();
  await field(page).fill('I am sorry about that. A new one goes out today, and you keep the broken one.');
  await page.keyboard.press('Enter');
  await bubble(page, 'I am sorry about that.').waitFor();
  await row(page, 'Amara Okafor').click();
  await page.locator('.channel-word', { hasText: 'WhatsApp' }).waitFor();
  await bubble(page, 'Is the brass lamp waterproof?').waitFor();
  await picture(page, 'whatsapp');
  await page.keyboard.press('Control+k');
  await page.locator('input:focus[role=combobox]').waitFor();
  await page.keyboard.type('transfer');
  await page
    .getByRole('option', { name: /^Transfer to/ })
    .first()
    .waitFor();
  await picture(page, 'command-bar');
  await page.keyboard.press('Escape');
  await context.close();
}

/** Beside the inbox, by somebody who is online. */
async function rooms(browser: Browser, server: TestServer): Promise<void> {
  const { page, context } = await desk(browser, server, { viewport: wide });
  await page.getByRole('status').getByRole('button', { name: 'Go online' }).click();
  await page.getByText('You are away.').waitFor({ state: 'detached' });
  for (const [path, heading, name] of [
    ['companies', 'Companies', 'companies'],
    ['follow-ups', 'Follow-ups', 'follow-ups'],
    ['knowledge', 'Knowledge', 'knowledge'],
    ['analytics', 'Analytics', 'analytics'],
    ['settings?section=playbooks', 'Settings', 'playbooks'],
    ['settings?section=sla', 'Settings', 'sla'],
    ['settings?section=rules', 'Settings', 'rules'],
  ] as const) {
    await page.goto(`${server.url}/console/${path}`);
    await page.getByRole('heading', { name: heading, level: 1 }).waitFor();
    await page.waitForLoadState('networkidle');
    await picture(page, name);
  }
  await page.goto(`${server.url}/console/quality`);
  await page.locator('.cards a').first().click();
  await page.locator('.quality-criterion').first().waitFor();
  await page.waitForLoadState('networkidle');
  await picture(page, 'quality');
  await context.close();
}

async function phone(browser: Browser, server: TestServer): Promise<void> {
  const { page, context } = await desk(browser, server, {
    viewport: { width: 390, height: 844 },
    colorScheme: 'dark',
  });
  await row(page, 'Henry Tanaka').waitFor();
  await picture(page, 'phone-inbox');
  await context.close();
}

async function main(): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const dataDir = await mkdtemp(join(tmpdir(), 'parley-tour-'));
  const server = await TestServer.create({
    env: { DATA_DIR: dataDir, EMBEDDINGS: 'built-in', RATE_LIMITS: 'off', FETCH_ALLOW: '127.0.0.0/8' },
  });
  const browser = await launchChromium();
  let close: (() => Promise<void>) | undefined;
  try {
    const grace = await server.addAgent('Grace Hopper', 'supervisor');
    const mara = await server.addAgent('Mara Lind');
    await rules(server);
    await fillRooms(server, mara, grace);
    await widget(browser, server);
    close = await morning(server);
    await consolePictures(browser, server);
    await phone(browser, server);
    await rooms(browser, server);
  } finally {
    await browser.close();
    await close?.();
    await server.close();
    await rm(dataDir, { recursive: true, force: true });
  }
}

void main();
