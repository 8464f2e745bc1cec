import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import type { FoundPage } from '../../protocol/search';
import { useConsole } from '../context';
import { queryOf, type Asked } from './address';

const atOnce = 25;

/** Page by page; while other words are looked for, what was found before stays. */
export function usePlaces(asked: Asked) {
  const { http } = useConsole();
  const query = queryOf(asked);
  const found = useInfiniteQuery({
    queryKey: ['search', query],
    queryFn: ({ pageParam }) => http.get<FoundPage>('search', { ...query, limit: atOnce, cursor: pageParam }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    enabled: asked.q !== '' && asked.kind !== 'customer' && asked.kind !== 'company',
    placeholderData: keepPreviousData,
    staleTime: 30_000,
  });
  const pages = found.data?.pages ?? [];
  return {
    items: pages.flatMap(({ items }) => items),
    total: pages[0]?.total,
    newestOnly: pages.some((page) => page.newestOnly),
    pending: found.isPending,
    stale: found.isPlaceholderData,
    error: found.error,
    hasMore: found.hasNextPage,
    loadingMore: found.isFetchingNextPage,
    more: () => void found.fetchNextPage(),
    retry: () => void found.refetch(),
  };
}
