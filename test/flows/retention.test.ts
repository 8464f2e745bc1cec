// How long what is kept: set in the console, counted before it is set, and gone everywhere after the night's run.
import { randomUUID } from 'node:crypto';
import type { Message } from '../../src/protocol/model/message';
import { eventually, eventuallyPasses } from '../../src/tools/eventually';
import { inBrowser } from '../dev-env/in-browser';
import { bubble, customer, faults, fitsDeskAndPhone, pictures, row, useDesk } from './console-desk';

// What was closed a thousandth of a second ago is as old as a day.
const suite = useDesk({ PARLEY_DEMO: 'off' }, { keptDayMs: 1 });
const ask = (method: string, path: string, body?: unknown, token?: string) =>
  suite.server.request(method, path, { ...(body !== undefined && { body }), ...(token && { token }) });
const get = async <T>(path: string): Promise<T> => (await ask('GET', path)).body as T;

const set = async (keep: object): Promise<void> => {
  const { items } = await get<{ items: Array<{ id: string }> }>('settings?category=retention');
  for (const { id } of items) await ask('DELETE', `settings/${id}`);
  const { status } = await ask('POST', 'settings', { category: 'retention', key: 'keep', value: keep });
  expect(status).toBe(201);
};

async function figuresOfToday(): Promise<{ totals: { conversations: number } }> {
  const day = new Date().toISOString().slice(0, 10);
  return get(`analytics/figures?from=${day}&to=${day}`);
}

/** The night's run, and what it told the audit log. */
async function night(): Promise<Array<{ details: { counts: Record<string, number> } }>> {
  const runs = async () =>
    (
      await get<{ items: Array<{ details: { counts: Record<string, number> } }> }>(
        'audit-logs?resource=retention',
      )
    ).items;
  const before = (await runs()).length;
  await suite.server.app.queue.add('retention', {}, { key: 'retention' });
  await eventuallyPasses(async () => {
    const waiting = await suite.server.query(
      `SELECT FROM parley_jobs._private_jobs j JOIN parley_jobs._private_tasks t ON t.id = j.task_id WHERE t.identifier = 'retention'`,
    );
    expect(waiting).toEqual([]);
  });
  return (await runs()).slice(0, (await runs()).length - before);
}

const widget = async (method: string, path: string, token: string, body?: unknown) => {
  const answer = await suite.server.request(method, `widget/${path}`, { token, body });
  expect(answer.status).toBeLessThan(300);
  return answer.body as Record<string, never>;
};

/** A visitor's conversation with a word in all that is made of it: a question to the AI, a file, a reply, a note, a label. */
async function conversation(word: string) {
  const opened = await widget('POST', 'sessions', '', { channelKey: suite.server.channelKey });
  const { visitorToken, customer: self } = opened as unknown as {
    visitorToken: string;
    customer: { id: string };
  };
  const say = async (message: object) =>
    (
      (await widget('POST', 'messages', visitorToken, {
        clientMessageId: randomUUID(),
        ...message,
      })) as unknown as { message: Message & { sessionId: string } }
    ).message;
  const form = new FormData();
  form.append('file', new Blob(['%PDF-1.7 x']), `${word}.pdf`);
  const uploaded = await fetch(`${suite.server.url}/api/v1/widget/attachments`, {
    method: 'POST',
    headers: { authorization: `Bearer ${visitorToken}` },
    body: form,
  });
  const { id: fileId } = (await uploaded.json()) as { id: string };
  const { sessionId } = await say({ text: `My name is ${word}, please let me talk to a human` });
  await say({ attachmentIds: [fileId] });
  const status = async () => (await get<{ status: string }>(`sessions/${sessionId}`)).status;
  await eventually(async () => (await status()) !== 'active');
  await ask('POST', `sessions/${sessionId}/claim`, {});
  const text = `Hello ${word}`;
  await ask('POST', `sessions/${sessionId}/messages`, { text, clientMessageId: randomUUID() });
  await ask('POST', `sessions/${sessionId}/messages`, { text, note: true, clientMessageId: randomUUID() });
  const found = () => get<{ items: object[] }>(`search?q=${encodeURIComponent(word)}`);
  await eventually(async () => (await found()).items.length > 0);
  const { items } = await get<{ items: Message[] }>(`sessions/${sessionId}/messages`);
  const file = items.find(({ content }) => content.mediaUrl !== undefined)!.content.mediaUrl!;
  const fileStatus = async () => (await fetch(`${suite.server.url}${file}`)).status;
  expect(await fileStatus()).toBe(200);
  const handover = items.find(({ type }) => type === 'handover')!.seq;
  return {
    ...{ sessionId, customerId: self.id, visitorToken, say, found, fileStatus, handover },
    close: async () => {
      await ask('POST', `sessions/${sessionId}/close`, {});
      await eventually(async () => (await summaries(sessionId)) > 0);
      await written(sessionId, `status = 'closed'`);
    },
  };
}

