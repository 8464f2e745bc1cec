import { useQuery } from '@tanstack/react-query';
import type { Agent } from '../../protocol/people';
import { useConsole } from '../context';
import { allPages } from './http';

/** Everybody who answers customers, as it is asked for everywhere. @param staleTime milliseconds for which what is known will do */
export function useAgentsQuery<T>(select: (agents: Agent[]) => T, on = true, staleTime = 60_000) {
  const { http } = useConsole();
  return useQuery({
    queryKey: ['agents', 'all'],
    queryFn: () => allPages<Agent>(http, 'agents'),
    staleTime,
    enabled: on,
    select,
  });
}

/** Where the agent's picture is; undefined where there is none, and until it is known. */
export function usePicture(agentId: string): string | undefined {
  return useAgentsQuery((agents) => agents.find(({ id }) => id === agentId)?.pictureUrl).data;
}
