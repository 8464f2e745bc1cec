import { useQuery } from '@tanstack/react-query';
import type { Macro } from '../../../protocol/macros';
import type { Channel } from '../../../protocol/model/channel';
import type { Agent } from '../../../protocol/people';
import { useConsole } from '../../context';
import { allPages } from '../../data/http';
import { useAttributes } from '../../data/use-attributes';
import { useTeams } from '../../data/use-teams';
import { useAgentName, useAgents } from '../../macros/use-agents';
import type { Names } from './rule-words';

interface Choice {
  value: string;
  label: string;
}

export interface Named {
  names: Names;
  agents: readonly Agent[];
  teams: Choice[];
  channels: Choice[];
  macros: Choice[];
}

/** Everything that a rule may name. */
export function useNames(): Named {
  const { http } = useConsole();
  const { agents } = useAgents();
  const agentName = useAgentName();
  const teams = useTeams();
  const { data: channels = [] } = useQuery({
    queryKey: ['channels', 'all'],
    queryFn: () => allPages<Channel>(http, 'channels'),
    staleTime: 60_000,
  });
  const { data: macros = [] } = useQuery({
    queryKey: ['macros', 'all'],
    queryFn: () => allPages<Macro>(http, 'macros'),
    staleTime: 60_000,
  });
  const attributes = useAttributes().data?.items ?? [];
  const choices = {
    teams: teams.map(({ id, name }) => ({ value: id, label: name })),
    channels: channels.map(({ id, name }) => ({ value: id, label: name })),
    macros: macros
      .filter(({ shared, steps }) => shared && steps.snooze === undefined)
      .map(({ id, shortcut, title }) => ({ value: id, label: `/${shortcut} ${title}` })),
  };
  const named = (all: Choice[]) => (id: string) => all.find(({ value }) => value === id)?.label;
  return {
    ...choices,
    agents,
    names: {
      agent: agentName,
      team: named(choices.teams),
      channel: named(choices.channels),
      macro: named(choices.macros),
      attribute: (key) => attributes.find((one) => one.key === key)?.label,
    },
  };
}
