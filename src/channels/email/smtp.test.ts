// What became of one mail at one server, by whom it took and what it said where.
import { jest } from '@jest/globals';
import type SMTPConnection from 'nodemailer/lib/smtp-connection';
import XOAuth2 from 'nodemailer/lib/xoauth2';
import { fakeAccount, startFakeMail, type FakeMail } from '../../../test/dev-env/fake-mail';
import { largestMail, startFakeSmtp } from '../../../test/dev-env/fake-mail/smtp';
import { createResolveSafeHost } from '../../tools/safe-address';
import { eventually } from '../../tools/eventually';
import { emailSettings } from './settings';
import { sendLetter, type SignIn } from './smtp';

let mail: FakeMail;
beforeAll(async () => void (mail = await startFakeMail()));
afterAll(() => mail.stop());
beforeEach(() => mail.smtp.behave('normal'));

const customer = 'ada@example.com';
const partner = 'partner@example.com';
const deps = {
  resolve: createResolveSafeHost({ allow: ['127.0.0.0/8'] }),
  signIn: () => Promise.resolve(undefined),
};

function sent({
  beforeSend = () => Promise.resolve(),
  to = [customer, partner],
  raw = Buffer.from('Subject: Hello\r\n\r\nHello\r\n'),
  host = mail.smtp.host,
  port = mail.smtp.port,
  signIn = deps.signIn as SignIn,
} = {}) {
  const settings = emailSettings.parse({
    address: 'support@shop.test',
    inboundSecret: 'the secret of the webhook',
    smtp: { host, port },
  });
  const channel = { settings, channelId: 'a channel', beforeSend };
  return sendLetter({ ...deps, signIn }, channel, {
    raw,
    messageId: 'one@shop.test',
    envelope: { from: settings.address, to },
  });
}

const refusal = { code: 550, message: 'No such user' };

test('a mail that the server takes for a copy only failed; one whose copy it refuses went, and says so', async () => {
  mail.smtp.behave({ at: 'rcpt', ...refusal, recipients: [customer] });
  expect(await sent()).toEqual({
    outcome: 'refused',
    code: 550,
    reason: 'The mail server refused it: 550 No such user',
  });
  mail.smtp.behave({ at: 'rcpt', ...refusal, recipients: [partner] });
  expect(await sent()).toEqual({
    outcome: 'sent',
    providerId: 'one@shop.test',
    note: `No copy went to ${partner}: 550 No such user`,
  });
});

test('what the server would refuse whenever it is asked failed, and the channel works', async () => {
  const raw = Buffer.alloc(largestMail + 1, 'x');
  for (const refused of [await sent({ raw }), await sent({ to: ['ada\n@example.com'] })])
    expect(refused).toEqual({ outcome: 'refused', reason: expect.any(String) });
  mail.smtp.behave({ at: 'data', code: 554 });
  expect(await sent()).toMatchObject({ outcome: 'refused', code: 554 });
  mail.smtp.behave({ at: 'mail', code: 552, message: 'Too large' });
  expect(await sent()).toMatchObject({ outcome: 'refused', code: 552 });
});

test('a server that refuses whoever sends is a channel that fails; nothing is given up', async () => {
  for (const at of ['connect', 'mail'] as const) {
    mail.smtp.behave({ at, code: 550, message: 'Daily quota exceeded' });
    expect(await sent()).toEqual({
      outcome: 'unreachable',
      channelFails: true,
      reason: 'The mail server refused it: 550 Daily quota exceeded',
    });
  }
  for (const at of ['mail', 'rcpt'] as const) {
    mail.smtp.behave({ at, code: 530, message: 'Authentication required' });
    expect(await sent()).toMatchObject({ outcome: 'unreachable', channelFails: true });
  }
});

test('nobody waits for the server longer than the leave to send lasts', async () => {
  mail.smtp.behave('deaf');
  const { heard } = mail.smtp;
  const outcome = sent({
    // Whatever came before has its own time.
    beforeSend: async () =>
      void jest.useFakeTimers({
        doNotFake: [
          'nextTick',
          'setImmediate',
          'setInterval',
          'queueMicrotask',
          'performance',
          'Date',
          'hrtime',
        ],
      }),
  });
  try {
    await eventually(() => mail.smtp.heard > heard);
    jest.advanceTimersByTime(39_000);
    expect(await outcome).toMatchObject({ outcome: 'uncertain', reason: expect.stringContaining('in time') });
  } finally {
    jest.useRealTimers();
  }
});

const byPassword: SignIn = () => Promise.resolve({ ...fakeAccount });

test('a password goes to a named server by TLS, or not at all; inside, by what there is', async () => {
  const encrypted = await startFakeSmtp(
    { passwords: mail.passwords, ownerOf: () => undefined },
    { offersTls: true },
  );
  try {
    mail.smtp.signIns.length = 0;
    for (const [host, port, why] of [
      ['localhost', mail.smtp.port, /^The mail server offers no encrypted connection: /],
      ['localhost', encrypted.port, /certificate/],
    ] as const)
      expect(await sent({ host, port, signIn: byPassword })).toEqual({
        outcome: 'unreachable',
        channelFails: true,
        reason: expect.stringMatching(why),
      });
    expect([...mail.smtp.signIns, ...encrypted.signIns]).toEqual([]);
    // Where nobody signs in nothing is to be hidden.
    expect(await sent({ host: 'localhost' })).toMatchObject({ outcome: 'sent' });
    const { host } = encrypted;
    expect(await sent({ host, port: encrypted.port, signIn: byPassword })).toMatchObject({ outcome: 'sent' });
    expect(encrypted.mails()).toMatchObject([{ isEncrypted: true, user: fakeAccount.user }]);
    expect(await sent({ signIn: byPassword })).toMatchObject({ outcome: 'sent' });
  } finally {
    await encrypted.stop();
  }
});

test('a token that is refused is asked for anew, once', async () => {
  const asked: boolean[] = [];
  const signIn: SignIn = (_settings, _id, isRefused = false) => {
    asked.push(isRefused);
    const { user } = fakeAccount;
    return Promise.resolve({
      type: 'OAUTH2',
      user,
      oauth2: new XOAuth2({ user, accessToken: 'none that is good' }),
    } as SMTPConnection.AuthenticationType);
  };
  expect(await sent({ signIn })).toEqual({
    outcome: 'unreachable',
    channelFails: true,
    reason: expect.stringContaining('refused the sign-in'),
  });
  expect(asked).toEqual([false, true]);
  asked.length = 0;
  const wrong = () => (asked.push(false), Promise.resolve({ ...fakeAccount, pass: 'wrong' }));
  expect(await sent({ signIn: wrong })).toMatchObject({ outcome: 'unreachable', channelFails: true });
  expect(asked).toEqual([false]);
});
