// What the team writes down about a customer: notes in no conversation, and who other customers are to them.
import { randomUUID } from 'node:crypto';
import type { Page } from 'playwright-core';
import type { CustomerNote } from '../../src/protocol/customer-notes';
import type { MentionPage } from '../../src/protocol/mentions';
import type { Relationship } from '../../src/protocol/relationships';
import type { TimelinePage } from '../../src/protocol/timeline';
import { eventuallyPasses } from '../../src/tools/eventually';
import { testInBrowser } from '../dev-env/in-browser';
import { customer, faults, pictures, sideways, tabTo, useDesk } from './console-desk';

const suite = useDesk({ PARLEY_DEMO: 'off' });
const ask = (method: string, path: string, body?: unknown, token?: string) =>
  suite.server.request(method, path, { ...(body !== undefined && { body }), ...(token && { token }) });
const listed = async <T>(path: string) => ((await ask('GET', path)).body as { items: T[] }).items;
const notesOf = (id: string) => listed<CustomerNote>(`customers/${id}/notes`);
const relatedTo = (id: string) => listed<Relationship>(`customers/${id}/relationships`);
const write = async (id: string, text: string, token?: string) =>
  (await ask('POST', `customers/${id}/notes`, { text }, token)).body as CustomerNote;
const relate = (id: string, otherId: string, role = 'Spouse', ownRole = 'Spouse') =>
  ask('POST', `customers/${id}/relationships`, { otherId, role, ownRole });
async function link(id: string, otherId: string): Promise<void> {
  const asked = { kind: 'visitor', value: otherId, evidence: 'agent' };
  expect((await ask('POST', `customers/${id}/identities`, asked)).status).toBe(201);
}
const audited = async (id: string) =>
  (await listed<{ action: string; resourceId: string }>('audit-logs?resource=customers&limit=50')).filter(
    ({ resourceId }) => resourceId === id,
  );

describe('a note about a customer', () => {
  it('is changed and removed by who wrote it and by admins, told live, and audited without its words', async () => {
    const { id } = await customer(suite.server, { firstName: 'Nina' });
    const [ada, lin] = [await suite.server.addAgent('Ada'), await suite.server.addAgent('Lin')];
    const told: string[] = [];
    const socket = suite.server.socket('/agent', { token: lin.token });
    await new Promise((resolve) => socket.once('ready', resolve));
    socket.on('customer:update', (news: { id: string }) => told.push(news.id));
    for (const text of ['  ', 'x'.repeat(4_001)])
      expect(await ask('POST', `customers/${id}/notes`, { text })).toMatchObject({
        status: 400,
        body: { errors: [{ path: 'text' }] },
      });
    const note = await write(id, 'Hates phone calls', ada.token);
    expect(note).toMatchObject({ customerId: id, text: 'Hates phone calls', author: { name: 'Ada' } });
    await eventuallyPasses(() => expect(told).toContain(id));
    const at = `customers/${id}/notes/${note.id}`;
    expect((await ask('PATCH', at, { text: 'No' }, lin.token)).status).toBe(403);
    expect((await ask('DELETE', at, undefined, lin.token)).status).toBe(403);
    expect((await ask('PATCH', at, { text: 'Hates calls' }, ada.token)).body).toMatchObject({
      text: 'Hates calls',
    });
    expect(await notesOf(id)).toMatchObject([{ text: 'Hates calls' }]);
    expect((await ask('DELETE', at)).status).toBe(204);
    expect((await ask('DELETE', at)).status).toBe(404);
    expect((await ask('POST', `customers/${randomUUID()}/notes`, { text: 'x' })).status).toBe(404);
    await eventuallyPasses(async () => {
      const own = await audited(id);
      expect(own.map(({ action }) => action)).toEqual([
        ...['customers.remove-note', 'customers.update-note', 'customers.write-note', 'customers.update'],
      ]);
      expect(JSON.stringify(own)).not.toContain('calls');
    });
  });

  it('is shown with everybody who is the same person, in pages and in the timeline, exported, and gone with them', async () => {
    const [tom, other] = [await customer(suite.server), await customer(suite.server)];
    await write(tom.id, 'First');
    await write(other.id, 'Second');
    await link(tom.id, other.id);
    expect((await notesOf(tom.id)).map(({ text }) => text)).toEqual(['Second', 'First']);
    const page = (await ask('GET', `customers/${tom.id}/notes?limit=1`)).body as { nextCursor: string };
    const rest = await listed<CustomerNote>(`customers/${tom.id}/notes?limit=1&cursor=${page.nextCursor}`);
    expect(rest.map(({ text }) => text)).toEqual(['First']);
    const timeline = (await ask('GET', `customers/${tom.id}/timeline?kind=note`)).body as TimelinePage;
    expect(timeline.items).toMatchObject([
      { kind: 'customer_note', note: { text: 'Second' }, customerId: other.id },
      { kind: 'customer_note', note: { text: 'First' } },
    ]);
    const copy = (await ask('GET', `customers/${tom.id}/export`)).body as { notes: object[] };
    expect(copy.notes).toMatchObject([{ text: 'Second' }, { text: 'First' }]);
    expect(JSON.stringify(copy.notes)).not.toContain('author');
    expect((await ask('DELETE', `customers/${tom.id}`)).status).toBe(200);
    const left = 'SELECT FROM customer_notes WHERE customer_id = ANY ($1)';
    expect(await suite.server.query(left, [[tom.id, other.id]])).toEqual([]);
    expect((await ask('POST', `customers/${tom.id}/notes`, { text: 'x' })).status).toBe(404);
  });
});

