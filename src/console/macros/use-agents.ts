import type { Agent } from '../../protocol/people';
import { useAgentsQuery } from '../data/use-pictures';
import { t } from '../i18n/translate';

const same = (agents: Agent[]) => agents;
const active = (agents: Agent[]) => agents.filter(({ isActive }) => isActive !== false);

/** Everybody who answers customers. */
export function useAgents(on = true): { agents: readonly Agent[]; known: boolean } {
  const { data } = useAgentsQuery(same, on);
  return { agents: data ?? [], known: data !== undefined };
}

/** Those who may be given something, as they are now: nobody is who may not sign in any more. */
export function useActiveAgents(on = true) {
  const { data, error } = useAgentsQuery(active, on, 0);
  return { agents: data ?? [], known: data !== undefined, failure: error };
}

/** What somebody is called whom a macro or a rule names, by their id. */
export function useAgentName(): (id: string) => string | undefined {
  const { agents } = useAgents();
  return function agentName(id) {
    const agent = agents.find((one) => one.id === id);
    return agent && agentWords(agent);
  };
}

/** Of who may not sign in any more it is said. */
export const agentWords = ({ displayName, isActive }: Agent) =>
  isActive === false ? t('{name} (deactivated)', { name: displayName }) : displayName;

/** Those to choose from: who is active, and whoever is chosen already. */
export const choosable = (agents: readonly Agent[], chosen: readonly string[]) =>
  agents
    .filter(({ id, isActive }) => isActive !== false || chosen.includes(id))
    .map((agent) => ({ value: agent.id, label: agentWords(agent) }));
