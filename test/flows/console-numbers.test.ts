// Numbers as people look at them: figures that open the conversations behind them, files, and a wall that changes by itself.
import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import type { FiguresNow } from '../../src/protocol/figures';
import { eventually, eventuallyPasses } from '../../src/tools/eventually';
import { testInBrowser } from '../dev-env/in-browser';
import { customer, faults, useDesk } from './console-desk';

const at = useDesk({ PARLEY_DEMO: 'off' });

/** Pictures of every state, where a folder for them is named. */
async function show(page: Page, name: string): Promise<void> {
  const folder = process.env['SHOTS'];
  if (!folder) return;
  mkdirSync(folder, { recursive: true });
  for (const [width, height] of [
    [1440, 900],
    [1024, 800],
    [390, 844],
  ] as const)
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.setViewportSize({ width, height });
      await page.emulateMedia({ colorScheme });
      await page.locator('.page').evaluateAll(([one]) => {
        if (one) (one as unknown as { scrollTop: number }).scrollTop = 0;
      });
      await page.screenshot({ path: join(folder, `${name}-${width}-${colorScheme}.png`) });
      await page.locator('.page').evaluateAll(([one]) => {
        if (one) (one as unknown as { scrollTop: number; scrollHeight: number }).scrollTop = 820;
      });
      await page.screenshot({ path: join(folder, `${name}-${width}-${colorScheme}-below.png`) });
    }
  await page.setViewportSize({ width: 1440, height: 900 });
}

async function claimed(
  firstName: string,
  agent: { token: string },
): Promise<{ who: Awaited<ReturnType<typeof customer>>; sessionId: string }> {
  const who = await customer(at.server, { firstName });
  await who.say('My parcel is lost.');
  const sessionId = await who.askForPerson();
  const take = await at.server.request('POST', `sessions/${sessionId}/claim`, { token: agent.token });
  expect(take.status).toBe(200);
  const said = { clientMessageId: randomUUID(), text: 'I look for it.' };
  const reply = await at.server.request('POST', `sessions/${sessionId}/messages`, {
    token: agent.token,
    body: said,
  });
  expect(reply.status).toBe(201);
  return { who, sessionId };
}

/** Conversations of the three weeks before, so that there is something to look at. */
async function past(): Promise<void> {
  await at.server.query(
    `INSERT INTO sessions (organization_id, customer_id, channel_id, channel_type, thread, status, started_at, ended_at, last_message_at, ai_turns, labels, metadata, first_human_response_seconds, next_human_response_seconds, language)
     SELECT s.organization_id, s.customer_id, s.channel_id, 'web', gen_random_uuid()::text, 'closed', begun, begun + n * interval '1 minute', begun, 1,
       CASE WHEN n % 8 = 0 THEN ARRAY['refund', 'vip'] WHEN n % 4 = 0 THEN ARRAY['refund'] ELSE '{}' END,
       CASE WHEN n % 3 = 0 THEN jsonb_build_object('handover', jsonb_build_object('trigger', CASE WHEN n % 2 = 0 THEN 'requested' ELSE 'low_confidence' END)) ELSE '{}' END,
       CASE WHEN n % 3 = 0 THEN n * 20 END, CASE WHEN n % 3 = 0 THEN ARRAY[n * 10, n * 5] END,
       CASE WHEN n % 3 = 0 THEN CASE WHEN n % 2 = 0 THEN 'de' ELSE 'en' END END
     FROM (SELECT * FROM sessions LIMIT 1) s, generate_series(1, 60) n, LATERAL (SELECT date_trunc('day', now()) - interval '1 day' - n * interval '7 hours' AS begun) t`,
    [],
  );
  await at.server.query(
    `INSERT INTO promise_outcomes (organization_id, session_id, target, since, policy_id, policy_name, at, kept, priority)
     SELECT organization_id, id, 'first_reply', started_at, gen_random_uuid(), 'Everybody', started_at + interval '1 hour', n % 24 = 0, 'normal'
     FROM sessions, LATERAL (SELECT (first_human_response_seconds / 20)::int AS n) x WHERE next_human_response_seconds IS NOT NULL`,
    [],
  );
}

const tile = (page: Page, name: string) => page.locator('.number', { hasText: name });

