// Opaque places in a list, for the document stores.
import type { z } from 'zod';
import { DomainError } from '../errors';

export function writeCursor(place: unknown): string {
  return Buffer.from(JSON.stringify(place)).toString('base64url');
}

/** @throws `invalid` for a cursor that `writeCursor` did not make of such a place */
export function readCursor<T>(place: z.ZodType<T>, cursor: string): T {
  try {
    return place.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
  } catch {
    throw new DomainError('invalid', 'This cursor is not one of ours.', {
      errors: [{ path: 'cursor', message: 'Use nextCursor of the page before, unchanged.' }],
    });
  }
}
