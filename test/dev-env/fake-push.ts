// A push service: it takes what a browser's would take (RFC 8030), checks who sent it (RFC 8292), and opens it with the
// browser's keys (RFC 8291, RFC 8188).
import {
  createDecipheriv,
  createECDH,
  createPublicKey,
  hkdfSync,
  randomBytes,
  verify,
  type ECDH,
} from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Pushed {
  endpoint: string;
  payload: Record<string, string>;
  ttl: number;
  topic: string | undefined;
  urgency: string | undefined;
  /** Base64url, and whom the sender says to ask. */
  signedBy: string;
  subject: string;
}

interface Device {
  keys: ECDH;
  auth: Buffer;
}

export type FakePush = Awaited<ReturnType<typeof startFakePush>>;

export async function startFakePush() {
  const devices = new Map<string, Device>();
  const pushed: Pushed[] = [];
  const refused: string[] = [];
  const statuses: number[] = [];
  let origin = '';

  const server = createServer((request, response) => {
    void bytesOf(request).then((body) => {
      const status = statuses.shift();
      if (status !== undefined) return response.writeHead(status).end();
      try {
        pushed.push(take(request, body));
        response.writeHead(201).end();
      } catch (error) {
        refused.push(String(error));
        response.writeHead(400).end();
      }
    });
  });

  function take({ url = '', headers, method }: IncomingMessage, body: Buffer): Pushed {
    const device = devices.get(`${origin}${url}`);
    if (!device || method !== 'POST') throw new Error('There is no such device.');
    if (headers['content-encoding'] !== 'aes128gcm') throw new Error('It is not encrypted.');
    return {
      endpoint: `${origin}${url}`,
      payload: JSON.parse(opened(device, body)) as Record<string, string>,
      ttl: Number(headers['ttl']),
      topic: headers['topic'] as string | undefined,
      urgency: headers['urgency'] as string | undefined,
      ...signed(headers.authorization ?? '', origin),
    };
  }

  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    pushed,
    refused,
    /** Answers so to the next ones, whatever they are. */
    answer: (...next: number[]) => void statuses.push(...next),
    /** What PushManager.subscribe would give a browser. */
    device() {
      const keys = createECDH('prime256v1');
      keys.generateKeys();
      const auth = randomBytes(16);
      const endpoint = `${origin}/push/${randomBytes(12).toString('base64url')}`;
      devices.set(endpoint, { keys, auth });
      return { endpoint, keys: { p256dh: keys.getPublicKey('base64url'), auth: auth.toString('base64url') } };
    },
    async stop(): Promise<void> {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

async function bytesOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
}

const derived = (secret: Buffer, salt: Buffer, info: Buffer | string, length: number) =>
  Buffer.from(hkdfSync('sha256', secret, salt, info, length));

function opened({ keys, auth }: Device, body: Buffer): string {
  const salt = body.subarray(0, 16);
  const sender = body.subarray(21, 21 + body[20]!);
  const sealed = body.subarray(21 + body[20]!);
  const info = Buffer.concat([Buffer.from('WebPush: info\0'), keys.getPublicKey(), sender]);
  const secret = derived(keys.computeSecret(sender), auth, info, 32);
  const key = derived(secret, salt, 'Content-Encoding: aes128gcm\0', 16);
  const nonce = derived(secret, salt, 'Content-Encoding: nonce\0', 12);
  const decipher = createDecipheriv('aes-128-gcm', key, nonce);
  decipher.setAuthTag(sealed.subarray(-16));
  const padded = Buffer.concat([decipher.update(sealed.subarray(0, -16)), decipher.final()]);
  const end = padded.lastIndexOf(2);
  if (end < 0) throw new Error('The last record has no end.');
  return padded.subarray(0, end).toString();
}

/** The sender's signature, for this push service and at most a day. */
function signed(authorization: string, origin: string): { signedBy: string; subject: string } {
  const [, token = '', key = ''] = /^vapid t=([\w.-]+), ?k=([\w-]+)$/.exec(authorization) ?? [];
  const point = Buffer.from(key, 'base64url');
  const [x, y] = [point.subarray(1, 33), point.subarray(33)].map((part) => part.toString('base64url'));
  const publicKey = createPublicKey({ format: 'jwk', key: { kty: 'EC', crv: 'P-256', x: x!, y: y! } });
  const [head = '', claims = '', signature = ''] = token.split('.');
  const isRight = verify(
    'sha256',
    Buffer.from(`${head}.${claims}`),
    { key: publicKey, dsaEncoding: 'ieee-p1363' },
    Buffer.from(signature, 'base64url'),
  );
  if (!isRight) throw new Error('The signature is wrong.');
  const { aud, exp, sub } = JSON.parse(Buffer.from(claims, 'base64url').toString()) as {
    aud: string;
    exp: number;
    sub: string;
  };
  const seconds = exp - Date.now() / 1_000;
  if (aud !== origin || seconds < 0 || seconds > 86_400) throw new Error('It is signed for something else.');
  return { signedBy: key, subject: sub };
}
