// E-mail as the agent sees it: who wrote, whether that is sure, the whole mail without danger, and whom an answer goes to.
import { createHmac } from 'node:crypto';
import { join } from 'node:path';
import MailComposer from 'nodemailer/lib/mail-composer';
import type Mail from 'nodemailer/lib/mailer';
import type { Page } from 'playwright-core';
import type { Channel } from '../../src/protocol/model/channel';
import type { Session } from '../../src/protocol/model/session';
import { eventually, eventuallyPasses } from '../../src/tools/eventually';
import { fakeAccount, startFakeMail, type FakeMail } from '../dev-env/fake-mail';
import { handedOver } from '../dev-env/handed-over';
import { hostileHtml } from '../dev-env/hostile-html';
import { inBrowser } from '../dev-env/in-browser';
import { bubble, faults, fitsDeskAndPhone, field, row, useDesk } from './console-desk';
import { freePort } from '../dev-env/free-port';

/** For people to look at, where a folder for them is named. */
async function shot(page: Page, name: string): Promise<void> {
  const folder = process.env['SHOTS'];
  if (!folder) return;
  const size = page.viewportSize()!;
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    for (const width of [1440, 390]) {
      await page.setViewportSize({ width, height: width === 390 ? 844 : 900 });
      await page.screenshot({ path: join(folder, `email-${name}-${width}-${colorScheme}.png`) });
    }
  }
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize(size);
}

const address = 'support@shop.test';
const secret = 'the secret of the webhook';
const host = 'mx.shop.test';

