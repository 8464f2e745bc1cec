// The way back into the queue, of what agents hold when they are gone.
import { setTimeout as pause } from 'node:timers/promises';
import pLimit from 'p-limit';
import { DomainError } from '../errors';
import type { Log } from '../log';
import { say } from '../protocol/server-texts/said';
import type { Sessions } from '../sessions/commands';
import type { SessionState } from '../sessions/session';
import { createFailures } from '../tools/failures';
import type { AgentPlace } from './store';

const pageSize = 100;
const mostHeld = 1_000;
const givenBackAtOnce = 20;
const rounds = 6;

export function createWorkload({
  sessions,
  log,
}: {
  sessions: Pick<Sessions, 'transfer' | 'list'>;
  log: Log;
}) {
  async function giveBackOnce(agent: AgentPlace): Promise<{ left: boolean; given: number }> {
    const held = await heldBy(sessions, agent);
    const limit = pLimit(givenBackAtOnce);
    const failures = createFailures();
    let given = 0;
    await limit.map(held, (session) =>
      failures.attempt(async () => {
        if (await giveBackSession(session)) given += 1;
      }),
    );
    failures.rethrow();
    return { left: given < held.length, given };
  }

  /** false: somebody was faster. */
  async function giveBackSession(session: SessionState): Promise<boolean> {
    try {
      await sessions.transfer({
        organizationId: session.organizationId,
        sessionId: session.id,
        // Rows lag: whatever its customer wrote meanwhile, only who holds it matters.
        ...(session.agentId !== undefined && { from: session.agentId }),
        by: { kind: 'system' },
        to: { queue: true },
        action: 'agent_left',
        reason: session.agentName ? say('agent_gone', { agent: session.agentName }) : say('some_agent_gone'),
      });
      return true;
    } catch (error) {
      if (isOvertaken(error)) return false;
      throw error;
    }
  }

  return {
    /** It left in the moment in which it got the session; when this fails, the sweep finds it. Never rejects. */
    async giveBackIf(hasLeft: Promise<boolean>, session: SessionState): Promise<void> {
      try {
        if (await hasLeft) await giveBackSession(session);
      } catch (error) {
        log.warn({ sessionId: session.id, err: error }, 'could not take back a session of an agent who left');
      }
    },

    /** Back into the queue, oldest first. What changes meanwhile is looked at again; what is left then, the sweep finds. */
    async giveBack(agent: AgentPlace): Promise<void> {
      let total = 0;
      for (let round = 1; round <= rounds; round++) {
        const { left, given } = await giveBackOnce(agent);
        total += given;
        if (!left) break;
        await pause(10 * 2 ** round);
      }
      if (total > 0)
        log.info({ ...agent, sessions: total }, 'sessions of an agent who left went back to the queue');
    },
  };
}

/** Oldest first. */
async function heldBy(
  sessions: Pick<Sessions, 'list'>,
  { organizationId, agentId }: AgentPlace,
): Promise<SessionState[]> {
  const found: SessionState[] = [];
  let cursor: string | null | undefined;
  do {
    const filter = { status: 'with_agent', agentId } as const;
    const page = await sessions.list(organizationId, filter, {
      limit: pageSize,
      ...(cursor && { cursor }),
    });
    found.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor && found.length < mostHeld);
  // What is put away, and answered, waits for its time; then it comes back to whoever is here.
  const left = found.filter(({ snoozed, awaitingSince }) => !snoozed || awaitingSince !== undefined);
  return left.sort((a, b) => a.startedAt.localeCompare(b.startedAt));
}

/** Somebody was faster; the session is worth another look, or is gone. */
export function isOvertaken(error: unknown): boolean {
  return error instanceof DomainError && (error.code === 'conflict' || error.code === 'not_found');
}
