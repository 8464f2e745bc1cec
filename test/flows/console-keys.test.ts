// Screens beside the inbox by the keyboard alone: all of it is reached and seen to be, dialogs keep the focus and give it back.
import type { Page } from 'playwright-core';
import { eventually } from '../../src/tools/eventually';
import { inBrowser } from '../dev-env/in-browser';
import { customer, useDesk } from './console-desk';

interface Walk {
  /** Nothing more comes: the focus left the page, or began anew. */
  ended: boolean;
  /** The element before this one, where nothing told that it had the focus. */
  unseen?: string;
}

/** In the page: remembers where the focus was, and how that looked. */
const tools = `(() => {
  const name = (one) => (one.outerHTML.match(/^<[^>]*>/)?.[0] ?? '').slice(0, 200) + ' ' + (one.textContent ?? '').slice(0, 40);
  const around = (one) => [one, one.parentElement, one.parentElement?.parentElement, one.nextElementSibling, ...(one.labels ?? [])];
  const looks = (one) => around(one).map((near) => {
    if (!near) return '';
    const { outlineStyle, outlineColor, outlineWidth, boxShadow, borderColor, backgroundColor, textDecorationLine } = getComputedStyle(near);
    return [outlineStyle, outlineColor, outlineWidth, boxShadow, borderColor, backgroundColor, textDecorationLine].join();
  }).join('|');
  const shown = (one) => one.getClientRects().length > 0 && one.checkVisibility({ visibilityProperty: true }) && !one.closest('[inert]');
  const walk = { seen: new Set(), last: undefined };
  globalThis.walk = {
    step() {
      const now = document.activeElement;
      const { last } = walk;
      // A field that is drawn by others, as one of a group of radio buttons, may be as small as a point.
      const unseen = last && last.element.isConnected && last.element !== now && looks(last.element) === last.looks ? name(last.element) : undefined;
      // The day, the month and the year of a date are one element.
      const ended = !now || now === document.body || (walk.seen.has(now) && now !== last?.element);
      if (!ended) walk.seen.add(now);
      walk.last = ended ? undefined : { element: now, looks: looks(now) };
      return { ended, ...(unseen && { unseen }) };
    },
    missed() {
      const all = [...document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex]')];
      const group = (one) => one.type === 'radio' && all.some((other) => other.name === one.name && walk.seen.has(other));
      return all
        .filter((one) => one.tabIndex >= 0 && !one.disabled && shown(one) && !walk.seen.has(one) && !group(one))
        .map(name);
    },
  };
})()`;

/** Tab through all of the page: what it never came to, and where it was not seen to be. */
async function walked(page: Page): Promise<{ missed: string[]; unseen: string[] }> {
  // Tab begins where the focus was last, which a page may have put into a field.
  await page.evaluate(`(() => {
    const start = document.createElement('span');
    start.tabIndex = -1;
    document.body.prepend(start);
    start.focus();
  })()`);
  await page.evaluate(tools);
  const unseen: string[] = [];
  for (let presses = 0; presses < 400; presses += 1) {
    await page.keyboard.press('Tab');
    const step = (await page.evaluate('walk.step()')) as Walk;
    if (step.unseen) unseen.push(step.unseen);
    if (step.ended && presses > 0)
      return { missed: (await page.evaluate('walk.missed()')) as string[], unseen };
  }
  throw new Error('Tab never comes to an end.');
}

const focusIsIn = (page: Page, role: string) =>
  page.evaluate(`document.activeElement?.closest('[role="${role}"]') !== null`) as Promise<boolean>;

