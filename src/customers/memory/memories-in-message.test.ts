import type { Message } from '../../protocol/model/message';
import { memoriesIn } from './memories-in-message';
import { isSecret } from './secret-words';

function said(text: string, changes: Partial<Message> = {}): Message {
  return { type: 'text', sender: 'customer', content: { text }, metadata: {}, ...changes } as Message;
}
const kept = (message: Message) => memoriesIn(message).map(({ kind, text }) => [kind, text]);

test.each<[string, Array<[string, string]>]>([
  ['Hi, my name is Ada Lovelace.', [['name', 'Ada Lovelace']]],
  ['Hello, I am Grace Hopper. I need help', [['name', 'Grace Hopper']]],
  ["I'm Grace Hopper and my lamp broke", [['name', 'Grace Hopper']]],
  ['I am From Berlin originally', []],
  ["I'm Team Lead.", []],
  ['I am Swiss German.', []],
  ['Soy Cliente Premium.', []],
  ['I am Brian Duncan.', [['name', 'Brian Duncan']]],
  ['I am angry. I am Vegan', [['preference', 'I am Vegan']]],
  ['I am Grace', []],
  ['Ich heiße Jörg', [['name', 'Jörg']]],
  ['меня зовут Анна', [['name', 'Анна']]],
  ['我叫王小明', [['name', '王小明']]],
  ['I bought a Trailblazer 3 Tent last week', [['product', 'Trailblazer 3 Tent']]],
  [
    'I would rather be written to than called.',
    [['preference', 'I would rather be written to than called.']],
  ],
  ['I would  rather\tbe\u00a0called.', [['preference', 'I would rather be called.']]],
  ['Bitte nie vor zehn Uhr anrufen.', [['preference', 'Bitte nie vor zehn Uhr anrufen.']]],
  ['How long does a refund take?', []],
  ['my password is Hunter2 and my name is Jo', []],
  ['', []],
])('of %j', (text, memories) => expect(kept(said(text))).toEqual(memories));

test('the facts that were heard are kept, but for those beside a secret, and numbers of cards', () => {
  const entities = [
    { name: 'order number', value: 'HP-10234, 4111111111111111' },
    { name: 'phone', value: '+44 1632 960155' },
    { name: 'address', value: '5 Elm Road, Leeds' },
    { name: 'colour', value: 'red' },
  ];
  const text =
    'Order HP-10234, card 4111111111111111.\nOrder HP-10234 goes to 5 Elm Road, Leeds.\nMy pin is at +44 1632 960155.';
  expect(kept(said(text, { metadata: { entities } }))).toEqual([
    ['order number', 'HP-10234'],
    ['address', '5 Elm Road, Leeds'],
  ]);
});

test('what an agent promises is kept, what the AI says and notes are not', () => {
  const text = 'Thank you. I will refund you by Friday. Is that fine?';
  const agent = { sender: 'agent' as const };
  expect(kept(said(text, agent))).toEqual([['promise', 'I will refund you by Friday.']]);
  expect(kept(said(text, { sender: 'ai' }))).toEqual([]);
  expect(kept(said(text, { ...agent, type: 'note' }))).toEqual([]);
  expect(kept(said('Wir melden uns morgen bei Ihnen.', agent))).toHaveLength(1);
});

test('the language is known from a handover, and a list is no telling', () => {
  const packet = { language: 'de' } as NonNullable<Message['content']['packet']>;
  expect(kept(said('', { type: 'handover', sender: 'ai', content: { packet } }))).toEqual([
    ['language', 'de'],
  ]);
  const many = said('I prefer tea. '.repeat(50));
  expect(memoriesIn(many)).toHaveLength(10);
});

test.each([
  ['4111 1111 1111 1111', true],
  ['5500-0000-0000-0004', true],
  ['my order is 1234567890123', false],
  ['Passwort: geheim', true],
  ['sk-abcdef123456', true],
  ['пароль 1234', true],
  ['密码是1234', true],
  ['spinning wheel', false],
  ['order HP-20417', false],
])('%j is a secret: %s', (text, secret) => expect(isSecret(text)).toBe(secret));
