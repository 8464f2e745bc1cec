// Random secrets and their hashes. What is stored is a hash: a copy of the database opens nothing.
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** 256 random bits, 43 characters of base64url. */
export function randomSecret(): string {
  return randomBytes(32).toString('base64url');
}

/** 64 hex digits. Fit for secrets of 256 random bits, not for passwords. */
export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** Compares in constant time; false for anything that is not a non-empty string. */
export function sameSecret(given: unknown, expected: string | undefined): boolean {
  if (typeof given !== 'string' || given === '' || !expected) return false;
  return timingSafeEqual(Buffer.from(sha256(given)), Buffer.from(sha256(expected)));
}
