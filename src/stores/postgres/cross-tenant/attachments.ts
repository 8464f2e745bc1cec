import type { FileRef, TakenFile } from '../../../files/store';
import type { Query } from './query';

/** Looked at in one run; the next one goes on. */
const most = 1_000;

/** Files of every organization. */
export interface Attachments {
  /** Files that a send took before then and of which it is not known whether a message carries them. */
  taken(before: Date): Promise<TakenFile[]>;
  /** Deletes rows of files that nobody took and says which those were. */
  removeUnattached(olderThan: Date): Promise<FileRef[]>;
}

type Named = { sessionId: string | null; customerId: string | null };

export function createAttachments(query: Query): Attachments {
  return {
    async taken(before) {
      const rows = await query<Omit<TakenFile, 'sessionId' | 'customerId'> & Named>(
        'attachments-taken',
        `SELECT id, organization_id AS "organizationId", session_id AS "sessionId", customer_id AS "customerId"
         FROM attachments WHERE taken_at < $1 ORDER BY taken_at LIMIT $2`,
        [before, most],
      );
      return rows.map(({ sessionId, customerId, ...file }) => ({
        ...file,
        ...(sessionId !== null && { sessionId }),
        ...(customerId !== null && { customerId }),
      }));
    },
    removeUnattached: (olderThan) =>
      query(
        'attachments-remove',
        'DELETE FROM attachments WHERE message_key IS NULL AND created_at < $1 RETURNING id, organization_id AS "organizationId"',
        [olderThan],
      ),
  };
}
