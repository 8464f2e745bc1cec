// Rows beside their logs, one part after the other, of all organizations; and what only the log tells of them.
import type { RowsInTurn } from '../../../sessions/rows-in-turn';
import { respondersUnknown, toRespondersRow } from '../rows/responders';
import { unreadCounts } from '../rows/session-mapping';
import type { Query } from './query';

interface Found {
  id: string;
  head_seq: number;
  team: number;
  customer: number;
  unknown: boolean;
}

export function createRowsInTurn(query: Query): RowsInTurn {
  return {
    async after(sessionId, limit) {
      const rows = await query<Found>(
        'rows-after',
        `SELECT s.id, s.head_seq, ${unreadCounts}, ${respondersUnknown} AS unknown
         FROM sessions s WHERE s.id > $1 ORDER BY s.id LIMIT $2`,
        [sessionId ?? '00000000-0000-0000-0000-000000000000', limit],
      );
      return rows.map(({ id, head_seq, team, customer, unknown }) => ({
        sessionId: id,
        headSeq: head_seq,
        unread: { team, customer },
        respondersUnknown: unknown,
      }));
    },

    async writeResponders(state) {
      const row = toRespondersRow(state);
      await query(
        'write-responders',
        `UPDATE sessions SET first_human_response_seconds = $3, next_human_response_seconds = $4, first_human_response_by = $5,
           next_human_responses_by = $6, responders_seq = $2 WHERE id = $1 AND head_seq = $2`,
        [
          state.id,
          state.headSeq,
          row.first_human_response_seconds,
          row.next_human_response_seconds,
          row.first_human_response_by,
          row.next_human_responses_by,
        ],
      );
    },
  };
}
