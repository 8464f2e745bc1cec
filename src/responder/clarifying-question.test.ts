import { clarifyingQuestion, chosenOption } from './clarifying-question';
import { western } from './understanding/phrases';
import { others } from './understanding/more-phrases';

const options = [
  { articleId: 'a', title: 'Cancelling or changing an order' },
  { articleId: 'b', title: 'Your account and password' },
];

it('asks in one short question that names each option, and brings them as buttons', () => {
  expect(clarifyingQuestion(options, 'en')).toEqual({
    content: { text: 'Do you mean “Cancelling or changing an order” or “Your account and password”?' },
    metadata: { asks: 'which', options },
  });
  expect(clarifyingQuestion(options, 'de').content.text).toBe(
    'Meinen Sie „Cancelling or changing an order“ oder „Your account and password“?',
  );
  const three = [...options, { articleId: 'c', title: 'Gift cards' }];
  expect(clarifyingQuestion(three, 'fr').content.text).toMatch(
    /^Parlez-vous de .+, .+ ou « Gift cards » \?$/,
  );
});

it('speaks every language of small talk, each in its own words, and English for others', () => {
  const codes = Object.keys({ ...western, ...others });
  expect(codes).toHaveLength(12);
  const asked = codes.map((code) => clarifyingQuestion(options, code).content.text);
  expect(new Set(asked).size).toBe(12);
  for (const text of asked) expect(text).toContain('Your account and password');
  for (const code of ['sw', 'constructor', undefined])
    expect(clarifyingQuestion(options, code).content.text).toMatch(/^Do you mean/);
});

it('a long title is cut, and only the first ten are offered', () => {
  const many = Array.from({ length: 12 }, (_, n) => ({ articleId: `${n}`, title: `${n} `.repeat(100) }));
  const offered = clarifyingQuestion(many, 'en').metadata.options!;
  expect(offered).toHaveLength(10);
  expect(offered.every(({ title }) => title.length <= 120 && title.endsWith('…'))).toBe(true);
});

it.each([
  ['Your account and password', 'b'],
  ['your ACCOUNT and password.', 'b'],
  // As a button of WhatsApp shows it.
  ['Cancelling or changi', 'a'],
  ['Cancelling or changing a\nn order', 'a'],
  ['2', 'b'],
  ['1.', 'a'],
  ['3', undefined],
  ['y', undefined],
  ['neither, I have lost my parcel', undefined],
  ['', undefined],
])('the answer "%s" takes %s', (answer, articleId) => {
  expect(chosenOption(options, answer)?.articleId).toBe(articleId);
});
