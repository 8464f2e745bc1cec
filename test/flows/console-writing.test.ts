// An agent who opens a conversation and types: the words go where they are meant to, and no key does more than it says.
import type { Page } from 'playwright-core';
import type { CopilotReport } from '../../src/protocol/copilot';
import type { Message } from '../../src/protocol/model/message';
import type { Session } from '../../src/protocol/model/session';
import { eventually, eventuallyPasses } from '../../src/tools/eventually';
import { inBrowser } from '../dev-env/in-browser';
import { bubble, customer, faults, field, row, useDesk } from './console-desk';

/** Keys as fast as the page takes them: each goes where the focus is then, as a shortcut or as a letter. */
const typeWithoutPause = `(text) => {
  for (const key of text) {
    const target = document.activeElement ?? document.body;
    const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true });
    if (target.dispatchEvent(event) && target.matches('textarea')) document.execCommand('insertText', false, key);
  }
}`;

inBrowser('writing in the console in Chromium', () => {
  const at = useDesk();
  const { open } = at;

  async function waits(firstName: string) {
    const one = await customer(at.server, { firstName });
    await one.say('My order 4711 has not come');
    return { ...one, sessionId: await one.askForPerson() };
  }
  async function session(sessionId: string): Promise<Session> {
    return (await at.server.request('GET', `sessions/${sessionId}`)).body as Session;
  }
  async function log(sessionId: string): Promise<Message[]> {
    const { body } = await at.server.request('GET', `sessions/${sessionId}/messages?limit=200`);
    return (body as { items: Message[] }).items;
  }
  async function takeOver(page: Page, name: string): Promise<void> {
    await row(page, name).click();
    await page.locator('.primary-action', { hasText: 'Take over' }).click();
    await page.locator('.conversation-who', { hasText: 'With you' }).waitFor();
  }
  const replyHasFocus = (page: Page) => page.locator('.composer.reply textarea:focus').waitFor();

  test('who takes over or opens what is theirs, by click or Enter, writes a reply at once', async () => {
    const page = await open();
    const ada = await waits('Zoe');
    await takeOver(page, 'Zoe');
    await replyHasFocus(page);
    const bob = await waits('Bob');
    await takeOver(page, 'Bob');
    await page.getByRole('button', { name: /^Mine/ }).click();
    await row(page, 'Zoe').click();
    await page.getByRole('heading', { name: 'Zoe' }).waitFor();
    await replyHasFocus(page);
    await page.keyboard.type('hello, here is your reply', { delay: 0 });
    await page.keyboard.press('Enter');
    await bubble(page, 'hello, here is your reply').waitFor();
    await row(page, 'Zoe').click();
    await replyHasFocus(page);

    await page.keyboard.press('Escape');
    await row(page, 'Bob').focus();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Bob' }).waitFor();
    await replyHasFocus(page);
    for (const { sessionId } of [ada, bob])
      expect(await session(sessionId)).toMatchObject({ status: 'with_agent' });
  });

  test('what is sent before the server has said whose the conversation is goes out then, once', async () => {
    const page = await open();
    const { sessionId } = await waits('Eve');
    await row(page, 'Eve').click();
    await field(page).fill('Hello Eve, I look.');
    // Nobody has answered between the two: it is one turn of the page.
    await page.evaluate(`(() => {
      document.querySelector('.primary-action').click();
      const enter = { key: 'Enter', bubbles: true, cancelable: true };
      document.querySelector('.composer textarea').dispatchEvent(new KeyboardEvent('keydown', enter));
    })()`);
    await bubble(page, 'Hello Eve, I look.').waitFor();
    await eventually(async () =>
      (await log(sessionId)).some(({ type, sender }) => sender === 'agent' && type === 'text'),
    );
    await eventuallyPasses(async () => expect(await field(page).inputValue()).toBe(''));
    await page.reload();
    await bubble(page, 'Hello Eve, I look.').waitFor();
    expect(
      (await log(sessionId)).filter(({ type, sender }) => sender === 'agent' && type === 'text'),
    ).toHaveLength(1);
  });

  test('a log at its end stays there while the reply grows', async () => {
    const page = await open();
    const tall = await waits('Tall');
    for (let line = 1; line <= 20; line += 1) await tall.say(`Line ${line}`);
    await takeOver(page, 'Tall');
    await replyHasFocus(page);
    await bubble(page, 'Line 20').waitFor();
    const box = page.locator('.messages');
    const below = () => box.evaluate((one) => one.scrollHeight - one.scrollTop - one.clientHeight);
    const height = () => box.evaluate((one) => one.clientHeight);
    await eventually(async () => (await below()) < 5);
    const before = await height();
    await field(page).fill('a\nb\nc\nd\ne\nf\ng');
    await eventually(async () => (await height()) < before - 60);
    await eventually(async () => (await below()) < 5);
  });

  test('J and K walk through what is theirs without falling into the reply', async () => {
    const page = await open();
    for (const name of ['Walk one', 'Walk two']) {
      await waits(name);
      await takeOver(page, name);
    }
    await page.goto(`${at.server.url}/console/inbox?tab=mine`);
    await row(page, 'Walk two').waitFor();
    await row(page, 'Walk one').click();
    await replyHasFocus(page);
    await page.keyboard.press('Escape');
    await page.keyboard.press('j');
    await page.getByRole('heading', { name: 'Walk two' }).waitFor();
    await page.keyboard.press('k');
    await page.getByRole('heading', { name: 'Walk one' }).waitFor();
    await page.keyboard.press('Enter');
    await replyHasFocus(page);
    await eventuallyPasses(async () => expect(await field(page).inputValue()).toBe(''));
  });

  test('a key alone takes nothing over and closes nothing: it asks, Enter does it, Esc and typing on do not', async () => {
    const page = await open();
    const { sessionId } = await waits('Kay');
    await row(page, 'Kay').click();
    await page.locator('.primary-action', { hasText: 'Take over' }).waitFor();
    const dialog = page.getByRole('dialog');
    await page.keyboard.press('a');
    await page.getByRole('dialog', { name: 'Take over this conversation?' }).waitFor();
    expect(await faults(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    expect(await session(sessionId)).toMatchObject({ status: 'waiting' });
    await page.keyboard.press('a');
    await dialog.waitFor();
    await page.keyboard.press('Enter');
    await page.locator('.conversation-who', { hasText: 'With you' }).waitFor();
    await replyHasFocus(page);

    await page.keyboard.press('Escape');
    await page.keyboard.type('here we go ', { delay: 0 });
    await dialog.waitFor({ state: 'detached' });
    await page.keyboard.press('e');
    await page.getByRole('dialog', { name: 'Close this conversation?' }).waitFor();
    await page.keyboard.press(' ');
    await dialog.waitFor({ state: 'detached' });
    expect(await session(sessionId)).toMatchObject({ status: 'with_agent' });
    await page.getByRole('heading', { name: 'Kay' }).waitFor();
    await page.keyboard.press('e');
    await dialog.waitFor();
    await page.keyboard.press('Enter');
    await page.getByText('Closed. Reopen to reply.').waitFor();
  });

  test('a note that is typed at once stays a note, whatever its letters are', async () => {
    const page = await open();
    const { sessionId, heard } = await waits('Nora');
    await takeOver(page, 'Nora');
    await replyHasFocus(page);
    const notes = [1, 2, 3, 4, 5].map((count) => `private: customer wants Austria ${count}`);
    for (const note of notes) {
      // Every key in one go, as a script of the page, so that none waits for the next frame.
      await page.keyboard.press('Escape');
      await page.evaluate(`(${typeWithoutPause})(${JSON.stringify(`n${note}`)})`);
      await page.keyboard.press('Enter');
      await page.locator('.group.note', { hasText: note }).waitFor();
      await page.locator('.surface.reply').click();
    }
    const said = (await log(sessionId)).filter(({ sender, type }) => sender === 'agent' && type !== 'system');
    expect(said.map(({ type, content }) => `${type}: ${content.text}`)).toEqual(
      notes.map((note) => `note: ${note}`),
    );
    expect(heard.map(({ content }) => content.text).join()).not.toContain('Austria');
  });

  test('R does not turn a begun note into a reply', async () => {
    const page = await open();
    const { sessionId } = await waits('Rena');
    await takeOver(page, 'Rena');
    await replyHasFocus(page);
    await page.keyboard.press('Escape');
    await page.keyboard.type('nhalf a thought', { delay: 0 });
    await page.keyboard.press('Escape');
    await page.keyboard.type('r and the rest', { delay: 0 });
    await page.keyboard.press('Enter');
    await page.locator('.group.note', { hasText: 'half a thought and the rest' }).waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('r');
    await replyHasFocus(page);
    const said = (await log(sessionId)).filter(({ sender, type }) => sender === 'agent' && type !== 'system');
    expect(said.map(({ type }) => type)).toEqual(['note']);
  });

  test('a suggested reply is put into the reply, behind what is there, and nothing is sent', async () => {
    const page = await open();
    const sue = await customer(at.server, { firstName: 'Sue' });
    const { sessionId } = await sue.say('refund for a broken bicycle in Austria');
    await row(page, 'Sue').click();
    await page.getByText('Suggested reply').waitFor();
    const packet = (await log(sessionId)).find(({ type }) => type === 'handover')!.content.packet!;
    expect(packet).toMatchObject({ trigger: 'low_confidence', suggestedReply: expect.any(String) });
    const { suggestedReply } = packet;
    const card = page.getByRole('region', { name: 'Handover' });
    await sue.say('It came with order HP-10234');
    await card.locator('.chips', { hasText: 'HP-10234' }).waitFor();
    await card.getByRole('button', { name: 'Use', exact: true }).click();
    await page.locator('.composer textarea:focus').waitFor();
    await eventuallyPasses(async () => expect(await field(page).inputValue()).toBe(suggestedReply));
    await field(page).fill('');
    await page.locator('.primary-action', { hasText: 'Take over' }).click();
    await page.locator('.conversation-who', { hasText: 'With you' }).waitFor();

    await field(page).fill('Hello Sue,');
    await card.getByRole('button', { name: 'Use', exact: true }).click();
    await replyHasFocus(page);
    await page.keyboard.type(' Bye', { delay: 0 });
    await eventuallyPasses(async () =>
      expect(await field(page).inputValue()).toBe(`Hello Sue,\n${suggestedReply} Bye`),
    );
    await field(page).fill('Hello Sue,');
    await card.getByRole('button', { name: 'Edit', exact: true }).click();
    await page.keyboard.type('Well: ', { delay: 0 });
    await eventuallyPasses(async () =>
      expect(await field(page).inputValue()).toBe(`Hello Sue,\nWell: ${suggestedReply}`),
    );
    const sent = async () =>
      (await log(sessionId)).filter(({ type, sender }) => sender === 'agent' && type === 'text');
    expect(await sent()).toEqual([]);
    await page.keyboard.press('Enter');
    await card.waitFor({ state: 'detached' });
    expect((await sent()).map(({ content }) => content.text)).toEqual([
      `Hello Sue,\nWell: ${suggestedReply}`,
    ]);
  });

  test('what a restarting server cannot take says that it waits, and goes out in order', async () => {
    const page = await open();
    let restarts = true;
    // A node that drains answers so; here only the ack is made up, all else is the server's.
    await page.routeWebSocket(/socket\.io/, (socket) => {
      const server = socket.connectToServer();
      socket.onMessage((frame) => {
        const [, ack] = /^42\/agent,(\d+)\["message:send"/.exec(String(frame)) ?? [];
        if (!restarts || !ack) return server.send(frame);
        const error = { code: 'unavailable', message: 'The server restarts.', retryAfter: 1 };
        socket.send(`43/agent,${ack}${JSON.stringify([{ ok: false, error }])}`);
      });
    });
    await page.reload();
    const { sessionId } = await waits('Rex');
    await takeOver(page, 'Rex');
    for (const text of ['dropped', 'first', 'second']) {
      await field(page).fill(text);
      await page.keyboard.press('Enter');
    }
    const waiting = page.locator('.receipt', { hasText: 'Waiting for the server' });
    await waiting.waitFor();
    expect(await faults(page)).toEqual([]);
    await waiting.getByRole('button', { name: 'Delete' }).click();
    await bubble(page, 'dropped').waitFor({ state: 'detached' });
    await waiting.waitFor();
    await eventuallyPasses(async () =>
      expect(await page.getByRole('button', { name: 'Retry' }).count()).toBe(0),
    );
    restarts = false;
    await page.locator('.receipt', { hasText: /Sent/ }).waitFor();
    const sent = (await log(sessionId)).filter(({ type, sender }) => sender === 'agent' && type === 'text');
    expect(sent.map(({ content }) => content.text)).toEqual(['first', 'second']);
  });

  test('what was read is said again where that got lost, and the customer hears of it', async () => {
    const page = await open();
    let lost = 0;
    await page.routeWebSocket(/socket\.io/, (socket) => {
      const server = socket.connectToServer();
      socket.onMessage((frame) => {
        const [, ack] = /^42\/agent,(\d+)\["message:read"/.exec(String(frame)) ?? [];
        if (!ack || lost > 0) return server.send(frame);
        lost += 1;
        const error = { code: 'unavailable', message: 'The server is busy.' };
        socket.send(`43/agent,${ack}${JSON.stringify([{ ok: false, error }])}`);
      });
    });
    await page.reload();
    const { sessionId } = await waits('Lars');
    await takeOver(page, 'Lars');
    await eventually(async () => (await log(sessionId))[0]!.isRead);
    expect(lost).toBe(1);
  });

  test('on a phone an opened conversation stays in sight: no keyboard comes up over it', async () => {
    const page = await open();
    await waits('Phil');
    await takeOver(page, 'Phil');
    const phone = await open({ viewport: { width: 390, height: 844 } });
    await phone.getByRole('button', { name: /^Mine/ }).click();
    await row(phone, 'Phil').click();
    await phone.getByRole('heading', { name: 'Phil' }).waitFor();
    await field(phone).waitFor();
    await eventuallyPasses(async () => expect(await phone.locator('textarea:focus').count()).toBe(0));
  });

  test('a reply is suggested by a key into the draft, dismissed, and sent only by hand', async () => {
    const page = await open();
    const zoe = await waits('Suggested');
    await takeOver(page, 'Suggested');
    await zoe.say('how long does a refund take?');
    await bubble(page, 'how long does a refund take?').waitFor();
    await page.getByRole('button', { name: 'Suggest' }).waitFor();
    const counted = async () =>
      (await at.server.request('GET', 'answers/suggested-replies')).body as CopilotReport;
    const before = await counted();
    const ask = async () => {
      await field(page).press('Control+.');
      await page.getByText('read it before you send it').waitFor();
      return field(page).inputValue();
    };
    expect(await ask()).toContain('5 to 7 working days');
    expect(await faults(page)).toEqual([]);
    await page.getByRole('button', { name: 'Dismiss' }).click();
    await eventuallyPasses(async () => expect(await field(page).inputValue()).toBe(''));
    const suggested = await ask();
    expect((await log(zoe.sessionId)).map(({ sender }) => sender)).not.toContain('agent');
    await field(page).press('Enter');
    await bubble(page, suggested.slice(0, 40)).waitFor();
    await eventually(async () => (await counted()).asIs === before.asIs + 1);
    expect(await counted()).toMatchObject({
      suggested: before.suggested + 2,
      dismissed: before.dismissed + 1,
    });
    await page.getByText('read it before you send it').waitFor({ state: 'detached' });
  });
});
