// Our own mail server, as the servers of customers meet it.
import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { dkimSign } from 'mailauth/lib/dkim/sign';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import type { Route, MailChannel } from '../../src/channels/email/accept-mail';
import { judgeByHeaders } from '../../src/channels/email/judge-sender';
import { createCheckSender } from '../../src/channels/email/smtp-receiver/check-sender';
import {
  createSmtpReceiver,
  type SmtpReceiver,
  type SmtpReceiverDeps,
} from '../../src/channels/email/smtp-receiver/receiver';
import type { KnownChannel } from '../../src/channels/store';
import { createLog } from '../../src/log';
import { eventuallyPasses } from '../../src/tools/eventually';

const authservId = 'parley-0123456789ab';
const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const key = publicKey.export({ type: 'spki', format: 'der' }).toString('base64');
const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();

/** What the DNS says. */
const records: Record<string, string> = {
  'TXT ada.example': 'v=spf1 ip4:127.0.0.1 -all',
  'TXT _dmarc.ada.example': 'v=DMARC1; p=reject',
  'TXT s1._domainkey.ada.example': `v=DKIM1; k=rsa; p=${key}`,
  'TXT _dmarc.strict.example': 'v=DMARC1; p=reject',
  'TXT strict.example': 'v=spf1 -all',
};
let dnsIsDown = false;
const resolve = (name: string, type: string): Promise<string[][]> => {
  if (dnsIsDown) return Promise.reject(Object.assign(new Error('timeout'), { code: 'ETIMEOUT' }));
  const found = records[`${type} ${name}`];
  if (found) return Promise.resolve([[found]]);
  return Promise.reject(Object.assign(new Error('not found'), { code: 'ENOTFOUND' }));
};

let receiver: SmtpReceiver;
let port: number;
let channels: KnownChannel[];
let refuses: Error | undefined;
let accepted: Array<MailChannel & { route: Route; raw: string }>;

const channel = (id: string, address: string): KnownChannel => ({
  id,
  organizationId: `of ${id}`,
  type: 'email',
  isActive: true,
  config: { address },
});

async function start(limits: SmtpReceiverDeps['limits'] = {}): Promise<void> {
  receiver = createSmtpReceiver({
    channels: () => Promise.resolve(channels),
    async accept(place, route, mails) {
      if (refuses) throw refuses;
      for (const raw of mails) accepted.push({ ...place, route, raw: raw.toString('latin1') });
    },
    checkSender: createCheckSender({ authservId, resolve }),
    name: 'mail.shop.test',
    log: createLog('silent'),
    limits,
  });
  port = await receiver.listen({ port: 0, host: '127.0.0.1' });
}

beforeEach(async () => {
  channels = [
    channel('a', 'Support@shop.test'),
    channel('b', 'sales@shop.test'),
    channel('late', 'support@shop.test'),
  ];
  accepted = [];
  refuses = undefined;
  dnsIsDown = false;
  await start();
});
afterEach(() => receiver.close());

interface Said {
  responseCode?: number;
  accepted?: string[];
  rejected?: string[];
}

/** What the server says to a mail. */
async function send(
  raw: string | Buffer,
  { from = 'ada@ada.example', to = ['support@shop.test'] } = {},
): Promise<Said> {
  const connection = new SMTPConnection({ host: '127.0.0.1', port, name: 'mx.ada.example', ignoreTLS: true });
  try {
    return await new Promise<Said>((done, failed) => {
      connection.once('error', failed);
      connection.connect((error) => {
        if (error) return failed(error);
        const bytes = typeof raw === 'string' ? raw.replace(/\r?\n/g, '\r\n') : raw;
        connection.send({ from, to }, bytes, (refused, info) =>
          refused ? failed(refused) : done(info as Said),
        );
      });
    });
  } catch (error) {
    return error as Said;
  } finally {
    connection.on('error', () => undefined).close();
  }
}

/** A program that is about to send its mail, with line ends as it likes. */
async function dataBegun(): Promise<Socket> {
  const socket = connect(port, '127.0.0.1')
    .setEncoding('latin1')
    .on('error', () => undefined);
  for (const one of ['', 'EHLO x', 'MAIL FROM:<eve@strict.example>', 'RCPT TO:<support@shop.test>', 'DATA']) {
    if (one) socket.write(`${one}\r\n`);
    await once(socket, 'data');
  }
  return socket;
}

async function sendAsItIs(raw: string): Promise<string> {
  const socket = await dataBegun();
  socket.write(`${raw}\r\n.\r\n`, 'latin1');
  const [last] = (await once(socket, 'data')) as [string];
  socket.destroy();
  return last;
}

