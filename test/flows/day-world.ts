// A shop on one day, for whoever serves it: customers on three channels, what was written once, and what became of it.
import { createHmac } from 'node:crypto';
import { join } from 'node:path';
import MailComposer from 'nodemailer/lib/mail-composer';
import type { Page } from 'playwright-core';
import type { Article } from '../../src/protocol/knowledge';
import type { Channel } from '../../src/protocol/model/channel';
import type { Message } from '../../src/protocol/model/message';
import type { Session } from '../../src/protocol/model/session';
import { eventually } from '../../src/tools/eventually';
import { startFakeMail, type FakeMail } from '../dev-env/fake-mail';
import { startFakeWhatsApp, type FakeWhatsApp } from '../dev-env/fake-whatsapp';
import { hasChromium } from '../dev-env/in-browser';
import { customer, useDesk } from './console-desk';

/** For people to look at, where a folder for them is named. */
export async function shot(page: Page, name: string): Promise<void> {
  const folder = process.env['SHOTS'];
  if (folder) await page.screenshot({ path: join(folder, `day-${name}.png`) });
}

const secret = 'the secret of the webhook';

export function useDay() {
  const at = useDesk({ PARLEY_DEMO: 'off', FETCH_ALLOW: '127.0.0.0/8' }, {}, hasChromium);
  let meta: FakeWhatsApp;
  let mail: FakeMail;
  const webhooks = { whatsapp: '', email: '' };
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
    const phone = await made<Channel>('channels', { name: 'Phone', type: 'whatsapp', config: meta.config });
    const post = await made<Channel>('channels', {
      ...{ name: 'Support', type: 'email' },
      config: {
        ...{ address: 'support@shop.test', inboundSecret: secret, authservId: 'mx.shop.test' },
        smtp: { host: mail.smtp.host, port: mail.smtp.port },
      },
    });
    webhooks.whatsapp = `${at.server.url}/webhooks/whatsapp/${phone.id}`;
    webhooks.email = `${at.server.url}/webhooks/email/${post.id}`;
  });
  afterAll(async () => {
    await meta?.close();
    await mail?.stop();
  });

  async function sessions(): Promise<Record<string, Session>> {
    const { body } = await at.server.request('GET', 'sessions?limit=100');
    const going = (body as { items: Session[] }).items.filter(({ mergedInto }) => !mergedInto);
    return Object.fromEntries(going.map((one) => [one.customerName, one]));
  }

  return {
    at,
    sessions,
    article: (title: string, content: string) => made<Article>('knowledge/articles', { title, content }),

    async byWeb(name: string, words: string): Promise<void> {
      const [firstName, lastName] = name.split(' ') as [string, string];
      const who = await customer(at.server, { firstName, lastName });
      await who.say(words);
      await who.askForPerson();
    },
    async byPhone(name: string, phone: string): Promise<void> {
      await meta.post(webhooks.whatsapp, meta.says({ phone, name }, 'I want to talk to a person.'));
    },
    async byMail(name: string, subject = `Order of ${name}`): Promise<void> {
      const from = `${name} <${name.split(' ')[0]!.toLowerCase()}@example.com>`;
      const headers = { 'Authentication-Results': 'mx.shop.test; dmarc=pass header.from=example.com' };
      const letter = { from, to: 'support@shop.test', subject, headers };
      const raw = await new MailComposer({ ...letter, text: 'I want to talk to a person.' })
        .compile()
        .build();
      const signature = `sha256=${createHmac('sha256', secret).update(raw).digest('hex')}`;
      await fetch(webhooks.email, {
        ...{ method: 'POST', body: raw },
        headers: { 'x-parley-signature': signature, 'content-type': 'message/rfc822' },
      });
    },
    allWait: (names: readonly string[]) =>
      eventually(async () => {
        const all = await sessions();
        return names.every((name) => all[name]?.status === 'waiting');
      }),

    /** What agents said to them, in order. */
    async saidTo(name: string): Promise<string[]> {
      const { id } = (await sessions())[name]!;
      const { body } = await at.server.request('GET', `sessions/${id}/messages?limit=200`);
      return (body as { items: Message[] }).items
        .filter(({ sender, type }) => sender === 'agent' && type === 'text')
        .map(({ content }) => content.text!);
    },
    wentToPhones: (words: string) =>
      eventually(() => meta.delivered.some(({ message }) => JSON.stringify(message).includes(words))),
    wentByMail: (words: string) => eventually(() => mail.smtp.mails().some(({ raw }) => raw.includes(words))),

    /** Who asks next is answered from the article, once it has learned a question. */
    async isAnsweredFrom(article: Article, question: string): Promise<void> {
      await eventually(async () => {
        const { body } = await at.server.request('GET', `knowledge/articles/${article.id}`);
        return (body as Article).questions?.length === 1;
      });
      const next = await customer(at.server, { firstName: 'Next' });
      await next.say(question);
      await eventually(() =>
        next.heard.some(
          ({ sender, metadata }) => sender === 'ai' && metadata.sources?.[0]?.articleId === article.id,
        ),
      );
    },
  };
}
