// Who gets which sessions: a batch in one turn, on one set of candidates.
import { LRUCache } from 'lru-cache';
import type { Log } from '../log';
import type { RoutingSettings } from '../protocol/routing';
import type { AgentRef } from '../sessions/commands';
import type { AssignAgents, TeamRef, WantsAgent } from '../sessions/assign-agents';
import { createKeyedMutex } from '../tools/keyed-mutex';
import { free, pickAgent, type Candidate } from './pick';
import type { Seen } from './presence';
import { teamOf } from './teams';
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

type Weighed = Awaited<ReturnType<Turn['rules']>> & { weigh: AssignerDeps['weightOf'] };

interface Around extends Weighed {
  known: Map<string, Seen>;
  lastAssigned: { get(agentId: string): number | undefined };
}

function candidates(
  agents: readonly AgentWithLoad[],
  { teams, weigh, known, lastAssigned }: Around,
): Candidate[] {
  return agents
    .filter(({ id }) => known.get(id)?.connected && known.get(id)?.presence === 'online')
    .map(({ id, name, maxConcurrentChats, specialties, languages, held }) => ({
      id,
      name,
      presence: 'online',
      load: loadOf(held, weigh),
      capacity: maxConcurrentChats,
      specialties,
      languages,
      teams: teams.filter(({ agentIds }) => agentIds.includes(id)).map((team) => team.id),
      idleSince: lastAssigned.get(id) ?? known.get(id)!.since,
      onlineSince: known.get(id)!.since,
    }));
}

/** Each choice counts for the next one of the same batch. */
function createChooser({ seen, weightOf }: Pick<AssignerDeps, 'seen' | 'weightOf'>) {
  const lastAssigned = new LRUCache<string, number>({ max: agentsKept });

  async function pickAll(
    turn: Turn,
    wanted: readonly WantsAgent[],
    rules: Weighed,
  ): Promise<Array<AgentRef | undefined>> {
    const { weigh, settings } = rules;
    const { order, lastAgentFirst, teamFirstSeconds } = settings;
    const profiles = await turn.agents();
    const agents = candidates(profiles, { ...rules, known: await seen(profiles), lastAssigned });
    if (!wanted.some(({ channelType }) => free(agents, weigh(channelType)).length > 0))
      return wanted.map(() => undefined);
    const customerIds = wanted.map(({ customerId }) => customerId);
    const owners = agents.length > 1 ? await turn.owners(customerIds) : new Map<string, string>();
    const helped =
      agents.length > 1 && lastAgentFirst ? await turn.lastAgents(customerIds) : new Map<string, string>();
    return wanted.map(({ customerId, channelType, queuedAt, ...each }) => {
      const lastAgentId = helped.get(customerId);
      const weight = weigh(channelType);
      const waitedMs = queuedAt === undefined ? 0 : Date.now() - Date.parse(queuedAt);
      const isForTeam = waitedMs < teamFirstSeconds * 1_000;
      const ownerId = owners.get(customerId);
      const known = { ...(lastAgentId && { lastAgentId }), ...(ownerId && { ownerId }) };
      const language = each.language ?? each.belongs?.language;
      const spoken = { ...(language !== undefined && { language }) };
      const agent = pickAgent(agents, { ...each, ...spoken, weight, isForTeam, order, ...known });
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
      const known = await turn.rules();
      const rules = { ...known, weigh: (type: string) => weightFor(known.settings, type) ?? weightOf(type) };
      const teams = wanted.map(({ belongs }) => {
        const team = belongs && teamOf(known.teams, belongs);
        return team && { id: team.id, name: team.name };
      });
      const inTeams = wanted.map((one, i) => (teams[i] ? { ...one, teamId: teams[i].id } : one));
      return { agents: await pickAll(turn, inTeams, rules), teams };
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
        log.warn({ organizationId, err: error }, 'could not pick an agent');
        return record(undefined, []);
      }
    },
    got,
  };
}

/** The organization's own; undefined for a type that it sets none for. */
function weightFor(settings: RoutingSettings, channelType: string): number | undefined {
  const { webWeight: web, whatsappWeight: whatsapp, emailWeight: email } = settings;
  return { web, whatsapp, email }[channelType];
}

function loadOf(held: AgentWithLoad['held'], weightOf: AssignerDeps['weightOf']): number {
  return Object.entries(held).reduce((sum, [type, count = 0]) => sum + weightOf(type) * count, 0);
}
