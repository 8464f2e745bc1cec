// A customer's phone to play with: a page beside the console, on top of the fake of Meta's side.
import { randomBytes } from 'node:crypto';
import type { Behaviour, Delivered, FakeWhatsApp } from './fake-whatsapp';
import { servePlayPage, type PlayPage } from './play-page';

/** What Meta does with what the team sends. */
const behaviours: Record<string, Behaviour> = {
  normal: 'normal',
  refuse: { code: 131026, details: 'The phone page was told to refuse.' },
  unreachable: { code: 131016, status: 503, details: 'The phone page was told to be unreachable.' },
  hang: 'hang',
};
const oldSeconds = 25 * 3_600;

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

export type Phone = PlayPage;

export async function startPhone({ whatsapp, webhook, port = 0 }: PhoneOptions): Promise<Phone> {
  const chats = createChats(whatsapp, webhook);
  const phoneOf = ({ searchParams }: URL): string => searchParams.get('phone') ?? '';
  return servePlayPage({
    file: 'phone.html',
    header: 'x-phone',
    port,
    async read(url) {
      const file = whatsapp.file(url.pathname.replace('/file/', ''));
      return file ?? (url.pathname === '/chat' ? chats.look(phoneOf(url)) : undefined);
    },
    async act(url, body, { headers }) {
      const customer = { phone: phoneOf(url), name: url.searchParams.get('name') ?? 'Ada' };
      if (url.pathname === '/image') await chats.image(customer, body, headers['content-type']);
      else if (url.pathname === '/say') await chats.say(customer, JSON.parse(body.toString()) as Said);
      else if (url.pathname === '/behave') chats.behave(body.toString());
    },
  });
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
    for (const state of ['sent', 'delivered', 'read'])
      await whatsapp.post(webhook, whatsapp.state(one.id, state));
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
  if (kind === 'reaction') return { text: `(reaction) ${String(part['emoji'] || 'taken back')}` };
  if (kind !== 'interactive') {
    const { filename = '', caption = '' } = part;
    return { text: [`(${kind}) ${String(filename)}`.trim(), String(caption)].filter(Boolean).join('\n') };
  }
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
