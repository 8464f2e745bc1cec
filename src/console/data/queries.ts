// What pages and panes have asked the server for, kept for a while after nobody shows it any more.
import { QueryClient, type Query } from '@tanstack/react-query';
import { isRetryable } from '../../protocol/retryable';
import { Failure } from './failure';

/** About what thirty conversations ask for beside their words: an agent opens hundreds in a shift. */
const unusedAtMost = 300;

export function createQueries(): QueryClient {
  const queries = new QueryClient({
    defaultOptions: { queries: { staleTime: 10_000, retry, refetchOnWindowFocus: true } },
  });
  const cache = queries.getQueryCache();
  /** Those that have been shown and are not now, the one that was left first in front. */
  const unused = new Set<Query>();
  cache.subscribe(({ type, query }) => {
    if (type === 'removed' || type === 'observerAdded') unused.delete(query);
    if (type !== 'observerRemoved' || query.getObserversCount() > 0) return;
    unused.add(query);
    for (const first of unused) {
      if (unused.size <= unusedAtMost) break;
      unused.delete(first);
      cache.remove(first);
    }
  });
  return queries;
}

/** What the server has decided (no right, no such thing) does not change by asking again. */
function retry(failures: number, error: Error): boolean {
  return (
    failures < 1 && (!(error instanceof Failure) || isRetryable(error.code) || error.code === 'unreachable')
  );
}