/** The night reads rows, which follow their logs a moment later. */
const written = (sessionId: string, where: string) =>
  eventually(
    async () =>
      (await suite.server.query(`SELECT FROM sessions WHERE id = $1 AND ${where}`, [sessionId])).length === 1,
  );

const summaries = async (sessionId: string) =>
  (await suite.server.query('SELECT FROM conversations WHERE session_id = $1', [sessionId])).length;

/** Tables with the word in any row. */
async function tablesWith(word: string): Promise<string[]> {
  const tables = await suite.server.query<{ name: string }>(
    `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = current_schema() AND table_type = 'BASE TABLE'`,
  );
  const found: string[] = [];
  for (const { name } of tables) {
    const [one] = await suite.server.query<{ n: number }>(
      `SELECT count(*)::int AS n FROM "${name}" AS t WHERE t::text ILIKE $1`,
      [`%${word}%`],
    );
    if (one!.n > 0) found.push(name);
  }
  return found.sort();
}

const listed = async (query: string) =>
  (await get<{ items: Array<{ id: string }> }>(`sessions?${query}`)).items.map(({ id }) => id);

describe('over the API', () => {
  it('is an admin’s, and says which number is out of its bounds', async () => {
    const { token } = await suite.server.addAgent('Nora');
    expect((await ask('POST', 'retention/preview', {}, token)).status).toBe(403);
    const wrong = await ask('POST', 'retention/preview', { conversations: 0, audit: 30, files: 1.5 });
    expect(wrong.status).toBe(400);
    expect((wrong.body as { errors: unknown }).errors).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ path: 'conversations', message: 'Keep it for at least one day.' }),
        expect.objectContaining({ path: 'audit', message: 'Keep the audit log for at least 90 days.' }),
        expect.objectContaining({ path: 'files', message: 'Write whole days.' }),
      ]),
    );
    const written = await ask('POST', 'settings', {
      category: 'retention',
      key: 'keep',
      value: { audit: 1 },
    });
    expect(written.status).toBe(400);
  });

  it('refuses a label that is nowhere, says which field, and takes one in any case', async () => {
    const written = (heldLabel: string) =>
      ask('POST', 'settings', { category: 'retention', key: 'keep', value: { heldLabel } });
    const refused = await written('disptue');
    expect(refused.status).toBe(400);
    expect((refused.body as { errors: unknown }).errors).toMatchObject([
      { path: 'value.heldLabel', message: 'No label has this name. Make it first.' },
    ]);
    const preview = (heldLabel: string) => ask('POST', 'retention/preview', { conversations: 1, heldLabel });
    expect(await preview('disptue')).toMatchObject({
      status: 400,
      body: { errors: [{ path: 'heldLabel', message: 'No label has this name. Make it first.' }] },
    });
    expect((await ask('POST', 'labels', { name: 'Lawsuit' })).status).toBe(201);
    expect((await preview('lawsuit')).status).toBe(200);
    const taken = await written('lawsuit');
    expect(taken.status).toBe(201);
    const { id } = taken.body as { id: string };
    const change = (heldLabel: string) =>
      ask('PATCH', `settings/${id}`, { value: { files: 9, heldLabel } }).then(({ status }) => status);
    expect([await change('lawsuit'), await change('lawsiut')]).toEqual([200, 400]);
    expect((await ask('DELETE', `settings/${id}`)).status).toBe(204);
  });

  it('files go before the words, and a conversation that a label holds keeps both', async () => {
    const [goes, stays] = [await conversation('Tarragona-5512'), await conversation('Tarragona-5513')];
    await ask('PATCH', `sessions/${stays.sessionId}`, { labels: ['dispute'] });
    for (const one of [goes, stays]) await one.close();
    await set({ files: 1, heldLabel: 'dispute' });
    const runs = await night();
    expect(runs).toMatchObject([{ details: { counts: { files: 1 } } }]);
    expect([await goes.fileStatus(), await stays.fileStatus()]).toEqual([404, 200]);
    expect(await listed('status=closed')).toEqual(expect.arrayContaining([goes.sessionId, stays.sessionId]));
    expect((await goes.found()).items).not.toEqual([]);
    await set({ conversations: 1, heldLabel: 'dispute' });
    await night();
    expect(await listed('status=closed')).toEqual([stays.sessionId]);
    expect(await stays.fileStatus()).toBe(200);
    expect((await stays.found()).items).not.toEqual([]);
    await ask('PATCH', `sessions/${stays.sessionId}`, { labels: [] });
    await written(stays.sessionId, `labels = '{}'`);
    expect(await night()).toMatchObject([{ details: { counts: { conversations: 1, files: 1 } } }]);
    expect(await tablesWith('Tarragona')).toEqual([]);
  });
});

