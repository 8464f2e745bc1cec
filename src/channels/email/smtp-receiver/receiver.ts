// Our own mail server, for those whose MX or forwarding leads here: it takes mail for the channels of this server, from
// anybody, and says 250 once it is stored.
import type { AddressInfo, Socket } from 'node:net';
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';
import type { Log } from '../../../log';
import { networkOf } from '../../../tools/network-address';
import type { KnownChannel } from '../../store';
import type { AcceptMail } from '../accept-mail';
import { mostBytes } from '../limits';
import type { CheckSender } from './check-sender';
import { endOfHeaders, hasBareReturn, withOwnHeaders } from './received-headers';
import { createRoom, type Room, type RoomLimits } from './room';

export interface SmtpReceiverDeps {
  /** E-mail channels that are switched on, the oldest first. */
  channels(): Promise<KnownChannel[]>;
  accept: AcceptMail;
  checkSender: CheckSender;
  /** What it calls itself. */
  name: string;
  /** PEM; without both nothing is encrypted. */
  tls?: { cert: string; key: string };
  log: Log;
  limits?: Partial<ReceiverLimits>;
}

/** Of mails under way on this node, besides. */
interface ReceiverLimits extends RoomLimits {
  clients: number;
  /** Of one network at once. */
  clientsOfOne: number;
  /** From DATA to the end of the mail. */
  dataMs: number;
}

const usual: ReceiverLimits = {
  clients: 200,
  clientsOfOne: 20,
  bytes: 128 * 1024 * 1024,
  bytesOfOne: 32 * 1024 * 1024,
  dataMs: 5 * 60_000,
};
const silentMs = 60_000;
const recipients = 50;

export interface SmtpReceiver {
  /** Resolves to the port. */
  listen(place: { port: number; host: string }): Promise<number>;
  /** What is being stored is stored. */
  close(): Promise<void>;
}

export function createSmtpReceiver(deps: SmtpReceiverDeps): SmtpReceiver {
  const limits = { ...usual, ...deps.limits };
  const { log } = deps;
  const room = createRoom(limits);
  const underWay = new Set<Promise<void>>();
  const sockets = new Map<string, Socket>();
  const server = new SMTPServer({
    name: deps.name,
    banner: 'Parley',
    logger: false,
    size: mostBytes,
    authOptional: true,
    disabledCommands: ['AUTH', ...(deps.tls ? [] : ['STARTTLS'])],
    ...deps.tls,
    maxClients: limits.clients,
    maxRecipients: recipients,
    socketTimeout: silentMs,
    closeTimeout: 3_000,
    disableReverseLookup: true,
    onRcptTo({ address }, _, done) {
      channelOf(deps, address).then(
        (channel) => done(channel ? null : refusal(550, 'No such mailbox here')),
        () => done(refusal(451, 'Try again later')),
      );
    },
    onData(stream, session, done) {
      const taken = take({ ...deps, limits, room, sockets }, stream, session)
        .catch((error: unknown) => {
          if (isRefusal(error)) return done(error);
          log.warn({ err: error }, 'could not store a mail');
          done(refusal(451, 'Try again later'));
        })
        .then((said) => said !== undefined && done(null, said));
      const settled = taken.then(() => void underWay.delete(settled));
      underWay.add(settled);
    },
  });
  server.on('error', (error) => log.debug({ err: error }, 'a mail server or its caller broke off'));
  limitNetworks(server, sockets, limits.clientsOfOne);
  return {
    listen: ({ port, host }) =>
      new Promise((resolve, reject) => {
        server.server.once('error', reject);
        server.listen(port, host, () => {
          server.server.off('error', reject);
          resolve((server.server.address() as AddressInfo).port);
        });
      }),
    async close() {
      const closed = new Promise<void>((resolve) => server.close(resolve));
      await Promise.all([closed, ...underWay]);
    },
  };
}

interface Refusal extends Error {
  responseCode: number;
}

const refusal = (responseCode: number, message: string): Refusal =>
  Object.assign(new Error(message), { responseCode });

const isRefusal = (error: unknown): error is Refusal => error instanceof Error && 'responseCode' in error;

