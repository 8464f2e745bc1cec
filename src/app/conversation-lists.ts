import type { Parts } from './parts';

/** What the API lists conversations by, and counts them. */
export function conversationLists({ tables }: Pick<Parts, 'tables'>) {
  const { counts, countEach, openOrGet: openSession } = tables.rows;
  return { counts, countEach, openSession, savedViews: tables.savedViews };
}
