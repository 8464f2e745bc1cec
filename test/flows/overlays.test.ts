// Whatever opens over a page of the console, once: nothing for axe to find, and nothing too small for a finger on a phone.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { startFakeWhatsApp, type FakeWhatsApp } from '../dev-env/fake-whatsapp';
import { inBrowser } from '../dev-env/in-browser';
import { desk, fitsDeskAndPhone, useDesk } from './console-desk';
import { elsewhere, fill, overlays, type World } from './overlays';

const console_ = join(__dirname, '../../src/console');
const source = (file: string) => readFileSync(join(console_, file), 'utf8');

test('none is left out', () => {
  const drawn = readdirSync(console_, { recursive: true, encoding: 'utf8' })
    .filter(
      (file) =>
        file.endsWith('.tsx') &&
        !['ui/form.tsx', 'ui/states.tsx', 'settings/channels/channel-modal.tsx'].includes(file),
    )
    .filter((file) => /<(Modal|Drawer|Menu|Popover|FormDialog|ChannelModal)\b/.test(source(file)));
  const looked = [...overlays.map(({ file }) => file), ...Object.keys(elsewhere)];
  expect([...new Set(looked)].sort()).toEqual(drawn.sort());
  const unlooked = Object.values(elsewhere).filter(
    (name) => !readFileSync(join(__dirname, `${name}.test.ts`), 'utf8').includes('await fitsDeskAndPhone('),
  );
  expect(unlooked).toEqual([]);
});

inBrowser('in Chromium', () => {
  const at = useDesk({ PARLEY_DEMO: 'off', FETCH_ALLOW: '127.0.0.0/8' });
  let whatsapp: FakeWhatsApp;
  let world: World;
  let page: Page;

  beforeAll(async () => {
    whatsapp = await startFakeWhatsApp();
    world = await fill(at.server, { config: whatsapp.config, url: whatsapp.config.graphBaseUrl });
    ({ page } = await desk(at.browser, at.server));
    // Many are opened one after the other: one that does not open says so soon.
    page.setDefaultTimeout(30_000);
  });
  afterAll(() => whatsapp?.close());

  async function open({ file, at: place, steps }: (typeof overlays)[number]): Promise<void> {
    // So high that nothing lies beneath the foot of a long dialog.
    await page.setViewportSize({ width: 1440, height: 2000 });
    const path = typeof place === 'string' ? place : place(world);
    await page.goto(`${at.server.url}/console/${path}`);
    await page.getByRole('main').waitFor();
    await page.waitForLoadState('networkidle');
    for (const step of steps) {
      if (typeof step === 'function') await step(page);
      else {
        const name = { name: step, exact: true };
        const button = page.getByRole('button', name).or(page.getByRole('menuitem', name));
        await button.first().click();
      }
    }
    // A menu on the way to a dialog is none.
    const opened = /<(Menu|Popover)\b/.test(source(file))
      ? '[role="dialog"], [role="menu"]'
      : '[aria-modal="true"]';
    await page.locator(opened).last().waitFor();
    await page.waitForLoadState('networkidle');
  }

  test.each(overlays)('$file, at a desk and on a phone', async (overlay) => {
    await open(overlay);
    await fitsDeskAndPhone(page, overlay.file);
  });
});
