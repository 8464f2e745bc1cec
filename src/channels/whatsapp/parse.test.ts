import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ChannelEvent } from '../channel';
import { parse } from './parse';

const said = (body: unknown): ChannelEvent[] =>
  parse({ body: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)), headers: {} });

const wrap = (value: object, field = 'messages') => ({
  entry: [{ changes: [{ field, value: { metadata: { display_phone_number: '1 555 0100' }, ...value } }] }],
});
const base = { from: '491701234567', id: 'wamid.A', timestamp: '1790000000' };
const at = '2026-09-21T14:13:20.000Z';
const person = { identities: [{ kind: 'phone', value: '+491701234567' }] };
const one = (message: object, value: object = {}) =>
  said(wrap({ messages: [{ ...base, ...message }], ...value }))[0];
const content = (message: object) => (one(message) as { content: unknown }).content;

describe('messages', () => {
  test.each([
    ['text', { type: 'text', text: { body: 'Hello' } }, { type: 'text', text: 'Hello' }],
    ['a kind that Meta forgot to name', { text: { body: 'Hi' } }, { type: 'text', text: 'Hi' }],
    [
      'an image with words',
      { type: 'image', image: { id: '7', mime_type: 'image/jpeg', caption: 'broken' } },
      { type: 'image', text: 'broken', media: { id: '7', mediaType: 'image/jpeg' } },
    ],
    [
      'a voice note',
      { type: 'audio', audio: { id: '7', mime_type: 'audio/ogg; codecs=opus', voice: true } },
      { type: 'audio', media: { id: '7', mediaType: 'audio/ogg' } },
    ],
    ['a video', { type: 'video', video: { id: '7' } }, { type: 'file', media: { id: '7' } }],
    [
      'a document',
      { type: 'document', document: { id: '7', filename: 'bill.pdf' } },
      { type: 'file', media: { id: '7', fileName: 'bill.pdf' } },
    ],
    ['a sticker', { type: 'sticker', sticker: { id: '7' } }, { type: 'image', media: { id: '7' } }],
    [
      'a button of a template',
      { type: 'button', button: { text: 'No', payload: 'n' } },
      { type: 'text', text: 'No', data: { reply: { text: 'No', payload: 'n' } } },
    ],
    [
      'a choice in a list',
      {
        type: 'interactive',
        interactive: { list_reply: { id: '2', title: 'Refund', description: 'of order 7' } },
      },
      {
        type: 'text',
        text: 'Refund\nof order 7',
        data: { reply: { id: '2', title: 'Refund', description: 'of order 7' } },
      },
    ],
    [
      'a flow',
      {
        type: 'interactive',
        interactive: { nfm_reply: { response_json: '{"order":"7","flow_token":"x"}', name: 'returns' } },
      },
      { type: 'text', text: 'order: 7', data: { flow: 'returns' } },
    ],
    [
      'a place',
      { type: 'location', location: { latitude: 53.5, longitude: 10, name: 'Harbour' } },
      {
        type: 'text',
        text: 'Harbour\nhttps://www.openstreetmap.org/?mlat=53.5&mlon=10',
        data: { location: { latitude: 53.5, longitude: 10, name: 'Harbour' } },
      },
    ],
    [
      'contacts',
      { type: 'contacts', contacts: [{ name: { formatted_name: 'Bo' }, phones: [{ phone: '+45 1' }] }, {}] },
      { type: 'text', text: 'Bo, +45 1' },
    ],
  ])('%s', (_name, message, expected) => {
    const { reply } = (expected as { data?: { reply?: { id?: string } } }).data ?? {};
    const event = { kind: 'message', providerId: 'wamid.A', at, person, content: expected };
    expect(one(message)).toEqual({ ...event, choice: reply?.id });
  });

  test('an order is a line an item, with what was written along', () => {
    const order = {
      text: 'quick please',
      product_items: [{ quantity: 2, product_retailer_id: 'MUG', item_price: 9, currency: 'EUR' }],
    };
    expect(content({ type: 'order', order })).toMatchObject({ text: 'quick please\n2 x MUG, 9 EUR' });
    const more = (item: object) => ({ ...order, product_items: [...order.product_items, item] });
    const pot = { quantity: 1, product_retailer_id: 'POT', item_price: 29.9, currency: 'EUR' };
    const textOf = (item: object) => (content({ type: 'order', order: more(item) }) as { text: string }).text;
    expect(textOf(pot)).toBe('quick please\n2 x MUG, 9 EUR\n1 x POT, 29.9 EUR\nTogether 47.9 EUR');
    for (const odd of [{ currency: 'USD' }, { currency: null }, { item_price: 'free' }, { quantity: null }])
      expect(textOf({ ...pot, ...odd })).not.toContain('Together');
  });

  test('what WhatsApp does not pass on is still a message that somebody must see', () => {
    const errors = [{ code: 131051, details: 'Message type is not currently supported' }];
    expect(content({ type: 'unsupported', errors })).toEqual({
      type: 'text',
      text: 'A message that WhatsApp does not pass on',
      data: { standIn: true, notUnderstood: 'unsupported', error: 'Message type is not currently supported' },
    });
    expect(content({ type: 'hologram', hologram: {} })).toMatchObject({
      data: { standIn: true, notUnderstood: 'hologram' },
    });
  });

  test('a kind that is not known, and a body that says nothing, are listed as not understood', () => {
    const kinds = (type: string) =>
      said(wrap({ messages: [{ ...base, type, [type]: {} }] })).map(({ kind }) => kind);
    expect(kinds('hologram')).toEqual(['message', 'not_understood']);
    expect(kinds('unsupported')).toEqual(['message']);
    expect(said({ a: 1 })).toEqual([
      { kind: 'not_understood', what: 'nothing that WhatsApp is known to send' },
    ]);
  });

  test('an answer names the message that it answers, an ad and a forwarded message say so', () => {
    const context = { id: 'wamid.Q', forwarded: true };
    const referral = { source_url: 'https://ad.test', source_type: 'ad', headline: 'Mugs', body: 'Cheap' };
    expect(one({ type: 'text', text: { body: 'Hi' }, context, referral })).toMatchObject({
      replyTo: 'wamid.Q',
      content: {
        data: {
          forwarded: true,
          referral: { url: 'https://ad.test', type: 'ad', headline: 'Mugs', body: 'Cheap' },
        },
      },
    });
  });
});

