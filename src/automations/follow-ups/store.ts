import type { FollowUp, FollowUpKind, FollowUpState } from '../../protocol/follow-ups';
import type { Page } from '../../sessions/store';

/** As it is kept: what its channel takes now is asked when it is shown. */
export type FollowUpRow = Omit<FollowUp, 'rules'> & {
  /** Number of the last message that people read when it was drafted. */
  seenSeq: number;
};

/** A conversation that may need one. */
export interface FollowUpCandidate {
  sessionId: string;
  kind: FollowUpKind;
  since: string;
  seenSeq: number;
}

export interface NewFollowUp extends FollowUpCandidate {
  text: string;
  promised?: string;
  language?: string;
  model?: string;
}

export interface FollowUpStore {
  /** Open ones whose conversation is still as it was, newest first. Throws `invalid` on a foreign cursor. */
  list(organizationId: string, page: { limit: number; cursor?: string }): Promise<Page<FollowUpRow>>;
  /** One that is open; undefined also where its conversation has gone on. */
  get(organizationId: string, id: string): Promise<FollowUpRow | undefined>;
  /** Of one that `get` does not know, too: what became of it, and where the log tells more. */
  fateOf(
    organizationId: string,
    id: string,
  ): Promise<{ state: FollowUpState; sessionId: string; seenSeq: number } | undefined>;
  /** Conversations that went silent, or were closed, `afterDays` ago or up to 30 days before that, and were not looked at since. */
  due(organizationId: string, afterDays: number, limit: number): Promise<FollowUpCandidate[]>;
  /** Once for each silence; not for a customer who was erased. */
  add(organizationId: string, draft: NewFollowUp): Promise<void>;
  /** Nothing was promised there: it is not looked at again. */
  pass(organizationId: string, candidate: FollowUpCandidate): Promise<void>;
  setText(organizationId: string, id: string, text: string): Promise<boolean>;
  /** Its words go. @returns false when it is not open any more */
  settle(
    organizationId: string,
    id: string,
    how: { state: 'sent' | 'dismissed' | 'stale'; by?: string; reason?: string },
  ): Promise<boolean>;
  /** Those whose conversation has gone on are stale; how many. */
  dropStale(organizationId: string): Promise<number>;
}
