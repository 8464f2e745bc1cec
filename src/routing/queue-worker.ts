// From the queue to whoever has room: one run an organization, one more remembered; a claim may fail, then it looks again.
import { setTimeout as pause } from 'node:timers/promises';
import type { Log } from '../log';
import type { AgentRef, Sessions } from '../sessions/commands';
import type { SessionState } from '../sessions/session';
import { createCoalescedRuns } from '../tools/coalesced-run';
import type { Assigner } from './assigner';
import { isOvertaken } from './workload';

const lookAt = 100;
const rounds = 20;
/** So many, and none given out: it is not they. */
const mostRefused = 20;

interface QueueWorkerDeps {
  sessions: Pick<Sessions, 'claim'>;
  assigner: Pick<Assigner, 'assignFound'>;
  log: Log;
}

export function createQueueWorker({ sessions, assigner, log }: QueueWorkerDeps) {
  let closed = false;
  const runs = createCoalescedRuns((organizationId) =>
    claimAll(organizationId).catch((error: unknown) => {
      log.warn({ organizationId, err: error }, 'could not work on the queue');
      return 0;
    }),
  );

  /** One that cannot be claimed is in `refused` from now on; those behind it do not wait for it. */
  async function giveOut(
    waiting: SessionState[],
    agents: Array<AgentRef | undefined> | undefined,
    refused: Set<string>,
  ) {
    // Nothing could be decided: the next look may.
    if (!agents) return { got: 0, overtaken: waiting.length, left: false };
    const chosen = waiting.flatMap((session, i) => (agents[i] ? [{ session, agent: agents[i] }] : []));
    const refusedBefore = refused.size;
    const outcomes = await Promise.all(
      chosen.map(async ({ session, agent }) => {
        try {
          return await claim(sessions, session, agent);
        } catch (error) {
          log.warn({ sessionId: session.id, err: error }, 'could not assign a session from the queue');
          refused.add(session.id);
          return undefined;
        }
      }),
    );
    const got = outcomes.filter((outcome) => outcome === true).length;
    const overtaken = outcomes.filter((outcome) => outcome === false).length;
    const left = refused.size > refusedBefore || (got > 0 && waiting.length >= lookAt);
    return { got, overtaken, left };
  }

  /** How many it gave out. */
  async function claimAll(organizationId: string): Promise<number> {
    const refused = new Set<string>();
    let claimed = 0;
    for (let i = 0; i < rounds && !closed; i++) {
      const { got, overtaken, left } = await assigner.assignFound(
        organizationId,
        async (turn) => (await turn.waiting(lookAt + refused.size)).filter(({ id }) => !refused.has(id)),
        (waiting, agents) => giveOut(waiting, agents, refused),
      );
      claimed += got;
      if (claimed === 0 && refused.size >= mostRefused)
        throw new Error(`none of ${refused.size} sessions could be given out`);
      if (overtaken > 0) await pause(Math.min(10 * 2 ** i, 200));
      else if (!left) break;
    }
    return claimed;
  }

  return {
    /** How many sessions of this organization found an agent in the run that this led to. Never rejects. */
    next: async (organizationId: string): Promise<number> => (await runs.run(organizationId)) ?? 0,
    close(): Promise<void> {
      closed = true;
      return runs.close();
    },
  };
}

/** false: somebody was faster. */
async function claim(
  sessions: QueueWorkerDeps['sessions'],
  { organizationId, id: sessionId }: SessionState,
  agent: AgentRef,
): Promise<boolean> {
  try {
    // Whatever its customer wrote since the row was read: only who holds it matters, and the claim looks at that.
    await sessions.claim({ organizationId, sessionId, agent, automatic: true });
    return true;
  } catch (error) {
    if (isOvertaken(error)) return false;
    throw error;
  }
}
