import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { Playbook, SessionPlaybooks } from '../../protocol/playbooks';
import type { Session } from '../../protocol/model/session';
import { useConsole } from '../context';
import type { Page } from '../data/http';

/** All of the organization's. */
export function usePlaybooks(on = true): readonly Playbook[] {
  const { http } = useConsole();
  const { data } = useQuery({
    queryKey: ['playbooks', 'all'],
    queryFn: () => http.get<Page<Playbook>>('playbooks'),
    staleTime: 60_000,
    enabled: on,
  });
  return data?.items ?? [];
}

/** Those that fit a conversation and those that were started: asked again when it goes on, and when a colleague ticks. */
export function useSessionPlaybooks({ id, headSeq, status, labels }: Session) {
  const { http, inbox } = useConsole();
  const cache = useQueryClient();
  // Once for many messages that come at once.
  const [seq] = useDebouncedValue(headSeq, 1_500);
  useEffect(() => {
    const again = () => void cache.invalidateQueries({ queryKey: ['session-playbooks', id] });
    const offs = [
      inbox.onPlaybook((sessionId) => sessionId === id && again()),
      // Anything may have been missed.
      inbox.onCustomer((customerId) => customerId === undefined && again()),
    ];
    return () => offs.forEach((off) => off());
  }, [cache, inbox, id]);
  return useQuery({
    queryKey: ['session-playbooks', id, seq, status, labels.join('\n')],
    queryFn: () => http.get<SessionPlaybooks>(`sessions/${id}/playbooks`),
    placeholderData: keepPreviousData,
    staleTime: 30_000,
  });
}