describe('a note about a customer that calls colleagues', () => {
  const mentionsOf = async (token: string) =>
    (await ask('GET', 'mentions', undefined, token)).body as MentionPage;
  const called = async (id: string, text: string, mentions: string[], token?: string) =>
    (await ask('POST', `customers/${id}/notes`, { text, mentions }, token)).body as CustomerNote;

  it('calls each once, and whom it no longer names has nothing to read; it goes with the note', async () => {
    const { id } = await customer(suite.server, { firstName: 'Nora' });
    const [ada, lin] = [await suite.server.addAgent('Ada'), await suite.server.addAgent('Lin')];
    const told: Array<{ type: string; noteId?: string }> = [];
    const socket = suite.server.socket('/agent', { token: lin.token });
    await new Promise((resolve) => socket.once('ready', resolve));
    socket.on('notification', (news: { type: string }) => told.push(news));
    const note = await called(id, '@Lin, look', [lin.agentId, ada.agentId, lin.agentId], ada.token);
    expect(note.mentions).toEqual([{ agentId: lin.agentId, name: 'Lin' }]);
    const news = { type: 'mentioned', customerId: id, noteId: note.id, customerName: 'Nora', by: 'Ada' };
    await eventuallyPasses(() => expect(told).toMatchObject([news]));
    expect(told[0]).not.toHaveProperty('sessionId');
    const [mention] = (await mentionsOf(lin.token)).items;
    const place = { customerId: id, noteId: note.id, customerName: 'Nora' };
    expect(mention).toMatchObject({ ...place, by: 'Ada', text: '@Lin, look' });
    expect(mention).not.toHaveProperty('sessionId');
    const at = `customers/${id}/notes/${note.id}`;
    // Changed, it calls nobody again.
    await ask('PATCH', at, { text: '@Lin, look here', mentions: [lin.agentId] }, ada.token);
    await ask('PATCH', at, { text: '@Lin, look there' }, ada.token);
    expect(await mentionsOf(lin.token)).toMatchObject({ unread: 1, items: [{ text: '@Lin, look there' }] });
    expect((await ask('POST', 'mentions/read', { noteId: note.id }, lin.token)).body).toEqual({ unread: 0 });
    await ask('PATCH', at, { text: 'Nothing', mentions: [] }, ada.token);
    expect((await mentionsOf(lin.token)).items).toEqual([]);
    const other = await called(id, '@Lin, again', [lin.agentId], ada.token);
    await eventuallyPasses(() => expect(told.map(({ noteId }) => noteId)).toEqual([note.id, other.id]));
    expect((await ask('DELETE', `customers/${id}/notes/${other.id}`, undefined, ada.token)).status).toBe(204);
    expect(await mentionsOf(lin.token)).toMatchObject({ items: [], unread: 0 });
    expect(await called(id, '@Lin', [lin.agentId], ada.token)).toMatchObject({ mentions: [{ name: 'Lin' }] });
    expect((await ask('DELETE', `customers/${id}`)).status).toBe(200);
    expect(await mentionsOf(lin.token)).toMatchObject({ items: [], unread: 0 });
  });

  it('calls nobody of another organization, and nobody who was switched off', async () => {
    const { id } = await customer(suite.server);
    const gone = await suite.server.addAgent('Gone');
    await ask('PATCH', `users/${gone.userId}`, { isActive: false });
    const { email, password } = await suite.server.addOrganization();
    const token = await suite.server.login(email, password);
    const [theirs] = ((await ask('GET', 'agents', undefined, token)).body as { items: Array<{ id: string }> })
      .items;
    const note = await called(id, '@Gone @Them', [gone.agentId, theirs!.id, randomUUID()]);
    expect(note.mentions).toEqual([]);
    expect(await suite.server.query('SELECT FROM mentions WHERE note_id = $1', [note.id])).toEqual([]);
    expect(await mentionsOf(token)).toMatchObject({ items: [], unread: 0 });
    expect((await ask('POST', `customers/${id}/notes`, { text: 'x', mentions: ['Ada'] })).status).toBe(400);
  });
});

