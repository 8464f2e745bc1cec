// The console in another language: nothing English is left, and Arabic reads from the right.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { eventuallyPasses } from '../../src/tools/eventually';
import { inBrowser } from '../dev-env/in-browser';
import { allPages, bubble, customer, faults, row, sideways, tooSmall, useDesk } from './console-desk';

const catalogs = join(__dirname, '../../src/console/i18n/catalogs');

/** The English of every text that is said otherwise in the language, and is no word of that language (“Link” in German). */
function englishOf(language: string): Set<string> {
  const folder = join(catalogs, language);
  const all = readdirSync(folder).flatMap((file) =>
    Object.entries(JSON.parse(readFileSync(join(folder, file), 'utf8')) as Record<string, unknown>),
  );
  const own = new Set(all.map(([, words]) => words));
  const english = all.filter(([key, words]) => words !== key && /\p{L}{3}/u.test(key));
  const keys = english.map(([key]) => key.split('|')[0]!).filter((words) => !own.has(words));
  return new Set([...keys, ...englishOfMantine()]);
}

/** What a screen reader gets in English of Mantine where nothing else is said. */
function englishOfMantine(): string[] {
  const folder = join(__dirname, '../../node_modules/@mantine/core/esm/components');
  const label = /(?:aria-label|Label)"?: "([A-Z][^"]+)"/g;
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.mjs'))
    .flatMap((file) => [...readFileSync(join(folder, file), 'utf8').matchAll(label)])
    .map(([, words]) => words!);
}

function wordsIn(language: string, english: string): string {
  for (const file of readdirSync(join(catalogs, language))) {
    const known = JSON.parse(readFileSync(join(catalogs, language, file), 'utf8')) as Record<string, string>;
    if (known[english] !== undefined) return known[english];
  }
  throw new Error(`${language} has no words for "${english}".`);
}

/** What is read on the page: its texts, and what only a screen reader or a pointer gets. */
const readOn = (page: Page) =>
  page.evaluate(`(() => {
    const said = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode())
      said.push(walker.currentNode.nodeValue.trim());
    for (const element of document.querySelectorAll('[aria-label], [title], [placeholder]'))
      for (const name of ['aria-label', 'title', 'placeholder']) said.push(element.getAttribute(name) ?? '');
    return said;
  })()`) as Promise<string[]>;

async function speak(page: Page, language: string): Promise<void> {
  await page.evaluate(`localStorage.setItem('parley.language', '${language}')`);
  await page.reload();
  await page.locator(`html[lang^="${language}"]`).waitFor();
  await page.locator('.tab-count', { hasText: /\d/ }).first().waitFor();
}

/** Each tab as if it were the open one, and had hundreds: which stand out of their row, and on how many lines. */
const tabsOn = (page: Page) =>
  page.evaluate(`(() => {
    const row = document.querySelector('.tabs');
    const tabs = [...row.children];
    const { left, right } = row.getBoundingClientRect();
    const out = new Set();
    const lines = new Set();
    for (const one of tabs) {
      one.querySelector('.tab-count > span').textContent = '888';
      for (const other of tabs) other.toggleAttribute('aria-current', other === one);
      for (const tab of tabs) {
        const place = tab.getBoundingClientRect();
        lines.add(place.top);
        if (place.left < left - 0.5 || place.right > right + 0.5) out.add(tab.textContent);
      }
    }
    return { out: [...out], lines: lines.size };
  })()`) as Promise<{ out: string[]; lines: number }>;

interface Styles {
  getComputedStyle(one: unknown): { direction: string };
}

/** How wide a phone is, and the narrowest. */
const narrow = [390, 320];

inBrowser('the console in other languages, in Chromium', () => {
  const at = useDesk();

  test.each([
    ['de', 'Übernehmen', 'ltr'],
    ['ar', 'تولّي', 'rtl'],
  ])(
    'an agent who reads %s finds no English in the inbox and a conversation',
    async (language, take, dir) => {
      const page = await at.open();
      const name = `Ada ${language}`;
      const ada = await customer(at.server, { firstName: name });
      await ada.say('4711');
      await ada.askForPerson();
      await speak(page, language);
      await eventuallyPasses(async () => expect(await page.getAttribute('html', 'dir')).toBe(dir));
      const english = englishOf(language);
      const left = async () => [...new Set((await readOn(page)).filter((words) => english.has(words)))];
      expect(await left()).toEqual([]);

      await row(page, name).click();
      await bubble(page, '4711').waitFor();
      expect(await left()).toEqual([]);
      await page.locator('.primary-action', { hasText: take }).click();
      await page.locator('.composer.reply').waitFor();
      expect(await left()).toEqual([]);
      expect(await faults(page)).toEqual([]);
      await page.keyboard.press('Control+k');
      await page.locator('#palette-list').waitFor();
      await page.keyboard.press('Escape');
      for (const width of [1440, 1024, ...narrow]) {
        await page.setViewportSize({ width, height: 900 });
        await bubble(page, '4711').waitFor();
        expect(await sideways(page)).toEqual([]);
        if (process.env['SHOTS'])
          await page.screenshot({ path: `${process.env['SHOTS']}/${language}-${width}.png` });
      }
    },
  );

  test.each([
    ['de', ['In der Wissensdatenbank steht nichts dazu.', 'passt vielleicht nicht dazu']],
    ['ar', ['لا شيء عن هذا في قاعدة المعرفة.', 'قد لا يتناول هذا']],
  ])(
    'what the server says is read in %s: why, what is remembered, what happened, what is refused',
    async (language, reasons) => {
      const words = (english: string) => wordsIn(language, english);
      const page = await at.open();
      const name = `Byron ${language}`;
      const ada = await customer(at.server, { firstName: name });
      await ada.say('My order number is 778812. Which zeppelin flies to Atlantis on Mondays?');
      await speak(page, language);
      await row(page, name).click();
      const card = page.locator('.handover');
      await card.getByText(words('The AI was not sure')).first().waitFor();
      const why = await card.locator('.packet').innerText();
      expect(reasons.some((reason) => why.includes(reason))).toBe(true);
      expect(why).toContain(words('order number|kind of fact'));
      expect(why).not.toMatch(/Nothing|Searched|nearest|order number/);
      const memory = page.locator('section', {
        has: page.getByRole('heading', { name: words('Remembered') }),
      });
      await memory.getByText('778812').waitFor();
      await eventuallyPasses(async () =>
        expect(await memory.innerText()).toContain(words('order number|kind of fact')),
      );

      if (process.env['SHOTS'])
        await page.screenshot({ path: `${process.env['SHOTS']}/card-${language}.png` });
      await at.server.request('PUT', `customers/${ada.id}/block`, { body: { reason: 'spam' } });
      await page
        .getByText(words('the customer was blocked ({why})').replace('{why}', 'spam'))
        .first()
        .waitFor();
      if (process.env['SHOTS'])
        await page.screenshot({ path: `${process.env['SHOTS']}/server-${language}.png` });

      await page.context().clearCookies();
      await page.goto(`${at.server.url}/console/inbox`);
      await page.locator('input[type="email"]').fill(at.server.admin.email);
      await page.locator('input[type="password"]').fill('not the password');
      await page.locator('button[type="submit"]').click();
      await page.getByText(words('E-mail or password is wrong.')).waitFor();
      await page.getByRole('button', { name: words('Show the password') }).waitFor();
      if (process.env['SHOTS'])
        await page.screenshot({ path: `${process.env['SHOTS']}/refused-${language}.png` });
    },
  );

  test.each(['en', 'de', 'ar'])(
    'on the other pages an admin who reads %s finds their language, and nothing wider than a phone',
    async (language) => {
      const page = await at.open();
      await speak(page, language);
      const english = language === 'en' ? new Set<string>() : englishOf(language);
      // Among the snippets of a channel it is a framework.
      english.delete('React');
      for (const path of await allPages(page, at.server)) {
        await page.goto(`${at.server.url}/console/${path}`);
        await page.locator('main, .page').first().waitFor();
        await page.waitForLoadState('networkidle');
        const left = [...new Set((await readOn(page)).filter((words) => english.has(words)))];
        expect({ path, left }).toEqual({ path, left: [] });
        for (const width of narrow) {
          await page.setViewportSize({ width, height: 844 });
          expect({ path, width, wide: await sideways(page) }).toEqual({ path, width, wide: [] });
        }
        await page.setViewportSize({ width: 1440, height: 900 });
      }
    },
    // Some sixty pages: how long is up to the machine.
  );

  test.each(['en', 'ar'])(
    'on a phone sections stand in one row, and who reads %s sees the one that is open in it',
    async (language) => {
      const page = await at.open({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
      await speak(page, language);
      for (const path of ['knowledge?section=lab', 'knowledge?section=articles', 'quality/card', 'quality']) {
        await page.goto(`${at.server.url}/console/${path}`);
        const open = page.locator('.one-row').locator('[aria-selected="true"], [aria-current="page"]');
        await open.waitFor();
        const [sections, chosen] = [await page.locator('.one-row').boundingBox(), await open.boundingBox()];
        expect([path, sections!.height]).toEqual([path, chosen!.height]);
        expect([path, chosen!.x >= sections!.x - 1]).toEqual([path, true]);
        const ends = [chosen!.x + chosen!.width, sections!.x + sections!.width];
        expect([path, ends[0]! <= ends[1]! + 1]).toEqual([path, true]);
        expect([await sideways(page), await tooSmall(page)]).toEqual([[], []]);
      }
    },
  );

  test.each(['de', 'ar'])(
    'on a phone what a list shows is chosen in one row, and a conversation’s head is three lines at most: %s',
    async (language) => {
      const page = await at.open({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
      await speak(page, language);
      const who = await customer(at.server, { firstName: 'Ada' });
      await who.say('Hello');
      const id = await who.askForPerson();
      const body = { priority: 'urgent', labels: [`refund ${language}`, 'Rückerstattung', 'Versand'] };
      await at.server.request('PATCH', `sessions/${id}`, { body });
      const places = [
        'search?q=Hello&kind=company',
        'settings?section=jobs',
        'analytics',
        `customers/${who.id}`,
      ];
      for (const path of places) {
        await page.goto(`${at.server.url}/console/${path}`);
        const chosen = page.locator('.one-row .mantine-SegmentedControl-control[data-active]');
        await chosen.waitFor();
        await eventuallyPasses(async () => {
          const [all, one] = [(await page.locator('.one-row').boundingBox())!, (await chosen.boundingBox())!];
          expect([path, all.height < 2 * one.height]).toEqual([path, true]);
          expect([path, one.x >= all.x - 1, one.x + one.width <= all.x + all.width + 1]).toEqual([
            path,
            true,
            true,
          ]);
          expect([path, await sideways(page)]).toEqual([path, []]);
        });
      }
      await page.goto(`${at.server.url}/console/inbox/${id}?tab=all`);
      await page.locator('.conversation-who', { hasText: 'Versand' }).waitFor();
      const said = await page.locator('.conversation-who p').boundingBox();
      expect(said!.height).toBeLessThan(3 * 18);
    },
  );

  test.each(['en', 'de', 'es', 'fr', 'pt', 'ar'])(
    'all tabs of the inbox are seen in %s, with hundreds in each',
    async (language) => {
      const page = await at.open();
      await speak(page, language);
      for (const width of [1440, 1024]) {
        await page.setViewportSize({ width, height: 900 });
        await eventuallyPasses(async () =>
          expect({ width, ...(await tabsOn(page)) }).toEqual({ width, out: [], lines: 1 }),
        );
      }
    },
  );

  test('what is written in a field runs in its own direction, whatever that of the console is', async () => {
    const page = await at.open();
    await speak(page, 'ar');
    const { id } = await customer(at.server);
    await page.goto(`${at.server.url}/console/customers/${id}`);
    const note = page.getByRole('textbox', { name: wordsIn('ar', 'A note about the customer') });
    const first = page.getByLabel(wordsIn('ar', 'First name'));
    const runsTo = (at: Locator) =>
      at.evaluate((one) => (globalThis as unknown as Styles).getComputedStyle(one).direction);
    for (const [words, direction] of [
      ['', 'rtl'],
      ['Prefers mail.', 'ltr'],
      ['يفضّل البريد.', 'rtl'],
    ] as const)
      for (const one of [note, first]) {
        await one.fill(words);
        expect([words, await runsTo(one)]).toEqual([words, direction]);
      }
  });

  test('the language is chosen in the profile, and holds on every device that the agent signs in on', async () => {
    const ada = await at.server.addAgent('Ada Lovelace');
    const account = { email: ada.email, password: ada.password };
    const page = await at.open({ path: '/console/settings?section=profile', ...account });
    await page.getByLabel('Language').selectOption('fr');
    await page.locator('html[lang="fr"]').waitFor();
    await page.getByLabel('Langue').waitFor();
    await page.getByRole('link', { name: 'Boîte de réception' }).click();
    await page.getByRole('button', { name: /^Fermées/ }).waitFor();

    const second = await at.browser.newContext({ locale: 'en-GB' });
    try {
      const there = await second.newPage();
      await there.goto(`${at.server.url}/console/inbox`);
      await there.getByLabel('E-mail').fill(ada.email);
      await there.getByLabel('Password', { exact: true }).fill(ada.password);
      await there.getByRole('button', { name: 'Sign in' }).click();
      await there.locator('html[lang="fr"]').waitFor();
      await there.getByRole('button', { name: /^Fermées/ }).waitFor();
      // Nothing of hers is left for who comes after her.
      await there.context().clearCookies();
      await there.goto(`${at.server.url}/console/inbox`);
      await there.getByLabel('E-mail').fill(at.server.admin.email);
      await there.getByLabel('Mot de passe', { exact: true }).fill(at.server.admin.password);
      await there.getByRole('button', { name: 'Se connecter' }).click();
      await there.locator('html[lang="en"]').waitFor();
      await there.getByRole('button', { name: /^Closed/ }).waitFor();
    } finally {
      await second.close();
    }
    const taken = await at.server.request('PATCH', 'agents/me', {
      token: ada.token,
      body: { language: 'tlh' },
    });
    expect([taken.status, taken.body]).toMatchObject([400, { errors: [{ path: 'language' }] }]);
    const cleared = await at.server.request('PATCH', 'agents/me', {
      token: ada.token,
      body: { language: null },
    });
    expect(cleared.body).toEqual({ id: ada.agentId, displayName: 'Ada Lovelace' });
  });
});
