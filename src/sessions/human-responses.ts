// Who gave each answer of a person, read from the log where a row does not know it.
import type { Message } from '../protocol/model/message';
import { fold } from './fold';
import { emptySession, type SessionState } from './session';
import type { MessageLog } from './store';

/** Messages read at once when a whole log is folded. */
const page = 500;

/** The same with who gave each response, up to its `headSeq`: read from the log, where its row does not know. */
export async function withResponders(
  log: Pick<MessageLog, 'read'>,
  state: SessionState,
): Promise<SessionState> {
  const ref = { organizationId: state.organizationId, sessionId: state.id };
  let fromLog = emptySession(state);
  while (fromLog.headSeq < state.headSeq) {
    const where = { after: fromLog.headSeq, before: state.headSeq + 1, limit: page };
    const messages: Message[] = await log.read(ref, where);
    if (messages.length === 0) break;
    fromLog = fold(fromLog, messages);
  }
  return namedBy(fromLog, state);
}

/** Pure. An erased log says less than was counted of it: what was counted stays, without a name where the log disagrees. */
export function namedBy(fromLog: SessionState, row: SessionState): SessionState {
  const { respondersUnknown: _, ...state } = row;
  const { firstHumanResponseSeconds: first, nextHumanResponseSeconds: next = [] } = fromLog;
  const counted = row.nextHumanResponseSeconds ?? [];
  const isAsCounted =
    first === (row.firstHumanResponseSeconds ?? first) &&
    counted.every((seconds, n) => seconds === next[next.length - counted.length + n]);
  const isErased = row.metadata['erased'] !== undefined;
  if (fromLog.headSeq === row.headSeq && (isAsCounted || !isErased))
    return { ...state, ...responsesOf(fromLog) };
  return { ...state, ...(counted.length > 0 && { nextHumanResponsesBy: counted.map(() => null) }) };
}

function responsesOf({
  firstHumanResponseSeconds,
  firstHumanResponseBy,
  nextHumanResponseSeconds,
  nextHumanResponsesBy,
}: SessionState): Partial<SessionState> {
  return {
    ...(firstHumanResponseSeconds !== undefined && { firstHumanResponseSeconds }),
    ...(firstHumanResponseBy !== undefined && { firstHumanResponseBy }),
    ...(nextHumanResponseSeconds && { nextHumanResponseSeconds }),
    ...(nextHumanResponsesBy && { nextHumanResponsesBy }),
  };
}
