// Insights: what has become more beyond chance, noticed once, with its conversations, and what became of it.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import type { AuditEntry } from '../../src/protocol/analytics';
import type { Insight } from '../../src/protocol/insights';
import type { Session } from '../../src/protocol/model/session';
import { eventually, eventuallyPasses } from '../../src/tools/eventually';
import { testInBrowser } from '../dev-env/in-browser';
import type { TestServer } from '../dev-env/test-server';
import { customer, faults, fitsDeskAndPhone, useDesk } from './console-desk';

const suite = useDesk({ PARLEY_DEMO: 'off' });
let server: TestServer;
let lin: Awaited<ReturnType<TestServer['addAgent']>>;
let grace: Awaited<ReturnType<TestServer['addAgent']>>;

beforeAll(async () => {
  server = suite.server;
  lin = await server.addAgent('Lin');
  grace = await server.addAgent('Grace', 'supervisor');
  const who = await customer(server, { firstName: 'Ada', lastName: 'Lovelace' });
  await who.say('Where is my refund?');
});

async function ask<T = Record<string, unknown>>(
  method: string,
  path: string,
  body?: unknown,
  token = grace.token,
) {
  const answer = await server.request(method, path, { token, ...(body !== undefined && { body }) });
  return { status: answer.status, body: answer.body as T };
}
const insights = async (query = '', token = grace.token) =>
  (await ask<{ items: Insight[] }>('GET', `insights?${query}`, undefined, token)).body.items;

interface Begun {
  /** Whole weeks before last midnight (UTC); 0 is the last seven days. */
  week: number;
  many: number;
  label?: string;
  language?: string;
}

/** Closed conversations of a customer who is there. */
async function began({ week, many, label, language }: Begun, organizationId = server.organizationId) {
  await server.query(
    `INSERT INTO sessions (organization_id, customer_id, channel_id, channel_type, thread, status, started_at, ended_at, last_message_at, labels, language, subject)
     SELECT c.organization_id, c.id, k.id, 'web', gen_random_uuid()::text, 'closed', at, at + interval '5 minutes', at,
       $3::text[], $4, 'Where is my refund?'
     FROM (SELECT id, organization_id FROM customers WHERE organization_id = $1 LIMIT 1) c
     CROSS JOIN (SELECT id FROM channels WHERE organization_id = $1 AND type = 'web' LIMIT 1) k
     CROSS JOIN generate_series(1, $2::int) n
     CROSS JOIN LATERAL (SELECT date_trunc('day', now() AT TIME ZONE 'UTC') AT TIME ZONE 'UTC'
       - interval '7 days' * $5::int - interval '1 minute' * (n * 60) AS at) t`,
    [organizationId, many, label === undefined ? [] : [label], language ?? null, week],
  );
}

/** As the clock does each night; returns once it is done. */
async function look(): Promise<void> {
  await server.app.queue.add('insights', {}, { key: 'insights' });
  await eventually(async () => {
    const jobs = await server.query(
      `SELECT FROM parley_jobs._private_jobs j JOIN parley_jobs._private_tasks t ON t.id = j.task_id WHERE t.identifier = 'insights'`,
    );
    return jobs.length === 0;
  });
}

/** Pictures, where a folder for them is named. */
async function show(page: Page, name: string): Promise<void> {
  const folder = process.env['SHOTS'];
  if (!folder) return;
  mkdirSync(folder, { recursive: true });
  for (const [width, height] of [
    [1440, 900],
    [390, 844],
  ] as const)
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.setViewportSize({ width, height });
      await page.emulateMedia({ colorScheme });
      await page.screenshot({ path: join(folder, `${name}-${width}-${colorScheme}.png`) });
    }
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.emulateMedia({ colorScheme: 'light' });
}

