// What agents hold: how much of their capacity it takes, and the way back into the queue when they are gone.
import { setTimeout as pause } from 'node:timers/promises';
import { DomainError } from '../errors';
import type { Log } from '../log';
import type { Sessions } from '../sessions/commands';
import type { SessionState } from '../sessions/session';
import type { SessionFilter, SessionRows } from '../sessions/store';
import { channelWeight } from './pick';
import type { AgentPlace } from './presence';

/** Up to so many held sessions of an organization are weighed one by one; beyond, each counts as a whole chat. */
const weighUpTo = 500;
const pageSize = 100;
const rounds = 6;

export interface Loads {
  byAgent: Map<string, number>;
  /** The sessions that are in it, where they were looked at one by one. */
  sessionIds: Set<string>;
}

export function createWorkload({
  sessions,
  rows,
  log,
}: {
  sessions: Pick<Sessions, 'transfer' | 'list'>;
  rows: Pick<SessionRows, 'counts'>;
  log: Log;
}) {
  async function all(organizationId: string, filter: SessionFilter, atMost: number): Promise<SessionState[]> {
    const found: SessionState[] = [];
    let cursor: string | null | undefined;
    do {
      const page = await sessions.list(organizationId, filter, {
        limit: pageSize,
        ...(cursor && { cursor }),
      });
      found.push(...page.items);
      cursor = page.nextCursor;
    } while (cursor && found.length < atMost);
    return found;
  }

  async function giveBackOnce(agent: AgentPlace): Promise<{ left: boolean; given: number }> {
    const { organizationId, agentId } = agent;
    const held = await all(organizationId, { status: 'with_agent', agentId }, 1_000);
    let [left, given] = [false, 0];
    for (const session of held.sort((a, b) => a.startedAt.localeCompare(b.startedAt))) {
      if (await giveBackSession(session)) given += 1;
      else left = true;
    }
    return { left, given };
  }

  /** false: somebody was faster. */
  async function giveBackSession(session: SessionState): Promise<boolean> {
    try {
      await sessions.transfer({
        organizationId: session.organizationId,
        sessionId: session.id,
        expectSeq: session.headSeq,
        by: { kind: 'system' },
        to: { queue: true },
        action: 'agent_left',
        reason: `${session.agentName || 'The agent'} is no longer here.`,
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
        log.warn({ sessionId: session.id, err: error }, 'a session stays with an agent who left');
      }
    },

    async loads(organizationId: string): Promise<Loads> {
      const { byStatus, byAgent } = await rows.counts(organizationId);
      const loads: Loads = { byAgent: new Map(), sessionIds: new Set() };
      if (byStatus.with_agent > weighUpTo) return { ...loads, byAgent: new Map(Object.entries(byAgent)) };
      if (byStatus.with_agent === 0) return loads;
      for (const { id, agentId, channelType } of await all(
        organizationId,
        { status: 'with_agent' },
        weighUpTo,
      )) {
        if (!agentId) continue;
        loads.byAgent.set(agentId, (loads.byAgent.get(agentId) ?? 0) + channelWeight[channelType]);
        loads.sessionIds.add(id);
      }
      return loads;
    },

    /** Who helped this customer last, in any session. */
    async lastAgent(organizationId: string, customerId: string): Promise<string | undefined> {
      const { items } = await sessions.list(organizationId, { customerId }, { limit: 10 });
      return items.find(({ agentId }) => agentId !== undefined)?.agentId;
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

/** Somebody was faster; the session is worth another look, or is gone. */
export function isOvertaken(error: unknown): boolean {
  return error instanceof DomainError && (error.code === 'conflict' || error.code === 'not_found');
}
