import { useQuery } from '@tanstack/react-query';
import type { NotificationSettings } from '../../protocol/notifications';
import { useConsole } from '../context';

export const notificationPath = 'agents/me/notifications';

/** What the reader wants to be told of; undefined until it is known, and for who is no agent. */
export function useNotificationSettings(): NotificationSettings | undefined {
  const { http, agent } = useConsole();
  const { data } = useQuery({
    queryKey: [notificationPath],
    queryFn: () => http.get<NotificationSettings>(notificationPath),
    staleTime: 60_000,
    enabled: agent !== undefined,
  });
  return data;
}
