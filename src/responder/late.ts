import type { Sessions } from '../sessions/commands';
import type { SessionState } from '../sessions/session';
import { buildPacket } from './packet';
import { toTurns } from './transcript';

/** Messages that the packet is made from. */
const transcriptLength = 100;

/** A customer whom the AI left without an answer, on whatever node, gets a person. Stale when somebody just wrote. */
export async function handOverLate(
  sessions: Pick<Sessions, 'messages' | 'handOver'>,
  { organizationId, id: sessionId, headSeq: expectSeq }: SessionState,
): Promise<SessionState> {
  const messages = await sessions.messages(organizationId, sessionId, { limit: transcriptLength });
  const why = { trigger: 'failure', reason: 'The AI did not answer in time.' } as const;
  const packet = buildPacket(why, { turns: toTurns(messages) });
  return sessions.handOver({ organizationId, sessionId, expectSeq, packet });
}
