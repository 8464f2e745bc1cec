// A connection to a mailbox, and what is said when there is none.
import type { ImapFlow, ImapFlowError } from 'imapflow';
import { DomainError } from '../../../errors';
import type { MailboxState } from '../../../protocol/model/channel';
import type { ResolveSafeHost } from '../../../tools/safe-address';
import { mostBytes } from '../limits';

export interface ImapSettings {
  host: string;
  port: number;
  /** TLS from the first byte; unset: on port 993. */
  secure?: boolean | undefined;
  user: string;
  pass?: string | undefined;
  /** Unset: INBOX. */
  mailbox?: string | undefined;
}

export interface ConnectOptions {
  settings: ImapSettings;
  /** Instead of the password. */
  accessToken?: string | undefined;
  resolveHost: ResolveSafeHost;
  /** A server that says nothing for so long is given up. */
  silenceMs: number;
}

const connectMs = 30_000;
const imapsPort = 993;

/** @throws what `troubleOf` reads */
export async function connectMailbox({
  settings: { host: name, port, secure = port === imapsPort, user, pass },
  accessToken,
  resolveHost,
  silenceMs,
}: ConnectOptions): Promise<ImapFlow> {
  const { isPublic, ...host } = await resolveHost(name);
  // Large: a start without a mailbox does not wait for it.
  const { ImapFlow } = await import('imapflow');
  const client = new ImapFlow({
    ...host,
    port,
    secure,
    // A password crosses the internet encrypted or not at all; inside, whatever the server offers.
    ...(!secure && isPublic && { doSTARTTLS: true }),
    ...(!secure && !isPublic && { tls: { rejectUnauthorized: false } }),
    auth: { user, ...(accessToken === undefined ? { pass: pass ?? '' } : { accessToken }) },
    clientInfo: { name: 'Parley' },
    disableAutoIdle: true,
    logger: false,
    connectionTimeout: Math.min(connectMs, silenceMs),
    greetingTimeout: Math.min(connectMs, silenceMs),
    socketTimeout: silenceMs,
    // Begun again in time: a silent one is ended by a probe, and then nobody is told of what comes.
    maxIdleTime: Math.ceil(silenceMs / 3),
    maxLiteralSize: mostBytes + 1024,
    maxResponseSize: 2 * mostBytes,
  });
  // Every fault also rejects the command that it meets.
  client.on('error', () => undefined);
  try {
    await client.connect();
    return client;
  } catch (error) {
    // What was offered and broke off is tried again; it is no server without encryption.
    if (client.capabilities.has('STARTTLS')) (error as ImapFlowError).tlsFailed = false;
    client.close();
    throw error;
  }
}

export interface Trouble {
  state: Exclude<MailboxState, 'connected'>;
  /** For people. */
  error: string;
}

/** Codes of a refusal that says nothing of the password (RFC 9051, 7.1). */
const notNow = ['UNAVAILABLE', 'INUSE', 'LIMIT', 'SERVERBUG', 'CONTACTADMIN'];
const late = ['CONNECT_TIMEOUT', 'GREETING_TIMEOUT', 'UPGRADE_TIMEOUT', 'ETIMEOUT', 'ETIMEDOUT'];
const certificate = /^(ERR_TLS|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO)/;

export function troubleOf(error: unknown, { host, port, user, mailbox = 'INBOX' }: ImapSettings): Trouble {
  if (error instanceof DomainError)
    return {
      state: error.code === 'forbidden' ? 'needs_attention' : 'trouble',
      error: error.code === 'forbidden' ? `${host}: ${error.message}` : error.message,
    };
  const fault = error as ImapFlowError;
  const code = String(fault.code ?? '');
  if (fault.authenticationFailed && !notNow.includes(String(fault.serverResponseCode)))
    return { state: 'needs_attention', error: `${host} refused the sign-in of ${user}.` };
  if (fault.authenticationFailed)
    return { state: 'trouble', error: `${host} takes no sign-in now: ${textOf(fault)}` };
  if (fault.mailboxMissing)
    return { state: 'needs_attention', error: `There is no mailbox named ${mailbox} on ${host}.` };
  if (certificate.test(code))
    return { state: 'needs_attention', error: `The certificate of ${host} is not valid: ${textOf(fault)}` };
  if (fault.tlsFailed)
    return { state: 'needs_attention', error: `${host}:${port} does not offer an encrypted connection.` };
  if (code === 'ECONNREFUSED') return { state: 'trouble', error: `Nothing answers at ${host}:${port}.` };
  if (late.includes(code)) return { state: 'trouble', error: `${host}:${port} does not answer in time.` };
  return { state: 'trouble', error: `The mailbox on ${host} could not be read: ${textOf(fault)}` };
}

/** What the server said, else what the fault is. */
function textOf({ response, responseText, message }: ImapFlowError): string {
  const said = responseText ?? (typeof response === 'string' ? response : undefined) ?? message;
  return said.slice(0, 300);
}
