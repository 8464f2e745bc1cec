import type { LostReplies } from '../../../automations/scheduled-messages';
import type { Query } from './query';

/** What was due a moment ago has its bell still. In any order: what always fails hides no others. */
const lost = `SELECT organization_id AS "organizationId", id, send_at AS "sendAt" FROM scheduled_messages
  WHERE held_because IS NULL AND send_at < now() - interval '5 seconds' ORDER BY random() LIMIT $1`;

export function createLostReplies(query: Query): LostReplies {
  return async (limit) => {
    const rows = await query<{ organizationId: string; id: string; sendAt: Date }>('lost-replies', lost, [
      limit,
    ]);
    return rows.map(({ sendAt, ...row }) => ({ ...row, sendAt: sendAt.toISOString() }));
  };
}
