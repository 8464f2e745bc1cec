import { useQuery } from '@tanstack/react-query';
import type { Label } from '../../protocol/labels';
import { useConsole } from '../context';
import type { Page } from './http';

/** The first 50, by name, in whose name this is; of nothing, of all. Empty until they are known. */
export function useLabelsLike(typed: string): readonly Label[] {
  const { http } = useConsole();
  const q = typed.trim().slice(0, 50);
  const { data } = useQuery({
    queryKey: ['labels', { q, limit: 50 }],
    queryFn: () => http.get<Page<Label>>('labels', { limit: 50, ...(q && { q }) }),
    placeholderData: (before) => before,
  });
  return data?.items ?? [];
}
