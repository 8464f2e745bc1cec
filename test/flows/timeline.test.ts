// A customer's timeline: conversations, notes, calls, changes and follow-ups of one person, in one order.
import { randomUUID } from 'node:crypto';
import type { CustomerCall, TimelineItem, TimelinePage } from '../../src/protocol/timeline';
import { eventually } from '../../src/tools/eventually';
import { testInBrowser } from '../dev-env/in-browser';
import { customer, faults, pictures, useDesk } from './console-desk';

const suite = useDesk({ PARLEY_DEMO: 'off' });
const ask = (method: string, path: string, body?: unknown, token?: string) =>
  suite.server.request(method, path, { ...(body !== undefined && { body }), ...(token && { token }) });
const timeline = async (id: string, query = '') =>
  (await ask('GET', `customers/${id}/timeline${query}`)).body as TimelinePage;
const call = { at: '2026-01-05T10:00:00Z', direction: 'in', minutes: 12, outcome: 'Wants a new parcel' };
const log = async (id: string, more: object = {}, token?: string) =>
  (await ask('POST', `customers/${id}/calls`, { ...call, ...more }, token)).body as CustomerCall;

/** Somebody who asked for a person, and about whom a note was written. */
async function known(firstName: string, words = 'Where is my parcel?') {
  const who = await customer(suite.server, { firstName });
  await who.say(words);
  const sessionId = await who.askForPerson();
  await ask('POST', `sessions/${sessionId}/messages`, {
    text: `A note about ${firstName}`,
    note: true,
    clientMessageId: randomUUID(),
  });
  return { ...who, sessionId };
}

/** A note is found once it is indexed. */
async function withNote(id: string): Promise<void> {
  await eventually(async () => (await timeline(id, '?kind=note')).items.length > 0);
}

async function link(id: string, otherId: string): Promise<void> {
  const asked = { kind: 'visitor', value: otherId, evidence: 'agent' };
  expect((await ask('POST', `customers/${id}/identities`, asked)).status).toBe(201);
}

const whatOf = (item: TimelineItem) =>
  item.kind === 'session'
    ? item.firstWords
    : item.kind === 'note'
      ? item.text
      : item.kind === 'call'
        ? item.call.outcome
        : item.kind === 'customer_note'
          ? item.note.text
          : item.kind === 'change'
            ? `${item.action} ${item.fields.join()}`
            : `${item.kind} ${item.state}`;

describe('a call', () => {
  it('is refused by the name of the field that is wrong', async () => {
    const { id } = await customer(suite.server);
    for (const [field, value] of [
      ['at', '2999-01-01T00:00:00Z'],
      ['at', 'yesterday'],
      ['at', ''],
      ['at', '1969-12-31T23:59:59Z'],
      ['direction', 'sideways'],
      ['minutes', -1],
      ['minutes', 1.5],
      ['outcome', '  '],
      ['outcome', 'x'.repeat(2_001)],
    ] as const) {
      const { status, body } = await ask('POST', `customers/${id}/calls`, { ...call, [field]: value });
      expect([field, status, body]).toMatchObject([field, 400, { errors: [{ path: field }] }]);
    }
    expect((await ask('POST', `customers/${randomUUID()}/calls`, call)).status).toBe(404);
  });

  it('is changed and removed by who wrote it down and by admins, and the audit log says so without its words', async () => {
    const { id } = await customer(suite.server);
    const [ada, lin] = [await suite.server.addAgent('Ada'), await suite.server.addAgent('Lin')];
    const mine = await log(id, {}, ada.token);
    expect(mine).toMatchObject({
      ...call,
      at: '2026-01-05T10:00:00.000Z',
      author: { kind: 'user', name: 'Ada' },
    });
    const at = `customers/${id}/calls/${mine.id}`;
    expect((await ask('PATCH', at, { minutes: 13 }, lin.token)).status).toBe(403);
    expect((await ask('DELETE', at, undefined, lin.token)).status).toBe(403);
    expect((await ask('PATCH', at, { minutes: 0 }, ada.token)).body).toMatchObject({
      minutes: 0,
      outcome: call.outcome,
    });
    expect((await ask('PATCH', at, { outcome: 'Asked again' })).body).toMatchObject({
      outcome: 'Asked again',
    });
    const other = await customer(suite.server);
    expect((await ask('PATCH', `customers/${other.id}/calls/${mine.id}`, { minutes: 1 })).status).toBe(404);
    expect((await ask('DELETE', at, undefined, ada.token)).status).toBe(204);
    expect((await ask('DELETE', at)).status).toBe(404);
    const logs = (await ask('GET', 'audit-logs?resource=customers&limit=20')).body as {
      items: Array<{ action: string; resourceId: string }>;
    };
    const own = logs.items.filter(({ resourceId }) => resourceId === id);
    expect(own.map(({ action }) => action)).toEqual([
      'customers.remove-call',
      'customers.update-call',
      'customers.update-call',
      'customers.log-call',
    ]);
    expect(JSON.stringify(own)).not.toContain('parcel');
  });
});

