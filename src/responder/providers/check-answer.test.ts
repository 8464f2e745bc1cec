import type { Passage } from '../../knowledge/passage';
import { createCheck } from './check-answer';
import { figuresIn } from './figures';
import { maskSecrets } from './mask-secrets';

const passage = (chunkId: string, title: string, text: string): Passage => ({
  articleId: chunkId,
  chunkId,
  title,
  heading: '',
  text,
  excerpt: text,
  score: 0.5,
  certainty: 0.5,
  audience: 'public',
  labels: [],
});
const passages = [
  passage(
    'a',
    'Refunds',
    'A refund takes 5 to 7 working days from the day your return reaches our warehouse. We write an e-mail when the refund is on its way. It costs nothing.',
  ),
  passage(
    'b',
    'Delivery',
    'Delivery to Norway costs £16 and takes nine working days. Ask [the carrier](https://carrier.example/track). Orders over £1,000 are free.',
  ),
];
const check = (text: string, isFinished = true) => createCheck(passages)(text, isFinished);

it('keeps what cites a passage that says it, wherever the mark stands', () => {
  for (const text of [
    'A refund takes 5 to 7 working days [1]. Delivery to Norway costs £16 [2].',
    'A refund takes 5 to 7 working days. [1] Delivery to Norway costs £16. [2]',
    '[1] A refund takes 5 to 7 working days.\n[2] Delivery to Norway costs £16.',
  ]) {
    const { text: kept, cited, isDoubtful } = check(text);
    expect(kept).toBe(text);
    expect(cited.map(({ chunkId }) => chunkId)).toEqual(['a', 'b']);
    expect(isDoubtful).toBe(false);
  }
});

it('a sentence that cites nothing goes, one that only leads to what holds stays', () => {
  const { text } = check('Happy to help! A refund takes 5 to 7 working days [1]. We love our customers.');
  expect(text.trim()).toBe('A refund takes 5 to 7 working days [1].');
  const led = 'It goes like this:\n1. The return reaches our warehouse [1].\n2. We write an e-mail [1].';
  expect(check(led).text).toBe(led);
});

it.each([
  ['cites a passage that was not given', 'A refund takes 5 to 7 working days [7].'],
  ['cites one that was given and one that was not', 'A refund takes 5 to 7 working days [1, 9].'],
  ['has a number of its own', 'A refund takes 3 working days [1].'],
  ['has a number in words of its own', 'A refund takes three working days [1].'],
  ['takes a number of another passage', 'A refund takes 16 working days [1].'],
  ['changes the currency', 'Delivery to Norway costs €16 [2].'],
  ['makes a share of a number', 'Delivery to Norway has 16 % off [2].'],
  ['brings a link of its own', 'Track the delivery to Norway at https://evil.example/track [2].'],
  ['brings an address of its own', 'For your refund write an e-mail to help@evil.example [1].'],
  ['repeats the rules', 'You answer customers of a company in its support chat [1].'],
  [
    'says something else',
    'Our president personally guarantees everybody lifelong happiness and wealth tomorrow [1].',
  ],
])('a sentence that %s goes, and makes the answer doubtful where it comes first', (_, sentence) => {
  expect(check(sentence)).toMatchObject({ text: '', isDoubtful: true });
  const later = check(
    `A refund takes 5 to 7 working days from the day your return reaches our warehouse [1]. ${sentence}`,
  );
  expect(later.text.trim()).toMatch(/reaches our warehouse \[1\]\.$/);
  expect(later.isDoubtful).toBe(false);
});

it('numbers are the same however they are written', () => {
  expect(check('Delivery to Norway takes 9 working days [2].').text).not.toBe('');
  expect(check('Orders over £1.000,00 are free, orders over £1000 too [2].').text).not.toBe('');
  expect([...figuresIn('GBP 4,50 and 40 percent')]).toEqual(['4.5', '£4.5', '40', '%40']);
});

it('what is written in another language than the articles is checked by its numbers', () => {
  expect(check('Eine Erstattung dauert 5 bis 7 Werktage ab Eingang im Lager [1].').text).not.toBe('');
  expect(check('Eine Erstattung dauert 2 bis 7 Werktage ab Eingang im Lager [1].').text).toBe('');
});

it('steps of which one does not hold all go', () => {
  const { text } = check(
    'A refund takes 5 to 7 working days [1].\n1. The return reaches our warehouse [1].\n2. Pay 30 pounds [1].\n3. We write an e-mail [1].',
  );
  expect(text.trim()).toBe('A refund takes 5 to 7 working days [1].');
});

it('while it is written only what is over is looked at, and what was kept stays', () => {
  const whole =
    'So:\nA refund takes 5 to 7 working days. [1] We write an e-mail [1]. It takes 99 days [1].\n1. The return reaches our warehouse [1].\n2. It costs nothing [1].\nDelivery to Norway costs £16 [2].';
  let before = '';
  for (let end = 1; end <= whole.length; end += 1) {
    const { text } = check(whole.slice(0, end), false);
    expect(text.startsWith(before)).toBe(true);
    expect(text).not.toContain('99');
    before = text;
  }
  expect(before).toContain('It costs nothing [1].');
  expect(check(whole).text.startsWith(before)).toBe(true);
});

it('card numbers, accounts, passwords and keys are not for a model', () => {
  expect(
    maskSecrets(
      'My card 4111 1111 1111 1111, IBAN DE89 3704 0044 0532 0130 00, password: hunter2!, key sk-live_1234567890abcdefghij',
    ),
  ).toBe('My card [card number], IBAN [account number], password: [secret], key [key]');
  const order =
    'Order 4711 of 2026-03-01, tracking 1234567890123, +49 30 1234567, I forgot my password and my pin is lost';
  expect(maskSecrets(order)).toBe(order);
});
