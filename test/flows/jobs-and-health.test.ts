// What Parley does later, and whether its parts work, as those who run it see them: over the API and in Chromium.
import { hostname } from 'node:os';
import { join } from 'node:path';
import type { Page as Sheet } from 'playwright-core';
import type { Health, HealthItem } from '../../src/protocol/health';
import type { Job, JobCounts } from '../../src/protocol/jobs';
import { eventually } from '../../src/tools/eventually';
import { inBrowser } from '../dev-env/in-browser';
import type { Organization } from '../dev-env/test-server';
import { faults, useDesk } from './console-desk';

const soon = () => new Date(Date.now() + 3_600_000);

inBrowser('jobs and health in Chromium', () => {
  const at = useDesk();
  let other: Organization;
  let theirs: string;

  beforeAll(async () => {
    other = await at.server.addOrganization();
    theirs = await at.server.login(other.email, other.password);
  });

  /** What a test leaves behind is no other's. */
  afterEach(() =>
    at.server.query(
      `DELETE FROM parley_jobs._private_jobs WHERE key IN ('ours', 'theirs', 'of the server', 'again', 'no-more', 'runs')`,
    ),
  );

  const plan = (organizationId: string, key: string) =>
    at.server.app.queue.add('promises', { organizationId }, { at: soon(), key });
  const list = async (query = '', token?: string) =>
    (
      (await at.server.request('GET', `jobs?limit=200${query}`, token ? { token } : {})).body as {
        items: Job[];
      }
    ).items;
  const slaJobs = async (token?: string) => (await list('', token)).filter(({ name }) => name === 'promises');
  /** As a job stands that failed for the last time. */
  const fail = (key: string, error: string) =>
    at.server.query(
      `UPDATE parley_jobs._private_jobs SET attempts = max_attempts, last_error = $2 WHERE key = $1`,
      [key, error],
    );
  const shoot = async (page: Sheet, name: string) =>
    process.env['SHOTS'] &&
    (await page.screenshot({ path: join(process.env['SHOTS'], `${name}.png`), fullPage: true }));

  test('an organization sees its own jobs, and those of the whole server only where it runs it', async () => {
    await plan(at.server.organizationId, 'ours');
    await plan(other.organizationId, 'theirs');
    const [mine] = await slaJobs();
    expect(await slaJobs()).toMatchObject([
      { name: 'promises', state: 'planned', attempts: 0, maxAttempts: 10 },
    ]);
    await at.server.app.queue.add('templates', {}, { at: soon(), key: 'of the server' });
    expect((await list()).find(({ name }) => name === 'templates')).toMatchObject({ ofServer: true });
    const [foreign] = await slaJobs(theirs);
    expect(await slaJobs(theirs)).toEqual([foreign]);
    expect((await list('', theirs)).filter(({ id, ofServer }) => ofServer || id === mine!.id)).toEqual([]);
    for (const [method, path] of [
      ['POST', `jobs/${mine!.id}/retry`],
      ['DELETE', `jobs/${mine!.id}`],
    ] as const)
      expect((await at.server.request(method, path, { token: theirs })).body).toMatchObject({
        code: 'not_found',
      });
    const boss = await at.server.addAgent('Boss', 'supervisor');
    expect((await slaJobs(boss.token)).map(({ id }) => id)).toEqual([mine!.id]);
    const ofOthers = ({ id, ofServer }: Job) => ofServer || id === foreign!.id;
    expect((await list('', boss.token)).filter(ofOthers)).toEqual([]);
    expect((await at.server.request('DELETE', `jobs/${mine!.id}`, { token: boss.token })).status).toBe(403);
    const ada = await at.server.addAgent('Ada');
    expect((await at.server.request('GET', 'jobs', { token: ada.token })).status).toBe(403);
    for (const path of ['jobs/1/retry', 'jobs/x/retry'])
      expect((await at.server.request('POST', path)).status).toBe(400);
    expect((await at.server.request('GET', 'jobs?cursor=x')).body).toMatchObject({
      errors: [{ path: 'cursor' }],
    });
    expect((await at.server.request('GET', 'jobs?state=lost')).status).toBe(400);
    const first = (await at.server.request('GET', 'jobs?limit=1')).body as {
      items: Job[];
      nextCursor: string;
    };
    const second = (await at.server.request('GET', `jobs?limit=1&cursor=${first.nextCursor}`)).body as {
      items: Job[];
    };
    expect(second.items[0]!.id < first.items[0]!.id).toBe(true);
    for (const { id } of [mine!, foreign!])
      await at.server.request('DELETE', `jobs/${id}`, id === foreign!.id ? { token: theirs } : {});
    expect([await slaJobs(), await slaJobs(theirs)]).toEqual([[], []]);
  });

  test('what failed stands there with its reason, is tried again or given up, and the audit log says by whom', async () => {
    await plan(at.server.organizationId, 'again');
    await plan(at.server.organizationId, 'no-more');
    await fail('again', 'connect ECONNREFUSED 10.0.0.1:9');
    await fail('no-more', 'The key sk-secret1234567890abcdef12 is not known.\n at x');
    const counts = (await at.server.request('GET', 'jobs/counts')).body as JobCounts;
    expect(counts).toMatchObject({
      jobs: { failed: 2 },
      deliveries: { queued: 0, failed: 0, uncertain: 0 },
      inboundEvents: { pending: 0, failed: 0 },
      imports: { running: 0, failed: 0 },
      scheduledMessages: { waiting: 0, held: 0 },
    });
    const page = await at.open({ path: '/console/settings?section=jobs' });
    await page.getByText('Failed 2').click();
    const [lost, refused] = [
      page.getByRole('listitem').filter({ hasText: 'connect ECONNREFUSED …' }),
      page.getByRole('listitem').filter({ hasText: 'The key … is not known.' }),
    ];
    await lost.getByText('try 10 of 10').waitFor();
    expect(await faults(page)).toEqual([]);
    await shoot(page, 'jobs');
    await refused.getByRole('button', { name: /^Give up/ }).click();
    await refused.waitFor({ state: 'detached' });
    await lost.getByRole('button', { name: /^Retry now/ }).click();
    await lost.waitFor({ state: 'detached' });
    await eventually(async () => {
      if ((await slaJobs()).length > 0) throw new Error('it has not run');
      return true;
    });
    const { body } = await at.server.request('GET', 'audit-logs?limit=200');
    const actions = (body as { items: Array<{ action: string }> }).items.map(({ action }) => action);
    expect(actions).toEqual(expect.arrayContaining(['jobs.retry', 'jobs.remove']));
    await page.setViewportSize({ width: 390, height: 844 });
    await page.getByText('With tries of their own').waitFor();
    await shoot(page, 'jobs-390');
    const width = await page.evaluate<number>('document.documentElement.scrollWidth');
    expect(width).toBeLessThanOrEqual(390);
  });

  test('a job that runs is left alone', async () => {
    await plan(at.server.organizationId, 'runs');
    await at.server.query(
      `UPDATE parley_jobs._private_jobs SET locked_at = now(), locked_by = 'test' WHERE key = 'runs'`,
    );
    const [job] = await slaJobs();
    expect(job).toMatchObject({ state: 'running' });
    for (const [method, path] of [
      ['POST', `jobs/${job!.id}/retry`],
      ['DELETE', `jobs/${job!.id}`],
    ] as const)
      expect((await at.server.request(method, path)).body).toMatchObject({ code: 'conflict' });
  });

  test('one page says whether each part works, and keeps the server to who runs it', async () => {
    const read = async (token?: string) =>
      (await at.server.request('GET', 'organizations/current/health', token ? { token } : {})).body as Health;
    const stateOf = ({ items }: Health) =>
      Object.fromEntries(items.map(({ part, state }: HealthItem) => [part, state]));
    const all = await read();
    expect(stateOf(all)).toEqual({
      channel: 'ok',
      mail: 'off',
      model: 'off',
      meaning: 'off',
      requests: 'ok',
      jobs: 'ok',
      postgres: 'ok',
      documents: 'ok',
      realtime: 'ok',
      disk: expect.any(String) as string,
      address: 'look',
      backup: 'unknown',
    });
    const lastBackupAt = new Date(Date.now() - 8 * 24 * 3_600_000).toISOString();
    await at.server.query(`INSERT INTO instance (key, value) VALUES ('lastBackup', to_jsonb($1::text))`, [
      lastBackupAt,
    ]);
    expect((await read()).items).toContainEqual({ part: 'backup', state: 'look', lastBackupAt });
    expect(all.server).toEqual({
      version: expect.any(String) as string,
      workers: 1,
      role: 'all',
      node: hostname(),
    });
    for (const { server, items } of [
      await read(theirs),
      await read((await at.server.addAgent('Chief', 'supervisor')).token),
    ]) {
      expect(server).toBeUndefined();
      expect(
        items.filter(
          ({ part, kind }) => ['disk', 'address', 'backup'].includes(part) || (part === 'postgres' && kind),
        ),
      ).toEqual([]);
    }
    const health = {
      ok: false,
      lastError: 'The <b>password</b> is refused.',
      lastErrorAt: new Date().toISOString(),
    };
    await at.server.query(`UPDATE channels SET health = $1 WHERE id = $2`, [
      JSON.stringify(health),
      (all.items.find(({ part }) => part === 'channel') as HealthItem).id,
    ]);
    const page = await at.open({ path: '/console/settings?section=health' });
    await page.getByText('One part is broken.').waitFor();
    const broken = page.getByRole('listitem').filter({ hasText: 'Broken' });
    await broken.getByText('The <b>password</b> is refused.').waitFor();
    await broken.getByText('Open it under Channels and mend what is said there.').waitFor();
    expect(await faults(page)).toEqual([]);
    await shoot(page, 'health');
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.setViewportSize({ width: 390, height: 844 });
    await shoot(page, 'health-390');
    await broken.getByRole('link', { name: 'Channels' }).click();
    await page.getByRole('heading', { name: 'Channels' }).waitFor();
    await at.server.query(`UPDATE channels SET health = '{}'`);
  });
});