testInBrowser(
  'figures say what happened, open the conversations behind them, and go into files that run nothing',
  async () => {
    const ada = await at.server.addAgent('Ada');
    await at.server.request('PATCH', `agents/${ada.agentId}`, { body: { displayName: '=Ada' } });
    const { who, sessionId } = await claimed('Mia', ada);
    await at.server.request('POST', `sessions/${sessionId}/close`, { token: ada.token, body: {} });
    await who.call('session:rate', { score: 4, comment: 'Found it the same day' });
    await past();
    const page = await at.open();
    await page.getByRole('navigation', { name: 'Main' }).getByLabel('Analytics').click();
    await page.getByRole('heading', { name: 'Analytics', exact: true }).waitFor();
    // Closed and rated by now, which the rows say a moment later.
    let patienceMs = 1_500;
    await eventually(async () => {
      await page.reload();
      await tile(page, 'Rating')
        .getByText('4.0 of 5')
        .waitFor({ timeout: (patienceMs *= 2) });
      return true;
    });
    await eventuallyPasses(async () =>
      expect(await tile(page, 'Conversations').locator('.number-open').first().innerText()).toBe('61'),
    );
    await show(page, 'analytics');
    const runsTo = (dir: 'ltr' | 'rtl') =>
      page.evaluate<boolean[]>(`(() => {
      document.documentElement.dir = '${dir}';
      const xOf = (one) => one.getBoundingClientRect().x;
      const bars = [...document.querySelectorAll('.bar-room')].map(xOf);
      const dates = [...document.querySelector('.axis').children].map(xOf);
      return [bars.at(-1) > bars[0], dates.at(-1) > dates[1]];
    })()`);
    // A bar stands above its date, also where one reads from right to left.
    expect([await runsTo('rtl'), await runsTo('ltr')]).toEqual([
      [false, false],
      [true, true],
    ]);
    expect(await faults(page)).toEqual([]);

    await page.locator('label', { hasText: /^Today$/ }).click();
    await eventually(
      async () =>
        (await tile(page, 'Closed by people').locator('.number-open').innerText()) === '1' || undefined,
    );
    expect(page.url()).toContain('range=today');
    await page
      .getByText('“Found it the same day”')
      .or(page.getByText('Found it the same day'))
      .first()
      .waitFor();

    await tile(page, 'Closed by people').locator('.number-open').click();
    const dialog = page.getByRole('dialog', { name: 'Closed by people' });
    await dialog.getByText('4 of 5').waitFor();
    await eventuallyPasses(async () => expect(await dialog.getByRole('listitem').count()).toBe(1));
    await show(page, 'behind');
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });

    const saved = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Export this table' }).click();
    const download = await saved;
    expect(download.suggestedFilename()).toMatch(/^conversations-by-agent-\d{4}-\d\d-\d\d-/);
    const text = await readFile(await download.path(), 'utf8');
    expect(text.split('\r\n')[0]).toMatch(/^\uFEFFAgent,Conversations,Closed/);
    expect(text.split('\r\n')[1]).toMatch(/^'=Ada,1,1,0,1,0,1,/);
    const whole = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Export as CSV' }).click();
    const hours = (await readFile(await (await whole).path(), 'utf8')).trim().split('\r\n');
    expect(hours.slice(1).reduce((sum, line) => sum + Number(line.split(',')[1]), 0)).toBe(1);

    await tile(page, 'Conversations').locator('.number-open').first().click();
    await page.getByRole('dialog').getByRole('link', { name: 'Mia' }).click();
    await page.waitForURL(`**/console/inbox/${sessionId}**`);
    await page.locator('.bubble', { hasText: 'My parcel is lost.' }).first().waitFor();
  },
);

testInBrowser(
  'a chart is a table, too, and its rows and the cells of the load open the same conversations',
  async () => {
    const page = await at.open({ path: '/console/analytics?range=28' });
    const volume = page.getByRole('region', { name: 'Conversations', exact: true });
    await volume.getByText('As a table').click();
    const line = volume.locator('tbody tr').nth(1);
    const count = Number(await line.locator('td').first().innerText());
    expect(count).toBeGreaterThan(1);
    await line.getByRole('button').click();
    const rows = page.getByRole('dialog').getByRole('listitem');
    await eventually(async () => (await rows.count()) === count || undefined);
    await page.keyboard.press('Escape');
    const cell = page.locator('.heat button').first();
    const told = /: (\d+)$/.exec((await cell.getAttribute('aria-label'))!)![1];
    await cell.click();
    await eventually(async () => (await rows.count()) === Number(told) || undefined);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Asked for a person' }).click();
    await page.getByRole('dialog', { name: 'Asked for a person' }).getByRole('listitem').first().waitFor();
    await page.keyboard.press('Escape');
    await page.getByLabel('By what').first().click();
    await page.getByRole('option', { name: 'Label' }).click();
    await page.getByRole('button', { name: 'refund' }).waitFor();
    const narrow = await at.open({ viewport: { width: 390, height: 844 }, colorScheme: 'dark' });
    await narrow.goto(`${at.server.url}/console/analytics?range=28`);
    await narrow.getByRole('region', { name: 'Conversations', exact: true }).waitFor();
    await narrow.waitForLoadState('networkidle');
    expect(await faults(narrow)).toEqual([]);
    const { scrollWidth, scrollHeight } = (await narrow.evaluate(
      '({ scrollWidth: document.documentElement.scrollWidth, scrollHeight: document.documentElement.scrollHeight })',
    )) as Record<string, number>;
    expect({ scrollWidth, scrollHeight }).toEqual({ scrollWidth: 390, scrollHeight: 844 });
  },
);

