import { useInfiniteQuery } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';
import type { Session } from '../../protocol/model/session';
import { useConsole } from '../context';
import { sentence } from '../data/failure';
import type { Page } from '../data/http';

type FoundPage = Page<Session> & { newestOnly?: true };

/** Sessions with these words, in the server's order; their rows stay live. */
export function useFound(q: string) {
  const { http, inbox } = useConsole();
  const query = useInfiniteQuery({
    queryKey: ['sessions', q],
    queryFn: ({ pageParam }) => http.get<FoundPage>('sessions', { q, limit: 50, cursor: pageParam }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    staleTime: 0,
  });
  const items = useMemo(() => query.data?.pages.flatMap((page) => page.items) ?? [], [query.data]);
  useEffect(() => {
    if (query.data) inbox.hearFound(query.data.pages.flatMap((page) => page.items));
  }, [inbox, query.data]);
  const highlights = useMemo(
    () => new Map(items.flatMap(({ id, highlight }) => (highlight ? [[id, highlight] as const] : []))),
    [items],
  );
  return {
    highlights,
    // A session that somebody writes to between two pages is in both.
    ids: [...new Set(items.map(({ id }) => id))],
    newestOnly: query.data?.pages.some((page) => page.newestOnly) ?? false,
    isPending: query.isPending,
    error: query.error ? sentence(query.error) : undefined,
    goesOn: query.hasNextPage,
    more: () => {
      if (query.hasNextPage && !query.isFetching) void query.fetchNextPage();
    },
    retry: () => void query.refetch(),
  };
}
