import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { MentionPage } from '../../protocol/mentions';
import { useConsole } from '../context';

const key = ['mentions', 'unread'];

/** What colleagues called this agent for and it has not read. News renew it: see app.tsx. */
export function useUnread(): MentionPage | undefined {
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
  const isNew = useUnread()?.items.some((one) => one.sessionId === sessionId);
  useRead('sessionId', isNew ? sessionId : undefined);
}

/** Once what is read is known, the next one is. @param id undefined: nothing there calls */
export function useRead(of: 'sessionId' | 'noteId', id: string | undefined): void {
  const { http } = useConsole();
  const queries = useQueryClient();
  useEffect(() => {
    if (id === undefined) return;
    const read = () => {
      if (document.visibilityState !== 'visible') return;
      http
        .post('mentions/read', { [of]: id })
        .then(() => queries.invalidateQueries({ queryKey: ['mentions'] }))
        .catch(() => undefined);
    };
    read();
    document.addEventListener('visibilitychange', read);
    return () => document.removeEventListener('visibilitychange', read);
  }, [http, queries, of, id]);
}
