import type { z } from 'zod';
import { DomainError } from '../../errors';

/** @throws `invalid` with every finding; `too_large` where nothing is wrong but the length of a text */
export function parse<S extends z.ZodType>(schema: S, value: unknown): z.output<S> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const { issues } = parsed.error;
  const errors = issues.map(({ path, message }) => ({ path: path.map(String).join('.'), message }));
  const tooLong = issues.every(({ code, path }) => code === 'too_big' && path.at(-1) === 'text');
  throw new DomainError(
    tooLong ? 'too_large' : 'invalid',
    tooLong ? 'The text is too long.' : 'The request is not valid.',
    {
      errors,
    },
  );
}
