import { useQuery } from '@tanstack/react-query';
import type { SavedView } from '../../../protocol/saved-views';
import type { SessionWhere } from '../../../protocol/session-where';
import { useConsole } from '../../context';
import type { Page } from '../../data/http';
import { whereTab } from '../../data/where-tab';

export interface View extends Omit<SavedView, 'where'> {
  where: SessionWhere;
}

/** The team's, then one's own. */
export function useViews() {
  const { http } = useConsole();
  return useQuery({
    queryKey: ['views'],
    queryFn: () => http.get<Page<View>>('views').then(({ items }) => items),
    staleTime: 60_000,
  });
}

export const tabOf = ({ id, where }: Pick<View, 'id' | 'where'>) => whereTab(where, id);
