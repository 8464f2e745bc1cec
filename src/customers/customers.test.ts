import { attributesOf, displayName } from './known-attributes';

it('keeps a name whole through first and last name', () => {
  for (const name of ['Ada', 'Ada Lovelace', 'Ludwig van Beethoven', '李 小龙']) {
    expect(displayName(attributesOf({ name }))).toBe(name);
  }
});

it('leaves out what is not known', () => {
  expect(attributesOf({})).toEqual({});
  expect(attributesOf({ name: '  ', email: 'A@B.Test' })).toEqual({ email: 'a@b.test' });
  expect(displayName({})).toBeUndefined();
});
