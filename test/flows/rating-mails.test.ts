// Asked by mail how it was: from the closing to the press in the letter, on the page without a script, in the log.
import { createHmac, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import MailComposer from 'nodemailer/lib/mail-composer';
import type Mail from 'nodemailer/lib/mailer';
import type { Browser, Page } from 'playwright-core';
import type { CustomerDetails } from '../../src/protocol/customers';
import type { Message } from '../../src/protocol/model/message';
import type { Session } from '../../src/protocol/model/session';
import { createRatingTokens } from '../../src/channels/email/rating-token';
import type { AuditEntry } from '../../src/protocol/analytics';
import { eventually, eventuallyPasses } from '../../src/tools/eventually';
import { launchChromium } from '../dev-env/chromium';
import { startFakeMail, type FakeMail, type ReceivedMail } from '../dev-env/fake-mail';
import { ownAddress } from '../dev-env/free-port';
import { handedOver } from '../dev-env/handed-over';
import { inBrowser } from '../dev-env/in-browser';
import { TestServer } from '../dev-env/test-server';
import { faults, tooSmall } from './console-desk';

const address = 'support@shop.test';
const inboundSecret = 'the secret of the webhook';
const host = 'mx.shop.test';
const pictures = process.env['PARLEY_PICTURES'];
let server: TestServer;
let mail: FakeMail;
let webhook: string;

beforeAll(async () => {
  mail = await startFakeMail();
  server = await TestServer.create({
    env: {
      ...(await ownAddress()),
      FETCH_ALLOW: '127.0.0.0/8',
      RATE_LIMITS: 'off',
    },
    timing: { byTheClock: true },
  });
  const config = {
    address,
    name: 'Shop',
    signature: 'Your Shop',
    inboundSecret,
    authservId: host,
    smtp: { host: mail.smtp.host, port: mail.smtp.port },
  };
  const { body } = await server.request('POST', 'channels', {
    body: { name: 'Mail', type: 'email', config },
  });
  webhook = `${server.url}/webhooks/email/${(body as { id: string }).id}`;
  for (const [key, value] of Object.entries({ rateAfterMinutes: 60, rateWebAfterMinutes: 60 }))
    expect(
      await server.request('POST', 'settings', { body: { category: 'mail', key, value } }),
    ).toMatchObject({ status: 201 });
  const console = server.socket('/agent', { token: await server.adminToken() });
  await new Promise((ready) => console.once('ready', ready));
});
afterAll(async () => {
  await server?.close();
  await mail?.stop();
});
beforeEach(() => mail.smtp.behave('normal'));

let people = 0;
const somebody = () => `ada${++people}@example.com`;

async function write(written: Mail.Options): Promise<void> {
  const domain = /@([^>]+)/.exec(String(written.from))![1];
  const headers = {
    'Authentication-Results': `${host}; dmarc=pass header.from=${domain}`,
    ...(written.headers as object),
  };
  const messageId = `<${randomBytes(8).toString('hex')}@example.com>`;
  const raw = await new MailComposer({ to: address, messageId, ...written, headers }).compile().build();
  const signature = createHmac('sha256', inboundSecret).update(raw).digest('hex');
  const { status } = await fetch(webhook, {
    method: 'POST',
    body: raw,
    headers: { 'x-parley-signature': `sha256=${signature}`, 'content-type': 'message/rfc822' },
  });
  expect(status).toBe(200);
}

async function sessionsOf(email: string): Promise<Session[]> {
  const { items } = (await server.request('GET', `customers?q=${encodeURIComponent(email)}`)).body as {
    items: Array<{ id: string }>;
  };
  const found = await Promise.all(
    items.map(async ({ id }) => (await server.request('GET', `sessions?customerId=${id}&limit=50`)).body),
  );
  return found.flatMap((body) => (body as { items: Session[] }).items);
}

async function log(sessionId: string): Promise<Message[]> {
  const { body } = await server.request('GET', `sessions/${sessionId}/messages?limit=200`);
  return (body as { items: Message[] }).items;
}

const lines = async (sessionId: string, action: string): Promise<Message[]> =>
  (await log(sessionId)).filter(({ content }) => content.systemAction === action);

/** Answered by a person who has it, over. */
async function answered(email: string, text = 'I want to talk to a person.'): Promise<Session> {
  const before = (await sessionsOf(email)).map(({ id }) => id);
  await write({ from: `Ada <${email}>`, subject: 'My order', text });
  const session = await eventually(async () =>
    (await sessionsOf(email)).find(({ id }) => !before.includes(id)),
  );
  await handedOver(server, session);
  await server.request('POST', `sessions/${session.id}/claim`, { body: {} });
  await reply(session.id, 'It left our house today.');
  return session;
}

let replies = 0;
async function reply(sessionId: string, text: string): Promise<void> {
  const body = { clientMessageId: `reply-${++replies}`, text };
  expect(await server.request('POST', `sessions/${sessionId}/messages`, { body })).toMatchObject({
    status: 201,
  });
}

const close = (sessionId: string) => server.request('POST', `sessions/${sessionId}/close`, { body: {} });

/** The time that the organization set passes for what is closed. */
const hourLater = () =>
  server.query(`UPDATE sessions SET ended_at = ended_at - interval '61 minutes' WHERE status = 'closed'`);

async function closed(email: string, text?: string): Promise<Session> {
  const session = await answered(email, text);
  await eventually(async () =>
    (await log(session.id)).some(({ sender, delivery }) => sender === 'agent' && delivery === 'sent'),
  );
  await close(session.id);
  return session;
}

const asked = async (sessionId: string): Promise<Message> =>
  eventually(async () =>
    (await lines(sessionId, 'rating_asked')).find(({ delivery }) => delivery === 'sent'),
  );

const isQuestion = (received: ReceivedMail) => received.header('list-unsubscribe') !== undefined;
const questionsTo = (email: string) =>
  mail.smtp.mails().filter((one) => one.to.includes(email) && isQuestion(one));
const textOf = ({ raw }: ReceivedMail): string =>
  raw
    .toString()
    .replace(/=\r\n/g, '')
    .replace(/((?:=[0-9A-F]{2})+)/g, (hex) => Buffer.from(hex.replaceAll('=', ''), 'hex').toString());
const linkIn = (received: ReceivedMail, score: number): string =>
  new RegExp(`http://\\S+/rate/[\\w-]{96}\\?score=${score}`).exec(textOf(received))![0];

const sessionNow = async (id: string) => (await server.request('GET', `sessions/${id}`)).body as Session;
const send = (url: string, form: Record<string, string>) =>
  fetch(url, { method: 'POST', body: new URLSearchParams(form) });

test('the customer of a closed conversation is asked once, in its thread; looking rates nothing, pressing does, and the last word counts', async () => {
  const email = somebody();
  const session = await closed(email);
  await hourLater();
  await asked(session.id);
  const [question, ...more] = questionsTo(email);
  expect(more).toEqual([]);
  expect(question!.header('subject')).toBe('Re: My order');
  expect(question!.header('in-reply-to')).toBeDefined();
  expect(question!.header('auto-submitted')).toBe('auto-generated');
  expect(question!.header('list-unsubscribe')).toMatch(/^<http:.*\/stop>$/);
  expect(question!.header('list-unsubscribe-post')).toBe('List-Unsubscribe=One-Click');
  expect(textOf(question!)).toContain('Your conversation with us is closed. How was it?');
  expect(textOf(question!)).toContain('Very good');
  const url = linkIn(question!, 4);
  // As programs do that look at links before people do.
  for (const score of [1, 5]) expect((await fetch(url.replace(/4$/, String(score)))).status).toBe(200);
  expect((await sessionNow(session.id)).metadata['rating']).toBeUndefined();

  expect(await (await send(url, { score: '4', comment: ' Quick <b>answer</b> ' })).text()).toContain(
    'Thank you for your rating.',
  );
  expect((await sessionNow(session.id)).metadata['rating']).toEqual({
    score: 4,
    comment: 'Quick <b>answer</b>',
  });
  const again = await (await fetch(url)).text();
  expect(again).toContain('Quick &lt;b&gt;answer&lt;/b&gt;');
  await send(url, { score: '4', comment: 'Quick <b>answer</b>' });
  await send(url, { score: '2' });
  expect((await sessionNow(session.id)).metadata['rating']).toMatchObject({ score: 2 });
  expect((await lines(session.id, 'rated')).map(({ sender, content }) => [sender, content.data])).toEqual([
    ['system', { by: 'customer', score: 4, comment: 'Quick <b>answer</b>' }],
    ['system', { by: 'customer', score: 2 }],
  ]);
});

test('what is no rating is refused, and a link that is not ours leads nowhere', async () => {
  const email = somebody();
  const session = await closed(email);
  await hourLater();
  await asked(session.id);
  const url = linkIn(questionsTo(email)[0]!, 4).split('?')[0]!;
  for (const score of ['', ' ', '0', '6', '4.5', 'good', '[]']) {
    const refused = await send(url, { score, comment: 'kept' });
    expect([score, refused.status]).toEqual([score, 400]);
    expect(await refused.text()).toContain('>kept</textarea>');
  }
  expect((await send(url, { score: '4', comment: 'x'.repeat(2_001) })).status).toBe(400);
  for (const wrong of ['x', `${url.split('/').at(-1)!.slice(1)}A`])
    for (const end of ['', '/stop']) {
      const place = `${server.url}/rate/${wrong}${end}`;
      const answers = [await fetch(place, { headers: { 'accept-language': 'de' } }), await send(place, {})];
      expect(answers.map(({ status }) => status)).toEqual([404, 404]);
      expect(await answers[0]!.text()).toContain('Dieser Link führt nirgendwohin');
    }
  expect(await lines(session.id, 'rated')).toEqual([]);
});

test('nobody is asked whose conversation is open again, who wants no such mail, whom nothing reaches, or who is a program', async () => {
  const [back, done, gone] = [somebody(), somebody(), somebody()];
  const [opened, first] = [await closed(back), await closed(done)];
  await server.request('POST', `sessions/${opened.id}/reopen`, { body: {} });
  await hourLater();
  await asked(first.id);
  const stop = questionsTo(done)[0]!.header('list-unsubscribe')!.slice(1, -1);
  const customer = async () =>
    (await server.request('GET', `customers/${first.customerId}`)).body as CustomerDetails;
  expect(await (await fetch(stop)).text()).toContain('Should we stop asking you');
  expect((await customer()).mailStopped).toBeUndefined();
  const pressed = await send(stop, { 'List-Unsubscribe': 'One-Click' });
  expect(pressed.status).toBe(200);
  expect((await customer()).mailStopped).toMatchObject({ address: done });
  expect((await send(stop, {})).status).toBe(200);

  const second = await closed(done);
  const program = await closed(somebody());
  await server.query(
    `UPDATE sessions SET metadata = metadata || '{"needsPerson": "a program"}' WHERE id = $1`,
    [program.id],
  );
  mail.smtp.behave({ at: 'rcpt', code: 550, message: 'No such user' });
  const unreachable = await answered(gone);
  await eventually(async () =>
    (await log(unreachable.id)).some(({ sender, delivery }) => sender === 'agent' && delivery === 'failed'),
  );
  mail.smtp.behave('normal');
  await close(unreachable.id);
  const last = await closed(somebody());
  await hourLater();
  await asked(last.id);
  for (const { id } of [opened, second, program, unreachable])
    expect([id, await lines(id, 'rating_asked')]).toEqual([id, []]);
});

test('who wants no such mail says so by its link also once the conversation was deleted, which nobody can rate any more', async () => {
  const email = somebody();
  const session = await closed(email);
  await hourLater();
  await asked(session.id);
  const stopOf = (of: string) => questionsTo(of)[0]!.header('list-unsubscribe')!.slice(1, -1);

  const [question] = questionsTo(email);
  expect((await server.request('DELETE', `customers/${session.customerId}`)).status).toBe(200);
  const left = JSON.stringify((await lines(session.id, 'rating_asked')).map(({ content }) => content));
  expect(left).toContain('"redacted":true');
  expect(left).not.toContain(email);
  const url = linkIn(question!, 4);
  for (const answer of [await fetch(url), await send(url, { score: '4' })]) expect(answer.status).toBe(410);
  expect((await fetch(stopOf(email))).status).toBe(200);
  const pressed = await send(stopOf(email), { 'List-Unsubscribe': 'One-Click' });
  expect(pressed.status).toBe(200);
  expect(await pressed.text()).toContain('We will not ask you by e-mail any more.');
  // Whoever writes from there again is not asked.
  const { customerId } = await answered(email);
  const { mailStopped } = (await server.request('GET', `customers/${customerId}`)).body as CustomerDetails;
  expect(mailStopped).toMatchObject({ address: email });
});

/** A link of a question that ran out a second ago. */
async function runOut(url: string): Promise<string> {
  const [kept] = await server.query<{ value: string }>(
    `SELECT value FROM instance WHERE key = 'link_secret'`,
  );
  const tokens = createRatingTokens(kept!.value);
  const [start, token] = /^(.*\/)([\w-]{96})/.exec(url)!.slice(1);
  return start! + tokens.sign({ ...tokens.read(token!)!, expires: Math.floor(Date.now() / 1_000) - 1 });
}

test('who wanted no such mail takes it back by one press, or has the team do it, and is asked again', async () => {
  const email = somebody();
  const first = await closed(email);
  await hourLater();
  await asked(first.id);
  const stop = questionsTo(email)[0]!.header('list-unsubscribe')!.slice(1, -1);
  const resume = stop.replace(/stop$/, 'resume');
  const place = `customers/${first.customerId}`;
  const stopped = async () => ((await server.request('GET', place)).body as CustomerDetails).mailStopped;
  await send(stop, {});
  // Looking changes nothing, neither at the page nor at where its button leads to.
  expect(await (await fetch(stop)).text()).toContain('Ask me again');
  expect((await fetch(resume)).status).toBe(404);
  expect(await stopped()).toMatchObject({ address: email });
  expect(await (await send(resume, {})).text()).toContain('We will ask you by e-mail again how it was.');
  expect(await stopped()).toBeUndefined();
  expect(await (await fetch(stop)).text()).toContain('Should we stop asking you');
  expect((await send(`${server.url}/rate/x/resume`, {})).status).toBe(404);

  await send(stop, {});
  const ask = (address: string) => server.request('POST', `${place}/resume-mail`, { body: { address } });
  expect(await ask(somebody())).toMatchObject({ status: 404 });
  expect(await stopped()).toBeDefined();
  const again = await ask(email);
  expect(again.status).toBe(200);
  expect((again.body as CustomerDetails).mailStopped).toBeUndefined();
  expect((await ask(email)).status).toBe(200);
  const audited = await eventually(async () => {
    const path = `audit-logs?action=customers.resume-mail&resourceId=${first.customerId}`;
    const { items } = (await server.request('GET', path)).body as { items: AuditEntry[] };
    return items.length > 1 && items;
  });
  expect(audited.map(({ details }) => details?.['resumed'])).toEqual([false, true]);
  expect(JSON.stringify(audited)).not.toContain(email);
  const second = await closed(email);
  await hourLater();
  await asked(second.id);
});

test('who left the web is asked at the address that they left, in their language, and in words of the organization for it', async () => {
  const own = { language: 'de', text: 'War alles recht?' };
  const written: string[] = [];
  for (const [key, value] of Object.entries({ rateText: 'All well?', rateTexts: [own] })) {
    const body = { category: 'mail', key, value };
    written.push(((await server.request('POST', 'settings', { body })).body as { id: string }).id);
  }
  const twice = { value: [own, own] };
  expect((await server.request('PATCH', `settings/${written[1]}`, { body: twice })).body).toMatchObject({
    code: 'invalid',
    errors: [{ path: 'value', message: 'must have each language once' }],
  });
  const email = somebody();
  const socket = server.socket('/customer', { channelKey: server.channelKey });
  await new Promise((ready) => socket.once('ready', ready));
  await socket.emitWithAck('customer:contact', { email });
  const { message } = (await socket.emitWithAck('message:send', {
    clientMessageId: 'left-1',
    text: 'Ich möchte bitte mit einem Menschen über meine Bestellung sprechen.',
  })) as { message: Message };
  const { sessionId } = message;
  await handedOver(server, { id: sessionId });
  await server.request('POST', `sessions/${sessionId}/claim`, { body: {} });
  await reply(sessionId, 'Sie ist heute abgegangen.');
  await close(sessionId);
  socket.disconnect();
  // The widget asks whoever is there: it is the mail for those who are not.
  await hourLater();
  await asked(sessionId);
  const [question] = questionsTo(email);
  expect(textOf(question!)).toContain('War alles recht?');
  expect(textOf(question!)).toContain('Sehr gut');
  expect(question!.header('subject')).toContain('Wie war es');
  const seen = server.socket('/customer', { channelKey: server.channelKey });
  await new Promise((ready) => seen.once('ready', ready));
  expect(await (await fetch(linkIn(question!, 5))).text()).toContain('Bewertung senden');
  for (const id of written) await server.request('DELETE', `settings/${id}`);
});

inBrowser('the page in Chromium, without a script', () => {
  let browser: Browser;
  let page: Page;
  beforeAll(async () => {
    browser = await launchChromium();
    page = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
  });
  afterAll(() => browser?.close());

  test('a press in the letter is chosen there, sent with a comment, and seen by the team', async () => {
    const email = somebody();
    const session = await closed(email);
    await hourLater();
    await asked(session.id);
    await page.goto(linkIn(questionsTo(email)[0]!, 4));
    await eventuallyPasses(async () =>
      expect(await page.getByRole('radio', { name: 'Good', exact: true }).isChecked()).toBe(true),
    );
    await picture(page, 'rate');
    await page.getByText('Very good').click();
    await page.getByRole('textbox').fill('Danke 🙂');
    await page.getByRole('button', { name: 'Send rating' }).click();
    await page.getByText('Thank you for your rating.').waitFor();
    await picture(page, 'thanks');
    expect((await sessionNow(session.id)).metadata['rating']).toEqual({ score: 5, comment: 'Danke 🙂' });
    await page.getByRole('link', { name: 'No more questions by e-mail' }).click();
    await page.getByText('Should we stop asking you').waitFor();
    await picture(page, 'stop');
    await page.getByRole('button', { name: 'No more questions by e-mail' }).click();
    await page.getByText('We will not ask you by e-mail any more.').waitFor();
    await page.getByRole('link', { name: 'How was it?' }).click();
    await page.getByRole('button', { name: 'Send rating' }).waitFor();
  });
});

inBrowser('where nothing is to be rated any more, on a phone', () => {
  let browser: Browser;
  let page: Page;
  beforeAll(async () => {
    browser = await launchChromium();
    // Only so that axe may look: the page itself has no script.
    const phone = { viewport: { width: 390, height: 844 }, bypassCSP: true, hasTouch: true, isMobile: true };
    page = await (await browser.newContext({ ...phone, locale: 'fr-FR' })).newPage();
  });
  afterAll(() => browser?.close());

  async function looksGood(name: string): Promise<void> {
    expect([name, await faults(page, { targets: true })]).toEqual([name, []]);
    expect([name, await tooSmall(page)]).toEqual([name, []]);
    await eventuallyPasses(async () =>
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390),
    );
    await picture(page, name);
  }

  test('a link that ran out says so in the language of its question, one that was used what was said by it', async () => {
    const email = somebody();
    const session = await closed(
      email,
      'Ich möchte bitte mit einem Menschen über meine Bestellung sprechen.',
    );
    await hourLater();
    await asked(session.id);
    const url = linkIn(questionsTo(email)[0]!, 5);
    const over = await runOut(url);
    const answer = await page.goto(over);
    expect(answer!.status()).toBe(410);
    await eventuallyPasses(async () =>
      expect(await page.getByRole('heading').textContent()).toBe('Dieser Link ist abgelaufen'),
    );
    await eventuallyPasses(async () => expect(await page.locator('html').getAttribute('lang')).toBe('de'));
    await looksGood('over');
    expect((await send(over, { score: '5' })).status).toBe(410);
    expect((await sessionNow(session.id)).metadata['rating']).toBeUndefined();

    await page.goto(url);
    await page.getByRole('button', { name: 'Bewertung senden' }).click();
    await page.goto(url);
    await page.getByText('Danke für Ihre Bewertung. Sie können sie hier ändern').waitFor();
    await looksGood('used');
    // Pressed anew in the letter, it is not sent yet.
    await page.goto(url.replace(/5$/, '2'));
    await eventuallyPasses(async () =>
      expect(await page.getByRole('radio', { name: 'Schlecht', exact: true }).isChecked()).toBe(true),
    );
    await eventuallyPasses(async () =>
      expect(await page.getByText('Danke für Ihre Bewertung').count()).toBe(0),
    );
    expect((await sessionNow(session.id)).metadata['rating']).toMatchObject({ score: 5 });

    await page.goto(`${over}/stop`);
    await page.getByRole('button', { name: 'Keine Fragen mehr per E-Mail' }).click();
    await page.getByRole('heading', { name: 'Wir fragen Sie nicht mehr per E-Mail.' }).waitFor();
    await looksGood('stopped');
    await page.getByRole('button', { name: 'Fragen Sie mich wieder' }).click();
    await page.getByRole('heading', { name: 'Wir fragen Sie wieder per E-Mail' }).waitFor();
    await looksGood('resumed');
    await page.goto(`${server.url}/rate/nothing`);
    await eventuallyPasses(async () =>
      expect(await page.getByRole('heading').textContent()).toBe('Ce lien ne mène nulle part'),
    );
    await looksGood('nothing');
  });
});

/** Kept where somebody wants to look at them. */
async function picture(page: Page, name: string): Promise<void> {
  if (!pictures) return;
  for (const colorScheme of ['light', 'dark'] as const)
    for (const width of [1024, 390]) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 844 });
      await page.screenshot({ path: join(pictures, `rating-${name}-${width}-${colorScheme}.png`) });
    }
}