describe('a relationship', () => {
  it('is seen from both sides, once for two people, removed from either, and goes with one of them', async () => {
    const ann = await customer(suite.server, { firstName: 'Ann' });
    const bob = await customer(suite.server, { firstName: 'Bob' });
    expect((await relate(ann.id, bob.id, 'Assistant', 'Manager')).status).toBe(201);
    expect(await relatedTo(ann.id)).toMatchObject([
      { other: { id: bob.id, name: 'Bob' }, role: 'Assistant', ownRole: 'Manager' },
    ]);
    const [seen] = await relatedTo(bob.id);
    expect(seen).toMatchObject({ other: { id: ann.id, name: 'Ann' }, role: 'Manager', ownRole: 'Assistant' });
    expect((await relate(bob.id, ann.id)).status).toBe(409);
    const refused = async (otherId: string, role?: string) => {
      const { status, body } = await relate(ann.id, otherId, role);
      return [status, (body as { errors?: Array<{ path: string }> }).errors?.[0]?.path];
    };
    expect(await refused(ann.id)).toEqual([400, 'otherId']);
    expect(await refused(randomUUID())).toEqual([400, 'otherId']);
    expect(await refused(bob.id, ' ')).toEqual([400, 'role']);
    const same = await customer(suite.server);
    await link(ann.id, same.id);
    expect(await refused(same.id)).toEqual([400, 'otherId']);
    expect(await relatedTo(same.id)).toMatchObject([{ customerId: ann.id, other: { id: bob.id } }]);
    const copy = (await ask('GET', `customers/${bob.id}/export`)).body as { relationships: object[] };
    expect(copy.relationships).toEqual([
      { role: 'Manager', ownRole: 'Assistant', createdAt: seen!.createdAt },
    ]);
    const changed = (id: string, change: object) =>
      ask('PATCH', `customers/${id}/relationships/${seen!.id}`, change);
    expect((await changed(ann.id, { role: 'Secretary' })).body).toMatchObject({
      ...{ customerId: ann.id, other: { id: bob.id }, role: 'Secretary', ownRole: 'Manager' },
    });
    expect((await changed(bob.id, { role: 'Boss' })).body).toMatchObject({
      ...{ customerId: bob.id, other: { id: ann.id }, role: 'Boss', ownRole: 'Secretary' },
    });
    expect(await relatedTo(ann.id)).toMatchObject([{ role: 'Secretary', ownRole: 'Boss' }]);
    expect(await changed(bob.id, { ownRole: ' ' })).toMatchObject({
      ...{ status: 400, body: { errors: [{ path: 'ownRole' }] } },
    });
    expect((await changed(bob.id, { otherId: same.id })).status).toBe(400);
    expect((await changed(same.id, { role: 'Boss' })).status).toBe(404);
    const line = { kind: 'change', action: 'customers.update-relationship' };
    await eventuallyPasses(async () => {
      const { items } = (await ask('GET', `customers/${bob.id}/timeline?kind=change`)).body as TimelinePage;
      expect(items).toEqual(expect.arrayContaining([expect.objectContaining(line)]));
    });
    expect((await ask('DELETE', `customers/${bob.id}/relationships/${seen!.id}`)).status).toBe(204);
    expect([await relatedTo(ann.id), await relatedTo(bob.id)]).toEqual([[], []]);
    await relate(ann.id, bob.id);
    expect((await ask('DELETE', `customers/${bob.id}`)).status).toBe(200);
    expect(await relatedTo(ann.id)).toEqual([]);
    expect((await relate(ann.id, bob.id)).status).toBe(400);
    await eventuallyPasses(async () => {
      const actions = (await audited(ann.id)).map(({ action }) => action);
      expect(actions.filter((one) => one.includes('relat'))).toEqual([
        'customers.relate',
        'customers.update-relationship',
        'customers.relate',
      ]);
    });
  });

  it('and notes are of one organization', async () => {
    const { id } = await customer(suite.server);
    await write(id, 'Ours');
    const { email, password } = await suite.server.addOrganization();
    const token = await suite.server.login(email, password);
    for (const path of ['notes', 'relationships'])
      expect((await ask('GET', `customers/${id}/${path}`, undefined, token)).status).toBe(404);
    const theirs = (await ask('POST', 'customers', { firstName: 'Eve' }, token)).body as { id: string };
    expect((await relate(id, theirs.id)).status).toBe(400);
  });
});

