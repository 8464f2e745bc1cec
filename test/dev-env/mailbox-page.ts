// A customer's mail program to play with: a page beside the console, on top of FakeMail. What it writes is put into the
// mailbox that the channel reads by IMAP; what the team sends comes by SMTP.
import { randomBytes } from 'node:crypto';
import { simpleParser } from 'mailparser';
import MailComposer from 'nodemailer/lib/mail-composer';
import type { FakeMail, ReceivedMail, SmtpBehaviour } from './fake-mail';
import { servePlayPage, type PlayPage } from './play-page';

/** What the mail server does with what the team sends. */
const behaviours: Record<string, SmtpBehaviour> = {
  normal: 'normal',
  refuse: { at: 'rcpt', code: 550, message: 'No such user here, said the page.' },
  unreachable: { at: 'connect', code: 421, message: 'Not now, said the page.' },
  hang: 'hang',
};

export interface MailboxPageOptions {
  mail: FakeMail;
  /** Of the channel. */
  address: string;
  /** Under which name the mailbox's server judges senders. */
  authservId: string;
  port?: number;
}

export type MailboxPage = PlayPage;

interface Written {
  from: string;
  name?: string;
  subject?: string;
  text: string;
  /** Message-ID of the mail that it answers. */
  answers?: string;
  /** DMARC fails for its sender. */
  forged?: boolean;
  /** An out-of-office reply. */
  away?: boolean;
  file?: { name: string; base64: string };
}

export async function startMailboxPage({
  mail,
  port = 0,
  ...channel
}: MailboxPageOptions): Promise<MailboxPage> {
  const written: Array<Written & { id: string; at: string }> = [];
  let behaviour = 'normal';

  async function write(one: Written): Promise<void> {
    const id = `<${randomBytes(12).toString('hex')}@${domainOf(one.from)}>`;
    mail.imap.deliver(await rawOf(one, { ...channel, id, chain: await chainOf(mail, one) }));
    written.push({ ...one, id, at: new Date().toISOString() });
  }

  async function look(from: string) {
    const received = await Promise.all(
      mail.smtp
        .mails()
        .filter(({ to }) => to.includes(from.toLowerCase()))
        .map(shownOf),
    );
    const mine = written
      .filter((one) => one.from.toLowerCase() === from.toLowerCase())
      .map(({ id, at, subject, text, file }) => ({
        id,
        at,
        mine: true,
        subject,
        text,
        files: file ? [file.name] : [],
      }));
    return { behaviour, mails: [...received, ...mine].sort((a, b) => a.at.localeCompare(b.at)) };
  }

  return servePlayPage({
    file: 'mailbox-page.html',
    header: 'x-mailbox',
    port,
    async read({ pathname, searchParams }) {
      return pathname === '/mails' ? look(searchParams.get('from') ?? '') : undefined;
    },
    async act({ pathname }, body) {
      const said = body.toString();
      if (pathname === '/write') await write(JSON.parse(said) as Written);
      if (pathname !== '/behave') return;
      behaviour = Object.hasOwn(behaviours, said) ? said : 'normal';
      mail.smtp.behave(behaviours[behaviour]!);
    },
  });
}

const domainOf = (address: string): string => address.split('@').at(-1)!;

/** The ids that an answer refers to. */
async function chainOf(mail: FakeMail, { answers }: Written): Promise<string[]> {
  const before = mail.smtp.mails().find((one) => one.header('message-id') === answers);
  return answers === undefined ? [] : [...(before?.header('references')?.split(/\s+/) ?? []), answers];
}

function rawOf(
  { from, name, subject, text, answers, forged, away, file }: Written,
  { address, authservId, id, chain }: { address: string; authservId: string; id: string; chain: string[] },
): Promise<Buffer> {
  const verdict = `${authservId}; dmarc=${forged ? 'fail' : 'pass'} header.from=${domainOf(from)}`;
  return new MailComposer({
    from: name === undefined ? from : { name, address: from },
    to: address,
    subject: subject ?? '',
    text,
    messageId: id,
    ...(answers !== undefined && { inReplyTo: answers, references: chain }),
    headers: { 'Authentication-Results': verdict, ...(away && { 'Auto-Submitted': 'auto-replied' }) },
    ...(file && { attachments: [{ filename: file.name, content: Buffer.from(file.base64, 'base64') }] }),
  })
    .compile()
    .build();
}

async function shownOf({ raw }: ReceivedMail) {
  const { messageId, subject, text, attachments, date } = await simpleParser(raw);
  return {
    id: messageId ?? '',
    at: (date ?? new Date()).toISOString(),
    mine: false,
    subject,
    text: text ?? '',
    files: attachments.map(({ filename = 'file' }) => filename),
  };
}
