import { Stale } from '../errors';
import type { Sessions } from '../sessions/commands';
import type { SessionState } from '../sessions/session';
import { say } from '../protocol/server-texts/said';
import { reasonOf } from './decide';
import type { MakePacket } from './handover-packet';
import { openQuestion, toTurns } from './transcript';

/** Messages that the packet is made from. */
const transcriptLength = 100;

/** Customers who go on writing while they are handed over: so often the log is looked at again. */
const attempts = 5;

/** A customer whom the AI left without an answer, on whatever node, gets a person, unless somebody has answered by now. */
export async function handOverOverdue(
  { makePacket, ...sessions }: Pick<Sessions, 'messages' | 'handOver'> & { makePacket: MakePacket },
  session: SessionState,
): Promise<SessionState> {
  const { organizationId, id: sessionId } = session;
  for (let attempt = 1; ; attempt += 1) {
    const messages = await sessions.messages(organizationId, sessionId, { limit: transcriptLength });
    const turns = toTurns(messages);
    if (openQuestion(turns).length === 0) return session;
    const why = { trigger: 'failure', ...reasonOf(say('ai_late')) } as const;
    const packet = await makePacket(organizationId, why, { session, turns });
    const command = { organizationId, sessionId, packet };
    if (attempt === attempts) return sessions.handOver(command);
    try {
      return await sessions.handOver({ ...command, expectSeq: messages.at(-1)!.seq });
    } catch (error) {
      if (!(error instanceof Stale)) throw error;
    }
  }
}
