// From the queue to whoever has room: one run an organization, one more remembered; a claim may fail, then it looks again.
import { setTimeout as pause } from 'node:timers/promises';
import type { Log } from '../log';
import type { Sessions } from '../sessions/commands';
import type { SessionState } from '../sessions/session';
import type { SessionRows } from '../sessions/store';
import { isOvertaken } from './held';
import type { Pending } from './pending';
import { channelWeight, free, pickAgent, type Candidate } from './pick';

const lookAt = 50;
const rounds = 20;

interface ClaimsDeps {
  rows: Pick<SessionRows, 'waiting'>;
  sessions: Pick<Sessions, 'claim'>;
  log: Log;
  pending: Pick<Pending, 'assigned'>;
  candidates(organizationId: string): Promise<Candidate[]>;
  lastAgent(organizationId: string, customerId: string): Promise<string | undefined>;
}

export function createClaims({ rows, sessions, log, pending, candidates, lastAgent }: ClaimsDeps) {
  const runs = new Map<string, { again: boolean; result: Promise<number> }>();
  let closed = false;

  async function choose(session: SessionState, agents: Candidate[]): Promise<Candidate | undefined> {
    const able = free(agents, session.channelType);
    const lastAgentId =
      able.length > 1 ? await lastAgent(session.organizationId, session.customerId) : undefined;
    const { channelType, specialty } = session;
    return pickAgent(able, {
      channelType,
      ...(specialty && { specialty }),
      ...(lastAgentId && { lastAgentId }),
    });
  }

  /** false: somebody was faster. */
  async function claim(session: SessionState, agent: Candidate): Promise<boolean> {
    const { organizationId, id: sessionId, headSeq: expectSeq } = session;
    try {
      await sessions.claim({
        organizationId,
        sessionId,
        expectSeq,
        agent: { id: agent.id, name: agent.name },
      });
    } catch (error) {
      if (isOvertaken(error)) return false;
      throw error;
    }
    agent.load += channelWeight[session.channelType];
    agent.idleSince = Date.now();
    return true;
  }

  async function round(
    organizationId: string,
  ): Promise<{ claimed: number; overtaken: number; full: boolean }> {
    const queue = await rows.waiting(organizationId, lookAt);
    const waiting = queue.filter(({ id }) => !pending.assigned(id));
    const agents = waiting.length > 0 ? await candidates(organizationId) : [];
    let [claimed, overtaken] = [0, 0];
    for (const session of agents.length > 0 ? waiting : []) {
      if (closed) break;
      const agent = await choose(session, agents);
      if (!agent) continue;
      if (await claim(session, agent)) claimed += 1;
      else overtaken += 1;
    }
    return { claimed, overtaken, full: queue.length === lookAt };
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