inBrowser('e-mail in the console in Chromium', () => {
  const env: Record<string, string> = { FETCH_ALLOW: '127.0.0.0/8' };
  beforeAll(async () => {
    const port = String(await freePort());
    Object.assign(env, { PORT: port, PUBLIC_URL: `http://127.0.0.1:${port}` });
  });
  const at = useDesk(env);
  let mail: FakeMail;
  let webhook: string;
  let count = 0;

  beforeAll(async () => {
    mail = await startFakeMail();
    const { host: smtpHost, port } = mail.smtp;
    const config = {
      address,
      signature: 'Your Shop',
      inboundSecret: secret,
      authservId: host,
      smtp: { host: smtpHost, port },
    };
    const body = { name: 'Support', type: 'email', config };
    const { id } = (await at.server.request('POST', 'channels', { body })).body as Channel;
    webhook = `${at.server.url}/webhooks/email/${id}`;
  });
  beforeEach(() => mail.smtp.behave('normal'));
  afterAll(() => mail?.stop());

  async function post({ verdict = 'pass', ...written }: Mail.Options & { verdict?: string }): Promise<void> {
    const domain = /@([^>]+)/.exec(String(written.from))![1];
    const results = { 'Authentication-Results': `${host}; dmarc=${verdict} header.from=${domain}` };
    const headers = { ...results, ...(written.headers as object) };
    const raw = await new MailComposer({ to: address, ...written, headers }).compile().build();
    const signature = createHmac('sha256', secret).update(raw).digest('hex');
    const sent = await fetch(webhook, {
      method: 'POST',
      body: raw,
      headers: { 'x-parley-signature': `sha256=${signature}`, 'content-type': 'message/rfc822' },
    });
    expect(sent.status).toBe(200);
  }

  async function sessionOf(subject: string): Promise<Session> {
    return eventually(async () => {
      const { body } = await at.server.request('GET', 'sessions?channelType=email&limit=100');
      return (body as { items: Session[] }).items.find((one) => one.subject === subject);
    });
  }

  /** A conversation of somebody who wrote, open on a page. */
  async function opened(subject: string, written: Parameters<typeof post>[0]) {
    await post({ subject, text: 'I want to talk to a person.', ...written });
    const { id } = await sessionOf(subject);
    await handedOver(at.server, { id });
    const page = await at.open({ path: `/console/inbox/${id}?tab=all` });
    return { page, id };
  }
  async function taken(subject: string, written: Parameters<typeof post>[0]) {
    const { page, id } = await opened(subject, written);
    await page.getByRole('button', { name: 'Take over' }).first().click();
    await page.getByText('With you').waitFor();
    return { page, id };
  }
  const somebody = () => `ada${++count}@example.com`;
  const head = (page: Page, text: string) => page.locator('.group', { has: bubble(page, text) });

  test('who wrote and whether that is sure, a copy to others, an answer to all or to fewer, and what failed', async () => {
    const [ada, bob] = [somebody(), somebody()];
    const { page, id } = await taken('My order 1234', { from: `Ada Lovelace <${ada}>`, cc: `Bob <${bob}>` });
    const first = head(page, 'I want to talk to a person.');
    await first.getByText(ada).waitFor();
    await first.getByText('Verified', { exact: true }).waitFor();
    await first.locator('.mail-people', { hasText: 'Cc' }).getByText('Bob', { exact: true }).waitFor();
    await eventuallyPasses(async () => expect(await first.getByText('Original.eml').count()).toBe(0));
    await eventuallyPasses(async () =>
      expect(await page.locator('.conversation-who .subject').innerText()).toBe('My order 1234'),
    );
    await row(page, 'Ada Lovelace').locator('.row-subject', { hasText: 'My order 1234' }).waitFor();

    const letter = page.getByRole('button', { name: `To ${ada} · Cc ${bob}` });
    await letter.click();
    await eventuallyPasses(async () =>
      expect(await page.getByText('Signed by the channel').getAttribute('title')).toBe('Your Shop'),
    );
    await page.getByLabel('Cc', { exact: true }).fill('nobody');
    await page.getByText('Not an address: nobody').waitFor();
    await field(page).fill('Only to Ada.');
    await eventuallyPasses(async () =>
      expect(await page.getByRole('button', { name: 'Send', exact: true }).isDisabled()).toBe(true),
    );
    await page.getByLabel('Cc', { exact: true }).fill('');
    await page.getByText(`Empty: only ${ada} gets it.`).waitFor();
    await page.getByLabel('Subject').fill('Your order is on its way');
    expect(await faults(page)).toEqual([]);
    await shot(page, 'composer');
    await page.reload();
    await page.getByRole('button', { name: `To ${ada}` }).waitFor();
    await eventuallyPasses(async () => expect(await field(page).inputValue()).toBe('Only to Ada.'));
    await field(page).press('Enter');
    const sent = await eventually(() => mail.smtp.mails().find(({ raw }) => raw.includes('Only to Ada.')));
    expect(sent.to).toEqual([ada]);
    expect(sent.header('subject')).toBe('Your order is on its way');
    await head(page, 'Only to Ada.').getByText('Your order is on its way').waitFor();

    await post({
      from: `Bob <${bob}>`,
      subject: 'Re: My order 1234',
      inReplyTo: sent.header('message-id')!,
      references: sent.header('message-id')!,
      text: 'And I?',
    });
    await head(page, 'And I?').locator('.group-name', { hasText: 'Bob' }).waitFor();
    await head(page, 'And I?').getByText('Re: My order 1234').waitFor();

    await field(page).fill('It left today.');
    await page.evaluate('document.querySelector(".composer textarea").setSelectionRange(8, 13)');
    await page.getByRole('button', { name: 'Bold' }).click();
    await eventuallyPasses(async () => expect(await field(page).inputValue()).toBe('It left **today**.'));
    await page.evaluate('document.querySelector(".composer textarea").setSelectionRange(3, 7)');
    await page.getByRole('button', { name: 'Italic' }).click();
    await eventuallyPasses(async () => expect(await field(page).inputValue()).toBe('It *left* **today**.'));
    await page
      .locator('input[type=file]')
      .first()
      .setInputFiles(
        ['first.pdf', 'second.pdf'].map((name) => ({
          name,
          mimeType: 'application/pdf',
          buffer: Buffer.from('%PDF-1.7'),
        })),
      );
    await page.locator('.file-chips').getByText('second.pdf').waitFor();
    await eventually(async () => (await page.getByLabel('Uploading').count()) === 0);
    await shot(page, 'formatting');
    await field(page).press('Enter');
    const formatted = await eventually(() =>
      mail.smtp.mails().find(({ raw }) => raw.includes('It <em>left</em> <strong>today</strong>.')),
    );
    expect(formatted.raw.toString()).toContain('It left today.');
    for (const name of ['first.pdf', 'second.pdf']) expect(formatted.raw.toString()).toContain(name);
    const bubble = page.locator('.bubble', { has: page.locator('strong', { hasText: /^today$/ }) });
    await bubble.locator('em', { hasText: /^left$/ }).waitFor();
    await eventually(async () => (await bubble.locator('.attachment').count()) === 2);
    await shot(page, 'files-of-one-mail');

    mail.smtp.behave({ at: 'rcpt', code: 550, message: 'No such user' });
    await field(page).fill('This one is refused.');
    await field(page).press('Enter');
    const failed = head(page, 'This one is refused.');
    await failed.getByText('No such user').waitFor();
    mail.smtp.behave('normal');
    await failed.getByRole('button', { name: 'Retry' }).click();
    await eventually(() => mail.smtp.mails().find(({ raw }) => raw.includes('This one is refused.')));
    await failed.getByText('Sent', { exact: true }).waitFor();
    await shot(page, 'thread');
    expect(id).toBe((await sessionOf('My order 1234')).id);
  });

  test('a sender for whom nobody vouches, and a program that writes, are said to be so', async () => {
    const { page } = await opened('Bank account', {
      from: `Ada Lovelace <${somebody()}>`,
      verdict: 'fail',
      text: 'Change my bank account.',
    });
    await head(page, 'Change my bank account.').getByText('Not verified', { exact: true }).waitFor();
    await eventuallyPasses(async () => expect(await page.getByText(/^Sender not verified/).count()).toBe(2));
    await shot(page, 'not-verified');
    expect(await faults(page)).toEqual([]);
  });

  test('hostile HTML runs nothing and asks nobody; remote images come when they are asked for', async () => {
    const { page } = await opened('A newsletter', {
      from: `Eve <${somebody()}>`,
      text: 'I want to talk to a person.\n\n> What was asked',
      html: `<p>I want to talk to a <b>person</b>.</p>${hostileHtml.map(({ html }) => html).join('\n')}`,
    });
    const asked: string[] = [];
    const frame = page.frameLocator('.mail-frame');
    await page.context().route(/^https?:\/\/(?!127\.0\.0\.1)/, (route) => {
      asked.push(route.request().url());
      return route.fulfill({
        contentType: 'image/svg+xml',
        body: '<svg xmlns="http://www.w3.org/2000/svg"/>',
      });
    });
    const alarms: string[] = [];
    page.on('dialog', (dialog) => alarms.push(dialog.message()));
    page.on('pageerror', ({ message }) => alarms.push(message));
    const original = { text: 'I want to talk to a person.\n\n> What was asked\n', html: '' };
    await page.getByRole('button', { name: 'Show original' }).click();
    await frame.locator('p b', { hasText: /^person$/ }).waitFor();
    await page.route('**/original', (route) => route.fulfill({ json: original }));
    const dialog = page.getByRole('dialog', { name: 'A newsletter' });
    async function look(html: string, marker: string): Promise<void> {
      original.html = `${html}<p>${marker}</p>`;
      await page.reload();
      await page.getByRole('button', { name: 'Show original' }).click();
      await frame.locator('body').waitFor();
    }
    // As it never comes: nothing of it was sanitized. The frame alone has to hold.
    for (const [index, part] of parts(hostileHtml, 39).entries()) {
      await look(part.map(({ html }) => html).join('\n'), `end of part ${index}`);
      await page.evaluate('new Promise((resume) => requestIdleCallback(resume))');
    }
    const ran = await page.evaluate(
      'globalThis.__ran ?? document.querySelector("iframe").contentWindow.__ran',
    );
    expect({ ran, asked, alarms }).toEqual({ ran: undefined, asked: [], alarms: [] });
    expect(page.url()).toMatch(/\/console\/inbox\//);

    const pixel = 'https://pictures.example/logo.png';
    await look(`<h1>News</h1><img alt="Logo" data-src="${pixel}">`, 'The end.');
    await frame.getByText('The end.').waitFor();
    expect(asked).toEqual([]);
    await shot(page, 'original');
    await dialog.getByRole('button', { name: 'Show remote images' }).click();
    await eventually(() => asked.length > 0);
    expect(asked).toEqual([pixel]);
    await dialog.getByRole('button', { name: 'Show text only' }).click();
    await dialog.getByText('Quoted text').click();
    await dialog.getByText('> What was asked').waitFor();
    await fitsDeskAndPhone(page, 'original of a mail');
  });

  test('consent is one press away, in a window of its own, and the mailbox says how it fares', async () => {
    const { imap, oauth, smtp } = mail;
    const config = {
      address: fakeAccount.user,
      inboundSecret: secret,
      smtp: { host: smtp.host, port: smtp.port },
      imap: { host: imap.host, port: imap.port, user: fakeAccount.user },
      oauth: oauth.config,
    };
    const body = { name: 'By consent', type: 'email', config };
    expect((await at.server.request('POST', 'channels', { body })).status).toBe(201);
    const page = await at.open({ path: '/console/settings?section=channels' });
    const opened = page.context().waitForEvent('page');
    await page.getByRole('button', { name: 'Connect By consent' }).click();
    const provider = await opened;
    await provider.getByText('The mailbox is connected.').waitFor();
    const item = page.locator('li', { hasText: 'By consent' });
    await eventually(async () => {
      await item.getByRole('button', { name: 'Read now: By consent' }).click();
      await page.reload();
      await item.getByRole('button', { name: 'Read now: By consent' }).waitFor();
      return (await item.getByText('Mailbox read: ').count()) > 0;
    });
    await shot(page, 'consent');
  });

  test('a mailbox is connected by a form that knows the usual providers', async () => {
    const page = await at.open({ path: '/console/settings?section=channels' });
    await page.getByRole('button', { name: 'New channel' }).click();
    await page.getByRole('menuitem', { name: /^E-mail/ }).click();
    const dialog = page.getByRole('dialog', { name: 'New e-mail channel' });
    const red = () => dialog.locator('[aria-invalid="true"]:not([type="radio"])').count();
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.getByText('Choose one to go on.').waitFor();
    await dialog
      .getByRole('radio', { name: /^Google/, checked: false })
      .and(page.locator(':focus'))
      .waitFor();
    await shot(page, 'form-nothing-chosen');
    await dialog.getByRole('radio', { name: /^Another provider/ }).check();
    await dialog.getByLabel('User name').waitFor();
    await eventuallyPasses(async () => expect(await red()).toBe(0));
    await dialog.getByText('Choose one to go on.').waitFor({ state: 'detached' });
    await dialog.getByRole('button', { name: 'Save' }).click();
    await eventuallyPasses(async () => expect(await red()).toBeGreaterThan(0));
    await eventuallyPasses(async () =>
      expect(await dialog.getByLabel('User name').getAttribute('aria-invalid')).not.toBe('true'),
    );
    await dialog.getByRole('radio', { name: /^Microsoft/ }).check();
    await eventuallyPasses(async () => expect(await red()).toBe(0));
    await eventuallyPasses(async () =>
      expect(await dialog.getByLabel('SMTP server').inputValue()).toBe('smtp.office365.com'),
    );
    await dialog.getByLabel('Tenant').waitFor();
    await dialog.getByRole('radio', { name: /^Google/ }).check();
    await eventuallyPasses(async () =>
      expect(await dialog.getByLabel('IMAP server').inputValue()).toBe('imap.gmail.com'),
    );
    await eventuallyPasses(async () =>
      expect(await dialog.getByLabel('Name of the checking server').inputValue()).toBe('mx.google.com'),
    );
    await dialog.getByRole('radio', { name: 'By consent (OAuth)' }).check();
    await dialog.getByText('/oauth/callback').waitFor();
    await shot(page, 'form');
    expect(await faults(page)).toEqual([]);

    await dialog.getByRole('radio', { name: /^Forward by webhook/ }).check();
    await dialog.getByLabel('E-mail address').fill('help');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.getByText('Write a whole address, like name@example.com.').waitFor();
    await dialog.getByLabel('Name', { exact: true }).fill('Help desk');
    await dialog.getByLabel('E-mail address').fill('help@shop.test');
    await dialog.getByLabel('SMTP server').fill(mail.smtp.host);
    await dialog.getByLabel('SMTP port').fill(String(mail.smtp.port));
    await dialog.getByLabel('Signature').fill('Your Shop');
    await dialog.getByLabel('Quote the mail that an agent answers').check();
    await dialog.getByLabel('Mail to name+anything@ arrives, too').check();
    await dialog.getByRole('button', { name: 'Save' }).click();
    const next = page.getByRole('dialog', { name: 'What is left to do' });
    await next.getByText('/webhooks/email/').waitFor();
    await next.getByText('It works.').waitFor();
    await shot(page, 'next');
    await next.getByRole('button', { name: 'Done' }).click();
    const { body } = await at.server.request('GET', 'channels');
    const made = (body as { items: Channel[] }).items.find(({ name }) => name === 'Help desk')!;
    expect(made.config).toEqual({
      address: 'help@shop.test',
      signature: 'Your Shop',
      quotesOriginal: true,
      plusAddressing: true,
      inboundSecret: '********',
      smtp: { host: mail.smtp.host, port: mail.smtp.port },
    });

    const item = page.locator('li', { hasText: 'Help desk' });
    await item.getByRole('button', { name: 'Configure Help desk' }).click();
    const again = page.getByRole('dialog', { name: 'E-mail channel' });
    await eventuallyPasses(async () =>
      expect(await again.getByRole('radio', { name: /^Forward by webhook/ }).isChecked()).toBe(true),
    );
    await again.getByLabel('Sender name').fill('Shop');
    await again.getByRole('button', { name: 'Save' }).click();
    await again.waitFor({ state: 'detached' });
    await item.getByRole('button', { name: 'Send a test on Help desk' }).click();
    const test = page.getByRole('dialog', { name: 'Send a test' });
    await test.getByLabel('E-mail address').fill('me@elsewhere.test');
    await test.getByRole('button', { name: 'Send', exact: true }).click();
    await eventually(() => mail.smtp.mails().find(({ to }) => to.includes('me@elsewhere.test')));
    await test.getByText(/^This test: sent\./).waitFor();
    await shot(page, 'test');
    await test.getByRole('button', { name: 'Close' }).last().click();
    await shot(page, 'channels');
  });
});

function parts<T>(all: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, index) =>
    all.slice(index * size, (index + 1) * size),
  );
}
