import { useQuery } from '@tanstack/react-query';
import type { Agent } from '../../protocol/people';
import { useConsole } from '../context';
import { allPages } from '../data/http';

/** Everybody who answers customers. */
export function useAgents(on = true): { agents: readonly Agent[]; known: boolean } {
  const { http } = useConsole();
  const { data } = useQuery({
    queryKey: ['agents', 'all'],
    queryFn: () => allPages<Agent>(http, 'agents'),
    staleTime: 60_000,
    enabled: on,
  });
  return { agents: data ?? [], known: data !== undefined };
}
