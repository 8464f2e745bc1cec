import { createSharedCounts } from '../../sessions/shared-counts';
import { buildMerge } from './merging';
import type { Parts } from '../parts';

/** What the API lists conversations by, counts them, and makes one of two. */
export function conversationLists(parts: Parts) {
  const { rows, savedViews } = parts.tables;
  const { openOrGet: openSession } = rows;
  return { ...createSharedCounts(rows), openSession, savedViews, merge: buildMerge(parts) };
}