inBrowser('screens by the keyboard alone, in Chromium', () => {
  const at = useDesk({ PARLEY_DEMO: 'off' });

  async function tabTo(page: Page, name: string | RegExp, role: 'button' | 'link' = 'button'): Promise<void> {
    const target = page.getByRole(role, { name, exact: typeof name === 'string' }).first();
    await target.waitFor();
    for (let presses = 0; presses < 200; presses += 1) {
      if (await target.evaluate((element) => element.matches(':focus'))) return;
      await page.keyboard.press('Tab');
    }
    throw new Error(`Tab does not lead to ${String(name)}.`);
  }
  async function show(page: Page, path: string): Promise<void> {
    await page.goto(`${at.server.url}/console/${path}`);
    await page.getByRole('main').waitFor();
    await page.waitForLoadState('networkidle');
  }
  const made = async (path: string, body: object) =>
    (await at.server.request('POST', path, { body })).body as { id: string };

  test('Tab comes to everything on every screen, is seen where it is, and finds an end', async () => {
    const zoe = await customer(at.server, { firstName: 'Zoe' });
    await zoe.say('Where is my parcel?');
    await zoe.askForPerson();
    const company = await made('companies', { name: 'Acme' });
    await made('knowledge/articles', { title: 'Returns', content: 'Within 30 days.' });
    await made('macros', { shortcut: 'sorry', title: 'Sorry', steps: { reply: 'Sorry.' }, shared: true });
    const page = await at.open({ path: '/console/customers' });
    const found: Record<string, object> = {};
    for (const path of [
      ...['customers', `customers/${zoe.id}`, 'companies', `companies/${company.id}`],
      ...['knowledge', 'search?q=parcel', 'analytics', 'quality', 'my-day'],
      ...[
        'macros',
        'replies',
        'people',
        'audit',
        'retention',
        'channels',
        'rules',
        'hours',
        'notifications',
      ].map((section) => `settings?section=${section}`),
    ]) {
      await show(page, path);
      // It comes once the socket has said who is there.
      await page.getByRole('button', { name: 'Go online' }).waitFor();
      const { missed, unseen } = await walked(page);
      if (missed.length + unseen.length > 0) found[path] = { missed, unseen };
    }
    expect(found).toEqual({});
  });

  test('a dialog takes the focus, keeps it, closes by Escape and gives it back', async () => {
    const { id } = await customer(at.server, { firstName: 'Yan' });
    const page = await at.open({ path: '/console/customers' });
    const found: string[] = [];
    for (const [path, button] of [
      ['knowledge', 'New article'],
      ['companies', 'New company'],
      [`customers/${id}`, 'Log a call…'],
      [`customers/${id}`, 'Block…'],
      [`customers/${id}`, 'Erase…'],
      ['settings?section=macros', 'New macro'],
      ['settings?section=replies', 'New reply'],
      ['settings?section=playbooks', 'New playbook'],
      ['settings?section=teams', 'New team'],
      ['settings?section=people', 'Invite a person'],
      ['settings?section=attributes', 'New attribute'],
      ['settings?section=sla', 'New policy'],
    ] as const) {
      await show(page, path);
      await tabTo(page, button);
      await page.keyboard.press('Enter');
      const dialog = page.getByRole('dialog');
      await dialog.waitFor();
      await eventually(() => focusIsIn(page, 'dialog'));
      for (let presses = 0; presses < 40; presses += 1) {
        await page.keyboard.press('Tab');
        if (!(await focusIsIn(page, 'dialog'))) found.push(`${button}: Tab leaves it`);
      }
      // The first one may close a list of choices that the focus opened.
      await eventually(async () => {
        if ((await dialog.count()) > 0) await page.keyboard.press('Escape');
        return (await dialog.count()) === 0;
      });
      const opener = page.getByRole('button', { name: button, exact: true }).first();
      await eventually(() => opener.evaluate((element) => element.matches(':focus')));
    }
    expect(found).toEqual([]);
  });

  test('keys sign in, find a customer, write an article, build a rule, and open what is behind a figure', async () => {
    const ned = await customer(at.server, { firstName: 'Ned', lastName: 'Nokeys' });
    await ned.say('Is the zeppelin late?');
    await ned.askForPerson();
    const page = await at.open({ path: '/console/customers' });
    await page.context().clearCookies();
    await page.goto(`${at.server.url}/console/customers`);
    await page.getByLabel('E-mail').waitFor();
    await page.locator('input:focus').waitFor();
    await page.keyboard.type(at.server.admin.email);
    await page.keyboard.press('Tab');
    await page.keyboard.type(at.server.admin.password);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Customers' }).waitFor();
    await tabTo(page, 'Ned Nokeys', 'link');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Ned Nokeys' }).waitFor();

    await page.keyboard.press('/');
    await page.locator('input:focus').waitFor();
    await page.keyboard.type('zeppelin');
    await page.locator('[data-place]').first().waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.locator('.bubble', { hasText: 'zeppelin' }).waitFor();

    await show(page, 'knowledge');
    await tabTo(page, 'New article');
    await page.keyboard.press('Enter');
    const article = page.getByRole('dialog', { name: 'New article' });
    await article.getByLabel('Title').and(page.locator(':focus')).waitFor();
    await page.keyboard.type('Zeppelins');
    await page.keyboard.press('Tab');
    await article.locator('textarea:focus').waitFor();
    await page.keyboard.type('They fly on Mondays.');
    await tabTo(page, 'Save');
    await page.keyboard.press('Enter');
    await article.waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Zeppelins' }).waitFor();

    await show(page, 'analytics');
    await tabTo(page, /Show the conversations$/);
    const figure = await page.evaluate(`document.activeElement.getAttribute('aria-label')`);
    await page.keyboard.press('Enter');
    const behind = page.getByRole('dialog');
    await behind.waitFor();
    await eventually(() => focusIsIn(page, 'dialog'));
    await page.keyboard.press('Escape');
    await behind.waitFor({ state: 'detached' });
    await eventually(
      async () => (await page.evaluate(`document.activeElement.getAttribute('aria-label')`)) === figure,
    );

    await show(page, 'settings?section=rules');
    await tabTo(page, 'New rule');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'New rule' }).waitFor();
    await page.getByLabel('Name').and(page.locator(':focus')).waitFor();
    await tabTo(page, 'Cancel');
    await page.keyboard.press('Enter');
    await page.locator('button:focus', { hasText: 'New rule' }).waitFor();
  });
});
