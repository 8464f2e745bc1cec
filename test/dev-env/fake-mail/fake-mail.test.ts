import { createTransport, type SendMailOptions } from 'nodemailer';
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
