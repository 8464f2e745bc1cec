import type { Query } from '../across';

/** Files of every organization. */
export interface Attachments {
  /** Deletes rows of files that no message carries and says where those files are, below DATA_DIR/files. */
  removeUnattached(olderThan: Date): Promise<Array<{ path: string }>>;
}

export function createAttachments(query: Query): Attachments {
  return {
    removeUnattached: (olderThan) =>
      query(
        'attachments-remove',
        'DELETE FROM attachments WHERE message_key IS NULL AND created_at < $1 RETURNING path',
        [olderThan],
      ),
  };
}