const letter = (from = 'Ada <ada@ada.example>', headers = ''): string =>
  `${headers}From: ${from}\nTo: support@shop.test\nSubject: Hi\nMessage-ID: <1@ada.example>\n\nHello\n`;

/** How the last mail that was taken is judged later. */
function verdict(domain: string, { raw } = accepted.at(-1)!) {
  const headers = raw.split('\r\n\r\n', 1)[0]!.split('\r\n');
  const results = headers
    .filter((line) => /^authentication-results:/i.test(line))
    .map((line) => line.slice(23));
  expect(results).toHaveLength(1);
  return judgeByHeaders(results, authservId, domain).verdict;
}

describe('mail is taken', () => {
  it('for active channels, with anything behind the name, and for nobody else', async () => {
    expect(await send(letter(), { to: ['SUPPORT+token.1@shop.test', 'nobody@shop.test'] })).toMatchObject({
      accepted: ['SUPPORT+token.1@shop.test'],
      rejected: ['nobody@shop.test'],
    });
    expect(accepted).toMatchObject([{ channelId: 'a', organizationId: 'of a', route: 'smtp' }]);
    expect(accepted[0]!.raw).toMatch(
      /^Authentication-Results: parley-0123456789ab; [^\r]*\r\nDelivered-To: SUPPORT\+token\.1@shop\.test\r\nReturn-Path: <ada@ada\.example>\r\nFrom: Ada/,
    );
    for (const to of ['nobody@shop.test', 'support@elsewhere.test', 'ssupport@shop.test'])
      expect(await send(letter(), { to: [to] })).toMatchObject({ responseCode: 550 });
    channels = [];
    expect(await send(letter())).toMatchObject({ responseCode: 550 });
    expect(accepted).toHaveLength(1);
  });

  it('once a channel, and the same again when it is sent again', async () => {
    const to = ['support@shop.test', 'support+x@shop.test', 'sales@shop.test'];
    await send(letter(), { to, from: '' });
    expect(accepted.map(({ channelId }) => channelId)).toEqual(['a', 'b']);
    expect(accepted[0]!.raw).toContain(
      'Delivered-To: support@shop.test\r\nDelivered-To: support+x@shop.test\r\nReturn-Path: <>\r\n',
    );
    await send(letter(), { to, from: '' });
    expect(accepted[2]!.raw).toBe(accepted[0]!.raw);
  });

  it('only once it is stored', async () => {
    refuses = new Error('no database');
    expect(await send(letter())).toMatchObject({ responseCode: 451 });
    refuses = undefined;
    expect(await send(letter())).toMatchObject({ accepted: ['support@shop.test'] });
  });

  it('up to a size, of the mail and of its headers', async () => {
    const big = Buffer.concat([
      Buffer.from(letter().replace(/\n/g, '\r\n')),
      Buffer.alloc(25 * 1024 * 1024, 'x\r\n'),
    ]);
    expect(await send(big)).toMatchObject({ responseCode: 552 });
    expect(await send(letter(undefined, `X-A: ${'y'.repeat(900)}\n`.repeat(700)))).toMatchObject({
      responseCode: 552,
    });
    expect(accepted).toEqual([]);
  });

  it('while there is room', async () => {
    await receiver.close();
    await start({ bytes: 1_000 });
    expect(await send(`${letter()}${'z'.repeat(2_000)}\n`)).toMatchObject({ responseCode: 452 });
    expect(await send(letter())).toMatchObject({ accepted: ['support@shop.test'] });
  });

  it('also while another that has no room goes on and on', async () => {
    await receiver.close();
    await start({ bytes: 1_000 });
    const trickles = await dataBegun();
    trickles.write(`${'z'.repeat(990)}\r\n${'z'.repeat(990)}\r\n`);
    await eventuallyPasses(async () =>
      expect(await send(letter())).toMatchObject({ accepted: ['support@shop.test'] }),
    );
    expect(trickles.destroyed).toBe(false);
    trickles.destroy();
  });

  it('while it comes in time', async () => {
    await receiver.close();
    await start({ dataMs: 500 });
    const trickles = await dataBegun();
    const gone = once(trickles, 'close');
    const again = setInterval(() => trickles.write('z'), 100);
    await gone;
    clearInterval(again);
    expect(accepted).toEqual([]);
  });

  it('of one network up to its share', async () => {
    await receiver.close();
    await start({ bytes: 10_000, bytesOfOne: 1_000 });
    expect(await send(`${letter()}${'z'.repeat(900)}\n${'z'.repeat(900)}\n`)).toMatchObject({
      responseCode: 452,
    });
    expect(await send(letter())).toMatchObject({ accepted: ['support@shop.test'] });
  });

  it('from one network over a few connections at once', async () => {
    await receiver.close();
    await start({ clientsOfOne: 2 });
    const sockets = [0, 1, 2].map(() => connect(port, '127.0.0.1').on('error', () => undefined));
    const greeted: number[] = [];
    for (const [n, socket] of sockets.entries()) socket.on('data', () => greeted.push(n));
    const [, , third] = sockets;
    await new Promise<void>((done) => third!.once('close', () => done()));
    await eventuallyPasses(() => expect(greeted.sort()).toEqual([0, 1]));
    for (const socket of sockets) socket.destroy();
    await eventuallyPasses(async () =>
      expect(await send(letter())).toMatchObject({ accepted: ['support@shop.test'] }),
    );
  });
});