describe('who wrote', () => {
  const hello = { type: 'text', text: { body: 'Hi' } };
  const senderOf = (message: object, contacts: object[]) =>
    (one({ ...hello, ...message }, { contacts }) as { person?: unknown }).person;

  test('phone and user id, the phone first: what goes to it keeps the number in later webhooks', () => {
    expect(
      senderOf({ from_user_id: 'DE.123' }, [
        { wa_id: '491701234567', user_id: 'DE.123', profile: { name: 'Ada' } },
      ]),
    ).toEqual({
      identities: [...person.identities, { kind: 'whatsapp', value: 'DE.123' }],
      name: 'Ada',
    });
  });

  test('the user id alone, when Meta hides the number', () => {
    expect(senderOf({ from: undefined }, [{ user_id: 'DE.123', profile: { name: 'Ada' } }])).toEqual({
      identities: [{ kind: 'whatsapp', value: 'DE.123' }],
      name: 'Ada',
    });
  });

  test('of several contacts the one who wrote', () => {
    const contacts = [
      { wa_id: '1555', profile: { name: 'Bo' } },
      { wa_id: '491701234567', profile: { name: 'Ada' } },
    ];
    expect(senderOf({}, contacts)).toEqual({ ...person, name: 'Ada' });
  });

  test('nobody: it is kept, and said that it was not understood', () => {
    expect(one({ ...hello, from: undefined })).toEqual({
      kind: 'not_understood',
      what: 'a message without a sender (wamid.A)',
    });
  });

  test.each([
    [
      { type: 'user_changed_number', wa_id: '4917099' },
      { kind: 'phone', value: '+491701234567' },
      { kind: 'phone', value: '+4917099' },
    ],
    [
      { type: 'user_changed_user_id', previous_user_id: 'DE.1', user_id: 'DE.2' },
      { kind: 'whatsapp', value: 'DE.1' },
      { kind: 'whatsapp', value: 'DE.2' },
    ],
  ])('is another one from now on: %o', (system, from, to) => {
    expect(one({ type: 'system', system })).toEqual({ kind: 'identity_changed', at, from, to });
  });
});

describe('what happens to a message', () => {
  test('a reaction, its removal, an edit, a message taken back', () => {
    const kinds = [
      { type: 'reaction', reaction: { message_id: 'wamid.Q', emoji: '👍' } },
      { type: 'reaction', reaction: { message_id: 'wamid.Q', emoji: '' } },
      {
        type: 'edit',
        edit: { original_message_id: 'wamid.Q', message: { type: 'text', text: { body: 'new' } } },
      },
      { type: 'revoke', revoke: { original_message_id: 'wamid.Q' } },
    ];
    const common = { providerId: 'wamid.A', at, person, target: 'wamid.Q' };
    expect(kinds.map((kind) => one(kind))).toEqual([
      { ...common, kind: 'reaction', emoji: '👍' },
      { ...common, kind: 'reaction' },
      { ...common, kind: 'edit', text: 'new' },
      { ...common, kind: 'revoke' },
    ]);
  });

  test('states, with our own id when it comes back, and the reason of a failure in plain words', () => {
    const tryId = '0b7c4c5e-6f1d-4a52-9a43-1d2f3a4b5c6d';
    const statuses = [
      { id: 'wamid.Q', status: 'delivered', timestamp: 1790000000, biz_opaque_callback_data: tryId },
      { id: 'wamid.Q', status: 'played', timestamp: '1790000000', biz_opaque_callback_data: 'not ours' },
      { id: 'wamid.Q', status: 'failed', timestamp: '1790000000', errors: [{ code: 131047, title: 'old' }] },
      { id: 'wamid.Q', status: 'deleted', timestamp: '1790000000' },
    ];
    expect(said(wrap({ statuses }))).toEqual([
      { kind: 'state', target: 'wamid.Q', delivery: 'delivered', at, tryId },
      { kind: 'state', target: 'wamid.Q', delivery: 'read', at },
      {
        kind: 'state',
        target: 'wamid.Q',
        delivery: 'failed',
        at,
        error: 'The customer wrote more than 24 hours ago. Only a template can be sent now.',
      },
      { kind: 'not_understood', what: 'state deleted of wamid.Q' },
    ]);
  });
});

