// Follow-ups: drafted once for a silence or a promise, sent once and only by a person, gone when the conversation goes on.
import { randomUUID } from 'node:crypto';
import type { FollowUp } from '../../src/protocol/follow-ups';
import type { Message } from '../../src/protocol/model/message';
import type { Session } from '../../src/protocol/model/session';
import { createLog } from '../../src/log';
import { openPostgres } from '../../src/stores/postgres/connection/database';
import { createFollowUpStore } from '../../src/stores/postgres/tenant/automations/follow-ups';
import { eventually, eventuallyPasses } from '../../src/tools/eventually';
import { startFakeModel, type FakeModel } from '../dev-env/fake-model';
import { startFakeWhatsApp, type FakeWhatsApp } from '../dev-env/fake-whatsapp';
import { testInBrowser } from '../dev-env/in-browser';
import { TestServer } from '../dev-env/test-server';
import { customer, faults, pictures, useDesk } from './console-desk';

const suite = useDesk({ PARLEY_DEMO: 'off' });
let server: TestServer;
let lin: Awaited<ReturnType<TestServer['addAgent']>>;

beforeAll(async () => {
  server = suite.server;
  lin = await server.addAgent('Lin');
});

async function ask<T = Record<string, unknown>>(
  method: string,
  path: string,
  body?: unknown,
  token = lin.token,
) {
  const answer = await server.request(method, path, { token, ...(body !== undefined && { body }) });
  return { status: answer.status, body: answer.body as T };
}
const open = async (token = lin.token) =>
  (await ask<{ items: FollowUp[] }>('GET', 'follow-ups', undefined, token)).body.items;
const of = async (sessionId: string) => (await open()).find((one) => one.sessionId === sessionId);
const approve = (id: string, body: object = {}, token = lin.token) =>
  ask('POST', `follow-ups/${id}/approve`, body, token);
async function settings() {
  type Found = { items: Array<{ id: string; key: string; value: unknown }> };
  const token = await server.adminToken();
  return (await ask<Found>('GET', 'settings?category=followUps', undefined, token)).body.items;
}
async function setting(key: string, value: unknown) {
  const token = await server.adminToken();
  const known = (await settings()).find((one) => one.key === key);
  return known
    ? ask('PATCH', `settings/${known.id}`, { value }, token)
    : ask('POST', 'settings', { category: 'followUps', key, value }, token);
}

/** Another one at each call: no test is given another's. */
let tried = 0;
const tries = () => (tried += 1);

/** As the clock does each hour; returns once it is done. */
async function look(): Promise<void> {
  await server.app.queue.add('follow-ups', {}, { key: 'follow-ups' });
  await eventually(async () => {
    const jobs = await server.query(
      `SELECT FROM parley_jobs._private_jobs j JOIN parley_jobs._private_tasks t ON t.id = j.task_id WHERE t.identifier = 'follow-ups'`,
    );
    return jobs.length === 0;
  });
}

/** A conversation that Lin has, in which the team had the last word. */
async function answered(
  firstName: string,
  { asked = 'Where is my parcel?', reply = 'It is on its way.' } = {},
) {
  const one = await customer(server, { firstName });
  await one.say(asked);
  const sessionId = await one.askForPerson();
  await ask('POST', `sessions/${sessionId}/claim`, {});
  await ask('POST', `sessions/${sessionId}/messages`, { text: reply, clientMessageId: randomUUID() });
  return { ...one, sessionId };
}
const close = (sessionId: string) => ask('POST', `sessions/${sessionId}/close`, {});

/** It was so many days ago, by its row, once the row is as the log says. */
async function daysAgo(sessionId: string, days: number): Promise<void> {
  await eventually(async () => {
    const rows = await server.query(
      `UPDATE sessions SET last_message = jsonb_set(last_message, '{timestamp}', to_jsonb((now() - $2::int * interval '1 day')::text)),
         ended_at = ended_at - $2::int * interval '1 day'
       WHERE id = $1 AND last_message ->> 'sender' = 'agent' RETURNING id`,
      [sessionId, days],
    );
    return rows.length > 0;
  });
}
async function said(sessionId: string): Promise<string[]> {
  const { body } = await ask<{ items: Message[] }>('GET', `sessions/${sessionId}/messages?limit=200`);
  return body.items
    .filter(({ sender, type }) => sender === 'agent' && type === 'text')
    .map(({ content }) => content.text!);
}

