import { ImapFlow } from 'imapflow';
import { createTransport, type SendMailOptions } from 'nodemailer';
import { eventuallyPasses } from '../../../src/tools/eventually';
import { fakeAccount, startFakeMail, type FakeMail } from '.';

let mail: FakeMail;
beforeAll(async () => {
  mail = await startFakeMail();
});
afterAll(() => mail.stop());
beforeEach(() => {
  mail.smtp.behave('normal');
  mail.smtp.needsSignIn = false;
});

const letter: SendMailOptions = {
  from: 'Shop <support@shop.test>',
  to: ['ada@example.com', 'bob@example.com'],
  subject: 'Your kettle, which is a rather long subject so that it has to be folded somewhere in the header',
  text: 'It is on its way.\n.a line with a dot',
};

/** What came of sending: undefined when it was taken. */
async function send(
  auth?: object,
  options: object = {},
): Promise<{ responseCode?: number; code?: string } | undefined> {
  const transport = createTransport({
    ...mail.smtp,
    ignoreTLS: true,
    ...(auth && { auth }),
    ...options,
  } as object);
  try {
    await transport.sendMail(letter);
    return undefined;
  } catch (error) {
    return error as { responseCode?: number; code?: string };
  } finally {
    transport.close();
  }
}

describe('FakeMail takes mail', () => {
  it('byte for byte, with its envelope, from whoever signs in', async () => {
    mail.smtp.needsSignIn = true;
    const before = mail.smtp.mails().length;
    expect(await send({ user: fakeAccount.user, pass: 'wrong' })).toMatchObject({ responseCode: 535 });
    expect(await send()).toMatchObject({ responseCode: 530 });
    for (const method of ['PLAIN', 'LOGIN'])
      expect(await send(fakeAccount, { authMethod: method })).toBeUndefined();
    const taken = mail.smtp.mails().slice(before);
    expect(taken).toHaveLength(2);
    expect(taken[0]).toMatchObject({
      from: 'support@shop.test',
      to: ['ada@example.com', 'bob@example.com'],
      user: fakeAccount.user,
    });
    expect(taken[0]!.header('SUBJECT')).toBe(letter.subject);
    expect(taken[0]!.header('x-nothing')).toBeUndefined();
    expect(taken[0]!.raw.toString()).toContain('\r\n.a line with a dot');
  });

  it('and refuses it at any step, or of some recipients', async () => {
    const before = mail.smtp.mails().length;
    for (const at of ['mail', 'rcpt', 'data'] as const) {
      mail.smtp.behave({ at, code: 451 });
      expect(await send()).toMatchObject({ responseCode: 451 });
    }
    mail.smtp.behave({ at: 'connect', code: 554 });
    expect(await send()).toMatchObject({ responseCode: 554 });
    expect(mail.smtp.mails()).toHaveLength(before);
    mail.smtp.behave({ at: 'rcpt', code: 550, recipients: ['bob@example.com'] });
    expect(await send()).toBeUndefined();
    expect(mail.smtp.mails().at(-1)!.to).toEqual(['ada@example.com']);
  });

  it('and breaks off or hangs, with the mail or without', async () => {
    const took = async (how: 'reset' | 'reset-after' | 'deaf' | 'hang') => {
      const before = mail.smtp.mails().length;
      mail.smtp.behave(how);
      expect(await send(undefined, { socketTimeout: 200 })).toBeDefined();
      return mail.smtp.mails().length - before;
    };
    expect([await took('reset'), await took('reset-after'), await took('deaf'), await took('hang')]).toEqual([
      0, 1, 0, 1,
    ]);
  });
});

describe('FakeMail keeps a mailbox', () => {
  const open = async (auth: { user: string; pass?: string; accessToken?: string } = fakeAccount) => {
    const { host, port } = mail.imap;
    const client = new ImapFlow({ host, port, secure: false, auth, logger: false });
    client.on('error', () => undefined);
    await client.connect();
    return client;
  };

  it('that is read without a trace, by number, by date and in part', async () => {
    const first = mail.imap.deliver('From: a@b.test\nSubject: One\nDate: x\n\nHello', {
      at: new Date('2026-01-02T03:04:05Z'),
    });
    const second = mail.imap.deliver('From: a@b.test\nSubject: Two\n\nWorld');
    const client = await open();
    const mailbox = await client.mailboxOpen('INBOX', { readOnly: true });
    expect(mailbox).toMatchObject({ exists: 2, uidNext: second + 1, readOnly: true });
    expect(await client.search({ uid: `${second + 5}:*` }, { uid: true })).toEqual([second]);
    expect(await client.search({ since: new Date('2026-02-01') }, { uid: true })).toEqual([second]);
    const [one] = await client.fetchAll(
      [first],
      { uid: true, size: true, internalDate: true, source: true, headers: ['subject'] },
      { uid: true },
    );
    expect(one).toMatchObject({ uid: first, size: 46, internalDate: new Date('2026-01-02T03:04:05Z') });
    expect(one!.source!.toString()).toBe('From: a@b.test\r\nSubject: One\r\nDate: x\r\n\r\nHello');
    expect(one!.headers!.toString().trim()).toBe('Subject: One');
    const [part] = await client.fetchAll([second], { source: { maxLength: 4 } }, { uid: true });
    expect(part!.source!.toString()).toBe('From');
    expect(mail.imap.mails().flatMap(({ flags }) => flags)).toEqual([]);
    await client.logout();
  });

  it('and tells who idles, refuses who may not, and dies', async () => {
    await expect(open({ user: fakeAccount.user, pass: 'wrong' })).rejects.toMatchObject({
      authenticationFailed: true,
    });
    await expect(open({ user: fakeAccount.user, accessToken: 'none' })).rejects.toMatchObject({
      authenticationFailed: true,
    });
    const client = await open();
    await expect(client.mailboxOpen('Nowhere')).rejects.toMatchObject({ mailboxMissing: true });
    await client.mailboxOpen('INBOX');
    const seen: number[] = [];
    client.on('exists', ({ count }) => void seen.push(count));
    void client.idle();
    await eventuallyPasses(() => expect(mail.imap.commands).toContain('IDLE'));
    mail.imap.deliver('Subject: Three\n\n');
    await eventuallyPasses(() => expect(seen).toEqual([3]));
    const closed = new Promise<void>((resolve) => client.once('close', () => resolve()));
    await mail.imap.down();
    await closed;
    await expect(open()).rejects.toThrow();
    await mail.imap.up();
    mail.imap.move();
    const again = await open();
    expect(await again.mailboxOpen('INBOX')).toMatchObject({ exists: 3, uidValidity: 1_700_000_001n });
    await again.logout();
  });
});
