// An agent's day as one picture: twelve people who wait on three channels, one of them twice, served with keys alone, while a colleague and a
// supervisor look at the same list.
import { createHmac } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import MailComposer from 'nodemailer/lib/mail-composer';
import type { Locator, Page } from 'playwright-core';
import type { Article } from '../../src/protocol/knowledge';
import type { Channel } from '../../src/protocol/model/channel';
import type { Message } from '../../src/protocol/model/message';
import type { Session } from '../../src/protocol/model/session';
import { eventually } from '../../src/tools/eventually';
import { startFakeMail, type FakeMail } from '../dev-env/fake-mail';
import { startFakeWhatsApp, type FakeWhatsApp } from '../dev-env/fake-whatsapp';
import { bubble, chromiumPath, customer, faults, useDesk } from './console-desk';

/** For people to look at, where a folder for them is named. */
async function shot(page: Page, name: string): Promise<void> {
  const folder = process.env['SHOTS'];
  if (folder) await page.screenshot({ path: join(folder, `day-${name}.png`) });
}

const inBrowser = existsSync(chromiumPath) ? describe : describe.skip;
const onWeb = ['Ada Adler', 'Ben Brook', 'Cleo Crane', 'Dora Dale', 'Emil Esser', 'Fay Finch'];
const onPhone = ['Gus Gale', 'Hana Holt', 'Ivo Iver'];
const byMail = ['Jan Jensen', 'Kit Kramer', 'Lou Lund'];
const everybody = [...onWeb, ...onPhone, ...byMail];
const question = 'Could you personalise the candlestick for my wedding?';

