// One mail to one server, and what became of it: taken, refused, not asked, or nobody knows.
import { Readable } from 'node:stream';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import { DomainError } from '../../errors';
import type { ResolveSafeHost } from '../../tools/safe-address';
import type { SendOutcome } from '../channel';
import type { Letter } from './letter';
import { ConsentNeeded } from './oauth/provider';
import type { EmailSettings } from './settings';

const connectMs = 15_000;
const silentMs = 30_000;

/** How to sign in: by password, or by a token of the provider. */
export type SignIn = (
  settings: EmailSettings,
  channelId: string | undefined,
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
  const { host, port, secure = port === 465 } = settings.smtp;
  const place = await resolve(host);
  const auth = await signIn(settings, channelId);
  const connection = new SMTPConnection({
    host: place.host,
    port,
    secure,
    // A password goes to a named server over TLS only; an address is inside the house, where the operator opened it.
    requireTLS: !secure && auth !== undefined && place.servername !== undefined,
    connectionTimeout: connectMs,
    greetingTimeout: connectMs,
    socketTimeout: silentMs,
    ...(place.servername !== undefined && {
      servername: place.servername,
      tls: { servername: place.servername },
    }),
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
    await withServer(deps, channel, async (connection) => {
      await beforeSend();
      await send(connection, letter, state);
    });
    return { outcome: 'sent', providerId: letter.messageId };
  } catch (error) {
    return outcomeOf(error, state.isBegun);
  }
}

/** Whether its bytes have begun to go is seen by their being read. */
function send(
  connection: SMTPConnection,
  { raw, envelope }: Letter,
  state: { isBegun: boolean },
): Promise<void> {
  const body = Readable.from(
    (function* () {
      state.isBegun = true;
      yield raw;
    })(),
  );
  return new Promise((done, failed) =>
    connection.send({ ...envelope, size: raw.length }, body, (error) => (error ? failed(error) : done())),
  );
}

/** What the server answers is final where it begins with 5, and for later where it begins with 4 (RFC 5321, 4.2.1). */
function outcomeOf(error: unknown, isBegun: boolean): SendOutcome {
  const { responseCode, code, response } = error as SmtpError;
  if (code === 'EAUTH')
    return {
      outcome: 'unreachable',
      channelFails: true,
      reason: `The mail server refused the sign-in. ${said(response)}`.trim(),
    };
  if (responseCode !== undefined) {
    const reason = `The mail server refused it: ${said(response)}`;
    return responseCode >= 500
      ? { outcome: 'refused', reason, code: responseCode }
      : { outcome: 'unreachable', reason };
  }
  if (isBegun)
    return {
      outcome: 'uncertain',
      reason: 'The connection to the mail server ended before it said whether it took the mail.',
    };
  if (error instanceof ConsentNeeded)
    return { outcome: 'unreachable', channelFails: true, reason: error.message };
  if (error instanceof DomainError) throw error;
  return {
    outcome: 'unreachable',
    channelFails: true,
    reason: `The mail server cannot be reached: ${(error as Error).message}`,
  };
}

const said = (response: string | undefined): string => (response ?? '').replace(/\s+/g, ' ').slice(0, 300);
