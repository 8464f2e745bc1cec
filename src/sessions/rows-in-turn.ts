// Rows that are compared with their logs one part after the other, all of them in the end.
import type { Reader } from './read-watermarks';
import type { SessionState } from './session';

export interface RowInTurn {
  sessionId: string;
  headSeq: number;
  unread: Record<Reader, number>;
  /** People had to do with it, and it does not say which of them answered. */
  respondersUnknown: boolean;
}

export interface RowsInTurn {
  /** Rows after the given id, in order of id. */
  after(sessionId: string | undefined, limit: number): Promise<RowInTurn[]>;
  /** Writes who answered, and how soon, and nothing else; a row that knows a later end of its log stays as it is. */
  writeResponders(state: SessionState): Promise<void>;
}
