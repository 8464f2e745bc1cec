// What the tests of worker threads have done there.
import { threadId } from 'node:worker_threads';
import { DomainError } from '../../src/errors';

export const whichThread = () => threadId;
export const upperCase = (text: string) => text.toUpperCase();
export const reversed = (bytes: Buffer) => ({ length: bytes.length, bytes: Buffer.from(bytes).reverse() });
export const isBuffer = (bytes: unknown) => Buffer.isBuffer(bytes);

export function refuse(): never {
  throw new DomainError('not_found', 'There is none.');
}

export function crash(): never {
  throw new TypeError('broken');
}

export function overflow(): number {
  return 1 + overflow();
}

export function hang(): never {
  for (;;);
}

export function grow(): never {
  const kept: Buffer[] = [];
  for (;;) kept.push(Buffer.alloc(8 * 1024 * 1024, 1));
}
