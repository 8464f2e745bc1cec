// A customer's phone to play with: a page beside the console, on top of the fake of Meta's side.
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Behaviour, Delivered, FakeWhatsApp } from './fake-whatsapp';

/** What Meta does with what the team sends. */
const behaviours: Record<string, Behaviour> = {
  normal: 'normal',
  refuse: { code: 131026, details: 'The phone page was told to refuse.' },
  unreachable: { code: 131016, status: 503, details: 'The phone page was told to be unreachable.' },
  hang: 'hang',
};
const oldSeconds = 25 * 3_600;
const mostBytes = 16 * 1024 * 1024;

interface Chat {
  id: string;
  mine: boolean;
  text?: string;
  image?: string;
  buttons?: Array<{ id: string; title: string }>;
  at: number;
}

export interface PhoneOptions {
  whatsapp: FakeWhatsApp;
  /** Of the channel. */
  webhook: string;
  port?: number;
}

export interface Phone {
  url: string;
  close(): Promise<void>;
}

export async function startPhone({ whatsapp, webhook, port = 0 }: PhoneOptions): Promise<Phone> {
  const chats = createChats(whatsapp, webhook);
  const page = await readFile(join(__dirname, 'phone.html'));
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      response.writeHead(500, { 'content-type': 'text/plain' }).end(String(error));
    });
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://phone');
    const phone = searchParams.get('phone') ?? '';
    if (request.method === 'GET') {
      const file = whatsapp.file(pathname.replace('/file/', ''));
      if (file) return void response.writeHead(200, { 'content-type': file.mediaType }).end(file.content);
      if (pathname === '/chat') return json(response, await chats.look(phone));
      return void response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(page);
    }
    // A page of another origin cannot set this header without asking, and is never allowed to.
    if (request.headers['x-phone'] !== 'yes') return void response.writeHead(403).end();
    const body = await bytes(request);
    const name = searchParams.get('name') ?? 'Ada';
    if (pathname === '/image') await chats.image({ phone, name }, body, request.headers['content-type']);
    else if (pathname === '/say') await chats.say({ phone, name }, JSON.parse(body.toString()) as Said);
    else if (pathname === '/behave') chats.behave(body.toString());
    json(response, {});
  }

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

interface Customer {
  phone: string;
  name: string;
}

interface Said {
  text: string;
  /** The id of the button that was pressed, and the message that it stood under. */
  button?: string;
  of?: string;
  /** As if it were written 25 hours ago: the window is closed. */
  old?: boolean;
}

function createChats(whatsapp: FakeWhatsApp, webhook: string) {
  const said = new Map<string, Chat[]>();
  const shown = new Set<string>();
  let behaviour = 'normal';
  const ofPhone = (phone: string): Chat[] => {
    if (!said.has(phone)) said.set(phone, []);
    return said.get(phone)!;
  };

  async function write(
    { phone, name }: Customer,
    message: Record<string, unknown>,
    { old = false, ...shownAs }: { old?: boolean; text?: string; image?: string },
  ): Promise<void> {
    const id = `wamid.${randomBytes(12).toString('base64url')}`;
    const now = Math.floor(Date.now() / 1000);
    const at = old ? now - oldSeconds : now;
    const answered = await whatsapp.post(webhook, whatsapp.says({ phone, name, at }, message, id));
    if (answered.status !== 200) throw new Error(`The webhook answered ${answered.status}.`);
    ofPhone(phone).push({ id, mine: true, at: at * 1000, ...shownAs });
  }

  /** What the team sent is on the phone, and read, as soon as the page shows it. */
  async function arrive(one: Delivered): Promise<void> {
    shown.add(one.id);
    ofPhone(one.to).push({ id: one.id, mine: false, at: Date.now(), ...contentOf(one.message) });
    const ours = one.message['biz_opaque_callback_data'];
    const more = typeof ours === 'string' ? { biz_opaque_callback_data: ours } : {};
    for (const state of ['sent', 'delivered', 'read'])
      await whatsapp.post(webhook, whatsapp.state(one.id, state, more));
  }

  return {
    say(customer: Customer, { text, button, of, old = false }: Said): Promise<void> {
      if (button === undefined) return write(customer, { type: 'text', text: { body: text } }, { text, old });
      const reply = { type: 'button_reply', button_reply: { id: button, title: text } };
      return write(customer, { type: 'interactive', interactive: reply, context: { id: of } }, { text });
    },
    async image(customer: Customer, content: Buffer, mediaType = 'image/jpeg'): Promise<void> {
      const id = whatsapp.keep(content, mediaType);
      await write(customer, { type: 'image', image: { id, mime_type: mediaType } }, { image: id });
    },
    behave(name: string): void {
      behaviour = Object.hasOwn(behaviours, name) ? name : 'normal';
      whatsapp.behave(behaviours[behaviour]!);
    },
    async look(phone: string) {
      for (const one of whatsapp.delivered) if (one.to === phone && !shown.has(one.id)) await arrive(one);
      const messages = ofPhone(phone).map((one) => ({ ...one, read: whatsapp.read.has(one.id) }));
      return { behaviour, messages };
    },
  };
}

type Json = Record<string, unknown>;

/** As the phone shows it; what it has no form for, by its kind. */
function contentOf(message: Json): Pick<Chat, 'text' | 'image' | 'buttons'> {
  const kind = String(message['type']);
  const part = (message[kind] ?? {}) as Json;
  if (kind === 'text') return { text: String(part['body']) };
  if (kind === 'image') {
    const caption = part['caption'];
    return { image: String(part['id']), ...(typeof caption === 'string' && { text: caption }) };
  }
  if (kind === 'template') return { text: templateText(part) };
  if (kind !== 'interactive')
    return { text: `(${kind}) ${String(part['filename'] ?? part['caption'] ?? '')}` };
  const { buttons = [] } = (part['action'] ?? {}) as {
    buttons?: Array<{ reply: { id: string; title: string } }>;
  };
  return {
    text: String((part['body'] as Json | undefined)?.['text'] ?? ''),
    buttons: buttons.map(({ reply }) => reply),
  };
}

function templateText({ name, language, components }: Json): string {
  const parts = (components ?? []) as Array<{ parameters?: Array<{ text?: string }> }>;
  const filled = parts.flatMap(({ parameters = [] }) => parameters.map(({ text = '' }) => text));
  return [`Template ${String(name)} (${String((language as Json)['code'])})`, ...filled].join('\n');
}

function json(response: ServerResponse, body: object): void {
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

async function bytes(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request) {
    parts.push(part as Buffer);
    size += (part as Buffer).length;
    if (size > mostBytes) throw new Error('The file is too large.');
  }
  return Buffer.concat(parts);
}