testInBrowser(
  'A colleague is called by @ in a note about a customer, by keys, hears of it and is led to that note',
  async () => {
    const { id } = await customer(suite.server, { firstName: 'Iris' });
    const mia = await suite.server.addAgent('Mia Moor');
    const hers = await suite.open({ email: mia.email, password: mia.password, path: '/console/mentions' });
    await hers.getByText('Nobody has called you yet.').waitFor();
    const page = await suite.open({ path: `/console/customers/${id}` });
    const field = notesIn(page).getByLabel('A note about the customer');
    await field.focus();
    await page.keyboard.type('Ask @mia');
    await page.getByRole('option', { name: /Mia Moor/, selected: true }).waitFor();
    expect(await faults(page)).toEqual([]);
    await pictures(page, 'note-mention', { widths: [1440, 390] });
    await page.keyboard.press('Enter');
    await eventuallyPasses(async () => expect(await field.inputValue()).toBe('Ask @Mia Moor '));
    await page.keyboard.type('first.');
    await page.keyboard.press('Tab');
    await notesIn(page).getByRole('button', { name: 'Save' }).and(page.locator(':focus')).waitFor();
    await page.keyboard.press('Enter');
    await notesIn(page).locator('strong', { hasText: '@Mia Moor' }).waitFor();
    await hers.getByText(/mentioned you$/).waitFor();
    await hers.getByRole('link', { name: 'Mentions, 1 not read' }).waitFor();
    for (let older = 0; older < 12; older += 1) await write(id, `Written later ${older}`);
    await hers.getByRole('link', { name: /in a note about Iris/ }).click();
    await hers.locator('li[aria-current="true"]', { hasText: 'Ask @Mia Moor first.' }).waitFor();
    await hers.getByRole('link', { name: 'Mentions', exact: true }).waitFor();
    expect(await faults(hers)).toEqual([]);
    await pictures(hers, 'note-led-to', { widths: [1440, 390] });
  },
);

const notesIn = (page: Page) => page.getByRole('region', { name: 'Notes about the customer' });

