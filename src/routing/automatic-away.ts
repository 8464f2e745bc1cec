// Who sits still for long, or lets run out what was given to them, is away by themselves: they get nothing new, and keep what they have.
// Who only sat still is online again with the first sign of life.
import type { AwayReason, Presence } from '../protocol/model/presence';
import type { RoutingSettings } from '../protocol/routing';
import { attemptEach } from '../tools/failures';
import type { AgentPlace, AgentStatuses } from './store';

export type AwayRules = Pick<RoutingSettings, 'awayAfterMinutes' | 'awayWhenUnanswered'>;

export interface AutomaticAwayDeps {
  statuses: Pick<AgentStatuses, 'get' | 'keepSign' | 'lastSigns'>;
  awayRules(organizationId: string): Promise<AwayRules>;
  /** From online to away, as stored; false: somebody was faster. */
  leaveOnline(gone: AgentPlace & { awayReason: AwayReason }): Promise<boolean>;
  /** From away because nothing was done to online, as stored; false: it is something else meanwhile. */
  comeBack(agent: AgentPlace): Promise<boolean>;
  /** It is away, and was not before; or it is back, without a reason. */
  recordAway(change: AgentPlace & { awayReason?: AwayReason }): Promise<void>;
  /** How long a minute of `awayAfterMinutes` is. */
  minuteMs?: number;
}

/** `at` in milliseconds since 1970. */
type Sign = AgentPlace & { connectionId: string; at: number };

interface Around {
  /** What this process holds knows of signs of life. */
  own: { sign(connectionId: string, at: number): void; lastSign(agentId: string): number | undefined };
  /** What is stored is its presence from now on. */
  takeUp(agent: AgentPlace): Promise<Presence>;
  onOnline(organizationId: string): void;
}

/** Fewer minutes are none that an organization can set: its settings need not be read. */
const fewestMinutes = 2;
/** A sign that is no older is one of now; shorter than the fewest minutes, so that an old one brings nobody back. */
const nowMs = 60_000;

export function createAutomaticAway(
  { statuses, awayRules, leaveOnline, comeBack, recordAway, minuteMs = 60_000 }: AutomaticAwayDeps,
  { own, takeUp, onOnline }: Around,
) {
  /** Of those who are online and whose consoles tell: since when nobody has been there. */
  async function quietSince(agentIds: readonly string[]): Promise<Map<string, number>> {
    const [known, signs] = await Promise.all([statuses.get(agentIds), statuses.lastSigns(agentIds)]);
    const quiet = new Map<string, number>();
    for (const [id, { status, since }] of known) {
      // A store that came back empty has forgotten what this process has not.
      const reported = [signs.get(id), own.lastSign(id)].filter((at) => at !== undefined);
      if (status === 'online' && reported.length > 0) quiet.set(id, Math.max(Date.parse(since), ...reported));
    }
    return quiet;
  }

  async function leave(agent: AgentPlace, awayReason: AwayReason): Promise<void> {
    // Whoever chose something else meanwhile has that.
    if (!(await leaveOnline({ ...agent, awayReason }))) return;
    await takeUp(agent);
    await recordAway({ ...agent, awayReason });
  }

  async function returned(agent: AgentPlace): Promise<void> {
    const wasAway = await comeBack(agent);
    if ((await takeUp(agent)) === 'online') onOnline(agent.organizationId);
    if (wasAway) await recordAway(agent);
  }

  async function leaveIfStill(agent: AgentPlace, since: number): Promise<void> {
    const stillMs = Date.now() - since;
    if (stillMs < fewestMinutes * minuteMs) return;
    const { awayAfterMinutes } = await awayRules(agent.organizationId);
    if (awayAfterMinutes > 0 && stillMs >= awayAfterMinutes * minuteMs) await leave(agent, 'idle');
  }

  return {
    async sign({ organizationId, agentId, connectionId, at }: Sign): Promise<void> {
      own.sign(connectionId, at);
      await statuses.keepSign(agentId, at);
      if (Date.now() - at >= nowMs) return;
      const known = (await statuses.get([agentId])).get(agentId);
      if (known?.awayReason === 'idle') await returned({ organizationId, agentId });
    },

    /** With each heartbeat of their consoles, on whichever node: a sign that any of them got counts. */
    async check(agents: readonly AgentPlace[]): Promise<void> {
      if (agents.length === 0) return;
      const quiet = await quietSince(agents.map(({ agentId }) => agentId));
      await attemptEach(agents, async (agent) => {
        const since = quiet.get(agent.agentId);
        if (since !== undefined) await leaveIfStill(agent, since);
      });
    },

    /** What was given to the agent went back unopened or unanswered. */
    async letRunOut(agent: AgentPlace): Promise<void> {
      if (!(await quietSince([agent.agentId])).has(agent.agentId)) return;
      if ((await awayRules(agent.organizationId)).awayWhenUnanswered) await leave(agent, 'unanswered');
    },
  };
}