inBrowser('a day at the desk in Chromium', () => {
  const at = useDesk({ PARLEY_DEMO: 'off', FETCH_ALLOW: '127.0.0.0/8' });
  let meta: FakeWhatsApp;
  let mail: FakeMail;
  let article: Article;
  const made = async <T>(path: string, body: object) =>
    (await at.server.request('POST', path, { body })).body as T;

  beforeAll(async () => {
    meta = await startFakeWhatsApp();
    mail = await startFakeMail();
    await made('canned-replies', {
      ...{ shortcut: 'late', title: 'A parcel is late', shared: true },
      content: 'Hi {{customer.first_name}}, your parcel comes tomorrow.',
    });
    await made('macros', {
      ...{ shortcut: 'sorry', title: 'Say sorry and close', shared: true },
      steps: { reply: 'Sorry, {{customer.first_name}}.', addLabels: ['apology'], close: true },
    });
    article = await made('knowledge/articles', {
      title: 'Engraving',
      content: 'Initials are cut into brass for a small fee, within two days.',
    });
  });
  afterAll(async () => {
    await meta?.close();
    await mail?.stop();
  });

  async function peopleOfTheWeb(): Promise<void> {
    for (const name of onWeb) {
      const [firstName, lastName] = name.split(' ') as [string, string];
      const who = await customer(at.server, { firstName, lastName });
      await who.say(name === 'Fay Finch' ? question : 'My parcel is late');
      await who.askForPerson();
    }
  }
  async function peopleOnPhones(): Promise<void> {
    const { id } = await made<Channel>('channels', { name: 'Phone', type: 'whatsapp', config: meta.config });
    for (const [index, name] of onPhone.entries()) {
      const from = { phone: String(491_700_000_100 + index), name };
      await meta.post(
        `${at.server.url}/webhooks/whatsapp/${id}`,
        meta.says(from, 'I want to talk to a person.'),
      );
    }
  }
  async function peopleWhoMail(): Promise<void> {
    const secret = 'the secret of the webhook';
    const { id } = await made<Channel>('channels', {
      ...{ name: 'Support', type: 'email' },
      config: {
        ...{ address: 'support@shop.test', inboundSecret: secret, authservId: 'mx.shop.test' },
        smtp: { host: mail.smtp.host, port: mail.smtp.port },
      },
    });
    const letters = byMail.map((name) => ({ name, subject: `Order of ${name}` }));
    letters.push({ name: 'Kit Kramer', subject: 'That order again' });
    for (const { name, subject } of letters) {
      const from = `${name} <${name.split(' ')[0]!.toLowerCase()}@example.com>`;
      const headers = { 'Authentication-Results': 'mx.shop.test; dmarc=pass header.from=example.com' };
      const letter = { from, to: 'support@shop.test', subject, headers };
      const raw = await new MailComposer({ ...letter, text: 'I want to talk to a person.' })
        .compile()
        .build();
      const signature = `sha256=${createHmac('sha256', secret).update(raw).digest('hex')}`;
      await fetch(`${at.server.url}/webhooks/email/${id}`, {
        ...{ method: 'POST', body: raw },
        headers: { 'x-parley-signature': signature, 'content-type': 'message/rfc822' },
      });
    }
  }

  async function sessionsOf(): Promise<Record<string, Session>> {
    const { body } = await at.server.request('GET', 'sessions?limit=100');
    const going = (body as { items: Session[] }).items.filter(({ mergedInto }) => !mergedInto);
    return Object.fromEntries(going.map((one) => [one.customerName, one]));
  }
  async function logOf(name: string): Promise<Message[]> {
    const { id } = (await sessionsOf())[name]!;
    const { body } = await at.server.request('GET', `sessions/${id}/messages?limit=200`);
    return (body as { items: Message[] }).items;
  }
  const waitingIn = (page: Page, count: string) =>
    page.locator('.tab', { hasText: 'Waiting' }).locator('.tab-count', { hasText: new RegExp(`^${count}$`) });

  /** What a person does who has no mouse. */
  const handsOn = (page: Page) => {
    const { keyboard } = page;
    const command = async (words: string, choice: string | RegExp): Promise<void> => {
      await keyboard.press('Control+k');
      await page.locator('input:focus[role=combobox]').waitFor();
      await keyboard.type(words);
      await page.getByRole('option', { name: choice, selected: true }).waitFor();
      await keyboard.press('Enter');
      await page.getByRole('combobox', { name: /^Go to/ }).waitFor({ state: 'detached' });
    };
    const goTo = async (name: string): Promise<void> => {
      await command(name, new RegExp(`^${name}`));
      await page.getByRole('heading', { name }).waitFor();
    };
    const takeOver = async (): Promise<void> => {
      await keyboard.press('a');
      await page.getByRole('dialog', { name: 'Take over this conversation?' }).waitFor();
      await keyboard.press('Enter');
      await page.locator('.composer.reply textarea:focus').waitFor();
    };
    const say = async (text: string): Promise<void> => {
      await keyboard.type(text);
      await keyboard.press('Enter');
      await bubble(page, text).waitFor();
      await keyboard.press('Escape');
    };
    const close = async (): Promise<void> => {
      await keyboard.press('e');
      await page.getByRole('dialog', { name: 'Close this conversation?' }).waitFor();
      await keyboard.press('Enter');
      await page.getByText('Closed. Reopen to reply.').waitFor();
    };
    const tabTo = async (target: Locator): Promise<void> => {
      await target.first().waitFor();
      for (let presses = 0; presses < 150; presses += 1) {
        if (await target.first().evaluate((element) => element.matches(':focus'))) return;
        await keyboard.press('Tab');
      }
      throw new Error('Tab does not lead there.');
    };
    return { keyboard, command, goTo, takeOver, say, close, tabTo };
  };

  test('twelve on three channels are served by keys alone, once each, and everybody sees the same list', async () => {
    const [mara, jonas] = [await at.server.addAgent('Mara'), await at.server.addAgent('Jonas', 'supervisor')];
    await Promise.all([peopleOfTheWeb(), peopleOnPhones(), peopleWhoMail()]);
    await eventually(async () => {
      const sessions = await sessionsOf();
      return everybody.every((name) => sessions[name]?.status === 'waiting');
    });
    const page = await at.open();
    const hers = await at.open(mara);
    const his = await at.open(jonas);
    for (const one of [page, hers, his]) await waitingIn(one, '13').waitFor();
    await shot(page, 'begins');
    expect(await faults(page)).toEqual([]);
    const { keyboard, command, goTo, takeOver, say, close, tabTo } = handsOn(page);

    // A canned reply.
    await goTo('Ada Adler');
    await takeOver();
    await keyboard.type('/late');
    await page.getByRole('option', { name: /A parcel is late/, selected: true }).waitFor();
    await keyboard.press('Enter');
    await keyboard.press('Enter');
    await bubble(page, 'Hi Ada, your parcel comes tomorrow.').waitFor();
    await keyboard.press('Escape');
    await close();

    // A macro, on a conversation that nobody has.
    await goTo('Ben Brook');
    await command('say sorry', /^Macro: Say sorry/);
    const macro = page.getByRole('dialog', { name: 'Macro: Say sorry and close' });
    await macro.locator('button:focus', { hasText: 'Run' }).waitFor();
    await keyboard.press('Enter');
    await page.getByText('Closed. Reopen to reply.').waitFor();

    // A transfer.
    await goTo('Cleo Crane');
    await command('transfer mara', /^Transfer to Mara/);
    await page.locator('.conversation-who', { hasText: 'With Mara' }).waitFor();
    await hers.locator('.tab', { hasText: 'Mine' }).locator('.tab-count', { hasText: '1' }).waitFor();

    // Put away.
    await goTo('Dora Dale');
    await takeOver();
    await say('I ask the warehouse, and write tomorrow.');
    await command('put away tomorrow', 'Put away until tomorrow');
    await eventually(async () => (await sessionsOf())['Dora Dale']?.snoozed !== undefined);

    // A note that calls a colleague.
    await goTo('Emil Esser');
    await takeOver();
    await keyboard.press('Escape');
    await keyboard.press('n');
    await page.locator('.composer.note textarea:focus').waitFor();
    await keyboard.type('Is this one ours, @jon');
    await page.getByRole('option', { name: /Jonas/, selected: true }).waitFor();
    await keyboard.press('Enter');
    await keyboard.type('?');
    await keyboard.press('Enter');
    await his.getByRole('link', { name: 'Mentions, 1 not read' }).waitFor();
    await keyboard.press('Escape');
    await keyboard.press('r');
    await say('It comes tomorrow.');
    await close();

    // What the AI did not know is answered with the article, and may be learned.
    await goTo('Fay Finch');
    await takeOver();
    await say('Yes, with your initials.');
    await tabTo(page.getByLabel('Search the knowledge'));
    await keyboard.type('initials brass');
    await tabTo(page.getByRole('button', { name: 'Answers it' }));
    await keyboard.press('Enter');
    await page.getByText('Suggested to be learned').waitFor();
    await tabTo(page.getByRole('button', { name: 'Close', exact: true }));
    await keyboard.press('Enter');
    await page.getByText('Closed. Reopen to reply.').waitFor();

    // Two mails about one thing become one conversation.
    await goTo('Kit Kramer');
    await command('merge', /^Merge into “/);
    await page.getByText('was merged into this one').waitFor();
    await waitingIn(his, '6').waitFor();

    const others = [...onPhone, ...byMail].filter((name) => name !== 'Kit Kramer');
    for (const name of ['Kit Kramer', ...others]) {
      if (name !== 'Kit Kramer') await goTo(name);
      await takeOver();
      await say(`Hello ${name.split(' ')[0]}, it comes tomorrow.`);
      await close();
    }
    for (const one of [page, hers, his]) await waitingIn(one, '0').waitFor();
    await shot(page, 'ends');

    // Nobody was told anything twice, and every word went out.
    for (const name of everybody) {
      const said = (await logOf(name)).filter(({ sender, type }) => sender === 'agent' && type === 'text');
      expect([name, said.length]).toEqual([name, name === 'Cleo Crane' ? 0 : 1]);
    }
    const sessions = await sessionsOf();
    expect(everybody.filter((name) => sessions[name]!.status !== 'closed')).toEqual([
      'Cleo Crane',
      'Dora Dale',
    ]);
    for (const name of onPhone) {
      const first = name.split(' ')[0]!;
      await eventually(() =>
        meta.delivered.some(({ message }) => JSON.stringify(message).includes(`Hello ${first}`)),
      );
    }
    for (const name of byMail) {
      const first = name.split(' ')[0]!;
      await eventually(() => mail.smtp.mails().some(({ raw }) => raw.includes(`Hello ${first}`)));
    }

    // The next one who asks is answered by what was learned.
    const admin = await at.open();
    await admin.goto(`${at.server.url}/console/knowledge?section=suggestions`);
    const desk = handsOn(admin);
    await desk.tabTo(admin.getByRole('button', { name: 'Learn it' }));
    await admin.keyboard.press('Enter');
    await eventually(async () => {
      const { body } = await at.server.request('GET', `knowledge/articles/${article.id}`);
      return (body as Article).questions?.length === 1;
    });
    const next = await customer(at.server, { firstName: 'Next' });
    await next.say('Can a candlestick be personalised for a wedding?');
    await eventually(() =>
      next.heard.some(
        ({ sender, metadata }) => sender === 'ai' && metadata.sources?.[0]?.articleId === article.id,
      ),
    );
  });
});