describe('beside messages', () => {
  test('a call that nobody took is a word of the customer’s, once it is over; one that was taken is past', () => {
    const call = { id: 'wacid.1', from: '491701234567', to: '15550100', timestamp: '1790000000' };
    const contacts = [{ profile: { name: 'Ada' }, wa_id: '491701234567' }];
    const calls = (...parts: object[]) =>
      said(wrap({ contacts, calls: parts.map((part) => ({ ...call, ...part })) }, 'calls'));
    const user = { direction: 'USER_INITIATED' };
    expect(calls({ ...user, event: 'connect', session: { sdp: 'x' } })).toEqual([]);
    const [missed] = calls({ ...user, event: 'terminate', status: ['FAILED'] });
    expect(missed).toEqual({
      kind: 'message',
      providerId: 'wacid.1',
      at,
      person: { identities: [{ kind: 'phone', value: '+491701234567' }], name: 'Ada' },
      content: {
        type: 'text',
        text: 'Called, and nobody answered',
        data: { standIn: true, call: { seconds: 0 } },
      },
    });
    const words = (duration: number) => calls({ ...user, event: 'terminate', duration })[0];
    expect(words(42)).toMatchObject({ past: true, content: { text: 'Called: 42 s' } });
    expect(words(125)).toMatchObject({ past: true, content: { text: 'Called: 2 min' } });
    expect(calls({ event: 'terminate', direction: 'BUSINESS_INITIATED' })).toEqual([]);
    const odd = [
      calls(),
      calls({ ...user, event: 'ringing' }),
      calls({ event: 'terminate', from: null, id: null }),
    ];
    for (const events of odd) expect(events).toMatchObject([{ kind: 'not_understood' }]);
  });

  test('of several contacts none is taken for somebody else, and a lone one gives the number that is missing', () => {
    const [ada, bo] = ['491701234567', '491709999999'].map((wa_id) => ({ wa_id, user_id: `DE.${wa_id}` }));
    const text = { type: 'text', text: { body: 'Hi' } };
    const from = (message: object, ...contacts: unknown[]) =>
      (one({ ...text, ...message }, { contacts }) as { person?: { identities: object[] } }).person
        ?.identities;
    expect(from({ from: '491705555555' }, ada, bo)).toEqual([{ kind: 'phone', value: '+491705555555' }]);
    expect(from({}, bo, ada)).toEqual([
      { kind: 'phone', value: '+491701234567' },
      { kind: 'whatsapp', value: 'DE.491701234567' },
    ]);
    expect(from({ from: undefined, from_user_id: 'DE.1' }, bo)).toEqual([
      { kind: 'phone', value: '+491709999999' },
      { kind: 'whatsapp', value: 'DE.1' },
    ]);
    expect(from({ from: undefined, from_user_id: 'DE.1' }, ada, bo)).toEqual([
      { kind: 'whatsapp', value: 'DE.1' },
    ]);
  });

  test('what is said in a group is answered to nobody', () => {
    const message = {
      from: '491701234567',
      id: 'wamid.G',
      timestamp: '1790000000',
      type: 'text',
      text: { body: 'Hi all' },
    };
    expect(said(wrap({ messages: [{ ...message, group_id: 'G1' }] }))).toEqual([
      { kind: 'not_understood', what: 'a message in a group: only conversations with one person are served' },
    ]);
  });

  test('what became of a payment is a line that asks nobody', () => {
    const payment = { reference_id: 'order-17', amount: { value: 21_750, offset: 100 }, currency: 'INR' };
    const status = { id: 'wamid.P', recipient_id: '491701234567', timestamp: '1790000000', type: 'payment' };
    const [captured] = said(wrap({ statuses: [{ ...status, status: 'captured', payment }] }));
    expect(captured).toMatchObject({
      kind: 'message',
      providerId: 'wamid.P/payment/captured',
      at,
      past: true,
      content: { text: 'Payment captured: 217.50 INR (order-17)', data: { standIn: true } },
    });
    const bare = said(wrap({ statuses: [{ ...status, status: 'failed' }] }));
    expect(bare).toMatchObject([{ content: { text: 'Payment failed' } }]);
    const nobody = said(wrap({ statuses: [{ ...status, recipient_id: undefined, status: 'pending' }] }));
    expect(nobody).toEqual([{ kind: 'not_understood', what: 'a payment of nobody: pending' }]);
  });

  test('what the business wrote on its phone is the team’s, to the customer', () => {
    const echo = { from: '15550100', to: '491701234567', id: 'wamid.E', timestamp: '1790000000' };
    const body = wrap(
      { message_echoes: [{ ...echo, type: 'text', text: { body: 'On it' } }] },
      'smb_message_echoes',
    );
    expect(said(body)).toEqual([
      {
        kind: 'message',
        providerId: 'wamid.E',
        at,
        person,
        content: { type: 'text', text: 'On it' },
        fromTeam: true,
      },
    ]);
  });

  test('what the business did to a message on its phone is the team’s, too', () => {
    const echo = { from: '15550100', to: '491701234567', id: 'wamid.E', timestamp: '1790000000' };
    const did = (part: object) =>
      said(wrap({ message_echoes: [{ ...echo, ...part }] }, 'smb_message_echoes'));
    const common = { providerId: 'wamid.E', at, person, target: 'wamid.1', fromTeam: true };
    expect(did({ type: 'reaction', reaction: { message_id: 'wamid.1', emoji: '👍' } })).toEqual([
      { ...common, kind: 'reaction', emoji: '👍' },
    ]);
    expect(did({ type: 'revoke', revoke: { original_message_id: 'wamid.1' } })).toEqual([
      { ...common, kind: 'revoke' },
    ]);
  });

  test('history is past, whoever wrote it', () => {
    const messages = [
      { from: '491701234567', id: 'wamid.1', timestamp: '1790000000', type: 'text', text: { body: 'Hi' } },
      { from: '15550100', id: 'wamid.2', timestamp: '1790000000', type: 'text', text: { body: 'Hello' } },
    ];
    const body = wrap({ history: [{ threads: [{ id: '491701234567', messages }] }] }, 'history');
    expect(said(body)).toMatchObject([
      { person, past: true, content: { text: 'Hi' } },
      { person, past: true, fromTeam: true, content: { text: 'Hello' } },
    ]);
  });

  test.each([
    ['no JSON', '{', 'The body is no JSON.'],
    ['a field that is not known', wrap({}, 'holograms'), 'field holograms'],
    ['an error of the account', wrap({ errors: [{ code: 1, message: 'odd' }] }), 'Meta reports: odd'],
    ['a message without an id', wrap({ messages: [{ from: '1' }] }), 'a message without an id'],
  ])('%s is kept, and said that it was not understood', (_name, body, what) => {
    expect(said(body)).toEqual([{ kind: 'not_understood', what }]);
  });

  test('several messages in several changes of several entries come in their order', () => {
    const text = (id: string) => ({ ...base, id, type: 'text', text: { body: id } });
    const [a, b] = [wrap({ messages: [text('1'), text('2')] }), wrap({ messages: [text('3')] })];
    const events = said({ entry: [...a.entry, ...b.entry] });
    expect(events.map((event) => 'providerId' in event && event.providerId)).toEqual(['1', '2', '3']);
  });

  test('whatever the shape, nothing is thrown', () => {
    const odd = [null, 1, 'x', [], {}, { entry: 3 }, { entry: [null] }, { entry: [{ changes: [[]] }] }];
    const values = [
      { messages: [null, 3] },
      { statuses: {} },
      { contacts: 'x', messages: [{ id: {}, from: [] }] },
    ];
    for (const body of [...odd, ...values.map((value) => wrap(value))])
      expect(Array.isArray(said(body))).toBe(true);
  });
});

const fixtures = join(__dirname, '../../../../shared/fixtures/whatsapp');
const files = existsSync(fixtures)
  ? readdirSync(fixtures, { recursive: true })
      .map(String)
      .filter((name) => name.endsWith('.json'))
  : [];
(files.length > 0 ? test : test.skip)('bodies that others recorded are all taken', () => {
  const kinds = files.map((name) => said(readFileSync(join(fixtures, name), 'utf8')).map(({ kind }) => kind));
  const counts = kinds.flat().reduce<Record<string, number>>((all, kind) => {
    all[kind] = (all[kind] ?? 0) + 1;
    return all;
  }, {});
  expect(counts).toEqual({ message: 32, state: 10, reaction: 4, identity_changed: 2, not_understood: 17 });
});
