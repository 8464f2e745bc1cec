import { useQueries, useQuery } from '@tanstack/react-query';
import { useConsole } from '../../context';
import { useAttributes } from '../../data/use-attributes';
import { useTeams } from '../../data/use-teams';
import type { Page } from '../../data/http';
import { useAgents } from '../../macros/use-agents';
import type { Known } from './filter-words';

/** Who and what a filter may name, and these companies. Channels are for supervisors and admins to know. */
export function useKnown(companyIds: readonly string[] = []): Known {
  const { http, user } = useConsole();
  const { agents, known } = useAgents();
  const channels = useQuery({
    queryKey: ['channels', 'names'],
    queryFn: () => http.get<Page<{ id: string; name: string }>>('channels', { limit: 200 }),
    enabled: user.role !== 'agent',
  });
  const teams = useTeams();
  const companies = useQueries({
    queries: companyIds.map((id) => ({
      queryKey: ['companies', id],
      queryFn: () => http.get<{ id: string; name: string }>(`companies/${id}`),
      staleTime: 60_000,
    })),
  });
  const attributes = useAttributes();
  return {
    teams: teams.length > 0 ? teams.map(({ id, name }) => ({ id, name })) : undefined,
    companies: companies.flatMap(({ data }) => (data ? [{ id: data.id, name: data.name }] : [])),
    attributes: attributes.data?.items.map(({ key: id, label: name }) => ({ id, name })),
    agents: known ? agents.map(({ id, displayName: name }) => ({ id, name })) : undefined,
    channels: channels.data?.items.map(({ id, name }) => ({ id, name })),
  };
}
