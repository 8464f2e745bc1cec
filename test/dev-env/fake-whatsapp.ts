// Meta's side of WhatsApp over real HTTP: the Graph API that we call, and the webhooks that Meta posts to us, signed. It
// misbehaves on demand.
import { createHmac, randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

export type Refusal = { code: number; status?: number; details?: string };
export type Behaviour =
  | 'normal'
  /** Takes the message and never answers. */
  | 'hang'
  /** Reads the request, takes nothing and never answers. */
  | 'deaf'
  /** Breaks off before it has read the request. */
  | 'reset'
  /** An answer that is no JSON. */
  | 'garbage'
  | Refusal;

/** What was taken for a customer's phone. */
export interface Delivered {
  id: string;
  to: string;
  /** The body that was posted. */
  message: Record<string, unknown>;
}

export interface FakeWhatsApp {
  /** For a channel's config. */
  config: {
    phoneNumberId: string;
    accessToken: string;
    appSecret: string;
    verifyToken: string;
    graphBaseUrl: string;
  };
  /** The account that the number belongs to: `businessAccountId` of a channel's config. */
  accountId: string;
  /** What the account lists, as Meta writes it; a page holds two. */
  templates: Array<Record<string, unknown>>;
  /** The token that is accepted; another one is refused with code 190. */
  acceptedToken: string;
  behave(behaviour: Behaviour): void;
  /** In the order in which they were taken. */
  delivered: Delivered[];
  /** Calls that mark as read. */
  seen: Array<Record<string, unknown>>;
  /** Files that we uploaded, each with the bytes of its form. */
  uploaded: Array<{ id: string; content: Buffer }>;
  /** Requests to send, also those that were refused. */
  asked: number;
  /** Posts one body to the webhook, signed over its bytes. */
  post(webhook: string, body: object | string, secret?: string): Promise<Response>;
  /** A body with one message of a person. */
  says(from: string | Sender, message: string | Record<string, unknown>, id?: string): object;
  /** A body with one state of a message that was sent, with what was sent along to be given back. */
  state(id: string, status: string, more?: object): object;
  /** Keeps a file that a customer sends; its id. */
  keep(content: Buffer, mediaType: string): string;
  /** How the files of customers are had: 'broken' breaks off in the middle. */
  filesAre: 'there' | 'broken' | 'hanging' | 'gone';
  /** A file by its id, of either side. */
  file(id: string): KeptFile | undefined;
  /** Messages of customers that the team has read. */
  read: Set<string>;
  close(): Promise<void>;
}

export interface KeptFile {
  content: Buffer;
  mediaType: string;
}

export interface Sender {
  phone?: string;
  userId?: string;
  name?: string;
  /** Seconds since the epoch. */
  at?: number;
}

/** A template with everything that one can have filled in. */
export const orderUpdate = {
  name: 'order_update',
  language: 'en_US',
  category: 'UTILITY',
  status: 'APPROVED',
  components: [
    { type: 'HEADER', format: 'TEXT', text: 'Order {{1}}' },
    { type: 'BODY', text: 'Hello {{2}}, your order {{1}} is on its way.' },
    { type: 'FOOTER', text: 'Harbour & Pine' },
    {
      type: 'BUTTONS',
      buttons: [
        { type: 'QUICK_REPLY', text: 'Thanks' },
        { type: 'URL', text: 'Track it', url: 'https://shop.example/track/{{1}}' },
      ],
    },
  ],
};

export async function startFakeWhatsApp(): Promise<FakeWhatsApp> {
  let behaviour: Behaviour = 'normal';
  const sockets = new Set<Socket>();
  const media = new Map<string, KeptFile>();
  const server = createServer((request, response) => {
    handle(request, response).catch(() => response.destroy());
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const secrets = {
    accessToken: 'the-access-token',
    appSecret: 'the-app-secret',
    verifyToken: 'the-verify-token',
  };

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = (request.url ?? '').split('?')[0]!;
    if (request.headers.authorization !== `Bearer ${whatsapp.acceptedToken}`)
      return json(response, 401, { error: { code: 190, message: 'Invalid OAuth access token.' } });
    if (path.endsWith('/messages')) return send(request, response);
    if (path.endsWith(`/${whatsapp.accountId}/message_templates`))
      return json(response, 200, templatePage(whatsapp.templates, request.url!));
    const file = media.get(path.split('/').at(-1)!);
    if (path.startsWith('/files/') && whatsapp.filesAre === 'hanging') return;
    if (path.startsWith('/files/') && file && whatsapp.filesAre === 'broken') {
      response.writeHead(200, { 'content-type': file.mediaType, 'content-length': file.content.length + 1 });
      return void response.write(file.content, () => response.destroy());
    }
    if (path.startsWith('/files/') && file)
      return void response.writeHead(200, { 'content-type': file.mediaType }).end(file.content);
    if (request.method === 'POST' && path.endsWith('/media')) {
      const { content, mediaType } = await fileIn(request);
      const id = whatsapp.keep(content, mediaType);
      whatsapp.uploaded.push({ id, content });
      return json(response, 200, { id });
    }
    if (file && whatsapp.filesAre !== 'gone') {
      const id = path.split('/').at(-1)!;
      return json(response, 200, { url: `${origin}/files/${id}`, mime_type: file.mediaType });
    }
    if (path.endsWith(`/${whatsapp.config.phoneNumberId}`))
      return json(response, 200, { display_phone_number: '+1 555 0100', verified_name: 'Harbour & Pine' });
    json(response, 404, { error: { code: 100, message: 'Unsupported get request.' } });
  }

  async function send(request: IncomingMessage, response: ServerResponse): Promise<void> {
    whatsapp.asked += 1;
    if (behaviour === 'reset') return void request.socket.resetAndDestroy();
    const message = JSON.parse((await bytes(request)).toString('utf8')) as Record<string, unknown>;
    if (behaviour === 'deaf') return;
    if (message['status'] === 'read') {
      whatsapp.read.add(String(message['message_id']));
      whatsapp.seen.push(message);
      return json(response, 200, { success: true });
    }
    if (typeof behaviour === 'object') {
      const { code, status = 400, details = 'refused' } = behaviour;
      return json(response, status, { error: { code, message: 'no', error_data: { details } } });
    }
    const id = `wamid.${randomBytes(12).toString('base64url')}`;
    const to = String(message['to'] ?? message['recipient'] ?? '');
    // A user id in `to` is answered as if it were taken, and dropped.
    const isDropped = message['to'] !== undefined && !/^\d+$/.test(to);
    if (!isDropped) whatsapp.delivered.push({ id, to, message });
    if (behaviour === 'hang') return;
    if (behaviour === 'garbage') return void response.writeHead(200).end('<html>');
    json(response, 200, { messaging_product: 'whatsapp', messages: [{ id }] });
  }

  const whatsapp: FakeWhatsApp = {
    config: { phoneNumberId: '106540352242922', ...secrets, graphBaseUrl: origin },
    accountId: '102290129340398',
    templates: [],
    acceptedToken: secrets.accessToken,
    behave: (next) => void (behaviour = next),
    delivered: [],
    seen: [],
    uploaded: [],
    asked: 0,
    post(webhook, body, secret = secrets.appSecret) {
      const raw = typeof body === 'string' ? body : JSON.stringify(body);
      const signature = createHmac('sha256', secret).update(raw).digest('hex');
      return fetch(webhook, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-hub-signature-256': `sha256=${signature}` },
        body: raw,
      });
    },
    says: (from, message, id = `wamid.${randomBytes(12).toString('base64url')}`) =>
      saysBody(typeof from === 'string' ? { phone: from } : from, message, id),
    state(id, status, more = {}) {
      const said = whatsapp.delivered.find((one) => one.id === id)?.message['biz_opaque_callback_data'];
      const ours = typeof said === 'string' ? { biz_opaque_callback_data: said } : {};
      return change({
        statuses: [{ id, status, timestamp: nowSeconds(), recipient_id: '1', ...ours, ...more }],
      });
    },
    keep(content, mediaType) {
      const id = randomBytes(6).toString('hex');
      media.set(id, { content, mediaType });
      return id;
    },
    file: (id) => media.get(id),
    read: new Set(),
    filesAre: 'there',
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return whatsapp;
}

/** Pages are named by where they begin; the last one names no next. */
function templatePage(all: object[], url: string): object {
  const begin = Number(new URL(url, 'http://meta').searchParams.get('after') ?? 0);
  const end = begin + 2;
  return {
    data: all.slice(begin, end),
    paging: {
      cursors: { before: String(begin), after: String(end) },
      ...(end < all.length && { next: 'https://graph.facebook.com/nowhere' }),
    },
  };
}

const nowSeconds = (): string => String(Math.floor(Date.now() / 1000));

function saysBody(
  { phone, userId, name = 'Ada', at }: Sender,
  message: string | Record<string, unknown>,
  id: string,
): object {
  const parts = typeof message === 'string' ? { type: 'text', text: { body: message } } : message;
  return change({
    contacts: [{ profile: { name }, ...(phone && { wa_id: phone }), ...(userId && { user_id: userId }) }],
    messages: [
      {
        ...(phone && { from: phone }),
        ...(userId && { from_user_id: userId }),
        id,
        timestamp: at === undefined ? nowSeconds() : String(at),
        ...parts,
      },
    ],
  });
}

/** The envelope of every webhook. */
export function change(value: object, field = 'messages'): object {
  const metadata = { display_phone_number: '15550100', phone_number_id: '106540352242922' };
  return {
    object: 'whatsapp_business_account',
    entry: [{ id: '1', changes: [{ field, value: { messaging_product: 'whatsapp', metadata, ...value } }] }],
  };
}

function json(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

async function bytes(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

/** The file of an upload. */
async function fileIn(request: IncomingMessage): Promise<KeptFile> {
  const headers = { 'content-type': request.headers['content-type'] ?? '' };
  const form = await new Response(new Uint8Array(await bytes(request)), { headers }).formData();
  const file = form.get('file');
  if (!(file instanceof Blob)) throw new Error('There is no file in this upload.');
  return { content: Buffer.from(await file.arrayBuffer()), mediaType: file.type };
}
