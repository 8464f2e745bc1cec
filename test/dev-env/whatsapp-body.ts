// Bodies as Meta posts them, and what is read in them.
import type { ChannelEvent } from '../../src/channels/channel';
import { parse } from '../../src/channels/whatsapp/parse';

export const said = (body: unknown): ChannelEvent[] =>
  parse({ body: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)), headers: {} });

export const wrap = (value: object, field = 'messages') => ({
  entry: [{ changes: [{ field, value: { metadata: { display_phone_number: '1 555 0100' }, ...value } }] }],
});
export const base = { from: '491701234567', id: 'wamid.A', timestamp: '1790000000' };
export const at = '2026-09-21T14:13:20.000Z';
export const person = { identities: [{ kind: 'phone', value: '+491701234567' }] };
export const one = (message: object, value: object = {}) =>
  said(wrap({ messages: [{ ...base, ...message }], ...value }))[0];
