import type { Agent } from '../../protocol/people';
import { useAgentsQuery } from '../data/use-pictures';

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
