import type { Page } from '../sessions/store';

/** Every item of a paged list, in its order. */
export async function allPages<T>(read: (cursor: string | undefined) => Promise<Page<T>>): Promise<T[]> {
  const all: T[] = [];
  let cursor: string | null | undefined;
  do {
    const page = await read(cursor ?? undefined);
    all.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor);
  return all;
}