/** One network does not take all places. */
function limitNetworks(server: SMTPServer, sockets: Map<string, Socket>, most: number): void {
  const counts = new Map<string, number>();
  server.server.prependListener('connection', (socket: Socket) => {
    const { id } = networkOf(socket.remoteAddress ?? '');
    const count = (counts.get(id) ?? 0) + 1;
    if (count > most) return void socket.destroy();
    counts.set(id, count);
    const place = placeOf(socket);
    sockets.set(place, socket);
    socket.once('close', () => {
      sockets.delete(place);
      const left = counts.get(id)! - 1;
      if (left > 0) counts.set(id, left);
      else counts.delete(id);
    });
  });
}

const placeOf = ({ remoteAddress = '', remotePort }: Pick<Socket, 'remoteAddress' | 'remotePort'>): string =>
  `${networkOf(remoteAddress).id} ${remotePort}`;

/** `+anything` behind the name is the channel's, too. Where two organizations claim one address, the first has it. */
async function channelOf({ channels }: SmtpReceiverDeps, address: string): Promise<KnownChannel | undefined> {
  const wanted = plain(address);
  return (await channels()).find(({ config }) => plain(String(config['address'])) === wanted);
}

function plain(address: string): string {
  const at = address.lastIndexOf('@');
  return `${address.slice(0, at).split('+', 1)[0]}${address.slice(at)}`.toLowerCase();
}

type TakeDeps = SmtpReceiverDeps & { limits: ReceiverLimits; room: Room; sockets: Map<string, Socket> };

interface Held {
  network: string;
  bytes: number;
}

/** @throws Refusal, or what kept it from being stored */
async function take(
  deps: TakeDeps,
  stream: SMTPServerDataStream,
  session: SMTPServerSession,
): Promise<string> {
  const held = { network: networkOf(session.remoteAddress).id, bytes: 0 };
  // Whoever sends so slowly that it takes longer is not waited for.
  const late = setTimeout(() => deps.sockets.get(placeOf(session))?.destroy(), deps.limits.dataMs);
  try {
    const raw = await read(deps.room, stream, held);
    clearTimeout(late);
    if (endOfHeaders(raw) === undefined) throw refusal(552, 'The headers are too large');
    if (hasBareReturn(raw)) throw refusal(554, 'A line of the headers does not end as lines do');
    const { mailFrom, rcptTo } = session.envelope;
    const sender = mailFrom ? mailFrom.address : '';
    const { remoteAddress: ip, hostNameAppearsAs } = session;
    const verdict = await deps.checkSender(raw, { ip, helo: hostNameAppearsAs || ip, sender });
    if (verdict === undefined) throw refusal(451, 'The sender cannot be checked now');
    const byChannel = new Map<string, { channel: KnownChannel; to: string[] }>();
    for (const { address } of rcptTo) {
      const channel = await channelOf(deps, address);
      // Switched off between RCPT and DATA.
      if (!channel) throw refusal(451, 'Try again later');
      const { to } = byChannel.get(channel.id) ?? { to: [] };
      byChannel.set(channel.id, { channel, to: [...to, address] });
    }
    for (const { channel, to } of byChannel.values()) {
      const own = [
        verdict,
        ...to.map((one) => `Delivered-To: ${clean(one)}`),
        `Return-Path: <${clean(sender)}>`,
      ];
      const place = { organizationId: channel.organizationId, channelId: channel.id };
      await deps.accept(place, 'smtp', [withOwnHeaders(raw, own)]);
    }
    return 'It is stored';
  } finally {
    clearTimeout(late);
    deps.room.give(held.network, held.bytes);
  }
}

const clean = (address: string): string => address.replace(/[^\x21-\x7e]|[<>]/g, '');

async function read(room: Room, stream: SMTPServerDataStream, held: Held): Promise<Buffer> {
  const parts: Buffer[] = [];
  let why: Refusal | undefined;
  for await (const part of stream as AsyncIterable<Buffer>) {
    if (why) continue;
    if (stream.sizeExceeded) why = refusal(552, 'The mail is too large');
    else if (!room.take(held.network, part.length)) why = refusal(452, 'Try again later');
    else {
      held.bytes += part.length;
      parts.push(part);
      continue;
    }
    // Read on and thrown away: the answer comes where the other side waits for it, and takes no room till then.
    parts.length = 0;
    room.give(held.network, held.bytes);
    held.bytes = 0;
  }
  if (stream.sizeExceeded) throw refusal(552, 'The mail is too large');
  if (why) throw why;
  return Buffer.concat(parts);
}
