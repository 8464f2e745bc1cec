import { notFound } from '../../errors';

/** @throws `not_found` */
export function found<T>(row: T | undefined, what: string): T {
  if (row === undefined) throw notFound(what);
  return row;
}
