// One mail to one server, and what became of it: taken, refused, not asked, or nobody knows.
import { Readable } from 'node:stream';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import { DomainError } from '../../errors';
import type { ResolveSafeHost, SafeHost } from '../../tools/safe-address';
import type { SendOutcome } from '../channel';
import type { Letter } from './letter';
import { ConsentNeeded } from './oauth/provider';
import { meaningOf } from './refusal-words';
import type { EmailSettings } from './settings';

const connectMs = 15_000;
const silentMs = 30_000;
/** The leave to send lasts 45 seconds, of which asking for it may take 5: then another may say that nobody knows. */
const longestSendMs = 35_000;

/**
 * How to sign in: by password, or by a token of the provider.
 * @param isRefused the server did not take the last token: another one is wanted
 */
export type SignIn = (
  settings: EmailSettings,
  channelId: string | undefined,
  isRefused?: boolean,
) => Promise<SMTPConnection.AuthenticationType | undefined>;

export interface SmtpDeps {
  resolve: ResolveSafeHost;
  signIn: SignIn;
}

export type SmtpError = SMTPConnection.SMTPError;

/** Connects and signs in, and calls. @throws SmtpError, DomainError */
export async function withServer<T>(
  { resolve, signIn }: SmtpDeps,
  { settings, channelId }: { settings: EmailSettings; channelId?: string | undefined },
  use: (connection: SMTPConnection) => Promise<T>,
): Promise<T> {
  const place = await resolve(settings.smtp.host);
  const auth = await signIn(settings, channelId);
  try {
    return await connected(settings.smtp, { place, auth }, use);
  } catch (error) {
    // A token may end before its time: nobody has to consent for that.
    if ((error as SmtpError).code !== 'EAUTH' || auth?.type !== 'OAUTH2') throw error;
    return connected(settings.smtp, { place, auth: await signIn(settings, channelId, true) }, use);
  }
}

async function connected<T>(
  { port, secure = port === 465 }: EmailSettings['smtp'],
  { place, auth }: { place: SafeHost; auth: SMTPConnection.AuthenticationType | undefined },
  use: (connection: SMTPConnection) => Promise<T>,
): Promise<T> {
  const connection = new SMTPConnection({
    host: place.host,
    port,
    secure,
    // A password goes to a named server over TLS only; an address is inside the house, where the operator opened it.
    requireTLS: !secure && auth !== undefined && place.servername !== undefined,
    connectionTimeout: connectMs,
    greetingTimeout: connectMs,
    socketTimeout: silentMs,
    // What is broken off is not sent on behind our back.
    socketCloseTimeout: 0,
    ...(place.servername !== undefined && {
      servername: place.servername,
      tls: { servername: place.servername },
    }),
    // Of an address inside no certificate says that it is the right one: what it encrypts is better than nothing.
    ...(!secure &&
      !place.isPublic &&
      place.servername === undefined && { tls: { rejectUnauthorized: false } }),
  });
  try {
    return await new Promise<T>((done, failed) => {
      // Also what breaks off between two commands.
      connection.once('error', failed);
      connection.connect((error) => {
        if (error) return failed(error);
        signedIn(connection, auth)
          .then(() => use(connection))
          .then(done, failed);
      });
    });
  } finally {
    connection.on('error', () => undefined);
    connection.close();
  }
}

function signedIn(
  connection: SMTPConnection,
  auth: SMTPConnection.AuthenticationType | undefined,
): Promise<void> {
  if (!auth) return Promise.resolve();
  return new Promise((done, failed) => connection.login(auth, (error) => (error ? failed(error) : done())));
}

export async function sendLetter(
  deps: SmtpDeps,
  { beforeSend, ...channel }: { settings: EmailSettings; channelId: string; beforeSend(): Promise<void> },
  letter: Letter,
): Promise<SendOutcome> {
  const state = { isBegun: false };
  try {
    const info = await withServer(deps, channel, async (connection) => {
      await beforeSend();
      return send(connection, letter, state);
    });
    return outcomeBy(info, letter);
  } catch (error) {
    return outcomeOf(error, state.isBegun);
  }
}