describe('a follow-up', () => {
  it('is not drafted before an admin wants it, nor before its time', async () => {
    await setting('enabled', false);
    // What was read of the settings is remembered for a moment.
    const sessionId = await eventually(async () => {
      const ada = await answered('Ada');
      await daysAgo(ada.sessionId, 4);
      await look();
      return (await of(ada.sessionId)) === undefined && ada.sessionId;
    });
    const bad = await setting('afterDays', 0);
    expect([bad.status, bad.body]).toMatchObject([400, { errors: [{ path: 'value' }] }]);
    await setting('enabled', true);
    await eventually(async () => {
      await look();
      return (await of(sessionId)) !== undefined;
    });
    const fresh = await answered('Abe');
    await daysAgo(fresh.sessionId, 2);
    await look();
    expect(await of(fresh.sessionId)).toBeUndefined();
  });

  it('asks who has not answered, in their language, once a silence; nothing goes out by itself', async () => {
    const bea = await answered('Bea', {
      asked: 'Guten Tag, wo bleibt denn mein Paket? Ich warte schon seit einer Woche darauf.',
      reply: 'Es ist unterwegs.',
    });
    await daysAgo(bea.sessionId, 4);
    await look();
    await look();
    const mine = (await open()).filter(({ sessionId }) => sessionId === bea.sessionId);
    expect(mine).toMatchObject([
      {
        ...{ kind: 'waiting', customerName: 'Bea', language: 'de', agentName: 'Lin' },
        text: 'Hallo Bea, brauchen Sie noch unsere Hilfe? Schreiben Sie uns einfach hier.',
        rules: { mayWrite: true },
      },
    ]);
    expect(mine[0]).not.toHaveProperty('model');
    expect(await said(bea.sessionId)).toEqual(['Es ist unterwegs.']);
  });

  it('reminds of what was promised in a conversation that was closed, and of no other', async () => {
    const cid = await answered('Cid', { reply: 'We will send you a new one tomorrow.' });
    const dot = await answered('Dot', { reply: 'Have a nice day.' });
    for (const { sessionId } of [cid, dot]) {
      await close(sessionId);
      await daysAgo(sessionId, 5);
    }
    await look();
    expect(await of(cid.sessionId)).toMatchObject({
      ...{ kind: 'promised', promised: 'We will send you a new one tomorrow.' },
      text: expect.stringMatching(/^Hello Cid, we wanted to come back to you/),
    });
    expect(await of(dot.sessionId)).toBeUndefined();
    const { id } = (await of(cid.sessionId))!;
    const { status, body } = await approve(id, { text: 'Did the new one come?' });
    expect([status, body]).toMatchObject([200, { session: { status: 'with_agent', snoozed: {} } }]);
    expect(await said(cid.sessionId)).toEqual([
      'We will send you a new one tomorrow.',
      'Did the new one come?',
    ]);
    await eventuallyPasses(() =>
      expect(cid.heard.map(({ content }) => content.text)).toContain('Did the new one come?'),
    );
  });

  it('goes out once, however often it is approved, by whoever holds the conversation', async () => {
    const eve = await answered('Eve');
    await daysAgo(eve.sessionId, 4);
    await look();
    const { id } = (await of(eve.sessionId))!;
    const grace = await server.addAgent('Grace', 'supervisor');
    const others = await approve(id, {}, grace.token);
    expect([others.status, others.body]).toMatchObject([
      409,
      { detail: expect.stringContaining('Lin has this') },
    ]);
    const asked = { name: `a program ${tries()}`, permissions: ['sessions:write'] };
    const { body: made } = await ask<{ key: string }>('POST', 'api-keys', asked, await server.adminToken());
    const program = await approve(id, {}, made.key);
    expect([program.status, program.body]).toMatchObject([
      403,
      { detail: 'Only a person approves a follow-up, not an API key.' },
    ]);
    const hole = await approve(id, { text: 'Hello ⟨name⟩' });
    expect([hole.status, hole.body]).toMatchObject([400, { errors: [{ path: 'text' }] }]);
    await ask('PATCH', `follow-ups/${id}`, { text: 'Hello Eve, is it there?' });
    const both = await Promise.all([approve(id), approve(id)]);
    expect(both.map(({ status }) => status).sort()).toEqual(expect.arrayContaining([200]));
    const again = { status: 409, body: { detail: 'It was sent already.' } };
    expect(both.find(({ status }) => status !== 200) ?? again).toMatchObject(again);
    expect(await approve(id)).toMatchObject(again);
    expect(await said(eve.sessionId)).toEqual(['It is on its way.', 'Hello Eve, is it there?']);
    expect(await of(eve.sessionId)).toBeUndefined();
  });

  it('goes when the customer writes, is blocked, or the conversation goes on', async () => {
    const all = [];
    for (const name of ['Fay', 'Gus', 'Hal', 'Ivy']) {
      const one = await answered(name);
      await daysAgo(one.sessionId, 4);
      all.push(one);
    }
    await look();
    const drafts = [];
    for (const { sessionId } of all) drafts.push((await of(sessionId))!);
    const [fay, gus, hal, ivy] = all as [(typeof all)[0], (typeof all)[0], (typeof all)[0], (typeof all)[0]];
    await fay.say('It has come, thank you');
    const late = await approve(drafts[0]!.id);
    expect([late.status, late.body]).toMatchObject([409, { detail: expect.stringContaining('gone on') }]);
    await ask('PUT', `customers/${gus.id}/block`, { reason: 'Rude', forDays: 7 });
    await close(hal.sessionId);
    await ask('POST', `sessions/${ivy.sessionId}/messages`, { text: 'Still?', clientMessageId: 'ivy-2' });
    for (const { sessionId } of all)
      await eventuallyPasses(async () => expect(await of(sessionId)).toBeUndefined());
    for (const { id } of drafts) expect((await approve(id)).status).toBe(409);
    expect(await said(fay.sessionId)).toEqual(['It is on its way.']);
    await look();
    const kept = await server.query<{ state: string; text: string }>(
      'SELECT DISTINCT state, text FROM follow_ups WHERE id = ANY ($1::uuid[])',
      [drafts.map(({ id }) => id)],
    );
    expect(kept).toEqual([{ state: 'stale', text: '' }]);
  });

  it('goes, or is not drafted, where the same person says something elsewhere', async () => {
    const [nan, oli] = [await answered('Nan'), await answered('Oli')];
    for (const { sessionId } of [nan, oli]) await daysAgo(sessionId, 4);
    const elsewhere = async (who: { id: string }, text: string) => {
      const other = await customer(server);
      await other.say('Hello');
      const linked = await ask('POST', `customers/${who.id}/identities`, {
        ...{ kind: 'visitor', value: other.id, evidence: 'agent' },
      });
      expect(linked.status).toBe(201);
      return { ...other, later: () => other.say(text) };
    };
    const olis = await elsewhere(oli, 'It is here');
    await olis.later();
    const nans = await elsewhere(nan, 'Mine is here');
    const { id } = await eventually(async () => {
      // Before the silence; the AI's greeting there may still be on its way.
      await server.query(
        `UPDATE sessions SET started_at = started_at - interval '9 days',
           last_message = jsonb_set(last_message, '{timestamp}', to_jsonb((now() - interval '9 days')::text))
         WHERE customer_id = $1`,
        [nans.id],
      );
      await look();
      return of(nan.sessionId);
    });
    expect(await of(oli.sessionId)).toBeUndefined();
    await nans.later();
    await eventuallyPasses(async () => expect(await of(nan.sessionId)).toBeUndefined());
    const late = await approve(id);
    expect([late.status, late.body]).toMatchObject([409, { detail: expect.stringContaining('gone on') }]);
    expect(await said(nan.sessionId)).toEqual(['It is on its way.']);
  });

  it('is drafted for the oldest and the newest silence in turn, where there are too many for one run', async () => {
    const ages = [4, 6, 9, 14];
    const made: string[] = [];
    for (const age of ages) {
      const { sessionId } = await answered(`Age${age}`);
      await daysAgo(sessionId, age);
      made.push(sessionId);
    }
    const postgres = await openPostgres({
      url: server.app.databaseUrl,
      log: createLog('silent'),
      poolSize: 1,
    });
    try {
      const { due } = createFollowUpStore(postgres.withOrganization);
      const [organization] = await server.query<{ id: string }>(
        'SELECT organization_id AS id FROM sessions LIMIT 1',
      );
      const found = (await due(organization!.id, 3, 100)).map(({ sessionId }) => made.indexOf(sessionId));
      expect(found.filter((at) => at >= 0).map((at) => ages[at])).toEqual([14, 4, 9, 6]);
    } finally {
      await postgres.close();
    }
    await look();
    for (const sessionId of made) expect(await of(sessionId)).toBeDefined();
  });

  it('that is dismissed with a reason is not drafted again, and is nothing to another organization', async () => {
    const jon = await answered('Jon');
    await daysAgo(jon.sessionId, 4);
    await look();
    const { id } = (await of(jon.sessionId))!;
    const other = await server.addOrganization();
    const token = await server.login(other.email, other.password);
    expect(await open(token)).toEqual([]);
    expect((await ask('POST', `follow-ups/${id}/dismiss`, { reason: 'x' }, token)).status).toBe(404);
    const bare = await ask<{ errors: Array<{ path: string }> }>('POST', `follow-ups/${id}/dismiss`, {});
    expect([bare.status, bare.body.errors[0]!.path]).toEqual([400, 'reason']);
    expect((await ask('POST', `follow-ups/${id}/dismiss`, { reason: 'They called' })).status).toBe(204);
    await look();
    expect(await of(jon.sessionId)).toBeUndefined();
    expect((await approve(id)).status).toBe(409);
  });

  it('goes with its customer when they are erased', async () => {
    const kim = await answered('Kim');
    await daysAgo(kim.sessionId, 4);
    await look();
    expect(await of(kim.sessionId)).toBeDefined();
    await ask('DELETE', `customers/${kim.id}`, undefined, await server.adminToken());
    expect(await server.query('SELECT FROM follow_ups WHERE session_id = $1', [kim.sessionId])).toEqual([]);
  });
});

