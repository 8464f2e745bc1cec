// An admin connects a number of WhatsApp without a manual: what Meta shows is copied here, what is shown here to Meta.
import type { Page } from 'playwright-core';
import type { Channel } from '../../src/protocol/model/channel';
import { eventuallyPasses } from '../../src/tools/eventually';
import { startFakeWhatsApp, type FakeWhatsApp } from '../dev-env/fake-whatsapp';
import { inBrowser } from '../dev-env/in-browser';
import { faults, useDesk, type desk } from './console-desk';

const phone = { width: 390, height: 844 };

inBrowser('channels in the console in Chromium', () => {
  const at = useDesk({ FETCH_ALLOW: '127.0.0.0/8' });
  let meta: FakeWhatsApp;
  beforeAll(async () => {
    meta = await startFakeWhatsApp();
  });
  afterAll(() => meta?.close());

  async function channelsPage(options: Parameters<typeof desk>[2] = {}): Promise<Page> {
    const page = await at.open({
      permissions: ['clipboard-read', 'clipboard-write'],
      ...options,
      path: '/console/settings?section=channels',
    });
    await page.getByRole('button', { name: 'New channel' }).waitFor();
    return page;
  }

  async function channel(name: string): Promise<Channel> {
    const { body } = await at.server.request('GET', 'channels');
    return (body as { items: Channel[] }).items.find((one) => one.name === name)!;
  }

  const clipboard = (page: Page) => page.evaluate<string>('navigator.clipboard.readText()');
  const beyond = (page: Page) =>
    page.evaluate(
      `(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)(document.querySelector('.page'))`,
    );

  test('a number is connected step by step, wrong entries stand at their fields, and Meta’s part is there to copy', async () => {
    const page = await channelsPage();
    await page.getByRole('button', { name: 'New channel' }).click();
    await eventuallyPasses(async () => expect(await page.getByRole('menuitem').count()).toBe(3));
    await page.getByRole('menuitem', { name: /^WhatsApp/ }).click();
    const dialog = page.getByRole('dialog', { name: 'New WhatsApp channel' });
    await dialog.getByLabel('Phone number ID').fill('+49 30 1234567');
    await dialog.getByLabel('Access token', { exact: true }).fill(' the-access-token ');
    const verifyToken = await dialog.getByLabel('Verify token').inputValue();
    expect(verifyToken).toMatch(/^[\w-]{43}$/);
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.getByText('It must be the ID that Meta shows: digits, not the number itself.').waitFor();
    // The name and the app secret, too: all at once, and the first has the focus.
    await eventuallyPasses(async () =>
      expect(await dialog.getByText('Write something here.').count()).toBe(2),
    );
    const name = dialog.getByLabel('Name', { exact: true });
    await eventuallyPasses(async () =>
      expect(await name.evaluate((input) => input === input.ownerDocument.activeElement)).toBe(true),
    );
    await eventuallyPasses(async () => expect(await dialog.getByRole('alert').count()).toBe(0));
    expect(await faults(page)).toEqual([]);
    await name.fill('Shop phone');
    await dialog.getByLabel('Phone number ID').fill('106540352242922');
    await dialog.getByLabel('App secret').fill('an-app-secret');
    await dialog.getByRole('button', { name: /^Version and address/ }).click();
    await dialog.getByLabel('Graph API address').fill(meta.config.graphBaseUrl);
    await dialog.getByRole('button', { name: 'Save' }).click();

    const next = page.getByRole('dialog', { name: 'Now tell Meta' });
    const { id, ...made } = await channel('Shop phone');
    expect(made).toMatchObject({
      type: 'whatsapp',
      isActive: true,
      webhookUrl: `/webhooks/whatsapp/${id}`,
      config: {
        phoneNumberId: '106540352242922',
        accessToken: '********',
        appSecret: '********',
        verifyToken: '********',
        graphBaseUrl: meta.config.graphBaseUrl,
      },
    });
    await next.getByRole('button', { name: 'Copy the callback URL' }).click();
    expect(await clipboard(page)).toBe(`${at.server.url}/webhooks/whatsapp/${id}`);
    await next.getByText('It works.').waitFor();
    await next.getByText('Start Parley with PUBLIC_URL').waitFor();
    await next.getByRole('button', { name: 'Copy the verify token' }).click();
    expect(await clipboard(page)).toBe(verifyToken);
    expect(await faults(page)).toEqual([]);
    await next.getByRole('button', { name: 'Done' }).click();
    await next.waitFor({ state: 'detached' });
    await page.getByText('Graph API v26.0, the newest').waitFor();
  });

  test('what is stored stays masked and is only replaced; a version that ends is said', async () => {
    const { graphBaseUrl } = meta.config;
    await at.server.request('POST', 'channels', {
      body: { name: 'Old phone', type: 'whatsapp', config: { ...meta.config, graphVersion: 'v21.0' } },
    });
    const page = await channelsPage({ viewport: phone });
    const item = page.locator('li', { hasText: 'Old phone' });
    await item.getByText(/^Graph API v21.0 (ends|has ended) on 21 January 2027/).waitFor();
    expect(await beyond(page)).toBe(0);
    expect(await faults(page)).toEqual([]);

    await item.getByRole('button', { name: 'Configure Old phone' }).click();
    const dialog = page.getByRole('dialog', { name: 'WhatsApp channel' });
    await eventuallyPasses(async () =>
      expect(await dialog.getByLabel('App secret', { exact: true }).isEditable()).toBe(false),
    );
    await dialog.getByRole('button', { name: 'Replace the access token' }).click();
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.getByText('Write something here.').waitFor();
    await dialog.getByRole('button', { name: 'Keep the stored one' }).click();
    await dialog.getByRole('button', { name: /^Version and address/ }).click();
    await dialog.getByLabel('Graph API address').fill('https://graph.example');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.getByText('It must be given anew: its host has changed.').waitFor();
    await dialog.getByLabel('Graph API address').fill(graphBaseUrl);
    await dialog.getByRole('combobox', { name: 'Graph API version' }).click();
    await page.getByRole('option', { name: 'v25.0, until 2028-07-29' }).click();
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.waitFor({ state: 'detached' });
    await item.getByText('Graph API v25.0, until 29 July 2028.').waitFor();
    expect((await channel('Old phone')).config).toEqual({
      phoneNumberId: meta.config.phoneNumberId,
      accessToken: '********',
      appSecret: '********',
      verifyToken: '********',
      graphBaseUrl,
      graphVersion: 'v25.0',
    });

    // Meta must hear of another verify token.
    await item.getByRole('button', { name: 'Configure Old phone' }).click();
    await dialog.getByRole('button', { name: 'Generate a new one' }).click();
    await dialog.getByRole('button', { name: 'Save' }).click();
    const next = page.getByRole('dialog', { name: 'Now tell Meta' });
    await next.getByRole('button', { name: 'Copy the verify token' }).waitFor();
    await next.getByRole('button', { name: 'Done' }).click();
    await item.getByRole('button', { name: 'Webhook of Old phone' }).click();
    const later = page.getByRole('dialog', { name: 'What Meta must be told' });
    await later.getByText('The verify token is kept and not shown again.').waitFor();
    await eventuallyPasses(async () =>
      expect(await later.getByRole('button', { name: 'Copy the verify token' }).count()).toBe(0),
    );
  });

  test('health is looked at again on demand, with the last error and since when', async () => {
    const page = await channelsPage();
    const item = page.locator('li', { hasText: 'Ill phone' });
    const body = { name: 'Ill phone', type: 'whatsapp', config: meta.config };
    const { id } = (await at.server.request('POST', 'channels', { body })).body as Channel;
    const health = { ok: false, lastError: 'The token ran out.', lastErrorAt: '2026-03-12T10:00:00.000Z' };
    await at.server.query('UPDATE channels SET health = $2 WHERE id = $1', [id, health]);
    await page.reload();
    await item.getByText('The token ran out. 12 Mar').waitFor();
    await item.getByRole('button', { name: 'Check now: Ill phone' }).click();
    await item.getByText('It works.').waitFor();
    await eventuallyPasses(async () => expect(await item.getByText('The token ran out.').count()).toBe(0));
  });
});
