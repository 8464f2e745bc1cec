// From the queue to whoever has room: one run an organization, one more remembered; a claim may fail, then it looks again.
import { setTimeout as pause } from 'node:timers/promises';
import type { Log } from '../log';
import type { Sessions } from '../sessions/commands';
import type { SessionState } from '../sessions/session';
import type { InTurn, SessionRows } from '../sessions/store';
import { isOvertaken } from './workload';
import type { Pending } from './reservations';
import { free, type Candidate, type Wanted } from './pick';

const lookAt = 50;
const rounds = 20;

interface Outcome {
  claimed: number;
  /** Somebody else was faster. */
  overtaken: number;
}

interface QueueWorkerDeps {
  rows: Pick<SessionRows, 'waiting'>;
  sessions: Pick<Sessions, 'claim'>;
  log: Log;
  pending: Pick<Pending, 'release'>;
  withCandidates<T>(organizationId: string, work: (agents: () => Candidate[]) => Promise<T>): Promise<T>;
  inTurn: InTurn;
  take(organizationId: string, agents: Candidate[], wanted: Wanted): Candidate | undefined;
  lastAgent(organizationId: string, customerId: string): Promise<string | undefined>;
}

export function createQueueWorker(deps: QueueWorkerDeps) {
  const { rows, sessions, log, pending, withCandidates, inTurn, take, lastAgent } = deps;
  const runs = new Map<string, { again: boolean; result: Promise<number> }>();
  let closed = false;

  async function choose(session: SessionState, agents: () => Candidate[]): Promise<Candidate | undefined> {
    const { organizationId, customerId, channelType, specialty } = session;
    const able = free(agents(), channelType).length;
    const lastAgentId = able > 1 ? await lastAgent(organizationId, customerId) : undefined;
    const wanted = { channelType, ...(specialty && { specialty }), ...(lastAgentId && { lastAgentId }) };
    return able > 0 ? take(organizationId, agents(), wanted) : undefined;
  }

  /** false: somebody was faster. */
  async function claim(session: SessionState, { id, name }: Candidate): Promise<boolean> {
    const { organizationId, id: sessionId } = session;
    try {
      // Whatever its customer wrote since the row was read: only who holds it matters, and the claim looks at that.
      await sessions.claim({ organizationId, sessionId, agent: { id, name } });
      return true;
    } catch (error) {
      pending.release(id);
      if (isOvertaken(error)) return false;
      throw error;
    }
  }

  async function giveOut(waiting: readonly SessionState[], agents: () => Candidate[]): Promise<Outcome> {
    const outcome = { claimed: 0, overtaken: 0 };
    for (const session of waiting) {
      if (closed || agents().length === 0) break;
      const agent = await choose(session, agents);
      if (!agent) continue;
      if (await claim(session, agent)) outcome.claimed += 1;
      else outcome.overtaken += 1;
    }
    return outcome;
  }

  async function round(organizationId: string): Promise<Outcome & { full: boolean }> {
    const queue = await rows.waiting(organizationId, lookAt);
    if (queue.length === 0) return { claimed: 0, overtaken: 0, full: false };
    const outcome = await inTurn(organizationId, () =>
      withCandidates(organizationId, (agents) => giveOut(queue, agents)),
    );
    return { ...outcome, full: queue.length === lookAt };
  }

  async function claimAll(organizationId: string): Promise<number> {
    let total = 0;
    for (let i = 0; i < rounds && !closed; i++) {
      const { claimed, overtaken, full } = await round(organizationId);
      total += claimed;
      if (overtaken > 0) await pause(Math.min(10 * 2 ** i, 200));
      else if (claimed === 0 || !full) break;
    }
    return total;
  }

  async function run(organizationId: string, mine: { again: boolean }): Promise<number> {
    let total = 0;
    try {
      do {
        mine.again = false;
        total += await claimAll(organizationId);
      } while (mine.again && !closed);
    } catch (error) {
      log.warn({ organizationId, err: error }, 'the queue could not be worked on');
    } finally {
      runs.delete(organizationId);
    }
    return total;
  }

  return {
    next(organizationId: string): Promise<number> {
      if (closed) return Promise.resolve(0);
      const running = runs.get(organizationId);
      if (running) {
        running.again = true;
        return running.result;
      }
      const mine = { again: false, result: Promise.resolve(0) };
      runs.set(organizationId, mine);
      mine.result = run(organizationId, mine);
      return mine.result;
    },
    async close(): Promise<void> {
      closed = true;
      await Promise.all([...runs.values()].map(({ result }) => result));
    },
  };
}