describe('where a model writes, and WhatsApp takes nothing but templates', () => {
  let model: FakeModel;
  let meta: FakeWhatsApp;
  let channelId: string;
  let before: [TestServer, typeof lin];

  beforeAll(async () => {
    before = [server, lin];
    [model, meta] = await Promise.all([startFakeModel(), startFakeWhatsApp()]);
    meta.templates.push({
      ...{ name: 'still_there', language: 'en', category: 'UTILITY', status: 'APPROVED' },
      components: [{ type: 'BODY', text: 'Hello {{1}}, is your parcel there?' }],
    });
    const ai = { AI_PROVIDER: 'openai', AI_BASE_URL: model.baseUrl, AI_API_KEY: 'sk', AI_MODEL: 'fake' };
    server = await TestServer.create({ env: { ...ai, RATE_LIMITS: 'off', FETCH_ALLOW: '127.0.0.0/8' } });
    lin = await server.addAgent('Lin');
    const config = { ...meta.config, businessAccountId: meta.accountId };
    const body = { name: 'WhatsApp', type: 'whatsapp', config };
    channelId = ((await server.request('POST', 'channels', { body })).body as { id: string }).id;
    await setting('enabled', true);
  });
  afterAll(async () => {
    await server?.close();
    await Promise.all([model?.close(), meta?.close()]);
    [server, lin] = before;
  });

  it('it is the model’s draft, in the customer’s language, and the template’s where the model makes something up', async () => {
    const pia = await answered('Pia', { asked: 'Where is the parcel with my new boots?' });
    const quin = await answered('Quin', { asked: 'Where is the parcel with my new hat?' });
    for (const { sessionId } of [pia, quin]) await daysAgo(sessionId, 4);
    await server.query(
      `UPDATE sessions SET last_message = jsonb_set(last_message, '{timestamp}', to_jsonb((now() - interval '50 days')::text)) WHERE id = $1`,
      [quin.sessionId],
    );
    model.behave({ says: 'Hello Pia, have the new boots arrived in the meantime?' });
    await eventually(async () => {
      await look();
      return (await of(pia.sessionId)) !== undefined;
    });
    expect(await of(pia.sessionId)).toMatchObject({
      ...{ kind: 'waiting', model: 'fake' },
      text: 'Hello Pia, have the new boots arrived in the meantime?',
    });
    const told = model.chats.at(-1)!.map(({ content }) => content);
    expect(told[0]).toContain('You draft one short message');
    expect(told[1]).toContain('customer: Where is the parcel with my new boots?');
    model.behave({ says: 'Hello Quin, your parcel 4711 arrives tomorrow at https://evil.example' });
    await daysAgo(quin.sessionId, 4);
    await look();
    const drafted = await of(quin.sessionId);
    expect(drafted).toMatchObject({ text: expect.stringMatching(/^Hello Quin, do you still need/) });
    expect(drafted).not.toHaveProperty('model');
    expect(await said(pia.sessionId)).toEqual(['It is on its way.']);
    expect((await approve((await of(pia.sessionId))!.id)).status).toBe(200);
    expect((await said(pia.sessionId)).at(-1)).toBe('Hello Pia, have the new boots arrived in the meantime?');
  });

  it('a closed window takes a template, which reaches the customer once', async () => {
    const at = Math.floor(Date.now() / 1000) - 5 * 86_400;
    const phone = String(4_917_012_345_678 + tries());
    const sent = meta.says({ phone, name: `Rae ${phone}`, at }, 'I want to talk to a person.');
    await meta.post(`${server.url}/webhooks/whatsapp/${channelId}`, sent);
    const { id: sessionId } = await eventually(async () => {
      const { body } = await ask<{ items: Session[] }>('GET', 'sessions?channelType=whatsapp');
      return body.items.find(({ customerName }) => customerName === `Rae ${phone}`);
    });
    const delivered = () => meta.delivered.filter(({ to }) => to.includes(phone));
    await ask('POST', `sessions/${sessionId}/claim`, {});
    const template = { name: 'still_there', language: 'en', parameters: ['Rae'] };
    const first = { clientMessageId: 'rae-1', template };
    expect((await ask('POST', `sessions/${sessionId}/messages`, first)).status).toBe(201);
    await eventually(() => delivered().length === 1);
    await daysAgo(sessionId, 4);
    await look();
    const one = (await of(sessionId))!;
    expect(one).toMatchObject({ channelType: 'whatsapp', rules: { mayWrite: false, forms: ['template'] } });
    const refused = await approve(one.id, { text: 'Still there?' });
    expect([refused.status, refused.body]).toMatchObject([409, { detail: one.rules.why }]);
    const unknown = await approve(one.id, { template: { name: 'nothing', language: 'en' } });
    expect([unknown.status, unknown.body]).toMatchObject([400, { errors: [{ path: 'template.name' }] }]);
    expect(await of(sessionId)).toBeDefined();
    expect((await approve(one.id, { template })).status).toBe(200);
    expect(await approve(one.id, { template })).toMatchObject({
      status: 409,
      body: { detail: 'It was sent already.' },
    });
    await eventually(() => delivered().length === 2);
    expect(delivered().map(({ message }) => message['template'])).toMatchObject([
      { name: 'still_there' },
      { name: 'still_there' },
    ]);
    expect((await said(sessionId)).at(-1)).toBe('Hello Rae, is your parcel there?');
  });
});

