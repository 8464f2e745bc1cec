// The mail server that ours goes out by: real SMTP. It misbehaves on demand.
import type { AddressInfo, Socket } from 'node:net';
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';
import { isPassword, isToken, type Accounts } from './accounts';

/** A refusal with its code: 4xx or 5xx. */
export interface SmtpRefusal {
  /** Which step is refused. `recipients`: only of these. */
  at: 'connect' | 'mail' | 'rcpt' | 'data';
  code: number;
  message?: string;
  recipients?: string[];
}

export type SmtpBehaviour =
  | 'normal'
  /** Takes the mail and never answers. */
  | 'hang'
  /** Reads the mail, takes nothing and never answers. */
  | 'deaf'
  /** Breaks off in the middle of the mail, and takes nothing. */
  | 'reset'
  /** Takes the mail and breaks off before it says so. */
  | 'reset-after'
  | SmtpRefusal;

export interface ReceivedMail {
  /** Byte for byte. */
  raw: Buffer;
  /** Of the envelope. */
  from: string;
  to: string[];
  /** Who had signed in. */
  user?: string;
  isEncrypted: boolean;
  /** A header, unfolded; undefined when there is none. */
  header(name: string): string | undefined;
}

export interface FakeSmtp {
  host: string;
  port: number;
  /** In the order in which they were taken. */
  mails(): ReceivedMail[];
  behave(behaviour: SmtpBehaviour): void;
  /** Mails that began, also those that were refused or broken off. */
  asked: number;
  /** Mails that were read whole, taken or not. */
  heard: number;
  /** Who signed in, or tried to. */
  signIns: string[];
  /** Nobody sends without signing in. False at first. */
  needsSignIn: boolean;
  stop(): Promise<void>;
}

/** Bytes: it says so, and takes no larger one. */
export const largestMail = 30 * 1024 * 1024;

/** @param offersTls STARTTLS, by a certificate that nobody trusts */
export async function startFakeSmtp(accounts: Accounts, { offersTls = false } = {}): Promise<FakeSmtp> {
  const taken: ReceivedMail[] = [];
  const sockets = new Map<number, Socket>();
  let behaviour: SmtpBehaviour = 'normal';
  const refusal = (at: SmtpRefusal['at'], recipient?: string): Error | undefined => {
    if (typeof behaviour !== 'object' || behaviour.at !== at) return undefined;
    const { code, message = 'No, said the fake.', recipients } = behaviour;
    if (recipients && recipient !== undefined && !recipients.includes(recipient)) return undefined;
    return Object.assign(new Error(message), { responseCode: code });
  };

  const server = new SMTPServer({
    authMethods: ['PLAIN', 'LOGIN', 'XOAUTH2'],
    allowInsecureAuth: true,
    authOptional: true,
    disabledCommands: offersTls ? [] : ['STARTTLS'],
    disableReverseLookup: true,
    closeTimeout: 1,
    size: largestMail,
    logger: false,
    onConnect: (_, done) => done(refusal('connect')),
    onAuth({ method, username = '', password, accessToken }, _, done) {
      smtp.signIns.push(username);
      if (method !== 'XOAUTH2')
        return isPassword(accounts, username, password ?? '')
          ? done(null, { user: username })
          : done(new Error('Invalid login'));
      if (isToken(accounts, username, accessToken ?? '')) return done(null, { user: username });
      done(null, { data: { status: '400', schemes: 'Bearer', scope: 'mail' } });
    },
    onMailFrom(_, session, done) {
      smtp.asked += 1;
      if (smtp.needsSignIn && !session.user)
        return done(Object.assign(new Error('Authentication required'), { responseCode: 530 }));
      done(refusal('mail'));
    },
    onRcptTo: ({ address }, _, done) => done(refusal('rcpt', address)),
    onData(stream, session, done) {
      take(stream, session).then((said) => said !== 'nothing' && done(refusal('data')), done);
    },
  });
  server.server.on('connection', (socket) => {
    const port = socket.remotePort!;
    sockets.set(port, socket);
    socket.on('close', () => sockets.delete(port)).on('error', () => undefined);
  });
  server.on('error', () => undefined);

  async function take(stream: SMTPServerDataStream, session: SMTPServerSession): Promise<'nothing' | void> {
    const now = behaviour;
    const breakOff = () => void sockets.get(session.remotePort)?.resetAndDestroy();
    const parts: Buffer[] = [];
    for await (const part of stream as AsyncIterable<Buffer>) {
      if (now === 'reset') return (breakOff(), 'nothing');
      parts.push(part);
    }
    if (now === 'reset') return (breakOff(), 'nothing');
    smtp.heard += 1;
    if (now === 'deaf') return 'nothing';
    if (typeof now !== 'object' || now.at !== 'data') taken.push(received(Buffer.concat(parts), session));
    if (now === 'reset-after') breakOff();
    return now === 'hang' || now === 'reset-after' ? 'nothing' : undefined;
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const smtp: FakeSmtp = {
    host: '127.0.0.1',
    port: (server.server.address() as AddressInfo).port,
    mails: () => [...taken],
    behave: (next) => void (behaviour = next),
    asked: 0,
    heard: 0,
    signIns: [],
    needsSignIn: false,
    async stop() {
      for (const socket of sockets.values()) socket.destroy();
      await new Promise<void>((resolve) => server.close(resolve));
    },
  };
  return smtp;
}

function received(raw: Buffer, { envelope, user, secure }: SMTPServerSession): ReceivedMail {
  const head = raw
    .toString('latin1')
    .split('\r\n\r\n', 1)[0]!
    .replace(/\r\n[ \t]+/g, ' ');
  const lines = head.split('\r\n');
  return {
    raw,
    from: envelope.mailFrom ? envelope.mailFrom.address : '',
    to: envelope.rcptTo.map(({ address }) => address),
    ...(typeof user === 'string' && { user }),
    isEncrypted: secure,
    header(name) {
      const begin = `${name.toLowerCase()}:`;
      const found = lines.find((line) => line.toLowerCase().startsWith(begin));
      return found?.slice(begin.length).trim();
    },
  };
}
