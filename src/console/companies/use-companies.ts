import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import type { Company } from '../../protocol/companies';
import { useConsole } from '../context';
import type { Page } from '../data/http';

/** Those whose name, domain or id has these words; the newest without any. */
export function useCompanies(words: string, wanted = true): readonly Company[] {
  const { http } = useConsole();
  const [q] = useDebouncedValue(words.trim(), 200);
  const { data } = useQuery({
    queryKey: ['companies', 'found', q],
    queryFn: () => http.get<Page<Company>>('companies', { limit: 8, ...(q && { q }) }),
    enabled: wanted,
  });
  return data?.items ?? [];
}