describe('a timeline', () => {
  it('has everything of a person in one order, by kind and in pages, and says what is of a linked customer', async () => {
    const mia = await known('Mia');
    const other = await known('Mia on the phone', 'It is me again');
    await log(mia.id, { outcome: 'Mia called' });
    await log(other.id, { outcome: 'The other called', at: '2026-01-06T10:00:00Z' });
    await link(mia.id, other.id);
    await suite.server.query(
      `INSERT INTO follow_ups (organization_id, session_id, kind, state, seen_seq, since, decided_by)
       SELECT organization_id, id, 'waiting', unnest(ARRAY['sent', 'stale']), unnest(ARRAY[1, 2]), now(), 'Ada'
       FROM sessions WHERE id = $1`,
      [mia.sessionId],
    );
    await withNote(mia.id);
    await eventually(async () => (await timeline(mia.id, '?kind=note')).items.length === 2);
    const all = await timeline(mia.id);
    expect(all.nextCursor).toBeNull();
    expect(all.linked).toEqual([{ customerId: other.id, name: 'Mia on the phone' }]);
    const times = all.items.map(({ at }) => at);
    expect(times).toEqual(times.toSorted().reverse());
    expect(all.items.map(whatOf).sort()).toEqual([
      'A note about Mia',
      'A note about Mia on the phone',
      'It is me again',
      'Mia called',
      'The other called',
      'Where is my parcel?',
      'customers.link kind,value,evidence',
      'customers.update firstName',
      'customers.update firstName',
      'follow_up sent',
    ]);
    expect(all.items.slice(-2).map(({ customerId }) => customerId)).toEqual([other.id, mia.id]);
    const calls = await timeline(mia.id, '?kind=call');
    expect(calls.items.map(whatOf)).toEqual(['The other called', 'Mia called']);
    expect((await timeline(other.id, '?kind=call')).linked).toEqual([{ customerId: mia.id, name: 'Mia' }]);

    const walked: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const page = await timeline(mia.id, `?limit=3${cursor && `&cursor=${cursor}`}`);
      expect(page.items.length).toBeLessThanOrEqual(3);
      walked.push(...page.items.map(({ key }) => key));
      cursor = page.nextCursor;
    }
    expect(walked).toEqual(all.items.map(({ key }) => key));
    const foreign = await ask('GET', `customers/${mia.id}/timeline?cursor=nonsense`);
    expect([foreign.status, foreign.body]).toMatchObject([400, { errors: [{ path: 'cursor' }] }]);
  });

  it('is in the copy that a customer gets as far as calls go, and gone with them', async () => {
    const zoe = await known('Zoe');
    await log(zoe.id, { outcome: 'Wants a refund' });
    await withNote(zoe.id);
    const copy = (await ask('GET', `customers/${zoe.id}/export`)).body as { calls: object[] };
    expect(copy.calls).toEqual([{ ...call, at: '2026-01-05T10:00:00.000Z', outcome: 'Wants a refund' }]);
    expect(JSON.stringify(copy)).not.toContain('A note about');
    expect((await ask('DELETE', `customers/${zoe.id}`)).status).toBe(200);
    expect(await suite.server.query('SELECT FROM customer_calls WHERE customer_id = $1', [zoe.id])).toEqual(
      [],
    );
    expect((await ask('POST', `customers/${zoe.id}/calls`, call)).status).toBe(404);
  });
});

testInBrowser(
  'A call is written down beside the conversation, stands in the timeline, and is changed and removed there',
  async () => {
    const grace = await known('Grace');
    await withNote(grace.id);
    const page = await suite.open({ path: `/console/inbox/${grace.sessionId}?tab=all` });
    await page.getByRole('button', { name: 'Log a call…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Log a call' });
    await dialog.getByRole('button', { name: 'Save', exact: true }).click();
    await dialog.locator('[aria-invalid="true"]').first().waitFor();
    await dialog.getByLabel('What came of it').fill('Will send it again');
    await dialog.getByLabel('Minutes').fill('7');
    expect(await faults(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Save', exact: true }).click();
    await dialog.waitFor({ state: 'detached' });

    await page.goto(`${suite.server.url}/console/customers/${grace.id}`);
    const region = page.getByRole('region', { name: 'Timeline' });
    const row = region.getByRole('listitem').filter({ hasText: 'Will send it again' });
    await row.getByText('We called, 7 minutes').waitFor();
    await region.getByText('A note about Grace').waitFor();
    await region.getByRole('link', { name: 'Where is my parcel?' }).waitFor();
    expect(await faults(page)).toEqual([]);
    await pictures(page, 'timeline', {
      before: () =>
        page.getByRole('region', { name: /^(Timeline|Verlauf|الخط الزمني)$/ }).scrollIntoViewIfNeeded(),
    });

    await region.getByText('Calls', { exact: true }).click();
    await region.getByText('A note about Grace').waitFor({ state: 'detached' });
    await row.getByRole('button', { name: 'Change…' }).click();
    const change = page.getByRole('dialog', { name: 'Change this call' });
    await change.getByLabel('What came of it').fill('Sent again');
    await change.getByRole('button', { name: 'Save', exact: true }).click();
    const changed = region.getByRole('listitem').filter({ hasText: 'Sent again' });
    await changed.getByRole('button', { name: 'Delete' }).click();
    await changed.getByRole('button', { name: 'Delete for good' }).click();
    await region.getByText('Nothing of this kind yet.').waitFor();

    await log(grace.id, { outcome: 'Fragt nach dem Paket' });
    for (const [language, name] of [
      ['de', 'Verlauf'],
      ['ar', 'الخط الزمني'],
    ] as const) {
      await page.evaluate(`localStorage.setItem('parley.language', '${language}')`);
      await page.reload();
      await page.getByRole('region', { name }).getByText('Fragt nach dem Paket').waitFor();
      await pictures(page, `timeline-${language}`, {
        before: () =>
          page.getByRole('region', { name: /^(Timeline|Verlauf|الخط الزمني)$/ }).scrollIntoViewIfNeeded(),
      });
    }
  },
);
