// What a customer sent, by kind, as words that a person reads and the AI understands.
// Source: Meta, WhatsApp Cloud API, "Webhooks: messages" (fields as of v26.0).
import type { MessageType } from '../../protocol/model/message';
import type { InboundContent } from '../channel';
import { joined, list, object, text, type Json } from './read-json';

type Reader = (part: Json) => InboundContent | undefined;

const media =
  (type: MessageType): Reader =>
  (part) => {
    const id = text(part['id']);
    if (id === undefined) return undefined;
    const caption = text(part['caption']);
    const mediaType = text(part['mime_type'])?.split(';')[0]?.trim();
    const fileName = text(part['filename']);
    return {
      type,
      ...(caption && { text: caption }),
      media: { id, ...(mediaType && { mediaType }), ...(fileName && { fileName }) },
    };
  };

const words = (value: string | undefined, data?: Json): InboundContent | undefined =>
  value === undefined ? undefined : { type: 'text', text: value, ...(data && { data }) };

/** A place as its name, its address and a link that any browser opens. */
const location: Reader = (part) => {
  const [latitude, longitude] = [Number(part['latitude']), Number(part['longitude'])];
  const known = Number.isFinite(latitude) && Number.isFinite(longitude) && part['latitude'] !== '';
  const address = joined([text(part['name']), text(part['address'])], ', ');
  const link = known ? `https://www.openstreetmap.org/?mlat=${latitude}&mlon=${longitude}` : undefined;
  return words(joined([address, link], '\n') ?? 'A place', { location: part });
};

function contact(one: Json): string | undefined {
  const name = object(one['name']);
  return joined(
    [
      text(name['formatted_name']) ?? joined([text(name['first_name']), text(name['last_name'])], ' '),
      ...list(one['phones']).map(({ phone }) => text(phone)),
      ...list(one['emails']).map(({ email }) => text(email)),
    ],
    ', ',
  );
}

const order: Reader = (part) => {
  const items = list(part['product_items']).map((item) =>
    joined(
      [
        `${text(item['quantity']) ?? '?'} x ${text(item['product_retailer_id']) ?? 'a product'}`,
        joined([text(item['item_price']), text(item['currency'])], ' '),
      ],
      ', ',
    ),
  );
  const lines = [text(part['text']), ...items, total(list(part['product_items']))];
  return words(joined(lines, '\n') ?? 'An order', { order: part });
};

/** Of several items in one currency; what cannot be known is not said. */
function total(items: readonly Json[]): string | undefined {
  const [currency, ...others] = new Set(items.map((item) => text(item['currency'])));
  const parts = items.map((item) => Number(text(item['quantity'])) * Number(text(item['item_price'])));
  const sum = parts.reduce((all, part) => all + part, 0);
  if (items.length < 2 || currency === undefined || others.length > 0 || !Number.isFinite(sum))
    return undefined;
  return `Together ${Number(sum.toFixed(2))} ${currency}`;
}

/** Answers of a flow, a line each; its token is of no use to anybody. */
function flowAnswers(reply: Json): string | undefined {
  try {
    const answers = Object.entries(object(JSON.parse(text(reply['response_json']) ?? '{}')));
    const lines = answers
      .filter(([key]) => key !== 'flow_token')
      .map(([key, value]) => `${key}: ${typeof value === 'string' ? value : JSON.stringify(value)}`);
    return joined(lines, '\n') ?? text(reply['body']);
  } catch {
    return text(reply['body']);
  }
}

const interactive: Reader = (part) => {
  const reply = object(part['button_reply'] ?? part['list_reply']);
  const title = joined([text(reply['title']), text(reply['description'])], '\n');
  if (title !== undefined) return words(title, { reply });
  const flow = object(part['nfm_reply']);
  return words(flowAnswers(flow), { flow: text(flow['name']) ?? 'flow' });
};

/** Each kind stands under its own name in the message. */
const kinds: Record<string, Reader> = {
  text: (part) => words(text(part['body'])),
  image: media('image'),
  video: media('file'),
  audio: media('audio'),
  voice: media('audio'),
  document: media('file'),
  sticker: media('image'),
  button: (part) => words(text(part['text']), { reply: part }),
  location,
  interactive,
  order,
};

/** Undefined when nothing of it is understood. The kind may be missing: Meta leaves `type` out now and then. */
export function contentOf(message: Json): InboundContent | undefined {
  const kind = kindOf(message);
  if (kind === undefined) return undefined;
  const content =
    kind === 'contacts'
      ? words(joined(list(message['contacts']).map(contact), '\n') ?? 'A contact')
      : kinds[kind]?.(object(message[kind]));
  if (!content) return undefined;
  const extra = { ...referral(message), ...forwarded(message) };
  return Object.keys(extra).length === 0 ? content : { ...content, data: { ...content.data, ...extra } };
}

export function kindOf(message: Json): string | undefined {
  const named = text(message['type']);
  if (named !== undefined) return named;
  return [...Object.keys(kinds), 'contacts', 'reaction', 'system'].find(
    (kind) => message[kind] !== undefined,
  );
}

function referral({ referral: from }: Json): Json {
  const { source_url: url, source_type: type, headline, body } = object(from);
  return from === undefined ? {} : { referral: { url, type, headline, body } };
}

function forwarded({ context }: Json): Json {
  return object(context)['forwarded'] === true ? { forwarded: true } : {};
}
