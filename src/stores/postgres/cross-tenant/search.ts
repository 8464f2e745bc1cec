import type { SearchStore } from '../../../search/store';
import type { Query } from './query';

export interface SearchLag {
  /** Sessions that have more messages than search knows of. */
  behindSearch: SearchStore['behind'];
}

export function createSearchLag(query: Query): SearchLag {
  return {
    behindSearch: (limit) =>
      query(
        'search-behind',
        `SELECT s.organization_id AS "organizationId", s.id AS "sessionId"
         FROM sessions s LEFT JOIN message_search m ON m.session_id = s.id AND m.seq = 0
         WHERE s.head_seq > coalesce(m.up_to, 0) ORDER BY s.last_message_at DESC LIMIT $1`,
        [limit],
      ),
  };
}
