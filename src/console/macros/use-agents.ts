import type { Agent } from '../../protocol/people';
import { useAgentsQuery } from '../data/use-pictures';

const same = (agents: Agent[]) => agents;

/** Everybody who answers customers. */
export function useAgents(on = true): { agents: readonly Agent[]; known: boolean } {
  const { data } = useAgentsQuery(same, on);
  return { agents: data ?? [], known: data !== undefined };
}
