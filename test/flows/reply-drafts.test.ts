// What an agent has begun to write: on the server, on two devices, and after a colleague took the conversation.
import type { ReplyDraft } from '../../src/protocol/reply-drafts';
import { eventuallyPasses } from '../../src/tools/eventually';
import { inBrowser } from '../dev-env/in-browser';
import { customer, faults, field, row, useDesk } from './console-desk';

inBrowser('drafts of agents in Chromium', () => {
  const at = useDesk();

  async function waits(firstName: string) {
    const one = await customer(at.server, { firstName });
    await one.say('Where is my parcel?');
    return { ...one, sessionId: await one.askForPerson() };
  }
  const save = (sessionId: string, body: object) =>
    at.server.request('PUT', `sessions/${sessionId}/draft`, { body });
  async function kept(sessionId: string): Promise<ReplyDraft[]> {
    const { body } = await at.server.request('GET', 'reply-drafts');
    return (body as { items: ReplyDraft[] }).items.filter((one) => one.sessionId === sessionId);
  }

  it('is not covered by what is older, goes when it is empty, and with the erasure of its customer', async () => {
    const { id, sessionId } = await waits('Dee');
    const first = await save(sessionId, { kind: 'reply', text: 'Dear', version: null });
    expect(first.status).toBe(200);
    const { version } = first.body as { version: string };
    expect((await save(sessionId, { kind: 'reply', text: 'Older', version: null })).status).toBe(409);
    expect((await save(sessionId, { kind: 'reply', text: 'Dear Dee', version })).status).toBe(200);
    expect((await save(sessionId, { kind: 'reply', text: 'Dear you', version })).status).toBe(409);
    expect((await save(sessionId, { kind: 'reply', text: '', version })).status).toBe(409);
    expect((await save(sessionId, { kind: 'letter', text: 'x', version: null })).status).toBe(400);
    expect((await save(sessionId, { kind: 'note', text: 'x'.repeat(10_001), version: null })).status).toBe(
      400,
    );
    expect(await kept(sessionId)).toMatchObject([{ kind: 'reply', text: 'Dear Dee' }]);

    const [last] = await kept(sessionId);
    expect((await save(sessionId, { kind: 'reply', text: '', version: last!.version })).body).toEqual({
      version: null,
    });
    expect(await kept(sessionId)).toEqual([]);
    await save(sessionId, { kind: 'note', text: 'About Dee', version: null });
    await at.server.request('DELETE', `customers/${id}`);
    expect(await kept(sessionId)).toEqual([]);
  });

  it('follows the agent to another device, is marked in the list, and survives a take-away', async () => {
    const { sessionId } = await waits('Fay');
    const place = `${at.server.url}/console/inbox/${sessionId}?tab=waiting`;
    const desk = await at.open();
    await desk.goto(place);
    await field(desk).fill('Begun at the desk');
    const phone = await at.open({ viewport: { width: 390, height: 844 } });
    await row(phone, 'Fay').getByText('Draft').waitFor();
    await phone.goto(place);
    await eventuallyPasses(async () => expect(await field(phone).inputValue()).toBe('Begun at the desk'));
    await field(phone).fill('Begun at the desk, and on');
    await eventuallyPasses(async () =>
      expect(await field(desk).inputValue()).toBe('Begun at the desk, and on'),
    );

    const { agentId } = await at.server.addAgent('Grace');
    const to = { to: { agentId } };
    expect((await at.server.request('POST', `sessions/${sessionId}/transfer`, { body: to })).status).toBe(
      200,
    );
    await desk.getByText('Your draft is kept.').waitFor();
    expect(await faults(desk)).toEqual([]);
    await desk.getByRole('button', { name: 'Make it a note' }).click();
    await desk.locator('.composer.note').waitFor();
    await eventuallyPasses(async () =>
      expect(await field(desk).inputValue()).toBe('Begun at the desk, and on'),
    );
    await desk.getByRole('button', { name: 'Add note' }).click();
    await eventuallyPasses(async () => expect(await kept(sessionId)).toEqual([]));
    await eventuallyPasses(async () => expect(await field(phone).inputValue()).toBe(''));
  });
});
