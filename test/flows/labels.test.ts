// Labels of an organization: described, renamed with everything that names them, merged, removed.
import { io } from 'socket.io-client';
import { eventuallyPasses } from '../../src/tools/eventually';
import { inBrowser } from '../dev-env/in-browser';
import { customer, faults, pictures, row, useDesk } from './console-desk';

const suite = useDesk({ PARLEY_DEMO: 'off' });
const ask = (method: string, path: string, body?: unknown, token?: string) =>
  suite.server.request(method, path, { ...(body !== undefined && { body }), ...(token && { token }) });

/** Conversations with these labels, one each. */
async function labelled(firstName: string, labels: string[]): Promise<string> {
  const one = await customer(suite.server, { firstName });
  await one.say('My order 4711 has not come');
  const id = await one.askForPerson();
  expect((await ask('PATCH', `sessions/${id}`, { labels })).status).toBe(200);
  return id;
}

const get = async <T>(path: string): Promise<T> => (await ask('GET', path)).body as T;
const labelsOf = async (id: string) => (await get<{ labels: string[] }>(`sessions/${id}`)).labels;
const named = async (q: string) => (await get<{ items: object[] }>(`labels?q=${q}`)).items;

describe('over the API', () => {
  it('lists what agents wrote with what is described, by true counts and page by page', async () => {
    await labelled('Joe', ['page one', 'page two']);
    await labelled('Joan', ['page one']);
    const made = await ask('POST', 'labels', { name: 'Page three', colour: 'teal', description: 'Third' });
    expect([made.status, made.body]).toMatchObject([201, { conversations: 0, usedBy: [] }]);
    const again = await ask('POST', 'labels', { name: 'PAGE THREE' });
    expect([again.status, again.body]).toMatchObject([409, { wording: { code: 'label_name_taken' } }]);
    const first = await get<{ items: object[]; nextCursor: string }>('labels?q=page&limit=2');
    expect(first.items).toEqual([
      { name: 'page one', colour: null, description: '', conversations: 2 },
      { name: 'Page three', colour: 'teal', description: 'Third', conversations: 0 },
    ]);
    expect(await get(`labels?q=page&limit=2&cursor=${first.nextCursor}`)).toEqual({
      items: [{ name: 'page two', colour: null, description: '', conversations: 1 }],
      nextCursor: null,
    });
    expect(await get('label-marks')).toEqual({
      items: [{ name: 'Page three', colour: 'teal', description: 'Third' }],
    });
  });

  it('a new name goes through conversations, views, macros, rules, playbooks, promises and teams, and wakes no rule', async () => {
    const id = await labelled('Ann', ['money', 'kept']);
    const { closedId, before } = await closed('Abe', ['money']);
    const rule = {
      ...{ name: 'Money', isActive: true, when: { on: 'label_added' } },
      if: { label: ['money'] },
      then: [{ do: 'add_labels', labels: ['money', 'woken'] }],
    };
    const made = await Promise.all([
      ask('POST', 'automation-rules', rule),
      ask('POST', 'views', { name: 'Money', where: { label: ['money'] }, shared: true }),
      ask('POST', 'macros', {
        shortcut: 'money',
        title: 'Money',
        steps: { addLabels: ['money'] },
        shared: true,
      }),
      ask('POST', 'playbooks', {
        ...{ name: 'Money', isActive: true, when: { label: ['money'] }, steps: [{ text: 'Ask' }] },
      }),
      ask('POST', 'teams', { name: 'Money', agentIds: [], labels: ['Money'], languages: [], channelIds: [] }),
    ]);
    expect(made.map(({ status }) => status)).toEqual([201, 201, 201, 201, 201]);
    const use = await get<{ usedBy: Array<{ kind: string }> }>('labels/money');
    expect(use.usedBy.map(({ kind }) => kind)).toEqual(['view', 'macro', 'rule', 'playbook', 'team']);
    const refused = await ask('DELETE', 'labels/money');
    expect([refused.status, refused.body]).toMatchObject([409, { wording: { code: 'label_in_use' } }]);

    expect((await ask('PATCH', 'labels/money', { name: 'Invoices', colour: 'blue' })).status).toBe(200);
    await eventuallyPasses(async () => {
      expect([await labelsOf(id), await labelsOf(closedId)]).toEqual([['Invoices', 'kept'], ['Invoices']]);
      expect(await named('money')).toEqual([]);
    });
    expect(await named('Invoices')).toMatchObject([{ colour: 'blue', conversations: 2 }]);
    const kept = JSON.stringify(
      await Promise.all(
        ['automation-rules', 'views', 'macros', 'playbooks', 'teams'].map((path) => get(path)),
      ),
    );
    expect([kept.match(/Invoices/g)!.length, /\["money"/i.test(kept)]).toEqual([6, false]);
    // Nothing happened in the conversation: it stands where it stood.
    const after = await get<{ lastMessageAt: string }>(`sessions/${closedId}`);
    expect(after.lastMessageAt).toBe(before);
    await ask('PATCH', `sessions/${id}`, { labels: ['Invoices', 'kept', 'by hand'] });
    await eventuallyPasses(async () => expect(await labelsOf(id)).toContain('woken'));
    expect(await labelsOf(closedId)).toEqual(['Invoices']);
    const { items } = await get<{ items: Array<{ action: string; details: object }> }>(
      'audit-logs?action=labels.update',
    );
    expect(items[0]!.details).toMatchObject({ label: 'money', becomes: 'Invoices' });
  });

  async function closed(firstName: string, labels: string[]) {
    const closedId = await labelled(firstName, labels);
    await ask('POST', `sessions/${closedId}/close`, {});
    const { lastMessageAt: before } = await get<{ lastMessageAt: string }>(`sessions/${closedId}`);
    return { closedId, before };
  }

  it('two become one, one is removed, and what a crash left undone is found by the maintenance', async () => {
    const [both, one] = [await labelled('Bea', ['bill', 'billing']), await labelled('Ben', ['bill'])];
    const taken = await ask('PATCH', 'labels/bill', { name: 'billing' });
    expect([taken.status, taken.body]).toMatchObject([409, { wording: { code: 'label_merge_instead' } }]);
    expect((await ask('POST', 'labels/bill/merge', { into: 'bill' })).status).toBe(400);
    expect((await ask('POST', 'labels/bill/merge', { into: 'billing' })).status).toBe(200);
    await eventuallyPasses(async () =>
      expect([await labelsOf(both), await labelsOf(one)]).toEqual([['billing'], ['billing']]),
    );
    await eventuallyPasses(async () => expect(await named('bill')).toMatchObject([{ conversations: 2 }]));
    await eventuallyPasses(async () => {
      const { items } = await get<{ items: Array<{ name: string }> }>('jobs?limit=200');
      expect(items.filter(({ name }) => name === 'labels')).toEqual([]);
    });
    // As if the job had been lost.
    await suite.server.query(
      `INSERT INTO label_changes (organization_id, label, by_name) SELECT id, 'billing', 'Ada' FROM organizations`,
    );
    await suite.server.query(`DELETE FROM labels WHERE name = 'billing'`);
    expect(await named('billing')).toMatchObject([{ changing: { becomes: null } }]);
    expect((await ask('DELETE', 'labels/billing')).status).toBe(409);
    await suite.server.app.queue.add('maintenance', {}, { key: 'maintenance' });
    await eventuallyPasses(async () =>
      expect([await labelsOf(one), await named('billing')]).toEqual([[], []]),
    );
  });

  it('everybody reads them, admins change them, and other consoles hear of it', async () => {
    const ada = await suite.server.addAgent('Ada');
    expect((await ask('GET', 'labels', undefined, ada.token)).status).toBe(200);
    expect((await ask('POST', 'labels', { name: 'No' }, ada.token)).status).toBe(403);
    const wrong = await ask('POST', 'labels', { name: 'Odd', colour: 'beige' });
    expect([wrong.status, wrong.body]).toMatchObject([400, { errors: [{ path: 'colour' }] }]);
    const socket = io(`${suite.server.url}/agent`, { auth: { token: ada.token }, transports: ['websocket'] });
    try {
      const ready = new Promise((resolve) => socket.once('ready', resolve));
      const heard = new Promise((resolve) => socket.once('labels:update', resolve));
      await ready;
      await ask('POST', 'labels', { name: 'Heard' });
      expect(await heard).toEqual({});
    } finally {
      socket.close();
    }
  });
});

inBrowser('in Chromium', () => {
  it('an admin gives a label a colour, renames, merges and removes; another console follows live', async () => {
    await labelled('Mia', ['refunds', 'refund']);
    await labelled('Max', ['urgent-ish']);
    const [page, other] = [
      await suite.open({ path: '/console/settings?section=labels' }),
      await suite.open({ path: '/console/inbox?tab=all' }),
    ];
    const card = (name: string) =>
      page.locator('.cards > li').filter({ has: page.getByText(name, { exact: true }) });
    await page.getByRole('button', { name: 'Change refunds', exact: true }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Name').fill('Money back');
    await dialog.getByText('follow at once').waitFor();
    await dialog.getByRole('radio', { name: 'Green' }).check();
    await dialog.getByLabel('Description').fill('They want their money back');
    expect(await faults(page)).toEqual([]);
    await pictures(page, 'labels-change');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.waitFor({ state: 'hidden' });
    await row(other, 'Mia').locator('.label.hue', { hasText: 'Money back' }).waitFor();
    await card('Money back').getByText('1 conversation', { exact: true }).waitFor();

    await page.getByRole('button', { name: 'Merge refund into another label' }).click();
    await dialog.getByLabel('Into').click();
    await dialog.getByLabel('Into').fill('money');
    await page.getByRole('option', { name: 'Money back' }).click();
    expect(await faults(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Merge' }).click();
    await card('refund').waitFor({ state: 'detached' });

    await page.getByRole('button', { name: 'Remove urgent-ish' }).click();
    await dialog.getByText('1 conversation loses it').waitFor();
    await pictures(page, 'labels-remove', { widths: [1440, 390] });
    await dialog.getByRole('button', { name: 'Remove' }).click();
    await card('urgent-ish').waitFor({ state: 'detached' });
    await row(other, 'Max').locator('.label').waitFor({ state: 'detached' });

    await page.getByRole('button', { name: 'New label' }).click();
    await dialog.getByLabel('Name').fill('MONEY BACK');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.getByText('There is a label with this name already.').waitFor();
    await page.keyboard.press('Escape');
    await pictures(page, 'labels');
    await pictures(other, 'labels-rows', { widths: [1440] });
    await page.goto(`${suite.server.url}/console/settings?section=nonsense`);
    await page.locator('.settings-open h2', { hasText: 'People' }).waitFor();
  });
});
