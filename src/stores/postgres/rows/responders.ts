// How long people took to answer, and who did, in the columns of a session's row. A node of before writes no names and leaves
// `responders_seq` behind `head_seq`: names count only where both are the same.
import type { SessionState } from '../../../sessions/session';

export interface RespondersRow {
  first_human_response_seconds: number | null;
  next_human_response_seconds: number[] | null;
  first_human_response_by: string | null;
  /** Of each of the seconds, in the same order. */
  next_human_responses_by: Array<string | null> | null;
  responders_seq: number | null;
}

/** Column -> type. */
export const respondersColumns: Record<keyof RespondersRow, string> = {
  first_human_response_seconds: 'float8',
  next_human_response_seconds: 'float8[]',
  first_human_response_by: 'uuid',
  next_human_responses_by: 'uuid[]',
  responders_seq: 'int',
};

/** People had to do with `s`, whether or not they answered. */
export const byPeople = `(s.agent_id IS NOT NULL OR s.metadata ? 'handover' OR s.first_human_response_seconds IS NOT NULL)`;

/** Of the AI alone there is nothing to be named. */
export const respondersUnknown = `(s.responders_seq IS DISTINCT FROM s.head_seq AND ${byPeople})`;

const known = (column: keyof RespondersRow) => `CASE WHEN s.responders_seq = s.head_seq THEN s.${column} END`;
export const firstResponseBy = known('first_human_response_by');
export const nextResponsesBy = known('next_human_responses_by');

export function toRespondersRow(state: SessionState): RespondersRow {
  const { firstHumanResponseSeconds, nextHumanResponseSeconds } = state;
  const { firstHumanResponseBy, nextHumanResponsesBy, respondersUnknown: isUnknown, headSeq } = state;
  return {
    first_human_response_seconds: firstHumanResponseSeconds ?? null,
    next_human_response_seconds: nextHumanResponseSeconds ?? null,
    first_human_response_by: firstHumanResponseBy ?? null,
    next_human_responses_by: nextHumanResponsesBy ?? null,
    responders_seq: isUnknown ? null : headSeq,
  };
}

type Responses = Pick<
  SessionState,
  | 'firstHumanResponseSeconds'
  | 'firstHumanResponseBy'
  | 'nextHumanResponseSeconds'
  | 'nextHumanResponsesBy'
  | 'respondersUnknown'
>;

/** The same as `respondersUnknown`, of a row that was read. */
export function toResponses(
  row: RespondersRow & { head_seq: number; agent_id: string | null; metadata: Record<string, unknown> },
): Responses {
  const { first_human_response_seconds: first, next_human_response_seconds: next } = row;
  const { first_human_response_by: firstBy, next_human_responses_by: nextBy } = row;
  const isNamed = row.responders_seq === row.head_seq;
  const isOfPeople = row.agent_id !== null || 'handover' in row.metadata || first !== null;
  return {
    ...(first !== null && { firstHumanResponseSeconds: first }),
    ...(next !== null && { nextHumanResponseSeconds: next }),
    ...(isNamed && firstBy !== null && { firstHumanResponseBy: firstBy }),
    ...(isNamed && nextBy !== null && { nextHumanResponsesBy: nextBy }),
    ...(!isNamed && isOfPeople && { respondersUnknown: true as const }),
  };
}
