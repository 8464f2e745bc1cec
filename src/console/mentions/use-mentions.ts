import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { MentionPage } from '../../protocol/mentions';
import { useConsole } from '../context';

const key = ['mentions', 'unread'];

/** What colleagues called this agent for and it has not read. News renew it: see app.tsx. */
function useUnread(): MentionPage | undefined {
  const { http, agent } = useConsole();
  const { data } = useQuery({
    queryKey: key,
    queryFn: () => http.get<MentionPage>('mentions', { unread: 'true', limit: 200 }),
    staleTime: 60_000,
    enabled: agent !== undefined,
  });
  return data;
}

export const useUnreadMentions = (): number => useUnread()?.unread ?? 0;

/** Whoever has the conversation on a visible page has read what calls them there. */
export function useMentionsRead(sessionId: string): void {
  const { http } = useConsole();
  const queries = useQueryClient();
  const isNew = useUnread()?.items.some((one) => one.sessionId === sessionId) === true;
  useEffect(() => {
    if (!isNew) return;
    const read = () => {
      if (document.visibilityState !== 'visible') return;
      http
        .post('mentions/read', { sessionId })
        .then(() => queries.invalidateQueries({ queryKey: ['mentions'] }))
        .catch(() => undefined);
    };
    read();
    document.addEventListener('visibilitychange', read);
    return () => document.removeEventListener('visibilitychange', read);
  }, [http, queries, sessionId, isNew]);
}