describe('a sender', () => {
  it('is who the DNS says by the server that sends (SPF)', async () => {
    await send(letter());
    expect(verdict('ada.example')).toBe('pass');
    expect(accepted[0]!.raw).toContain('spf=pass smtp.mailfrom=ada.example');
    await send(letter('Eve <eve@strict.example>'), { from: 'eve@strict.example' });
    expect(verdict('strict.example')).toBe('fail');
    await send(letter('Bob <bob@nothing.example>'));
    expect(verdict('nothing.example')).toBe('unknown');
  });

  it('is who signed it (DKIM), through a server that forwards', async () => {
    const raw = letter().replace(/\n/g, '\r\n');
    const signed = await dkimSign(raw, {
      signatureData: [{ signingDomain: 'ada.example', selector: 's1', privateKey: pem }],
    } as unknown as Parameters<typeof dkimSign>[1]);
    await send(signed.signatures + raw, { from: 'forward@elsewhere.test' });
    expect(verdict('ada.example')).toBe('pass');
    expect(accepted[0]!.raw).toContain('dkim=pass header.d=ada.example');
    await send(signed.signatures + raw.replace('Hello', 'Hullo'), { from: 'forward@elsewhere.test' });
    expect(verdict('ada.example')).toBe('fail');
  });

  it.each([
    ['two From headers', 'From: ada@ada.example\n'],
    [
      'a verdict of our own name',
      `Authentication-Results: ${authservId}; dmarc=pass header.from=strict.example\n`,
    ],
    ['one that is folded', `authentication-results :\n ${authservId};\n dmarc=pass\n`],
    ['another server', 'Authentication-Results: mx.google.com; dmarc=pass header.from=strict.example\n'],
    ['signatures without end', `DKIM-Signature: v=1; d=ada.example\n`.repeat(30)],
  ])('is not believed with %s', async (_, headers) => {
    await send(letter('Eve <eve@strict.example>', headers));
    expect(verdict('strict.example')).not.toBe('pass');
    expect(accepted[0]!.raw).not.toMatch(/google|dmarc=pass/);
  });

  it.each([
    ['=?utf-8?q?victim=40strict.example?='],
    ['friends: victim@strict.example;'],
    ['=?utf-8?q?victim=40strict.example?=, eve@nothing.example'],
  ])('that only some can read is believed by nobody: %s', async (from) => {
    await send(letter(from));
    expect(verdict('strict.example')).toBe('fail');
  });

  it('is not who it says with more signatures than anybody checks', async () => {
    await send(letter('Eve <eve@strict.example>', 'DKIM-Signature: x\n'.repeat(21)));
    expect(verdict('strict.example')).toBe('fail');
  });

  it.each(['X-A: b\rAuthentication-Results: mx.google.com; dmarc=pass', 'X-A: a\r\r', 'X-A: a\r\r\r'])(
    'hides nothing behind what is a line end to some only: %j',
    async (header) => {
      expect(await sendAsItIs(`${header}\r\n${letter().replace(/\n/g, '\r\n')}`)).toMatch(/^554 /);
      expect(accepted).toEqual([]);
    },
  );

  it('comes again while the DNS does not answer', async () => {
    dnsIsDown = true;
    expect(await send(letter())).toMatchObject({ responseCode: 451 });
    dnsIsDown = false;
    expect(await send(letter())).toMatchObject({ accepted: ['support@shop.test'] });
  });

  it('writes nothing into our header', async () => {
    await send(letter('<x@a;dmarc=pass.example>'));
    expect(verdict('a')).not.toBe('pass');
  });
});
