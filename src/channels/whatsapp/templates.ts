// Templates of a WhatsApp Business account: how Meta lists them, and how a filled one is sent.
// Source: Meta, "Business Management API: message templates" and "Cloud API: template messages".
import type { ChannelTemplate } from '../../protocol/model/template';
import { headerKinds } from '../../protocol/model/template';
import { placesIn } from '../outbound/fill-template';
import type { FilledTemplate } from '../channel';
import { list, text, type Json } from './read-json';

/** Undefined for what has no name. */
export function readTemplate(listed: Json): ChannelTemplate | undefined {
  const name = text(listed['name']);
  const language = text(listed['language']);
  if (name === undefined || language === undefined) return undefined;
  const components = list(listed['components']);
  const part = (type: string) => components.find((one) => text(one['type'])?.toUpperCase() === type);
  const [header, footer] = [headerOf(part('HEADER')), text(part('FOOTER')?.['text'])];
  const category = text(listed['category'])?.toLowerCase();
  const body = text(part('BODY')?.['text']) ?? '';
  const state = text(listed['status'])?.toLowerCase() ?? 'unknown';
  const why = whyNot(state, components, header);
  return {
    name,
    language,
    ...(category !== undefined && { category }),
    state,
    ...(header && { header }),
    body: { text: body, places: placesIn(body) },
    ...(footer !== undefined && { footer }),
    buttons: list(part('BUTTONS')?.['buttons']).map(buttonOf),
    ...(why !== undefined && { why }),
  };
}

const states: Record<string, string> = {
  pending: 'WhatsApp has not approved it yet.',
  in_appeal: 'WhatsApp has not approved it yet.',
  rejected: 'WhatsApp has rejected it.',
  paused: 'WhatsApp has paused it.',
  disabled: 'WhatsApp has switched it off.',
};
const known = new Set(['HEADER', 'BODY', 'FOOTER', 'BUTTONS']);

function whyNot(state: string, components: Json[], header: ChannelTemplate['header']): string | undefined {
  if (state !== 'approved') return states[state] ?? 'WhatsApp does not list it as approved.';
  const odd = components.find((one) => !known.has(text(one['type'])?.toUpperCase() ?? ''));
  if (odd || header?.kind === 'location' || header?.kind === 'other')
    return 'It has a part that cannot be filled in here.';
  return undefined;
}

function headerOf(header: Json | undefined): ChannelTemplate['header'] {
  if (!header) return undefined;
  const format = text(header['format'])?.toLowerCase() ?? 'text';
  const kind = headerKinds.find((one) => one === format) ?? 'other';
  const words = text(header['text']);
  if (kind !== 'text') return { kind, places: kind === 'other' ? [] : [kind] };
  return { kind, ...(words !== undefined && { text: words }), places: placesIn(words ?? '') };
}

function buttonOf(button: Json): ChannelTemplate['buttons'][number] {
  const kind = text(button['type'])?.toLowerCase() ?? 'other';
  const url = text(button['url']);
  return {
    kind,
    text: text(button['text']) ?? '',
    ...(url !== undefined && { url }),
    // A code is always a place; a reply and a number have none.
    places: kind === 'copy_code' || kind === 'otp' ? ['code'] : placesIn(url ?? ''),
  };
}

/** As the Graph API takes it. Without what the list says, the places are those of a body. */
export function templateMessage({
  name,
  language,
  parameters = [],
  header,
  buttons = [],
  form,
}: FilledTemplate): Json {
  const components = [
    ...(header === undefined || !form?.header
      ? []
      : [{ type: 'header', parameters: [headerParameter(header, form.header)] }]),
    ...(parameters.length === 0
      ? []
      : [{ type: 'body', parameters: parameters.map((value, at) => worded(value, form?.body[at])) }]),
    ...buttons.map((value, at) => buttonComponent(value, form?.buttons[at] ?? { index: at, kind: 'url' })),
  ];
  return { name, language: { code: language }, ...(components.length > 0 && { components }) };
}

/** A place with a name is told by it; one with a number by its order. */
function worded(value: string, place: string | undefined): Json {
  const named = place === undefined || /^\d+$/.test(place) ? {} : { parameter_name: place };
  return { type: 'text', ...named, text: value };
}

function headerParameter(value: string, { kind, place }: { kind: string; place: string }): Json {
  return kind === 'text' ? worded(value, place) : { type: kind, [kind]: { link: value } };
}

function buttonComponent(value: string, { index, kind }: { index: number; kind: string }): Json {
  const isCode = kind === 'copy_code';
  const parameter = isCode ? { type: 'coupon_code', coupon_code: value } : { type: 'text', text: value };
  // The button of a one-time code is an address to Meta.
  const subType = isCode ? 'copy_code' : 'url';
  return { type: 'button', sub_type: subType, index: String(index), parameters: [parameter] };
}
