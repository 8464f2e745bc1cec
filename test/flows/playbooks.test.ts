// Playbooks: written once, offered where they fit, ticked live for everybody, counted; customers never hear of them.
import type { CannedReply } from '../../src/protocol/canned-replies';
import type { Session } from '../../src/protocol/model/session';
import type { Playbook, PlaybookFigures, PlaybookRun, SessionPlaybooks } from '../../src/protocol/playbooks';
import { eventually, eventuallyPasses } from '../../src/tools/eventually';
import { testInBrowser } from '../dev-env/in-browser';
import type { TestServer } from '../dev-env/test-server';
import { customer, faults, field, pictures, useDesk } from './console-desk';

const suite = useDesk({ PARLEY_DEMO: 'off' });
let server: TestServer;
let grace: Awaited<ReturnType<TestServer['addAgent']>>;
let lin: Awaited<ReturnType<TestServer['addAgent']>>;
let refund: Playbook;

beforeAll(async () => {
  server = suite.server;
  grace = await server.addAgent('Grace', 'supervisor');
  lin = await server.addAgent('Lin');
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
const playbooksOf = async (sessionId: string, token = lin.token) =>
  (await ask<SessionPlaybooks>('GET', `sessions/${sessionId}/playbooks`, undefined, token)).body;
const start = (sessionId: string, playbookId: string, token = lin.token) =>
  ask<PlaybookRun>('POST', `sessions/${sessionId}/playbook-runs`, { playbookId }, token);
const tick = (run: PlaybookRun, index: number, change: object, token = lin.token) =>
  ask<PlaybookRun>('PATCH', `playbook-runs/${run.id}/steps/${run.steps[index]!.id}`, change, token);
const given = (name: string, more: object = {}) => ({
  ...{ name, isActive: true, when: { words: ['money back'] } },
  steps: [
    { text: 'Ask for the order number' },
    { text: 'Look at the parcel' },
    { text: 'Say how long it takes' },
  ],
  ...more,
});

/** A conversation that waits for a person. */
async function waiting(firstName: string, text = 'I want my money back') {
  const one = await customer(server, { firstName });
  await one.say(text);
  return { ...one, sessionId: await one.askForPerson() };
}

describe('a playbook', () => {
  it('is written by supervisors, with what the whole team has', async () => {
    const { body: reply } = await ask<CannedReply>('POST', 'canned-replies', {
      ...{ shortcut: 'number', title: 'The order number', shared: true },
      content: 'Hi {{customer.first_name}}, what is the order number?',
    });
    const own = await ask<CannedReply>('POST', 'canned-replies', {
      ...{ shortcut: 'own', title: 'Own', content: 'Mine', shared: false },
    });
    const link = (id: string) => ({ kind: 'reply', id });
    const steps = [
      { text: 'Ask for the order number', link: link(reply.id) },
      { text: 'Look at the parcel' },
    ];
    const bad = await ask<{ errors: Array<{ path: string }> }>('POST', 'playbooks', {
      ...given('Refund'),
      steps: [...steps, { text: 'x', link: link(own.body.id) }],
    });
    expect([bad.status, bad.body.errors.map(({ path }) => path)]).toEqual([400, ['steps.2.link']]);
    const none = await ask<{ errors: Array<{ path: string }> }>(
      'POST',
      'playbooks',
      given('Refund', { steps: [] }),
    );
    expect([none.status, none.body.errors.map(({ path }) => path)]).toEqual([400, ['steps']]);
    expect((await ask('POST', 'playbooks', given('Refund'), lin.token)).status).toBe(403);
    const made = await ask<Playbook>('POST', 'playbooks', given('Refund', { steps }));
    refund = made.body;
    expect(refund.steps[0]).toMatchObject({
      link: { kind: 'reply', id: reply.id, title: 'The order number' },
    });
    expect((await ask('POST', 'playbooks', given('REFUND'))).status).toBe(409);
  });

  it('is offered where it fits, started once, and counted once', async () => {
    const ada = await waiting('Ada');
    const other = await waiting('Bob', 'Where are you?');
    expect((await playbooksOf(other.sessionId)).offered).toEqual([]);
    expect((await playbooksOf(ada.sessionId)).offered).toEqual([refund]);
    await playbooksOf(ada.sessionId, grace.token);
    const first = await start(ada.sessionId, refund.id);
    expect(first.body).toMatchObject({ name: 'Refund', startedBy: 'Lin', playbookId: refund.id });
    expect((await start(ada.sessionId, refund.id, grace.token)).body).toEqual(first.body);
    expect(await playbooksOf(ada.sessionId)).toEqual({ offered: [], runs: [first.body] });
    const { body } = await ask<PlaybookFigures>('GET', `playbooks/${refund.id}/figures`);
    expect(body).toMatchObject({ offered: 1, started: 1, completed: 0, unfinished: 0 });
    // By hand, where it does not fit.
    expect((await start(other.sessionId, refund.id)).status).toBe(201);
    expect((await ask('DELETE', `playbook-runs/${first.body.id}`, undefined, lin.token)).status).toBe(204);
    expect((await playbooksOf(ada.sessionId)).offered).toEqual([refund]);
  });

  it('is ticked with who and when, taken back, and skipped for a reason', async () => {
    const { sessionId } = await waiting('Cid');
    const { body: run } = await start(sessionId, refund.id);
    const done = await tick(run, 0, { state: 'done' });
    expect(done.body.steps[0]).toMatchObject({ state: 'done', by: 'Lin', at: expect.any(String) });
    // Ticked by both, it stays with who was first.
    expect((await tick(run, 0, { state: 'done' }, grace.token)).body).toEqual(done.body);
    const bare = await tick(run, 1, { state: 'skipped' });
    expect(bare.body).toMatchObject({ errors: [{ path: 'reason' }] });
    const skipped = await tick(run, 1, { state: 'skipped', reason: 'It came back' }, grace.token);
    expect(skipped.body.steps[1]).toMatchObject({ state: 'skipped', reason: 'It came back', by: 'Grace' });
    expect(skipped.body.completedAt).toEqual(expect.any(String));
    const back = await tick(run, 1, { state: 'open' });
    expect(back.body).not.toHaveProperty('completedAt');
    expect(back.body.steps[1]).toEqual(run.steps[1]);
    expect((await ask('DELETE', `playbook-runs/${run.id}`, undefined, lin.token)).status).toBe(409);
    expect(
      (await tick({ ...run, steps: [{ ...run.steps[0]!, id: run.id }] }, 0, { state: 'done' })).status,
    ).toBe(404);
  });

  it('keeps the steps that it was started with, also when it is changed or removed', async () => {
    const { body: book } = await ask<Playbook>('POST', 'playbooks', given('Address', { when: {} }));
    const { sessionId } = await waiting('Dot');
    const { body: run } = await start(sessionId, book.id);
    const steps = [{ id: book.steps[1]!.id, text: 'Look twice' }, { text: 'New' }];
    await ask('PUT', `playbooks/${book.id}`, given('Address', { when: {}, steps }));
    expect((await playbooksOf(sessionId)).runs[0]!.steps).toEqual(run.steps);
    expect((await ask('DELETE', `playbooks/${book.id}`)).status).toBe(204);
    const { runs } = await playbooksOf(sessionId);
    const { playbookId: _, ...kept } = run;
    expect(runs).toEqual([kept]);
    expect((await tick(run, 0, { state: 'done' })).status).toBe(200);
  });

  it('that is left open when a conversation is closed is missed, with the conversations behind each number', async () => {
    const { body: book } = await ask<Playbook>('POST', 'playbooks', given('Late', { when: {} }));
    const { sessionId } = await waiting('Eve');
    const { body: run } = await start(sessionId, book.id);
    await tick(run, 0, { state: 'done' });
    await tick(run, 1, { state: 'skipped', reason: 'No parcel' });
    await ask('POST', `sessions/${sessionId}/close`, {});
    const figures = async () =>
      (await ask<PlaybookFigures>('GET', `playbooks/${book.id}/figures?days=7`)).body;
    await eventuallyPasses(async () =>
      expect(await figures()).toEqual({
        ...{ offered: 0, started: 1, completed: 0, unfinished: 1 },
        steps: [
          { id: run.steps[0]!.id, text: 'Ask for the order number', done: 1, skipped: 0, missed: 0 },
          { id: run.steps[1]!.id, text: 'Look at the parcel', done: 0, skipped: 1, missed: 0 },
          { id: run.steps[2]!.id, text: 'Say how long it takes', done: 0, skipped: 0, missed: 1 },
        ],
      }),
    );
    const behind = async (query: string) =>
      (await ask<{ items: Session[] }>('GET', `playbooks/${book.id}/sessions?${query}`)).body.items.map(
        ({ id }) => id,
      );
    expect(await behind(`what=missed&stepId=${run.steps[2]!.id}`)).toEqual([sessionId]);
    expect(await behind(`what=missed&stepId=${run.steps[0]!.id}`)).toEqual([]);
    expect(await behind(`what=skipped&stepId=${run.steps[1]!.id}`)).toEqual([sessionId]);
    expect(await behind('what=unfinished')).toEqual([sessionId]);
    expect(await behind('what=completed')).toEqual([]);
    expect((await ask('GET', `playbooks/${book.id}/sessions?what=missed`)).status).toBe(400);
    const late = await start(sessionId, refund.id);
    expect([late.status, late.body]).toMatchObject([409, { detail: expect.stringContaining('Reopen') }]);
  });

  it('reaches no customer, and no other organization', async () => {
    const fay = await waiting('Fay');
    const events: unknown[] = [];
    fay.socket.onAny((name: string, event: unknown) => events.push([name, event]));
    const { body: run } = await start(fay.sessionId, refund.id);
    await tick(run, 1, { state: 'skipped', reason: 'marker-of-a-reason' });
    await fay.say('Hello?');
    const { body: copy } = await ask(
      'GET',
      `customers/${fay.id}/export`,
      undefined,
      await server.adminToken(),
    );
    const all = JSON.stringify([events, copy]);
    expect(all).toContain('Hello?');
    for (const foreign of ['playbook', 'Refund', 'marker-of-a-reason']) expect(all).not.toContain(foreign);
    const other = await server.addOrganization();
    const token = await server.login(other.email, other.password);
    expect((await ask<{ items: Playbook[] }>('GET', 'playbooks', undefined, token)).body.items).toEqual([]);
    expect((await tick(run, 0, { state: 'done' }, token)).status).toBe(404);
    expect((await start(fay.sessionId, refund.id, token)).status).toBe(404);
  });

  it('says no reason any more once its customer is erased, and stays counted', async () => {
    const gus = await waiting('Gus');
    const { body: run } = await start(gus.sessionId, refund.id);
    await tick(run, 1, { state: 'skipped', reason: 'Gus has moved to Rome' });
    await ask('DELETE', `customers/${gus.id}`, undefined, await server.adminToken());
    const rows = await server.query<{ steps: unknown }>(
      'SELECT steps FROM playbook_runs WHERE session_id = $1',
      [gus.sessionId],
    );
    expect(rows).toHaveLength(1);
    expect(JSON.stringify(rows)).toContain('skipped');
    expect(JSON.stringify(rows)).not.toContain('Rome');
    expect((await tick(run, 0, { state: 'skipped', reason: 'Gus again' })).status).toBe(409);
  });
});

describe('in the console', () => {
  testInBrowser('a supervisor writes one in the settings', async () => {
    const page = await suite.open({
      email: grace.email,
      password: grace.password,
      path: '/console/settings?section=playbooks',
    });
    await page.getByRole('button', { name: 'New playbook' }).click();
    const dialog = page.getByRole('dialog', { name: 'New playbook' });
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.getByLabel('Name').and(page.locator('[aria-invalid="true"]')).waitFor();
    await dialog.getByLabel('Name').fill('Broken parcel');
    await dialog.getByLabel('Step 1', { exact: true }).fill('Ask for a picture');
    await dialog.getByRole('button', { name: 'Add a step' }).click();
    await dialog.getByLabel('Step 2', { exact: true }).fill('Order a new one');
    await dialog.getByRole('button', { name: 'Move step 2 up' }).click();
    await dialog.getByRole('combobox', { name: 'What step 2 brings along' }).click();
    await page.getByRole('option', { name: 'The order number' }).click();
    await dialog.getByLabel('Words of the topic').fill('broken');
    await dialog.getByLabel('Words of the topic').press('Enter');
    await eventuallyPasses(async () => expect(await dialog.locator('[aria-invalid="true"]').count()).toBe(0));
    expect(await faults(page)).toEqual([]);
    await pictures(page, 'editor');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Offered where somebody says “broken”').waitFor();
    await page.getByText('Order a new one · Ask for a picture').waitFor();
    expect(await faults(page)).toEqual([]);
    await pictures(page, 'list');
    await page.getByRole('button', { name: 'Figures of Late' }).click();
    await page.getByRole('button', { name: '1: Missed: Say how long it takes' }).waitFor();
    expect(await faults(page)).toEqual([]);
    await pictures(page, 'figures');
    await page.getByRole('button', { name: '1: Missed: Say how long it takes' }).click();
    await page
      .getByRole('dialog', { name: 'Missed: Say how long it takes' })
      .getByRole('link', { name: 'Eve' })
      .waitFor();
  });

  testInBrowser(
    'an agent starts it, ticks by keys, skips with a reason, and a colleague sees it live',
    async () => {
      const hal = await waiting('Hal', 'It came broken');
      const page = await suite.open({ email: lin.email, password: lin.password });
      const other = await suite.open({ email: grace.email, password: grace.password });
      for (const one of [page, other]) await one.goto(`${server.url}/console/inbox/${hal.sessionId}?tab=all`);
      await page.locator('.primary-action', { hasText: 'Take over' }).click();
      await field(page).waitFor();
      await page.getByRole('button', { name: 'Start Broken parcel' }).click();
      const run = page.getByRole('group', { name: 'Broken parcel' });
      await run.getByRole('checkbox', { name: 'Order a new one' }).and(page.locator(':focus')).waitFor();
      await page.keyboard.press('Space');
      await run.getByText('1 of 2 steps').waitFor();
      const seen = other.getByRole('group', { name: 'Broken parcel' });
      await seen.getByText('1 of 2 steps').waitFor();
      await seen.getByText('Lin, just now').waitFor();

      await run.getByRole('button', { name: 'Insert “The order number”' }).click();
      await eventually(async () => (await field(page).inputValue()) === 'Hi Hal, what is the order number?');
      await field(page).fill('');
      await page.getByRole('button', { name: 'Skip: Ask for a picture' }).click();
      await run.getByRole('button', { name: 'Skip', exact: true }).click();
      await run.getByText('Say why in a few words.').waitFor();
      await run.getByLabel('Why is it skipped?').fill('They sent one');
      expect(await faults(page)).toEqual([]);
      await pictures(page, 'skipping', { widths: [1440] });
      await run.getByLabel('Why is it skipped?').press('Enter');
      await run.getByText('All 2 steps').waitFor();
      await seen.getByText('They sent one').waitFor();
      await pictures(page, 'completed', { widths: [1440] });
      await seen.getByRole('checkbox', { name: 'Ask for a picture' }).click();
      await run.getByText('1 of 2 steps').waitFor();

      await page.locator('.primary-action', { hasText: 'Close' }).click();
      await page.getByText('Closed with an open step').waitFor();
      await page.getByText('Broken parcel: Ask for a picture').waitFor();
      await run.getByText('Closed with 1 open').waitFor();
      await pictures(page, 'closed', { widths: [1440] });
    },
  );

  testInBrowser('the command bar starts one by its name, and P leads to its steps', async () => {
    const ivy = await waiting('Ivy', 'Hello');
    const page = await suite.open({
      email: lin.email,
      password: lin.password,
      path: `/console/inbox/${ivy.sessionId}?tab=all`,
    });
    await page.getByRole('heading', { name: 'Ivy' }).waitFor();
    await page.keyboard.press('Control+k');
    await page.keyboard.type('start playbook refund');
    await page.getByRole('option', { name: 'Start playbook Refund' }).waitFor();
    await page.keyboard.press('Enter');
    await page.getByText('2 steps are open, beside the conversation. P leads there.').waitFor();
    await page.getByRole('group', { name: 'Refund' }).waitFor();
    await page.keyboard.press('p');
    await page
      .getByRole('checkbox', { name: 'Ask for the order number' })
      .and(page.locator(':focus'))
      .waitFor();
    await page.setViewportSize({ width: 1024, height: 768 });
    await page.locator('h2', { hasText: 'Ivy' }).click();
    await page.keyboard.press('p');
    await page.getByRole('dialog', { name: 'Customer' }).getByRole('group', { name: 'Refund' }).waitFor();
    expect(await faults(page)).toEqual([]);
    await pictures(page, 'drawer', { widths: [1024, 390] });
  });

  testInBrowser('closing several at once says which steps were left open, of whom', async () => {
    for (const name of ['Joy', 'Ken', 'Leo']) {
      const { sessionId } = await waiting(name);
      if (name === 'Leo') continue;
      const { body: run } = await start(sessionId, refund.id);
      if (name === 'Ken') await tick(run, 0, { state: 'done' });
    }
    const page = await suite.open({ email: lin.email, password: lin.password });
    await page.getByLabel('Select conversations').click();
    for (const name of ['Joy', 'Ken', 'Leo']) await page.getByLabel(`Select ${name}`).check();
    await page.getByRole('button', { name: 'Close', exact: true }).click();
    await page.getByRole('dialog', { name: 'Close 3 conversations?' }).waitFor();
    await page.keyboard.press('Enter');
    await page.getByText('3 closed').waitFor();
    const said = page.getByRole('alert').filter({ hasText: 'Closed with 3 open steps' });
    await said.getByText('Joy, Refund: Ask for the order number · Look at the parcel').waitFor();
    await eventuallyPasses(async () =>
      expect(await said.innerText()).toMatch(/Ken, Refund: Look at the parcel$/m),
    );
    await eventuallyPasses(async () => expect(await said.innerText()).not.toContain('Leo'));
    expect(await faults(page)).toEqual([]);
    await pictures(page, 'closed-several', { widths: [1440, 390] });
  });
});
