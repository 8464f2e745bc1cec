import { sanitizeInput } from './sanitize-input';

it('keeps what can be stored', () => {
  const value = { text: 'zwölf 👩‍👩‍👧 \n\t', list: [1, null, true, { a: 'b' }] };
  expect(sanitizeInput(value)).toEqual({ value });
});

it('drops NUL and halves of surrogate pairs, in keys too', () => {
  expect(sanitizeInput({ 'a\0': 'x\0y\ud800z' })).toEqual({ value: { a: 'xyz' } });
});

it('refuses keys that reach a prototype, at any depth', () => {
  expect(sanitizeInput(JSON.parse('{"a":[{"__proto__":{"b":1}}]}'))).toEqual({
    refused: 'has the key "__proto__"',
  });
});

it('refuses what is nested too deeply, without running out of stack', () => {
  const deep = (levels: number) => JSON.parse('['.repeat(levels) + ']'.repeat(levels)) as unknown;
  expect(sanitizeInput(deep(20))).toHaveProperty('value');
  expect(sanitizeInput(deep(100_000))).toEqual({ refused: 'is nested too deeply' });
});
