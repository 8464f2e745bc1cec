// E-mail by servers as companies run them: Dovecot and Postfix, every connection by TLS that is checked.
import { readFileSync } from 'node:fs';
import { createTransport } from 'nodemailer';
import type Mail from 'nodemailer/lib/mailer';
import type { Channel } from '../../src/protocol/model/channel';
import type { Message } from '../../src/protocol/model/message';
import type { Session } from '../../src/protocol/model/session';
import { eventually, eventuallyPasses } from '../../src/tools/eventually';
import { freePorts } from '../dev-env/free-port';
import { startRealMail, whyNoRealMail, type RealMail } from '../dev-env/real-mail';
import { startOwnParley, type OwnParley } from '../dev-env/real-mail/parley';

const withServers = whyNoRealMail === undefined ? describe : describe.skip;
const reason = whyNoRealMail === undefined ? '' : ` (skipped: ${whyNoRealMail})`;

withServers(`Dovecot and Postfix${reason}`, () => {
  const [ada, ghost] = ['ada@customers.test', 'ghost@customers.test'];
  let real: RealMail;
  let parley: OwnParley;
  let channelId: string;
  let config: Record<string, unknown>;

  beforeAll(async () => {
    real = await startRealMail('shop.test', ada);
    // As late as can be: whoever connects meanwhile may get it for its end.
    const [port = 0] = await freePorts(1);
    const { certificate, key, account, dovecot, postfix } = real;
    parley = await startOwnParley({
      certificate,
      env: {
        PORT: String(port),
        PUBLIC_URL: `http://127.0.0.1:${port}`,
        FETCH_ALLOW: '127.0.0.0/8',
        SMTP_INBOUND_PORT: '0',
        SMTP_INBOUND_CERT_FILE: certificate,
        SMTP_INBOUND_KEY_FILE: key,
      },
      txt: { 'customers.test': 'v=spf1 ip4:127.0.0.1 -all', '_dmarc.customers.test': 'v=DMARC1; p=reject' },
    });
    config = {
      address: account.user,
      inboundSecret: 'the secret of the webhook',
      plusAddressing: true,
      smtp: { host: 'localhost', port: postfix.ports.submission, ...account },
      imap: { host: 'localhost', port: dovecot.ports.imaps, secure: true, ...account },
    };
    const made = await parley.request('POST', 'channels', { name: 'Mail', type: 'email', config });
    channelId = (made.body as Channel).id;
    await isConnected();
  });
  afterAll(async () => {
    await parley?.stop();
    await real?.stop();
  });

  const channel = async () => (await parley.request('GET', `channels/${channelId}`)).body as Channel;
  const isConnected = () =>
    eventuallyPasses(async () =>
      expect((await channel()).health.mailbox).toMatchObject({ state: 'connected' }),
    );

  /** From a server of the customer's, to Postfix. */
  async function write(mail: Mail.Options): Promise<void> {
    const { certificate, account, postfix } = real;
    const transport = createTransport({
      host: 'localhost',
      port: postfix.ports.smtp,
      requireTLS: true,
      tls: { ca: readFileSync(certificate) },
    });
    await transport.sendMail({ to: account.user, ...mail });
  }
  const mailWith = (user: string, words: string) =>
    eventually(async () => (await real.dovecot.mailsOf(user)).find((mail) => mail.includes(words)));
  const header = (mail: string, name: string) =>
    new RegExp(`^${name}: *((?:.|\r\n[ \t])*)`, 'im')
      .exec(mail)![1]!
      .replace(/\r\n\s+/g, ' ')
      .trim();

  const sessionOf = (subject: string): Promise<Session> =>
    eventually(async () => {
      const { body } = await parley.request('GET', 'sessions?channelType=email&limit=100');
      return (body as { items: Session[] }).items.find((one) => one.subject === subject);
    });
  async function messageOf(id: string, isIt: (message: Message) => boolean): Promise<Message> {
    return eventually(async () => {
      const { body } = await parley.request('GET', `sessions/${id}/messages?limit=200`);
      return (body as { items: Message[] }).items.find(isIt);
    });
  }

  /** A question, its answer in the customer's mailbox, and what they write back to the address that it names. */
  async function conversation(subject: string): Promise<void> {
    await write({ from: `Ada <${ada}>`, subject, text: 'How long does a refund take?' });
    const answer = await mailWith(ada, `Subject: Re: ${subject}`);
    expect(answer.replace(/=\r\n/g, '')).toContain('5 to 7 working days');
    const replyTo = header(answer, 'Reply-To');
    expect(replyTo).toMatch(/^support\+\w+@shop\.test$/);
    await write({ from: ada, to: replyTo, subject: 'Something', text: `Thank you for ${subject}!` });
    const { id } = await sessionOf(subject);
    await messageOf(id, ({ content }) => content.text === `Thank you for ${subject}!`);
    // Extended SMTP, by TLS (S), signed in (A): RFC 3848.
    expect(answer).toMatch(/by mail\.shop\.test \(Postfix\) with ESMTPSA /);
  }

  test('a conversation by password: IMAP by TLS, submission by STARTTLS, answers to a signed address', () =>
    conversation('Refund'));

  test('what Postfix cannot deliver comes back, and the message failed with the reason', async () => {
    await write({ from: ghost, subject: 'Nobody there', text: 'How long does a refund take?' });
    const { id } = await sessionOf('Nobody there');
    const failed = await messageOf(id, ({ delivery }) => delivery === 'failed');
    expect(failed.deliveryError).toMatch(/unknown user.*ghost@customers\.test/);
    expect(await messageOf(id, ({ sender }) => sender === 'customer')).toMatchObject({ seq: 1 });
  });

  test('what Postfix forwards to our own mail server by STARTTLS is a conversation, and its sender is checked', async () => {
    const direct = { ...config, address: 'help@parley.test', imap: undefined };
    await parley.request('POST', 'channels', { name: 'Direct', type: 'email', config: direct });
    await real.postfix.forward('parley.test', parley.smtpPort);
    await write({
      from: ada,
      to: 'help@parley.test',
      subject: 'Forwarded',
      text: 'How long is a gift card valid?',
    });
    const { id } = await sessionOf('Forwarded');
    const question = await messageOf(id, ({ sender }) => sender === 'customer');
    expect(question.content.mail).toMatchObject({ from: { address: ada }, verdict: 'pass' });
    expect(await mailWith(ada, 'Subject: Re: Forwarded')).toContain('help@parley.test');
  });

  test('a conversation by consent (XOAUTH2) at both servers, until it is withdrawn', async () => {
    const { oauth, dovecot, postfix, account } = real;
    const { smtp, imap } = config as Record<'smtp' | 'imap', object>;
    const [out, into] = [smtp, imap].map((server) => ({ ...server, user: account.user, pass: undefined }));
    await parley.request('PATCH', `channels/${channelId}`, {
      config: { ...config, smtp: out, imap: into, oauth: oauth.config },
    });
    const needsConsent = (error: string) =>
      eventuallyPasses(async () =>
        expect((await channel()).health.mailbox).toMatchObject({ state: 'reconnect_needed', error }),
      );
    await needsConsent('Nobody has connected the mailbox yet.');
    const begun = await parley.request('POST', `channels/${channelId}/oauth`);
    const consented = await fetch((begun.body as { url: string }).url, { redirect: 'manual' });
    const back = consented.headers.get('location')!;
    expect((await fetch(back, { headers: { cookie: begun.cookie } })).status).toBe(200);
    await isConnected();
    await conversation('A refund');
    expect(postfix.log()).toMatch(/sasl_method=XOAUTH2, sasl_username=support@shop\.test/);

    oauth.revoke('all');
    await dovecot.down();
    await dovecot.up();
    await needsConsent('The provider has ended the consent: connect the mailbox again.');
  });
});
