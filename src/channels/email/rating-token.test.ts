import { createRatingTokens } from './rating-token';

const place = {
  sessionId: '0f8fad5b-d9cb-469f-a165-70867728950e',
  seq: 12,
  expires: 1_796_000_000,
  toHash: 'ab'.repeat(32),
};
const tokens = createRatingTokens('a secret');

test('a token says its place again, and is fit for an address', () => {
  const token = tokens.sign(place);
  expect(token).toMatch(/^[\w-]{96}$/);
  expect(tokens.read(token)).toEqual(place);
  expect(tokens.sign({ ...place, seq: 13 })).not.toBe(token);
});

test.each([
  ['absent words', ''],
  ['a blank', ' '],
  ['one of another secret', createRatingTokens('another').sign(place)],
  ['a longer one', `${tokens.sign(place)}A`],
  ['a shorter one', tokens.sign(place).slice(1)],
  ['one with another number', tokens.sign(place).replace(/^./, (first) => (first === 'A' ? 'B' : 'A'))],
  ['one with another end', tokens.sign(place).replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'))],
])('%s is nobody’s', (_what, token) => {
  expect(tokens.read(token)).toBeUndefined();
});
