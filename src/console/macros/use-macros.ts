import { useQuery } from '@tanstack/react-query';
import type { Macro } from '../../protocol/macros';
import { useConsole } from '../context';
import { allPages } from '../data/http';

/** All that this person may run. */
export function useMacros(on = true): { macros: readonly Macro[]; known: boolean } {
  const { http } = useConsole();
  const { data, isPending } = useQuery({
    queryKey: ['macros', 'all'],
    queryFn: () => allPages<Macro>(http, 'macros'),
    staleTime: 60_000,
    enabled: on,
  });
  return { macros: data ?? [], known: !isPending };
}
