// WhatsApp as the agent sees it: until when one may write, what became of each message, and what to do about it.
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import type { Session } from '../../src/protocol/model/session';
import { eventually, eventuallyPasses } from '../../src/tools/eventually';
import { change, orderUpdate, startFakeWhatsApp, type FakeWhatsApp } from '../dev-env/fake-whatsapp';
import { handedOver } from '../dev-env/handed-over';
import { inBrowser } from '../dev-env/in-browser';
import { startPhone, type Phone } from '../dev-env/phone';
import { bubble, customer, faults, fitsDeskAndPhone, field, useDesk } from './console-desk';

/** For people to look at, where a folder for them is named. */
async function shot(page: Page, name: string): Promise<void> {
  const folder = process.env['SHOTS'];
  if (folder) await page.screenshot({ path: join(folder, `person-${name}.png`) });
}

const paused = {
  name: 'summer_sale',
  language: 'en_US',
  category: 'MARKETING',
  status: 'PAUSED',
  components: [{ type: 'BODY', text: 'Sale!' }],
};

inBrowser('WhatsApp in the console in Chromium', () => {
  const at = useDesk({ FETCH_ALLOW: '127.0.0.0/8' });
  let meta: FakeWhatsApp;
  let phone: Phone;
  let webhook: string;
  let count = 0;

  beforeAll(async () => {
    meta = await startFakeWhatsApp();
    meta.templates.push(orderUpdate, paused);
    const config = { ...meta.config, businessAccountId: meta.accountId };
    const body = { name: 'Shop phone', type: 'whatsapp', config };
    const { id } = (await at.server.request('POST', 'channels', { body })).body as { id: string };
    webhook = `${at.server.url}/webhooks/whatsapp/${id}`;
    phone = await startPhone({ whatsapp: meta, webhook });
  });
  beforeEach(() => meta.behave('normal'));
  afterAll(async () => {
    await phone?.close();
    await meta?.close();
  });

  async function sessionOf(name: string): Promise<Session> {
    return eventually(async () => {
      const { body } = await at.server.request('GET', 'sessions?channelType=whatsapp&limit=100');
      return (body as { items: Session[] }).items.find(({ customerName }) => customerName === name);
    });
  }

  /** A conversation of somebody who wrote so long ago, taken over by the admin and open on a page. */
  async function conversation(name: string, hoursAgo = 0) {
    const number = String(491_700_000_000 + ++count);
    const who = { phone: number, name, at: Math.floor(Date.now() / 1000) - hoursAgo * 3_600 };
    await meta.post(webhook, meta.says(who, 'I want to talk to a person.'));
    const { id } = await sessionOf(name);
    await handedOver(at.server, { id });
    const page = await at.open({ path: `/console/inbox/${id}?tab=all` });
    await page.getByRole('button', { name: 'Take over' }).first().click();
    await page.getByText('With you').waitFor();
    const writesAgain = (text: string) => meta.post(webhook, meta.says({ phone: number, name }, text));
    return { page, id, number, writesAgain };
  }

  async function write(page: Page, text: string): Promise<void> {
    await field(page).fill(text);
    await field(page).press('Enter');
  }
  const sentTo = (number: string) => meta.delivered.filter(({ to }) => to === number);
  const line = (page: Page, text: string) => page.locator('.bubble-line', { has: bubble(page, text) });

  test('says until when one can write, and how far each answer has come', async () => {
    const { page, number } = await conversation('Ada Open');
    await page.locator('.channel-word', { hasText: 'WhatsApp' }).waitFor();
    await page.getByText(/^You can write until tomorrow, \d\d:\d\d \(2[34] h left\)$/).waitFor();
    await write(page, 'Hello Ada.');
    const sent = await eventually(() =>
      sentTo(number).find(({ message }) => JSON.stringify(message).includes('Hello Ada.')),
    );
    await line(page, 'Hello Ada.').getByText('Sent', { exact: true }).waitFor();
    await meta.post(webhook, meta.state(sent.id, 'delivered'));
    await line(page, 'Hello Ada.').getByText('Delivered', { exact: true }).waitFor();
    await meta.post(webhook, meta.state(sent.id, 'read'));
    await line(page, 'Hello Ada.').getByText(/^Read/).waitFor();
    expect(await faults(page)).toEqual([]);
  });

  test('what is marked is marked as WhatsApp does, by buttons and keys, and both sides are shown so', async () => {
    const { page, number, writesAgain } = await conversation('Mark Down');
    await field(page).fill('It left today by ship.');
    await page.evaluate('document.querySelector(".composer textarea").setSelectionRange(8, 13)');
    await field(page).press('Control+b');
    await page.evaluate('document.querySelector(".composer textarea").setSelectionRange(19, 23)');
    await page.getByRole('button', { name: 'Code', exact: true }).click();
    await eventuallyPasses(async () =>
      expect(await field(page).inputValue()).toBe('It left *today* by `ship`.'),
    );
    await page.evaluate('document.querySelector(".composer textarea").setSelectionRange(3, 7)');
    await field(page).press('Control+i');
    await eventuallyPasses(async () =>
      expect(await field(page).inputValue()).toBe('It _left_ *today* by `ship`.'),
    );
    await shot(page, 'marks');
    await field(page).press('Enter');
    await eventually(() =>
      sentTo(number).some(
        ({ message }) => (message['text'] as { body: string })?.body === 'It _left_ *today* by `ship`.',
      ),
    );
    const ours = page.locator('.group.team .bubble').last();
    await eventuallyPasses(async () =>
      expect(await ours.locator('em, strong, code').allTextContents()).toEqual(['left', 'today', 'ship']),
    );
    await page.locator('.row-last', { hasText: 'It left today by ship.' }).waitFor();
    await writesAgain('~No~ <b>thanks</b> 2 * 3 * 4');
    const theirs = page.locator('.group.customer .bubble', { hasText: 'thanks' });
    await theirs.locator('s', { hasText: 'No' }).waitFor();
    await eventuallyPasses(async () => expect(await theirs.textContent()).toBe('No <b>thanks</b> 2 * 3 * 4'));
    expect(await faults(page)).toEqual([]);
  });

  test('a reaction is given at a message, goes out, and what fails says so', async () => {
    const { page, number, writesAgain } = await conversation('Rea Emoji');
    await writesAgain('Thank you so much!');
    const theirs = line(page, 'Thank you so much!');
    await theirs.getByRole('button', { name: 'React' }).click();
    await theirs.getByRole('button', { name: 'React with 👍' }).click();
    await theirs.getByRole('button', { name: 'Your team reacted with 👍' }).waitFor();
    const kinds = () =>
      sentTo(number).map(({ message }) => message['reaction'] as { emoji: string } | undefined);
    await eventually(() => kinds().some((reaction) => reaction?.emoji === '👍'));
    const loved = { type: 'reaction', reaction: { message_id: sentTo(number).at(-1)!.id, emoji: '❤️' } };
    await write(page, 'Any time.');
    const sent = await eventually(() =>
      sentTo(number).find(({ message }) => JSON.stringify(message).includes('Any time.')),
    );
    loved.reaction.message_id = sent.id;
    await meta.post(webhook, meta.says({ phone: number, name: 'Rea Emoji' }, loved));
    await line(page, 'Any time.').getByRole('img', { name: 'The customer reacted with ❤️' }).waitFor();
    await theirs.getByRole('button', { name: 'Your team reacted with 👍' }).click();
    await theirs.getByRole('button', { name: 'React with 😂' }).waitFor();
    await shot(page, 'reactions');
    expect(await faults(page)).toEqual([]);
    meta.behave({ code: 131_026 });
    await theirs.getByRole('button', { name: 'React with 😂' }).click();
    const failed = page.locator('.system-line', { hasText: 'reacted with 😂' });
    await failed.getByText(/^Not delivered/).waitFor();
    meta.behave('normal');
    await failed.getByRole('button', { name: 'Retry' }).click();
    await theirs.getByRole('button', { name: 'Your team reacted with 😂' }).waitFor();
    await theirs.getByRole('button', { name: 'Your team reacted with 😂' }).click();
    await theirs.getByRole('button', { name: 'Take 😂 back' }).click();
    await theirs.getByRole('button', { name: 'React', exact: true }).waitFor();
    await eventually(() => kinds().at(-1)?.emoji === '');
  });

  test('from a question to its end: an answer with its source, a handover, a file that is read, closed, rated', async () => {
    const who = { phone: String(491_700_000_000 + ++count), name: 'Ira Whole' };
    await meta.post(webhook, meta.says(who, 'How long does a refund take?'));
    await eventually(() => sentTo(who.phone).length > 0);
    const { id } = await sessionOf(who.name);
    const page = await at.open({ path: `/console/inbox/${id}?tab=all` });
    const answer = page.locator('.group.ai');
    await answer.getByText('5 to 7 working days').waitFor();
    await answer.getByRole('button', { name: /^from/i }).waitFor();
    await meta.post(webhook, meta.says(who, 'It has been two weeks. I want to talk to a person.'));
    await page.locator('.handover').getByText('Handed over: asked for a person').waitFor();
    await page.getByRole('button', { name: 'Take over' }).first().click();
    await page.getByText('With you', { exact: true }).waitFor();

    const chooser = page.waitForEvent('filechooser');
    await page.getByRole('button', { name: 'Attach files' }).click();
    const file = { name: 'refund.txt', mimeType: 'text/plain', buffer: Buffer.from('Paid back today.') };
    await (await chooser).setFiles(file);
    await page.locator('.file-chips', { hasText: 'refund.txt' }).waitFor();
    await field(page).fill('Here is the proof.');
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    await line(page, 'Here is the proof.').getByText('Sent', { exact: true }).waitFor();
    const sent = await eventually(() =>
      sentTo(who.phone).find(({ message }) => message['type'] === 'document'),
    );
    expect(sent.message).toMatchObject({
      document: { filename: 'refund.txt', caption: 'Here is the proof.' },
    });
    for (const [state, words] of Object.entries({ delivered: 'Delivered', read: /^Read/ })) {
      await meta.post(webhook, meta.state(sent.id, state));
      await line(page, 'Here is the proof.').getByText(words).waitFor();
    }
    await page.getByRole('button', { name: 'Close', exact: true }).click();
    await page.getByText('Closed by Admin').waitFor();
    expect((await sessionOf(who.name)).status).toBe('closed');
    await page.getByText('Closed by Admin, asked for a rating').waitFor();

    // The customer taps on the phone that `npm run dev` shows, too.
    const hand = await page.context().newPage();
    await hand.goto(`${phone.url}?phone=${who.phone}&name=Ira`);
    await hand.getByText('This conversation is closed. How was it?').waitFor();
    await shot(hand, 'rating-phone');
    await hand.getByRole('button', { name: 'Good' }).click();
    await page.bringToFront();
    await page.getByText('Rated 5 of 5').waitFor();
    await shot(page, 'rating-console');
    expect((await sessionOf(who.name)).metadata['rating']).toMatchObject({ score: 5 });
    expect(await faults(page)).toEqual([]);
  });

  test('a refusal says why and is tried again by a person; what nobody knows asks before it goes again', async () => {
    const { page, number } = await conversation('Ben Refused');
    meta.behave({ code: 131026, details: 'Message undeliverable' });
    await write(page, 'First.');
    await line(page, 'First.')
      .getByText(/^Not delivered\. The customer cannot get this message/)
      .waitFor();
    expect(await faults(page)).toEqual([]);
    meta.behave('normal');
    await line(page, 'First.').getByRole('button', { name: 'Retry' }).click();
    await line(page, 'First.').getByText('Sent', { exact: true }).waitFor();
    await eventuallyPasses(async () =>
      expect(await line(page, 'First.').getByText('cannot get this message').count()).toBe(0),
    );

    meta.behave('garbage');
    await write(page, 'Second.');
    await line(page, 'Second.').getByText('It is not known whether this arrived.').waitFor();
    meta.behave('normal');
    const before = sentTo(number).length;
    await line(page, 'Second.').getByRole('button', { name: 'Send again' }).click();
    const asked = page.getByRole('dialog', { name: 'Send it again?' });
    await asked.getByText('would get it twice').waitFor();
    await asked.getByRole('button', { name: 'Cancel' }).click();
    expect(sentTo(number)).toHaveLength(before);
    await line(page, 'Second.').getByRole('button', { name: 'Send again' }).click();
    await asked.getByRole('button', { name: 'Send again' }).click();
    await line(page, 'Second.').getByText('Sent', { exact: true }).waitFor();
    expect(sentTo(number)).toHaveLength(before + 1);

    meta.behave('garbage');
    await write(page, 'Third.');
    await line(page, 'Third.').getByRole('button', { name: 'It arrived' }).click();
    await line(page, 'Third.').getByText('Sent', { exact: true }).waitFor();
    expect(sentTo(number)).toHaveLength(before + 2);
  });

  test('what cannot be sent for now says so and goes out by itself', async () => {
    const { page } = await conversation('Cleo Waiting');
    meta.behave({ code: 131016, status: 503 });
    await write(page, 'Later.');
    await line(page, 'Later.')
      .getByText(/^Not sent yet: .* It is tried again by itself\.$/)
      .waitFor();
    meta.behave('normal');
    await line(page, 'Later.').getByText('Sent', { exact: true }).waitFor();
  });

  test('what a message answers stands above it and leads there; what came late says when it was written', async () => {
    const { page, number } = await conversation('Gil Late');
    await write(page, 'Which order is it?');
    const asked = await eventually(() =>
      sentTo(number).find(({ message }) => JSON.stringify(message).includes('Which order is it?')),
    );
    const text = { type: 'text', text: { body: 'The blue one.' }, context: { from: '1', id: asked.id } };
    await meta.post(webhook, meta.says({ phone: number, name: 'Gil Late' }, text));
    const quote = page.locator('.group', { has: bubble(page, 'The blue one.') }).locator('.quote');
    await eventuallyPasses(async () => expect(await quote.innerText()).toContain('Which order is it?'));
    const old = { phone: number, name: 'Gil Late', at: Math.floor(Date.now() / 1000) - 30 * 3_600 };
    await meta.post(webhook, meta.says(old, 'From yesterday.'));
    await line(page, 'From yesterday.')
      .getByText(/^Written .*, \d\d:\d\d, arrived later$/)
      .waitFor();
    await quote.click();
    await bubble(page, 'Which order is it?').waitFor();
    expect(await faults(page)).toEqual([]);
  });

  test('who may be the same person is suggested, proved by a code, shown as one and unlinked, on every console', async () => {
    const { page, id, number } = await conversation('Grace Hopper');
    const visitor = await customer(at.server);
    const { sessionId } = await visitor.say('I wrote to you on WhatsApp, too.');
    await at.server.request('PATCH', `customers/${visitor.id}`, { body: { phone: `+${number}` } });
    const ben = await at.server.addAgent('Ben');
    const his = await at.open({ email: ben.email, password: ben.password, colorScheme: 'dark' });
    for (const desk of [page, his]) {
      await desk.goto(`${at.server.url}/console/inbox/${sessionId}?tab=all`);
      await desk.getByText('May be the same person').waitFor();
      await desk.getByText(`Same phone number: +${number}`).waitFor();
    }
    await his.getByText('Anonymous: the name is made up').waitFor({ state: 'detached' });
    expect(await faults(page)).toEqual([]);

    await page.getByRole('button', { name: 'Send a code' }).click();
    const code = await eventually(
      () => /^\d{6}/.exec(JSON.stringify(sentTo(number).at(-1)?.message).replace(/^.*?"body":"/, ''))?.[0],
    );
    await page.getByLabel('Code that the customer got').fill('000000');
    expect(await faults(page)).toEqual([]);
    await shot(page, 'code');
    await visitor.say(code);
    for (const desk of [page, his]) {
      const linked = desk.getByRole('region', { name: 'Linked: Grace Hopper' });
      await linked.getByText('Linked by a code that came back').waitFor();
      await linked.getByText('proved by the channel').waitFor();
      await desk.locator('.earlier', { hasText: 'I want to talk to a person.' }).waitFor();
      await eventuallyPasses(async () =>
        expect(await desk.getByText('May be the same person').count()).toBe(0),
      );
    }
    expect(await faults(page)).toEqual([]);
    await shot(page, 'linked');

    await his.getByRole('button', { name: 'Unlink Grace Hopper' }).click();
    for (const desk of [page, his]) {
      await desk.getByRole('region', { name: 'Linked: Grace Hopper' }).waitFor({ state: 'detached' });
      await desk.getByText('This is the only one.').waitFor();
    }
    // A number that nobody proved: no code goes there.
    await at.server.request('POST', 'customers', {
      body: { firstName: 'Grace', lastName: 'Typed', phone: '+49 30 7654321' },
    });
    await page.getByRole('button', { name: 'Link…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Link to another customer' });
    await dialog.getByLabel('Search customers').fill('Grace');
    await dialog.getByRole('button', { name: 'Link Grace Hopper' }).waitFor();
    await dialog.getByRole('button', { name: 'Link Grace Typed' }).waitFor();
    // One number is proved on WhatsApp, the other was typed.
    await eventually(async () => (await dialog.getByRole('button', { name: 'Send a code' }).count()) === 1);
    expect(await faults(page)).toEqual([]);
    await shot(page, 'search');
    await dialog.getByRole('button', { name: 'Link Grace Hopper' }).click();
    await dialog.waitFor({ state: 'detached' });
    await his.getByText('Linked by an agent’s word').waitFor();
    await his.getByRole('link', { name: 'Open the customer' }).click();
    await his.getByRole('region', { name: 'Linked: Grace Hopper' }).waitFor();
    await his.getByRole('button', { name: 'Erase…' }).click();
    await his.getByText('The other customer who is linked as the same person goes too.').waitFor();
    expect(await faults(his)).toEqual([]);
    await shot(his, 'page');
    await page.locator('.earlier a', { hasText: 'I want to talk to a person.' }).click();
    await page.waitForURL(new RegExp(`/inbox/${id}`));
    await page.getByRole('region', { name: /^Linked: / }).waitFor();
  });

  test('warns in the last hour', async () => {
    const { page } = await conversation('Dora Late', 23.5);
    await page.locator('.window.soon', { hasText: /\((30|29) min left\)$/ }).waitFor();
    expect(await faults(page)).toEqual([]);
  });

  test('outside the window only a template goes out, until the customer writes', async () => {
    const { page, number, writesAgain } = await conversation('Emil Closed', 25);
    await page
      .getByText('The customer wrote more than 24 hours ago: WhatsApp takes only a template')
      .waitFor();
    await eventuallyPasses(async () => expect(await field(page).isDisabled()).toBe(true));
    await eventuallyPasses(async () =>
      expect(await page.getByRole('button', { name: 'Send', exact: true }).isDisabled()).toBe(true),
    );
    expect(await faults(page)).toEqual([]);
    await page.getByRole('button', { name: 'Send a template' }).click();
    const dialog = page.getByRole('dialog', { name: 'Send a template' });
    const greyed = dialog.getByRole('button', { name: 'summer_sale' });
    await greyed.getByText('WhatsApp has paused it.').waitFor();
    await eventuallyPasses(async () => expect(await greyed.isDisabled()).toBe(true));
    meta.templates.push({ ...orderUpdate, name: 'just_approved' });
    await dialog.getByRole('button', { name: 'Refresh' }).click();
    await dialog.getByText('just_approved').waitFor();
    await dialog.getByLabel('Search').fill('order up');
    await eventuallyPasses(async () => expect(await dialog.getByText('just_approved').count()).toBe(0));
    await fitsDeskAndPhone(page, 'templates of WhatsApp');
    await dialog.getByRole('button', { name: 'order_update' }).click();
    await dialog.getByRole('button', { name: 'Send' }).click();
    await eventuallyPasses(async () => expect(await dialog.getByText('Fill this in.').count()).toBe(4));
    await dialog.getByLabel('{{1}} in the header').fill('4711');
    await dialog.getByLabel('{{1}}', { exact: true }).fill('4711');
    await eventuallyPasses(async () =>
      expect(await dialog.getByLabel('Preview').textContent()).toContain(
        'Hello {{2}}, your order 4711 is on its way.',
      ),
    );
    await dialog.getByLabel('{{2}}', { exact: true }).fill('Emil');
    await dialog.getByLabel('in the address of “Track it”').fill('T-1');
    await fitsDeskAndPhone(page, 'template of WhatsApp');
    await dialog.getByRole('button', { name: 'Send' }).click();
    const reads =
      'Order 4711\n\nHello Emil, your order 4711 is on its way.\n\nHarbour & Pine\n\n[Thanks] [Track it]';
    await line(page, 'Hello Emil').getByText('Sent', { exact: true }).waitFor();
    await eventuallyPasses(async () => expect(await bubble(page, 'Hello Emil').innerText()).toBe(reads));
    expect(sentTo(number).at(-1)!.message).toMatchObject({
      type: 'template',
      template: {
        name: 'order_update',
        language: { code: 'en_US' },
        components: [
          { type: 'header', parameters: [{ text: '4711' }] },
          { type: 'body', parameters: [{ text: '4711' }, { text: 'Emil' }] },
          { type: 'button', index: '1', parameters: [{ text: 'T-1' }] },
        ],
      },
    });
    await writesAgain('Thank you.');
    await page.getByText(/^You can write until tomorrow/).waitFor();
    await eventuallyPasses(async () => expect(await field(page).isDisabled()).toBe(false));
  });

  test('a test message says what came of it, and how far it has come', async () => {
    const page = await at.open({ viewport: { width: 390, height: 844 } });
    await page.goto(`${at.server.url}/console/settings?section=channels`);
    await page.getByRole('button', { name: 'Send a test on Shop phone' }).click();
    const dialog = page.getByRole('dialog', { name: 'Send a test' });
    await dialog.getByLabel('Phone number').fill('my phone');
    await dialog.getByRole('button', { name: 'Send' }).click();
    await dialog.getByText('Write a phone number, like +49 30 1234567.').waitFor();
    meta.behave({ code: 131030 });
    await dialog.getByLabel('Phone number').fill('+49 170 5550000');
    await dialog.getByRole('button', { name: 'Send' }).click();
    await dialog.getByText(/^It was refused: .*not on the list/).waitFor();
    meta.behave('normal');
    await dialog.getByRole('button', { name: 'Send' }).click();
    await dialog.getByText('This test: sent.').waitFor();
    expect(await faults(page)).toEqual([]);
    await meta.post(webhook, meta.state(sentTo('491705550000').at(-1)!.id, 'delivered'));
    await dialog.getByText('This test: it is on the phone.').waitFor();
  });

  test('events that came in are listed with their bodies, and run again', async () => {
    const odd = change({ news: 'of a field that nobody knows' }, 'brand_new');
    await meta.post(webhook, odd);
    await meta.post(webhook, meta.says({ phone: '491701112222', name: 'Hal Listed' }, 'Hello.'));
    const page = await at.open({ viewport: { width: 390, height: 844 } });
    await page.goto(`${at.server.url}/console/settings?section=channels`);
    const item = page.locator('li', { hasText: 'Shop phone' });
    await item.getByText('It works.').waitFor();
    await item
      .getByText(/^Last 24 hours: \d+ messages? in · \d+ messages? out( · \d+ receipts? in)?/)
      .waitFor();
    await item.getByRole('button', { name: 'Inbound events of Shop phone' }).click();
    const dialog = page.getByRole('dialog', { name: 'Inbound events of Shop phone' });
    const event = dialog.locator('li', { hasText: 'brand_new' });
    await event.getByText('Not understood').waitFor();
    await dialog.locator('li', { hasText: 'Hal Listed' }).getByText('Text').waitFor();
    await event.getByRole('button', { name: 'Show the body' }).click();
    await event.getByText('of a field that nobody knows').waitFor();
    expect(await faults(page)).toEqual([]);
    await event.getByRole('button', { name: 'Hide the body' }).click();

    const failed = `UPDATE inbound_events SET status = 'failed', last_error = 'It broke.', attempts = 5 WHERE status = 'not_understood'`;
    await at.server.query(failed);
    await dialog.getByRole('combobox', { name: 'State' }).click();
    await page.getByRole('option', { name: 'Failed' }).click();
    await dialog.getByText('It broke. (5 tries)').waitFor();
    await dialog.getByRole('button', { name: 'Replay all that failed' }).click();
    await dialog.getByText('1 event runs again.').waitFor();
    await dialog.getByText('Nothing came in that is still kept.').waitFor();
    await dialog.getByRole('combobox', { name: 'State' }).click();
    await page.getByRole('option', { name: 'Not understood' }).click();
    await event.getByRole('button', { name: 'Replay', exact: true }).click();
    await dialog.getByText('1 event runs again.').waitFor();
    await event.waitFor();
    expect(await faults(page)).toEqual([]);
  });

  test('the phone of npm run dev: words, a picture and ticks, both ways', async () => {
    const { page: desk } = await conversation('Fay Other');
    const page = await desk.context().newPage();
    await page.goto(`${phone.url}?phone=491709999999&name=Phoebe`);
    await page.getByLabel('Message', { exact: true }).fill('Hello from the phone, a person please.');
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    const { id } = await sessionOf('Phoebe');
    const png = Buffer.from(
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
      'base64',
    );
    await page
      .getByLabel('Send a photo')
      .setInputFiles({ name: 'dot.png', mimeType: 'image/png', buffer: png });
    await page.getByAltText('Photo').waitFor();
    await desk.goto(`${at.server.url}/console/inbox/${id}?tab=all`);
    await desk.getByRole('button', { name: 'Take over' }).first().click();
    await desk.getByText('With you').waitFor();
    await desk.locator('.attachment img').waitFor();
    await write(desk, 'Hello from the desk.');
    await page.bringToFront();
    await page.getByText('Hello from the desk.').waitFor();
    await page
      .getByText(/✓✓ Read/)
      .first()
      .waitFor();
    await line(desk, 'Hello from the desk.').getByText(/^Read/).waitFor();
    await page.getByLabel('Refuses').check();
    await write(desk, 'Nobody hears this.');
    await line(desk, 'Nobody hears this.')
      .getByText(/^Not delivered/)
      .waitFor();
    await eventuallyPasses(async () => expect(await page.getByText('Nobody hears this.').count()).toBe(0));
    expect(await faults(page)).toEqual([]);
  });
});