describe('in the console', () => {
  testInBrowser('it is read in the inbox, changed and sent, or dismissed', async () => {
    const nth = tries();
    const sessionIds: string[] = [];
    for (const name of ['Lou', 'May']) {
      const { sessionId } = await answered(`${name} ${nth}`);
      // Longer than what the next test sets, too.
      await daysAgo(sessionId, 6);
      sessionIds.push(sessionId);
    }
    await look();
    const page = await suite.open({ email: lin.email, password: lin.password });
    await page.getByRole('link', { name: /follow-ups to decide/ }).waitFor();
    await pictures(page, 'link', { widths: [1440, 390] });
    await page.getByRole('link', { name: /follow-ups to decide/ }).click();
    const lou = page.getByRole('listitem', { name: `Follow-up to Lou ${nth}` });
    await lou.getByText('The last word was ours').waitFor();
    expect(await faults(page)).toEqual([]);
    await pictures(page, 'list');
    await lou.getByLabel(`Draft to Lou ${nth}`).fill('Hello Lou, has it come?');
    await lou.getByRole('button', { name: 'Send' }).click();
    await lou.waitFor({ state: 'detached' });
    const may = page.getByRole('listitem', { name: `Follow-up to May ${nth}` });
    await may.getByRole('button', { name: 'Dismiss…' }).click();
    await may.getByRole('button', { name: 'Dismiss', exact: true }).click();
    await may.getByText('Say why in a few words.').waitFor();
    await may.getByLabel(`Why is May ${nth} not written to?`).fill('She called');
    expect(await faults(page)).toEqual([]);
    await pictures(page, 'dismiss', { widths: [1440] });
    await may.getByRole('button', { name: 'Dismiss', exact: true }).click();
    await may.waitFor({ state: 'detached' });
    const rows = await server.query<{ state: string; reason: string | null }>(
      `SELECT state, reason FROM follow_ups WHERE session_id = ANY ($1::uuid[]) ORDER BY array_position($1::uuid[], session_id)`,
      [sessionIds],
    );
    expect(rows).toEqual([
      { state: 'sent', reason: null },
      { state: 'dismissed', reason: 'She called' },
    ]);
  });

  testInBrowser(
    'what did not go out is written anew and sent with one press; an empty draft cannot be',
    async () => {
      const nth = tries();
      const { sessionId } = await answered(`Nia ${nth}`);
      await daysAgo(sessionId, 6);
      await look();
      const page = await suite.open({
        path: '/console/follow-ups',
        email: lin.email,
        password: lin.password,
      });
      const nia = page.getByRole('listitem', { name: `Follow-up to Nia ${nth}` });
      const draft = nia.getByLabel(`Draft to Nia ${nth}`);
      const send = nia.getByRole('button', { name: 'Send' });
      await draft.fill(' ');
      await eventuallyPasses(async () => expect(await send.isDisabled()).toBe(true));
      await draft.fill('o'.repeat(20_000));
      await send.click();
      await nia.getByText(/^At most .* characters fit/).waitFor();
      await eventuallyPasses(async () => {
        expect(await draft.getAttribute('aria-invalid')).toBe('true');
        expect(await nia.getByRole('alert').count()).toBe(0);
      });

      await draft.fill('Hello Nia, has it come?');
      await page.route('**/approve', (route) => route.abort(), { times: 1 });
      await send.click();
      await nia.getByRole('alert').waitFor();
      // Each edge of a press apart, as a hand does it: leaving the field must not move what is pressed.
      await draft.press('End');
      await draft.press('!');
      const place = (await send.boundingBox())!;
      await page.mouse.move(place.x + place.width / 2, place.y + place.height / 2);
      const saved = page.waitForResponse((answer) => answer.request().method() === 'PATCH');
      await page.mouse.down();
      await saved;
      await page.mouse.up();
      await nia.waitFor({ state: 'detached' });
      expect((await said(sessionId)).at(-1)).toBe('Hello Nia, has it come?!');
    },
  );

  testInBrowser('an admin says when, and in which words', async () => {
    for (const { id, key } of await settings())
      if (key !== 'enabled') await ask('DELETE', `settings/${id}`, undefined, await server.adminToken());
    const page = await suite.open({ path: '/console/settings?section=follow-ups' });
    await page.getByLabel('After how many days').fill('5');
    await page.getByRole('button', { name: 'Add a language' }).click();
    await page.getByRole('textbox', { name: 'Language' }).fill('sv');
    await page.getByLabel('Who has not answered reads').fill('Hej {{customer.first_name|du}}');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.locator('[aria-invalid="true"]').waitFor();
    await page.getByLabel('Who was promised something reads').fill('Hej igen');
    expect(await faults(page)).toEqual([]);
    await pictures(page, 'settings');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved.').waitFor();
    expect(Object.fromEntries((await settings()).map(({ key, value }) => [key, value]))).toEqual({
      ...{ enabled: true, afterDays: 5 },
      templates: [{ language: 'sv', waiting: 'Hej {{customer.first_name|du}}', promised: 'Hej igen' }],
    });
  });
});