const counted = (page: Page, name: string) => tile(page, name).locator('.number-open').first().innerText();

testInBrowser(
  'later responses lead to their conversations; labels and languages narrow every number, and stand in the address',
  async () => {
    const page = await at.open({ path: '/console/analytics?range=28' });
    const later = page.getByRole('region', { name: 'Later responses' });
    await later.getByText('As a table').click();
    const line = later.locator('tbody tr').first();
    const answers = Number(await line.locator('td').first().innerText());
    await line.getByRole('button').click();
    const rows = page.getByRole('dialog').getByRole('listitem');
    // Each of these conversations was answered twice more.
    await eventually(async () => 2 * (await rows.count()) === answers || undefined);
    await page.keyboard.press('Escape');

    await page.getByRole('combobox', { name: 'Label', exact: true }).fill('ref');
    await page.getByRole('option', { name: 'refund' }).click();
    await eventually(async () => (await counted(page, 'Conversations')) === '15' || undefined);
    await page.getByRole('combobox', { name: 'Language', exact: true }).fill('Germ');
    await page.getByRole('option', { name: 'German' }).click();
    await eventually(async () => (await counted(page, 'Conversations')) === '5' || undefined);
    expect(new URL(page.url()).search).toBe('?range=28&label=refund&language=de');

    const shared = await at.open({ path: `/console/analytics${new URL(page.url()).search}` });
    await eventually(async () => (await counted(shared, 'Conversations')) === '5' || undefined);
    const chosen = (name: string) => shared.getByRole('combobox', { name, exact: true }).inputValue();
    expect([await chosen('Label'), await chosen('Language')]).toEqual(['refund', 'German']);
    await show(shared, 'narrowed');

    await shared.getByLabel('By what').first().click();
    await shared.getByRole('option', { name: 'Label', exact: true }).click();
    await shared.getByRole('row', { name: /^refund 5 .*40 %$/ }).waitFor();
    const saved = shared.waitForEvent('download');
    await shared.getByRole('button', { name: 'Export this table' }).click();
    const [head, ...lines] = (await readFile(await (await saved).path(), 'utf8')).trim().split('\r\n');
    expect(head).toMatch(/,Promises kept,Promises broken$/);
    expect(lines).toEqual([expect.stringMatching(/^refund,5,.*,2,3$/)]);

    await shared.locator('button[aria-label="All labels"]').click();
    await eventually(async () => (await counted(shared, 'Conversations')) === '10' || undefined);
    await shared.getByLabel('By what').first().click();
    await shared.getByRole('option', { name: 'Language', exact: true }).click();
    await shared.getByRole('button', { name: 'German', exact: true }).click();
    const opened = shared.getByRole('dialog', { name: 'German' }).getByRole('listitem');
    await eventually(async () => (await opened.count()) === 10 || undefined);
  },
);

testInBrowser('who answered is found under their own name, also in what somebody else has', async () => {
  const names = ['Una', 'Vera'].map((name) => `${name} ${randomUUID().slice(0, 6)}`);
  const [una, vera] = await Promise.all(names.map((name) => at.server.addAgent(name)));
  const { sessionId } = await claimed('Kim', una!);
  const given = await at.server.request('POST', `sessions/${sessionId}/transfer`, {
    token: una!.token,
    body: { to: { agentId: vera!.agentId } },
  });
  expect(given.status).toBe(200);
  await eventually(async () => {
    const held = await at.server.query('SELECT FROM sessions WHERE id = $1 AND agent_id = $2', [
      sessionId,
      vera!.agentId,
    ]);
    return held.length > 0 || undefined;
  });
  const page = await at.open({ path: '/console/analytics?range=today' });
  const row = (name: string) => page.getByRole('row', { name: new RegExp(`^${name} `) });
  await row(names[1]!).getByRole('button', { name: names[1]!, exact: true }).waitFor();
  await row(names[0]!).getByRole('button').waitFor();
  await show(page, 'answered-by');
  await row(names[0]!)
    .getByRole('button', { name: /^Answered by a person: / })
    .click();
  const dialog = page.getByRole('dialog', { name: `${names[0]!}: Answered by a person` });
  await dialog.getByRole('listitem').filter({ hasText: 'Kim' }).waitFor();
  await eventually(async () => (await dialog.getByRole('listitem').count()) === 1 || undefined);
  expect(await faults(page)).toEqual([]);
  await page.goto(`${at.server.url}/console/analytics?range=today&agentId=${una!.agentId}`);
  await tile(page, 'First response of a person').locator('.number-open').click();
  await page
    .getByRole('dialog', { name: 'Answered by a person' })
    .getByRole('listitem')
    .filter({ hasText: 'Kim' })
    .waitFor();
});

