import type { Behind, SearchStore } from '../../../search/store';
import type { Query } from './query';

export interface SearchLag {
  /** Sessions that have more messages than search knows of, or rows of a program of before. */
  behindSearch: SearchStore['behind'];
}

/** By primary keys and an index that is nearly empty, and no more than it is asked to: how many sessions there are, and how many are behind, does not matter. */
const behindSearch = `WITH looked AS MATERIALIZED (
    SELECT id, organization_id, head_seq FROM sessions WHERE id > $1 ORDER BY id LIMIT $2
  )
  SELECT looked.organization_id AS "organizationId", looked.id AS "sessionId", b.id IS NOT NULL AS whole,
    b.id IS NOT NULL OR looked.head_seq > coalesce(m.up_to, 0) AS behind
  FROM looked LEFT JOIN message_search m ON m.session_id = looked.id AND m.seq = 0
    LEFT JOIN search_rows_unspelled($1, (SELECT id FROM looked ORDER BY id DESC LIMIT 1)) AS b (id) ON b.id = looked.id
  ORDER BY looked.id`;

/** No id is smaller. */
const beforeAll = '00000000-0000-0000-0000-000000000000';

export function createSearchLag(query: Query): SearchLag {
  return {
    async behindSearch(after, limit) {
      const rows = await query<Behind & { behind: boolean }>('search-behind', behindSearch, [
        after ?? beforeAll,
        limit,
      ]);
      return {
        behind: rows.flatMap(({ behind, ...session }) => (behind ? [session] : [])),
        next: rows.length < limit ? undefined : rows.at(-1)!.sessionId,
      };
    },
  };
}
