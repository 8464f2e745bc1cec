// Which merges are told in one of their two logs only, of all organizations.
import type { Projection } from '../../../sessions/store';
import { selectSessions, toState, type StoredSession } from '../rows/session-mapping';
import type { Query } from './query';

export function createMergeLooks(query: Query): Pick<Projection, 'halfMerged' | 'toldOfMerge'> {
  return {
    async halfMerged(limit) {
      const rows = await query<StoredSession>(
        'half-merged',
        // In any order: one that fails again and again does not keep the others waiting.
        `${selectSessions} WHERE s.id IN (
           SELECT id FROM sessions WHERE merge_seq IS DISTINCT FROM merge_told ORDER BY random() LIMIT $1)`,
        [limit],
      );
      return rows.map(toState);
    },

    async toldOfMerge(sessionId, mergeSeq) {
      await query('told-of-merge', 'UPDATE sessions SET merge_told = $2 WHERE id = $1', [
        sessionId,
        mergeSeq,
      ]);
    },
  };
}