testInBrowser(
  'An agent notes something beside the conversation, mends and removes it on the customer’s page, and says whose assistant the customer is',
  async () => {
    const grace = await customer(suite.server, { firstName: 'Grace' });
    const hal = await customer(suite.server, { firstName: 'Hal' });
    await grace.say('Where is my parcel?');
    const sessionId = await grace.askForPerson();
    const page = await suite.open({ path: `/console/inbox/${sessionId}?tab=all` });
    await notesIn(page).getByLabel('A note about the customer').fill('Wants parcels left with the neighbour');
    await notesIn(page).getByRole('button', { name: 'Save' }).click();
    await notesIn(page).getByRole('listitem').getByText('Wants parcels left').waitFor();
    expect(await faults(page)).toEqual([]);
    await pictures(page, 'notes-beside', { widths: [1440] });
    const memory = page.getByRole('region', { name: 'Remembered' });
    await memory.getByText('Sure: heard lately').waitFor();
    await memory.getByRole('switch', { name: 'No AI on this customer’s data' }).click();
    await memory.getByText('Nothing.').waitFor();
    // No model reads it: what it would do is not offered, and it is said in one line, also to whoever has it open.
    const none = page.locator('.composer').getByText('No model reads what this customer writes.');
    const rewrite = page.getByRole('button', { name: 'Rewrite' });
    await none.waitFor();
    await eventuallyPasses(async () => expect(await rewrite.count()).toBe(0));
    expect(await faults(page)).toEqual([]);
    await pictures(page, 'no-ai', { widths: [1440, 390] });
    expect((await ask('GET', `customers/${grace.id}/memory`)).body).toMatchObject({ remembers: false });
    const choose = (remembers: boolean) => ask('PATCH', `customers/${grace.id}/memory`, { remembers });
    await choose(true);
    await rewrite.waitFor();
    await eventuallyPasses(async () => expect(await none.count()).toBe(0));
    await choose(false);
    await none.waitFor();
    await rewrite.waitFor({ state: 'detached' });
    // What a colleague writes meanwhile appears by itself.
    await write(grace.id, 'Prefers to be called Gracie');
    await notesIn(page).getByText('Prefers to be called Gracie').waitFor();

    await page.goto(`${suite.server.url}/console/customers/${grace.id}`);
    const note = notesIn(page).getByRole('listitem').filter({ hasText: 'neighbour' });
    await note.getByRole('button', { name: 'Change…' }).click();
    const changing = notesIn(page).getByRole('listitem').getByLabel('A note about the customer');
    await changing.fill('Parcels go to the shop');
    await notesIn(page).getByRole('listitem').getByRole('button', { name: 'Save' }).click();
    const changed = notesIn(page).getByRole('listitem').filter({ hasText: 'Parcels go to the shop' });
    await changed.getByText('changed').waitFor();
    const timeline = page.getByRole('region', { name: 'Timeline' });
    await timeline.getByText('Parcels go to the shop').waitFor();

    const related = page.getByRole('region', { name: 'Relationships' });
    await related.getByRole('button', { name: 'Add a relationship…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Add a relationship' });
    await dialog.getByRole('button', { name: 'Save', exact: true }).click();
    await dialog.getByText('Choose the other customer.').waitFor();
    await dialog.getByLabel('Search customers').fill('Hal');
    await dialog.getByRole('button', { name: 'Choose Hal' }).click();
    await dialog.getByLabel('What the other one is to this customer').fill('Assistant');
    await page.keyboard.press('Escape');
    await eventuallyPasses(async () =>
      expect(await dialog.getByLabel('What this customer is to the other one').inputValue()).toBe('Manager'),
    );
    expect(await faults(page)).toEqual([]);
    await pictures(page, 'relationship-dialog');
    await dialog.getByRole('button', { name: 'Save', exact: true }).click();
    await dialog.waitFor({ state: 'detached' });
    await related.getByRole('listitem').filter({ hasText: 'Assistant' }).waitFor();
    expect([await faults(page), await sideways(page)]).toEqual([[], []]);
    await pictures(page, 'customer-notes', { before: () => related.scrollIntoViewIfNeeded() });
    // Changed where it stands, by keys alone; Escape leaves it as it is.
    const begin = related.getByRole('button', { name: 'Change: Hal, Assistant' });
    await begin.focus();
    await page.keyboard.press('Enter');
    const word = related.getByLabel('What the other one is to this customer');
    await word.and(page.locator(':focus')).waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await begin.and(page.locator(':focus')).waitFor();
    await page.keyboard.press('Enter');
    await word.and(page.locator(':focus')).waitFor();
    await page.keyboard.type('Colleague');
    await eventuallyPasses(async () =>
      expect(await related.getByLabel('What this customer is to the other one').inputValue()).toBe(
        'Colleague',
      ),
    );
    await page.keyboard.press('Escape');
    expect([await faults(page), await sideways(page)]).toEqual([[], []]);
    await pictures(page, 'relationship-changed', { before: () => related.scrollIntoViewIfNeeded() });
    await tabTo(page, 'Save');
    await page.keyboard.press('Enter');
    const change = related.getByRole('button', { name: 'Change: Hal, Colleague' });
    await change.and(page.locator(':focus')).waitFor();
    expect(await relatedTo(hal.id)).toMatchObject([{ role: 'Colleague', ownRole: 'Colleague' }]);
    // What a colleague changes meanwhile stands there by itself; and by the mouse.
    const [{ id: relationshipId } = { id: '' }] = await relatedTo(hal.id);
    await ask('PATCH', `customers/${hal.id}/relationships/${relationshipId}`, { ownRole: 'Friend' });
    await related.getByRole('button', { name: 'Change: Hal, Friend' }).click();
    await word.fill('Assistant');
    await page.keyboard.press('Escape');
    await related.getByRole('button', { name: 'Save' }).click();
    await related.getByRole('listitem').filter({ hasText: 'Assistant' }).waitFor();
    await related.getByRole('link', { name: 'Hal' }).click();
    await page.getByRole('heading', { name: 'Hal' }).waitFor();
    await related.getByRole('listitem').filter({ hasText: 'Manager' }).waitFor();
    await related.getByRole('button', { name: 'Remove: Grace, Manager' }).click();
    await related.getByRole('listitem').waitFor({ state: 'detached' });
    expect(await relatedTo(hal.id)).toEqual([]);

    await page.goto(`${suite.server.url}/console/customers/${grace.id}`);
    await changed.getByRole('button', { name: 'Delete' }).click();
    await changed.getByRole('button', { name: 'Delete for good' }).click();
    await changed.waitFor({ state: 'detached' });
    expect(await notesOf(grace.id)).toMatchObject([{ text: 'Prefers to be called Gracie' }]);
  },
);
