import { attributeWords, typedOf, valueOf } from './attribute-words';

test('each type is said as people say it', () => {
  expect(attributeWords({ type: 'text' }, undefined)).toBe('Not known');
  expect(attributeWords({ type: 'boolean' }, false)).toBe('No');
  expect(attributeWords({ type: 'number' }, 1234.5, 'en-GB')).toBe('1,234.5');
  expect(attributeWords({ type: 'date' }, '2026-11-05', 'en-GB')).toBe('5 Nov 2026');
});

test('what was kept before an attribute was of this type is shown as it is', () => {
  expect(attributeWords({ type: 'date' }, 'soon')).toBe('soon');
  expect(attributeWords({ type: 'choice' }, 3, 'en-GB')).toBe('3');
});

test('what is typed becomes a value of its type, and nothing clears it', () => {
  expect(valueOf({ type: 'text' }, '  Gold ')).toBe('Gold');
  expect(valueOf({ type: 'number' }, '1,5')).toBe(1.5);
  expect(valueOf({ type: 'number' }, 'many')).toBe('many');
  expect([valueOf({ type: 'boolean' }, 'true'), valueOf({ type: 'boolean' }, 'false')]).toEqual([
    true,
    false,
  ]);
  expect(valueOf({ type: 'date' }, ' ')).toBeNull();
  expect(valueOf({ type: 'boolean' }, typedOf(false))).toBe(false);
});