describe('what has become more', () => {
  it('is not looked for while there are not five weeks to compare', async () => {
    await began({ week: 0, many: 40, label: 'refund' });
    await look();
    expect(await insights()).toEqual([]);
  });

  it('is noticed when it is more than chance; small numbers and what went up and down are not', async () => {
    await began({ week: 0, many: 22 });
    await began({ week: 0, many: 9, label: 'rare' });
    await began({ week: 0, many: 22, label: 'address' });
    for (const week of [1, 2, 3, 4]) {
      await began({ week, many: 70 });
      await began({ week, many: 19 + (week % 3), label: 'refund' });
      await began({ week, many: 18 + (week % 3), label: 'address' });
    }
    await began({ week: 5, many: 1 });
    await look();
    const [one, ...others] = await insights();
    expect(others).toEqual([]);
    expect(one).toMatchObject({
      ...{ kind: 'label', key: 'refund', name: 'refund', count: 40, before: [20, 21, 19, 20], state: 'new' },
    });
    expect(Date.parse(one!.until) - Date.parse(one!.from)).toBe(7 * 86_400_000);
    expect(one!.until).toMatch(/T00:00:00\.000Z$/);
  });

  it('has the conversations that say so, and no others', async () => {
    const [one] = await insights();
    const { body } = await ask<{ items: Session[] }>('GET', `insights/${one!.id}/sessions`);
    expect(body.items).toHaveLength(40);
    expect(body.items.every(({ labels }) => labels.includes('refund'))).toBe(true);
    expect(body.items.every(({ startedAt }) => startedAt >= one!.from && startedAt <= one!.until)).toBe(true);
    const begun = body.items.map(({ startedAt }) => startedAt);
    expect(begun).toEqual(begun.toSorted().toReversed());
  });

  it('is not noticed again while it is open, nor within four weeks, and what is open once stays so', async () => {
    const [one] = await insights();
    await look();
    expect(await insights()).toEqual([one]);
    await ask('PATCH', `insights/${one!.id}`, { state: 'dismissed' });
    await look();
    expect(await insights('open=true')).toEqual([]);
    // Long open, it is not noticed a second time; long dismissed, it is.
    await server.query(`UPDATE insights SET until = until - interval '60 days', state = 'reviewed'`);
    await look();
    expect(await insights()).toHaveLength(1);
    await server.query(`UPDATE insights SET state = 'dismissed'`);
    await look();
    const [newer, older] = await insights();
    expect([newer!.state, older!.id]).toEqual(['new', one!.id]);
    const refused = await ask('PATCH', `insights/${older!.id}`, { state: 'new' });
    expect([refused.status, refused.body['code']]).toEqual([409, 'conflict']);
    expect(refused.body['detail']).toContain('A newer insight');
    await server.query('DELETE FROM insights WHERE id = $1', [older!.id]);
  });

  it('is given to somebody and settled, which stands in the audit log', async () => {
    const [one] = await insights();
    const path = `insights/${one!.id}`;
    expect((await ask('PATCH', path, { agentId: lin.agentId, state: 'reviewed' })).body).toMatchObject({
      ...{ state: 'reviewed', agentId: lin.agentId, agentName: 'Lin', changedBy: expect.any(String) },
    });
    expect((await ask('PATCH', path, { agentId: null })).body).not.toHaveProperty('agentId');
    const bad = await ask<{ errors: Array<{ path: string }> }>('PATCH', path, { state: 'gone' });
    expect([bad.status, bad.body.errors.map((error) => error.path)]).toEqual([400, ['state']]);
    const nobody = await ask('PATCH', path, { agentId: one!.id });
    expect(nobody.status).toBe(404);
    expect((await ask('PATCH', path, { state: 'done' }, lin.token)).status).toBe(403);
    expect((await ask('GET', 'insights', undefined, lin.token)).status).toBe(403);
    await ask('PATCH', path, { state: 'new' });
    await eventually(async () => {
      const { body } = await ask<{ items: AuditEntry[] }>('GET', 'audit-logs?resource=insights');
      return body.items.some(({ action }) => action === 'insights.update');
    });
  });

  it('of one organization is nothing to another', async () => {
    const other = await server.addOrganization();
    const token = await server.login(other.email, other.password);
    const [one] = await insights();
    expect(await insights('', token)).toEqual([]);
    for (const path of [`insights/${one!.id}`, `insights/${one!.id}/sessions`])
      expect((await ask('GET', path, undefined, token)).status).toBe(404);
    expect((await ask('PATCH', `insights/${one!.id}`, { state: 'done' }, token)).status).toBe(404);
  });
});

describe('in the console', () => {
  testInBrowser('it is read, followed to its conversations, given to somebody, and settled', async () => {
    const page = await suite.open({ email: grace.email, password: grace.password });
    await page.getByRole('link', { name: 'Analytics', exact: true }).click();
    await page.getByRole('link', { name: 'Insights: 1 new' }).click();
    const sentence = 'Conversations labelled “refund” doubled: 40 after 19 to 21 a week';
    await page.getByRole('button', { name: sentence }).waitFor();
    expect(await faults(page)).toEqual([]);
    await show(page, 'insights');
    await page.getByRole('button', { name: sentence }).click();
    const evidence = page.getByRole('dialog', { name: sentence });
    await evidence.getByRole('link', { name: 'Ada Lovelace' }).first().waitFor();
    await eventuallyPasses(async () => expect(await evidence.getByRole('link').count()).toBe(40));
    await fitsDeskAndPhone(page, 'insight');
    await show(page, 'evidence');
    await page.keyboard.press('Escape');
    await evidence.waitFor({ state: 'detached' });

    await page.getByRole('combobox', { name: 'Who sees to it' }).click();
    await page.getByRole('option', { name: 'Lin' }).click();
    await eventually(async () => (await insights())[0]!.agentName === 'Lin');
    await page.getByRole('combobox', { name: 'What became of it' }).click();
    await page.getByRole('option', { name: 'Done' }).click();
    await page.getByText('Nothing has become more beyond chance.').waitFor();
    expect(await faults(page)).toEqual([]);
    await show(page, 'none');
    await page.getByRole('switch', { name: 'Show what is done or dismissed' }).click();
    await page.getByText('Done, says Grace').waitFor();
    await page.getByRole('link', { name: 'Analytics', exact: true }).last().click();
    await page.getByRole('link', { name: 'Insights', exact: true }).waitFor();
  });
});
