import { useInfiniteQuery } from '@tanstack/react-query';
import { useConsole } from '../context';
import type { Page } from '../data/http';

/** A REST list, page by page. */
export function usePages<T>(path: string, query: Record<string, string | undefined> = {}) {
  const { http } = useConsole();
  const pages = useInfiniteQuery({
    queryKey: [path, query],
    queryFn: ({ pageParam }) => http.get<Page<T>>(path, { ...query, limit: 50, cursor: pageParam }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });
  return {
    items: pages.data?.pages.flatMap(({ items }) => items) ?? [],
    pending: pages.isPending,
    /** Read once; what is shown may be older than the last error. */
    known: pages.data !== undefined,
    error: pages.error,
    hasMore: pages.hasNextPage,
    loadingMore: pages.isFetchingNextPage,
    more: () => void pages.fetchNextPage(),
    retry: () => void pages.refetch(),
  };
}
