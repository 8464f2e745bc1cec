import { useQuery } from '@tanstack/react-query';
import type { Team } from '../../protocol/teams';
import { useConsole } from '../context';
import type { Page } from './http';

/** The first hundred: more nobody tells apart. Empty until they are known. */
export function useTeams(wanted = true): Team[] {
  const { http } = useConsole();
  const { data } = useQuery({
    queryKey: ['teams', 'all'],
    queryFn: () => http.get<Page<Team>>('teams', { limit: 100 }),
    staleTime: 60_000,
    enabled: wanted,
  });
  return data?.items ?? [];
}
