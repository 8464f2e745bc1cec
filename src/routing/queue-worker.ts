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

interface QueueWorkerDeps {
  sessions: Pick<Sessions, 'claim'>;
  assigner: Pick<Assigner, 'assignFound'>;
  log: Log;
}

export function createQueueWorker({ sessions, assigner, log }: QueueWorkerDeps) {
  let closed = false;
  const runs = createCoalescedRuns((organizationId) =>
    claimAll(organizationId).catch((error: unknown) => {
      log.warn({ organizationId, err: error }, 'the queue could not be worked on');
      return 0;
    }),
  );

  /** false: somebody was faster. */
  async function claim({ organizationId, id: sessionId }: SessionState, agent: AgentRef): Promise<boolean> {
    try {
      // Whatever its customer wrote since the row was read: only who holds it matters, and the claim looks at that.
      await sessions.claim({ organizationId, sessionId, agent, automatic: true });
      return true;
    } catch (error) {
      if (isOvertaken(error)) return false;
      throw error;
    }
  }

  async function giveOut(waiting: SessionState[], agents: Array<AgentRef | undefined> | undefined) {
    // Nothing could be decided: the next look may.
    if (!agents) return { got: 0, overtaken: waiting.length, full: false };
    const claims = waiting.flatMap((session, i) => (agents[i] ? [claim(session, agents[i])] : []));
    const outcomes = await Promise.allSettled(claims);
    // One that cannot be claimed waits for the next look; those behind it do not wait for it.
    for (const outcome of outcomes)
      if (outcome.status === 'rejected')
        log.warn({ err: outcome.reason as unknown }, 'a session of the queue could not be given out');
    const got = outcomes.filter((outcome) => outcome.status === 'fulfilled' && outcome.value).length;
    return { got, overtaken: claims.length - got, full: waiting.length === lookAt };
  }

  /** How many it gave out. */
  async function claimAll(organizationId: string): Promise<number> {
    let claimed = 0;
    for (let i = 0; i < rounds && !closed; i++) {
      const { got, overtaken, full } = await assigner.assignFound(
        organizationId,
        (turn) => turn.waiting(lookAt),
        giveOut,
      );
      claimed += got;
      if (overtaken > 0) await pause(Math.min(10 * 2 ** i, 200));
      else if (got === 0 || !full) break;
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
