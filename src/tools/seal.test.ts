import { randomBytes } from 'node:crypto';
import { createSeal } from './seal';

const seal = createSeal(randomBytes(32));

test('What was sealed opens as it was, and says nothing while it is sealed', () => {
  const plain = Buffer.from('My number is +1 555 0100');
  const sealed = seal.seal(plain);
  expect(sealed.includes('555')).toBe(false);
  expect(seal.open(sealed)).toEqual(plain);
  expect(seal.seal(plain)).not.toEqual(sealed);
  expect(seal.open(seal.seal(Buffer.alloc(0)))).toEqual(Buffer.alloc(0));
});

test('Another key, a changed byte and half of it are refused', () => {
  const sealed = seal.seal(Buffer.from('words'));
  const changed = Buffer.from(sealed);
  changed[changed.length - 1]! ^= 1;
  expect(() => createSeal(randomBytes(32)).open(sealed)).toThrow();
  expect(() => seal.open(changed)).toThrow();
  expect(() => seal.open(sealed.subarray(0, 14))).toThrow();
});
