import { useInfiniteQuery } from '@tanstack/react-query';
import { useConsole } from '../context';
import type { Page } from './http';

const againMs = 3_000;

/** A REST list, page by page. @param isUnderWay of an entry that changes by itself: while there is one, the list is read again */
export function usePages<T>(
  path: string,
  query: Record<string, string | undefined> = {},
  isUnderWay: (item: T) => boolean = () => false,
) {
  const { http } = useConsole();
  const pages = useInfiniteQuery({
    queryKey: [path, query],
    queryFn: ({ pageParam }) => http.get<Page<T>>(path, { ...query, limit: 50, cursor: pageParam }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    // The longer it takes, the more rarely.
    refetchInterval: ({ state: { data, dataUpdateCount } }) =>
      data?.pages.some(({ items }) => items.some(isUnderWay)) ? againMs * (1 + dataUpdateCount / 5) : false,
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