class TookTooLong extends Error {}

/** Whether its bytes have begun to go is seen by their being read. */
function send(
  connection: SMTPConnection,
  { raw, envelope }: Letter,
  state: { isBegun: boolean },
): Promise<SMTPConnection.SentMessageInfo> {
  const body = Readable.from(
    (function* () {
      state.isBegun = true;
      yield raw;
    })(),
  );
  return new Promise((done, failed) => {
    const late = setTimeout(() => failed(new TookTooLong('It took too long.')), longestSendMs).unref();
    connection.send({ ...envelope, size: raw.length }, body, (error, info) => {
      clearTimeout(late);
      if (error) failed(error);
      else done(info);
    });
  });
}

/** It went to some: without the customer, who is the first, it failed, whenever it is asked again others would get it twice. */
function outcomeBy(
  { rejectedErrors = [] }: SMTPConnection.SentMessageInfo,
  { messageId, envelope }: Letter,
): SendOutcome {
  const [customer] = envelope.to;
  const own = rejectedErrors.find(({ recipient }) => recipient === customer);
  if (own) return { outcome: 'refused', reason: refusedWith(own.response), ...codeOf(own) };
  const copies = rejectedErrors.map(({ recipient, response }) => `${recipient}: ${said(response)}`);
  const note = copies.length > 0 && `No copy went to ${copies.join('; ')}`.slice(0, longestReason);
  return { outcome: 'sent', providerId: messageId, ...(note && { note }) };
}

/** What the server answers is final where it begins with 5, and for later where it begins with 4 (RFC 5321, 4.2.1). */
function outcomeOf(error: unknown, isBegun: boolean): SendOutcome {
  const { responseCode, code, response, message } = error as SmtpError;
  if (code === 'EAUTH')
    return {
      outcome: 'unreachable',
      channelFails: true,
      reason: `The mail server refused the sign-in. ${said(response)}`.trim(),
    };
  if (code === 'ETLS')
    return {
      outcome: 'unreachable',
      channelFails: true,
      reason: `The mail server offers no encrypted connection: ${said(message)}`,
    };
  if (responseCode !== undefined) {
    const reason = refusedWith(response);
    if (responseCode < 500) return { outcome: 'unreachable', reason };
    return isOfTheMail(error as SmtpError)
      ? { outcome: 'refused', reason, ...codeOf(error as SmtpError) }
      : { outcome: 'unreachable', channelFails: true, reason };
  }
  if (isBegun)
    return {
      outcome: 'uncertain',
      reason:
        error instanceof TookTooLong
          ? 'The mail server did not say in time whether it took the mail.'
          : 'The connection to the mail server ended before it said whether it took the mail.',
    };
  // By what the server said it takes, without asking it again.
  if (code === 'EMESSAGE' || code === 'EENVELOPE')
    return { outcome: 'refused', reason: `The mail server does not take it: ${said(message)}` };
  if (error instanceof ConsentNeeded)
    return { outcome: 'unreachable', channelFails: true, reason: error.message };
  if (error instanceof DomainError) throw error;
  return {
    outcome: 'unreachable',
    channelFails: true,
    reason: `The mail server cannot be reached: ${message}`,
  };
}

/** It is this mail, or whom it goes to: before anybody was named a server refuses whoever sends, except for the size. */
function isOfTheMail({ command, responseCode }: SmtpError): boolean {
  if (responseCode === needsSignIn) return false;
  return (
    command === 'RCPT TO' || command === 'DATA' || (command === 'MAIL FROM' && responseCode === tooLarge)
  );
}

const needsSignIn = 530;
const tooLarge = 552;
const longestReason = 300;

const said = (response: string | undefined): string =>
  (response ?? '').replace(/\s+/g, ' ').slice(0, longestReason);
function refusedWith(response: string | undefined): string {
  const words = said(response);
  return [meaningOf(words), `The mail server refused it: ${words}`].filter(Boolean).join(' ');
}
const codeOf = ({ responseCode }: SmtpError): { code?: number } =>
  responseCode === undefined ? {} : { code: responseCode };
