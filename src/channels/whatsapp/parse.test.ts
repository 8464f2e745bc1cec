import { at, base, one, person, said, wrap } from '../../../test/dev-env/whatsapp-body';

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