inBrowser('in the console in Chromium', () => {
  it('an admin sees what would go before it is saved; then it is gone everywhere, and the open one is as it was', async () => {
    const word = 'Zanzibar';
    await set({});
    const gone = await conversation(word);
    const joe = await customer(suite.server, { firstName: 'Joe' });
    await joe.say('My order 4711 has not come');
    const openId = await joe.askForPerson();
    await gone.close();
    await eventuallyPasses(async () =>
      expect(await tablesWith(word)).toEqual(
        expect.arrayContaining(['answers', 'attachments', 'conversations', 'memory', 'messages', 'sessions']),
      ),
    );
    const watching = await suite.open({ path: `/console/inbox/${gone.sessionId}?tab=closed` });
    await bubble(watching, `Hello ${word}`).first().waitFor();
    await row(watching, word).first().waitFor();

    const page = await suite.open({ path: '/console/settings?section=retention' });
    const days = page.getByLabel('Days for closed conversations');
    await days.fill('0');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Keep it for at least one day.').waitFor();
    await days.fill('1');
    expect(await faults(page)).toEqual([]);
    await pictures(page, 'retention');
    await page.getByRole('button', { name: 'Save' }).click();
    const dialog = page.getByRole('dialog', { name: 'Delete what is older?' });
    await dialog.getByText(/^1 conversation, closed on /).waitFor();
    await dialog.getByText('1 file', { exact: true }).waitFor();
    await fitsDeskAndPhone(page, 'retention');
    await pictures(page, 'retention-asks');
    await page.keyboard.press('Escape');
    await page.getByText('Nothing was changed.').waitFor();
    expect(await get('settings?category=retention')).toMatchObject({
      items: [{ value: { conversations: null } }],
    });
    await page.getByRole('button', { name: 'Save' }).click();
    await dialog.getByRole('button', { name: 'Save and delete' }).click();
    await page.getByText('Saved.').waitFor();

    const counted = (await figuresOfToday()).totals.conversations;
    const [{ details }] = (await night()) as [{ details: { counts: Record<string, number> } }];
    expect(details.counts).toMatchObject({ conversations: 1, files: 1 });
    await watching.getByText('What was written here was deleted: its time to be kept was over').waitFor();
    await eventuallyPasses(async () => expect(await bubble(watching, word).count()).toBe(0));
    await eventuallyPasses(async () => expect(await row(watching, word).count()).toBe(0));
    expect(await tablesWith(word)).toEqual([]);
    expect((await gone.found()).items).toEqual([]);
    expect(await gone.fileStatus()).toBe(404);
    expect(await listed('status=closed')).toEqual([]);
    expect(await listed('status=waiting')).toEqual([openId]);
    const { body: why } = await ask('GET', `sessions/${gone.sessionId}/messages/${gone.handover}/why`);
    expect(JSON.stringify(why)).not.toContain(word);
    expect((await ask('POST', `sessions/${gone.sessionId}/reopen`, {})).status).toBe(409);
    // No night takes a customer.
    expect((await ask('GET', `customers/${gone.customerId}`)).status).toBe(200);
    // That there was a conversation is still counted.
    const figures = await figuresOfToday();
    expect(JSON.stringify(figures)).not.toContain(word);
    expect(figures.totals.conversations).toBe(counted);
    expect(counted).toBeGreaterThan(0);
  });

  it('a customer whose conversation was deleted begins a new one', async () => {
    const again = await conversation('Sansibar-9931');
    await again.close();
    await set({ conversations: 1 });
    await night();
    const { sessionId } = await again.say({ text: 'Here I am again' });
    expect(sessionId).not.toBe(again.sessionId);
    expect(await listed(`customerId=${again.customerId}`)).toEqual([sessionId]);
  });
});
