import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { at, base, one, person, said, wrap } from '../../../test/dev-env/whatsapp-body';

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
