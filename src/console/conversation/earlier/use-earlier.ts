// What the same customer wrote before, also under another identity: read as one scrolls up, and kept only while it is shown.
import { useInfiniteQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import type { Message } from '../../../protocol/model/message';
import type { Session } from '../../../protocol/model/session';
import { useConsole } from '../../context';
import type { Http, Page } from '../../data/http';
import { pageSize } from '../../data/reading';
import { pastLines, type PastLine } from '../../text/past-lines';

/** Pages held above one conversation; what is earlier than they are is behind the customer's own page. */
const mostPages = 20;
/** Links to files run out within the hour. */
const renewedAfterMs = 45 * 60_000;

interface Place {
  /** Which of `sessions`, the newest first. */
  at: number;
  before?: number | undefined;
}

interface Read extends Place {
  /** In the first: the earlier conversations. */
  sessions?: Session[];
  messages: Message[];
}

export type Earlier = ReturnType<typeof useEarlier>;

/** Nothing is asked before the beginning of the conversation is in sight. */
export function useEarlier(session: Session) {
  const [begun, setBegun] = useState(false);
  const { http } = useConsole();
  const query = useInfiniteQuery({
    queryKey: ['earlier', session.customerId, 'messages', session.id],
    enabled: begun,
    gcTime: 0,
    staleTime: Infinity,
    refetchInterval: renewedAfterMs,
    initialPageParam: undefined as Place | undefined,
    queryFn: async ({ pageParam, client, queryKey }): Promise<Read> => {
      if (!pageParam) return { at: -1, sessions: await sessionsBefore(http, session), messages: [] };
      const known = client.getQueryData<{ pages: Read[] }>(queryKey)?.pages[0]?.sessions;
      return { ...pageParam, messages: await messagesOf(http, known![pageParam.at]!, pageParam.before) };
    },
    getNextPageParam: (last, [first, ...pages]) =>
      pages.length < mostPages ? placeAfter(first?.sessions ?? [], last) : undefined,
  });
  const [first, ...pages] = query.data?.pages ?? [];
  const sessions = first?.sessions ?? [];
  const read = useMemo(
    (): PastLine[] => pastLines(pages.map(({ at, messages }) => ({ session: sessions[at]!, messages }))),
    [query.data],
  );
  const next = query.data && placeAfter(sessions, query.data.pages.at(-1)!);
  return {
    begin: () => setBegun(true),
    read,
    /** The conversation that the next page is of. */
    next: next && sessions[next.at],
    /** So much is held that no more is read. */
    isFull: next !== undefined && !query.hasNextPage,
    isLoading: query.isFetchingNextPage,
    error: query.data ? query.error : null,
    more: () => {
      if (query.hasNextPage && !query.isFetching) void query.fetchNextPage();
    },
  };
}

function placeAfter(sessions: readonly Session[], { at, messages }: Read): Place | undefined {
  const seq = messages[0]?.seq ?? 1;
  if (seq > 1) return { at, before: seq };
  return at + 1 < sessions.length ? { at: at + 1 } : undefined;
}

const messagesOf = async (http: Http, { id }: Session, before: number | undefined): Promise<Message[]> =>
  (await http.get<Page<Message>>(`sessions/${id}/messages`, { before, limit: pageSize })).items;

/** So many lists are read to find those that began before one that is old itself. */
const mostLists = 10;

/** The newest first. Those that were merged stand where they were merged into. */
async function sessionsBefore(http: Http, { id, customerId, startedAt }: Session): Promise<Session[]> {
  let cursor: string | undefined;
  for (let list = 0; list < mostLists; list += 1) {
    const page = await http.get<Page<Session>>('sessions', {
      customerId,
      order: 'startedAt',
      limit: pageSize,
      cursor,
    });
    const found = page.items.filter(
      (one) => one.id !== id && !one.mergedInto && Date.parse(one.startedAt) < Date.parse(startedAt),
    );
    if (found.length > 0 || page.nextCursor === null) return found;
    cursor = page.nextCursor;
  }
  return [];
}
