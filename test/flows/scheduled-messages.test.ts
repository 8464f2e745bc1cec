// Replies that go out later: once, at their time, and not over what was written meanwhile.
import type { Message } from '../../src/protocol/model/message';
import type { ScheduledMessage } from '../../src/protocol/scheduled-messages';
import { eventuallyPasses } from '../../src/tools/eventually';
import { inBrowser } from '../dev-env/in-browser';
import { bubble, customer, faults, field, useDesk } from './console-desk';

const inMs = (ms: number) => new Date(Date.now() + ms).toISOString();

inBrowser('replies that go out later', () => {
  const at = useDesk();
  const request = (method: string, path: string, body?: object) =>
    at.server.request(method, path, body ? { body } : {});

  async function held(firstName: string) {
    const ada = await customer(at.server, { firstName });
    await ada.say('Where is my parcel?');
    const sessionId = await ada.askForPerson();
    await request('POST', `sessions/${sessionId}/claim`, {});
    return { ...ada, sessionId };
  }
  async function schedule(sessionId: string, text: string, sendAt: string): Promise<ScheduledMessage> {
    const { status, body } = await request('POST', `sessions/${sessionId}/scheduled-messages`, {
      text,
      sendAt,
    });
    expect({ status, body }).toMatchObject({ status: 201 });
    return body as ScheduledMessage;
  }
  const isDue = (id: string) =>
    at.server.query(`UPDATE scheduled_messages SET send_at = now() - interval '1 min' WHERE id = $1`, [id]);
  async function left(sessionId: string): Promise<ScheduledMessage[]> {
    const { body } = await request('GET', `sessions/${sessionId}/scheduled-messages`);
    return (body as { items: ScheduledMessage[] }).items;
  }
  async function said(sessionId: string): Promise<string[]> {
    const { body } = await request('GET', `sessions/${sessionId}/messages?limit=200`);
    const { items } = body as { items: Message[] };
    return items
      .filter(({ sender, type }) => sender === 'agent' && type === 'text')
      .map(({ content }) => content.text!);
  }

  it('go out once at their time, and a second bell sends nothing', async () => {
    const { sessionId, heard } = await held('Lou');
    await schedule(sessionId, 'Much later', inMs(3_600_000));
    const { id } = await schedule(sessionId, 'It comes tomorrow.', inMs(3_000));
    await eventuallyPasses(() =>
      expect(heard.map(({ content }) => content.text)).toContain('It comes tomorrow.'),
    );
    await eventuallyPasses(async () => expect(await said(sessionId)).toEqual(['It comes tomorrow.']));
    await eventuallyPasses(async () => expect(await left(sessionId)).toMatchObject([{ text: 'Much later' }]));
    expect((await request('POST', `scheduled-messages/${id}/send`)).status).toBe(404);
    expect(await said(sessionId)).toEqual(['It comes tomorrow.']);
  });

  it('wait, and say why, when the customer wrote or the conversation was closed', async () => {
    const { sessionId, say } = await held('May');
    const { id } = await schedule(sessionId, 'Are you still there?', inMs(3_600_000));
    await say('It has come, thank you');
    await isDue(id);
    await eventuallyPasses(async () =>
      expect(await left(sessionId)).toMatchObject([{ id, heldBecause: 'The customer wrote meanwhile.' }]),
    );
    expect(await said(sessionId)).toEqual([]);
    expect((await request('POST', `scheduled-messages/${id}/send`)).status).toBe(204);
    expect(await said(sessionId)).toEqual(['Are you still there?']);

    const other = await schedule(sessionId, 'Good bye', inMs(3_600_000));
    await request('POST', `sessions/${sessionId}/close`, {});
    await isDue(other.id);
    await eventuallyPasses(async () =>
      expect(await left(sessionId)).toMatchObject([{ heldBecause: 'The conversation was closed.' }]),
    );
    expect((await request('POST', `scheduled-messages/${other.id}/send`)).status).toBe(409);
    expect((await request('DELETE', `scheduled-messages/${other.id}`)).status).toBe(204);
    expect(await left(sessionId)).toEqual([]);
  });

  it('are written by who holds the conversation, and wait where another holds it when they are due', async () => {
    const { sessionId } = await held('Nan');
    const { agentId, token } = await at.server.addAgent('Uma');
    const sendAt = inMs(3_600_000);
    const asUma = async (method: string, path: string, body: object = {}) =>
      at.server.request(method, path, { token, body });
    const path = `sessions/${sessionId}/scheduled-messages`;
    const refused = await asUma('POST', path, { text: 'Mine', sendAt });
    expect([refused.status, refused.body]).toMatchObject([
      409,
      { detail: 'Admin has this conversation. Take over to reply.' },
    ]);
    expect(await left(sessionId)).toEqual([]);

    const told: object[] = [];
    const socket = at.server.socket('/agent', { token: await at.server.adminToken() });
    socket.on('notification', (news: object) => told.push(news));
    await new Promise((ready) => socket.on('ready', ready));
    const { id } = await schedule(sessionId, 'Tomorrow', sendAt);
    await request('POST', `sessions/${sessionId}/transfer`, { to: { agentId } });
    const because = 'Uma has this conversation. Take over to reply.';
    const change = await request('PATCH', `scheduled-messages/${id}`, { text: 'The day after' });
    expect([change.status, change.body]).toMatchObject([409, { detail: because }]);
    await isDue(id);
    await eventuallyPasses(async () =>
      expect(await left(sessionId)).toMatchObject([{ text: 'Tomorrow', heldBecause: because }]),
    );
    await eventuallyPasses(() => expect(told).toContainEqual(expect.objectContaining({ type: 'not_sent' })));
    expect(await said(sessionId)).toEqual([]);

    // Nobody holds it.
    await asUma('POST', `sessions/${sessionId}/transfer`, { to: { queue: true } });
    const nobodys = await asUma('POST', path, { text: 'Mine', sendAt });
    expect([nobodys.status, nobodys.body]).toMatchObject([
      409,
      { detail: 'This conversation is not yours. Take over to reply.' },
    ]);
  });

  it('are changed and sent by who wrote them, and cancelled by a colleague, too', async () => {
    const { sessionId } = await held('Moe');
    const { id } = await schedule(sessionId, 'In my own words', inMs(3_600_000));
    const { token } = await at.server.addAgent('Zed');
    const asZed = async (method: string, path: string, body?: object) =>
      (await at.server.request(method, path, { token, ...(body && { body }) })).status;
    expect(await asZed('PATCH', `scheduled-messages/${id}`, { text: 'In the words of another' })).toBe(403);
    expect(await asZed('POST', `scheduled-messages/${id}/send`)).toBe(403);
    expect(await left(sessionId)).toMatchObject([{ text: 'In my own words' }]);
    expect(await said(sessionId)).toEqual([]);
    expect(await asZed('DELETE', `scheduled-messages/${id}`)).toBe(204);
  });

  it('are not changed or cancelled in the moment in which they go out', async () => {
    const { sessionId } = await held('Pia');
    const { id } = await schedule(sessionId, 'As it is', inMs(3_600_000));
    const dueSince = (minutes: number) =>
      at.server.query(
        `UPDATE scheduled_messages SET send_at = now() - interval '${minutes} min' WHERE id = '${id}'`,
      );
    await dueSince(0);
    const change = { text: 'Another', sendAt: inMs(60_000) };
    for (const [method, body] of [['PATCH', change] as const, ['DELETE'] as const])
      expect((await request(method, `scheduled-messages/${id}`, body)).body).toMatchObject({
        detail: 'It is going out at this moment.',
      });
    expect(await left(sessionId)).toMatchObject([{ text: 'As it is' }]);
    // Its bell was lost.
    await dueSince(3);
    expect((await request('DELETE', `scheduled-messages/${id}`)).status).toBe(204);
  });

  it('go out with the next sweep when their bell was lost', async () => {
    const { sessionId } = await held('Quin');
    const { id } = await schedule(sessionId, 'Late, but it comes', inMs(3_600_000));
    await at.server.query(
      `UPDATE scheduled_messages SET send_at = now() - interval '1 min' WHERE id = '${id}'`,
    );
    await eventuallyPasses(async () => expect(await said(sessionId)).toEqual(['Late, but it comes']));
    await eventuallyPasses(async () => expect(await left(sessionId)).toEqual([]));
  });

  it('take no time that is over, and no empty words', async () => {
    const { sessionId } = await held('Ned');
    const path = `sessions/${sessionId}/scheduled-messages`;
    for (const body of [
      { text: 'Late', sendAt: inMs(-1_000) },
      { text: 'Far', sendAt: inMs(400 * 86_400_000) },
      { text: '   ', sendAt: inMs(60_000) },
    ])
      expect((await request('POST', path, body)).status).toBe(400);
  });

  it('are chosen, changed and cancelled in the console', async () => {
    const { sessionId, say } = await held('Oda');
    const page = await at.open({ path: `/console/inbox/${sessionId}?tab=mine` });
    await field(page).fill('I will ask the carrier.');
    await page.getByRole('button', { name: 'Send later' }).click();
    await page.getByRole('dialog', { name: 'Send later' }).waitFor();
    expect(await faults(page)).toEqual([]);
    await page.getByRole('button', { name: /^Tomorrow/ }).click();
    const list = page.getByRole('list', { name: 'Scheduled replies' });
    await list.getByText('I will ask the carrier.').waitFor();
    await eventuallyPasses(async () => expect(await field(page).inputValue()).toBe(''));
    await list.getByRole('button', { name: 'Edit' }).click();
    await page.getByRole('textbox', { name: 'Words' }).fill('I have asked the carrier.');
    await page.getByRole('button', { name: /^As it was/ }).click();
    await list.getByText('I have asked the carrier.').waitFor();
    await list.getByText('Scheduled for').waitFor();
    await say('It has come');
    await list.getByText('Will not be sent by itself: The customer wrote meanwhile.').waitFor();
    expect(await faults(page)).toEqual([]);
    await list.getByRole('button', { name: 'Send now' }).click();
    await bubble(page, 'I have asked the carrier.').waitFor();
    await list.waitFor({ state: 'detached' });
    expect(await said(sessionId)).toEqual(['I have asked the carrier.']);
  });
});