testInBrowser('the wall tells what is now, and changes by itself', async () => {
  const page = await at.open();
  // What changes, changes by the news: the clock that asks every 15 s stands still.
  await page.evaluate(`(every => {
    window.setInterval = (run, ms) => every(ms === 15000 ? () => undefined : run, ms);
  })(window.setInterval)`);
  await page.getByRole('navigation', { name: 'Main' }).getByLabel('Analytics').click();
  await page.getByRole('link', { name: 'Live wall' }).click();
  const wall = page.getByRole('main', { name: 'Live wall' });
  const number = (name: string) =>
    wall
      .locator('.wall-number')
      .filter({ has: page.getByText(name, { exact: true }) })
      .locator('dd');
  await number('In the queue').waitFor();
  const before = Number(await number('In the queue').innerText());
  const zoe = await customer(at.server, { firstName: 'Zoë' });
  await zoe.say('Is anybody there?');
  await zoe.askForPerson();
  await eventually(
    async () => (await number('In the queue').innerText()) === String(before + 1) || undefined,
  );
  await eventuallyPasses(async () =>
    expect(await number('Longest in the queue').innerText()).toMatch(/^\d+:\d\d$/),
  );
  expect(await faults(page)).toEqual([]);
  await show(page, 'wall');
  await wall.getByRole('link', { name: 'Close' }).click();
  await page.getByRole('heading', { name: 'Analytics', exact: true }).waitFor();
});

testInBrowser('long waits stay within their tiles on the wall, on every screen', async () => {
  const page = await at.open();
  let seconds = 0;
  await page.route('**/api/v1/analytics/now?*', async (route) => {
    const response = await route.fetch();
    const now = (await response.json()) as FiguresNow;
    const longestWaitSince = new Date(Date.now() - seconds * 1_000).toISOString();
    const firstResponse = { count: 1, median: seconds, p90: seconds };
    await route.fulfill({
      response,
      json: { ...now, longestWaitSince, today: { ...now.today, firstResponse } },
    });
  });
  for (const [wait, shown] of [
    [45 * 60, /^4\d:\d\d$/],
    [23 * 3_600 + 45 * 60, /^23 h 4\d min$/],
  ] as const) {
    seconds = wait;
    await page.goto(`${at.server.url}/console/analytics/wall`);
    await page.locator('.wall-number dd').filter({ hasText: shown }).first().waitFor();
    for (const [width, height] of [
      [1440, 900],
      [1024, 1000],
      [390, 844],
    ] as const) {
      await page.setViewportSize({ width, height });
      const tooWide = await page
        .locator('.wall-number dd')
        .evaluateAll((all) =>
          (all as unknown as Array<{ scrollWidth: number; clientWidth: number; textContent: string }>)
            .filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth)
            .map(({ textContent }) => textContent),
        );
      expect([width, tooWide]).toEqual([width, []]);
    }
  }
});

testInBrowser('the weekly mail is switched on here, and says why none is sent', async () => {
  const page = await at.open({ path: '/console/analytics' });
  const weekly = page.getByRole('region', { name: 'Weekly mail' });
  await weekly.getByText('None is sent: There is no mailbox that sends').waitFor();
  await weekly.getByRole('switch').press('Space');
  await eventually(async () => (await weekly.getByRole('switch').isChecked()) || undefined);
  await page.reload();
  await eventually(async () => (await weekly.getByRole('switch').isChecked()) || undefined);
});

testInBrowser('a day on which nothing began says so', async () => {
  const page = await at.open({ path: '/console/analytics?range=own&from=2024-02-01&to=2024-02-02' });
  await page.getByText('No conversation began in these days.').waitFor();
  await show(page, 'empty');
});
