// Who gets which sessions: a batch in one turn, on one set of candidates.
import { LRUCache } from 'lru-cache';
import type { Log } from '../log';
import type { AgentRef } from '../sessions/commands';
import type { AssignAgents, TeamRef, WantsAgent } from '../sessions/assign-agents';
import { createKeyedMutex } from '../tools/keyed-mutex';
import { free, pickAgent, type Candidate } from './pick';
import type { Seen } from './presence';
import { teamOf, type TeamRules } from './teams';
import type { AgentProfile, AgentWithLoad, AssignmentTurn, Turn } from './store';

/** Of how many agents it is known when they last got a session. */
const agentsKept = 10_000;
/** Whoever was stopped for longer may have lost the turn: what it read may be old. */
const longestTurnMs = 5_000;

export interface Assigner {
  /** In doubt nobody is chosen: the queue is never wrong. */
  assign: AssignAgents;
  /** As `assign`, for sessions that `find` reads in the turn. Rejects when the turn does not come. `agents` as there. */
  assignFound<S extends WantsAgent, T>(
    organizationId: string,
    find: (turn: Turn) => Promise<S[]>,
    record: (
      sessions: S[],
      agents: Array<AgentRef | undefined> | undefined,
      teams: Array<TeamRef | undefined>,
    ) => Promise<T>,
  ): Promise<T>;
  /** It got a session, whoever gave it. */
  got(agentId: string): void;
}

interface AssignerDeps {
  turn: AssignmentTurn;
  seen(agents: readonly AgentProfile[]): Promise<Map<string, Seen>>;
  /** How much of an agent's capacity a session of this channel takes. */
  weightOf(channelType: string): number;
  log: Log;
}

const noTeams = { teams: [] as TeamRules[], forTeamMs: 0 };

/** Each choice counts for the next one of the same batch. */
function createChooser({ seen, weightOf }: Pick<AssignerDeps, 'seen' | 'weightOf'>) {
  const lastAssigned = new LRUCache<string, number>({ max: agentsKept });

  async function candidates(
    agents: readonly AgentWithLoad[],
    teams: readonly TeamRules[],
  ): Promise<Candidate[]> {
    const known = await seen(agents);
    return agents
      .filter(({ id }) => known.get(id)?.connected && known.get(id)?.presence === 'online')
      .map(({ id, name, maxConcurrentChats, specialties, held }) => ({
        id,
        name,
        presence: 'online',
        load: loadOf(held, weightOf),
        capacity: maxConcurrentChats,
        specialties,
        teams: teams.filter(({ agentIds }) => agentIds.includes(id)).map((team) => team.id),
        idleSince: lastAssigned.get(id) ?? known.get(id)!.since,
      }));
  }

  async function pickAll(
    turn: Turn,
    wanted: readonly WantsAgent[],
    { teams, forTeamMs }: typeof noTeams,
  ): Promise<Array<AgentRef | undefined>> {
    const agents = await candidates(await turn.agents(), teams);
    if (!wanted.some(({ channelType }) => free(agents, weightOf(channelType)).length > 0))
      return wanted.map(() => undefined);
    const last =
      agents.length > 1
        ? await turn.lastAgents(wanted.map(({ customerId }) => customerId))
        : new Map<string, string>();
    return wanted.map(({ customerId, channelType, queuedAt, ...each }) => {
      const lastAgentId = last.get(customerId);
      const weight = weightOf(channelType);
      const isForTeam = (queuedAt === undefined ? 0 : Date.now() - Date.parse(queuedAt)) < forTeamMs;
      const agent = pickAgent(agents, { ...each, weight, isForTeam, ...(lastAgentId && { lastAgentId }) });
      if (!agent) return undefined;
      agent.load += weight;
      agent.idleSince = Date.now();
      lastAssigned.set(agent.id, agent.idleSince);
      return { id: agent.id, name: agent.name };
    });
  }

  return {
    got: (agentId: string) => void lastAssigned.set(agentId, Date.now()),
    async choose(turn: Turn, wanted: readonly WantsAgent[]) {
      if (wanted.length === 0) return { agents: [], teams: [] };
      const asks = wanted.some(({ teamId, belongs }) => teamId !== undefined || belongs);
      const known = asks ? await turn.teams() : noTeams;
      const teams = wanted.map(({ belongs }) => {
        const team = belongs && teamOf(known.teams, belongs);
        return team && { id: team.id, name: team.name };
      });
      const inTeams = wanted.map((one, i) => (teams[i] ? { ...one, teamId: teams[i].id } : one));
      return { agents: await pickAll(turn, inTeams, known), teams };
    },
  };
}

export function createAssigner({ turn, log, ...deps }: AssignerDeps): Assigner {
  const mutex = createKeyedMutex();
  const { choose, got } = createChooser(deps);

  const assignFound: Assigner['assignFound'] = (organizationId, find, record) =>
    mutex.run(organizationId, () => {
      const startedAt = performance.now();
      return turn(organizationId, async (inTurn) => {
        const sessions = await find(inTurn);
        const { agents, teams } = await choose(inTurn, sessions);
        const tookMs = Math.round(performance.now() - startedAt);
        if (tookMs <= longestTurnMs) return record(sessions, agents, teams);
        log.warn({ organizationId, tookMs }, 'a turn of assigning took too long: it assigns nobody');
        return record(sessions, undefined, teams);
      });
    });

  return {
    assignFound,
    async assign(organizationId, wanted, record) {
      let begun = false;
      try {
        return await assignFound(
          organizationId,
          async () => [...wanted],
          (_sessions, agents, teams) => {
            begun = true;
            return record(agents, teams);
          },
        );
      } catch (error) {
        if (begun) throw error;
        log.warn({ organizationId, err: error }, 'nobody could be picked');
        return record(undefined, []);
      }
    },
    got,
  };
}

function loadOf(held: AgentWithLoad['held'], weightOf: AssignerDeps['weightOf']): number {
  return Object.entries(held).reduce((sum, [type, count = 0]) => sum + weightOf(type) * count, 0);
}
