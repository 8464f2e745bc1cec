// Ids and times, as every shape on the wire writes them.
import { z } from 'zod';

/** In lower case, so that one thing has one spelling. */
export const id = z
  .uuid()
  .toLowerCase()
  .meta({ description: 'A UUID.', examples: ['0b5a4f6e-6c1f-4d0e-9a3b-1f2e3d4c5b6a'] });

/** As the server writes it: UTC, with milliseconds. */
export const timestamp = z.iso
  .datetime()
  .meta({ description: 'ISO 8601, in UTC.', examples: ['2026-03-01T09:30:00.000Z'] });

/** No store knows the year 0, and JavaScript writes the year 10000 with a sign. */
const isStorable = (value: string) => {
  const time = Date.parse(value);
  return time >= Date.parse('0001-01-01T00:00:00Z') && time < Date.parse('+010000-01-01T00:00:00Z');
};
const storable = { error: 'must be of the years 1 to 9999' };

/** As a caller may write it: with any offset. */
export const instant = z.iso
  .datetime({ offset: true })
  .refine(isStorable, storable)
  .meta({ description: 'ISO 8601, with Z or an offset.', examples: ['2026-03-01T09:30:00Z'] });

/** A day of the calendar, in UTC. */
export const day = z.iso
  .date()
  .refine(isStorable, storable)
  .meta({ description: 'A day, in UTC.', examples: ['2026-03-01'] });

/** Number of a message in its session: 1, 2, 3 …; 0 is before the first. */
export const largestSeq = 2_147_483_647;
