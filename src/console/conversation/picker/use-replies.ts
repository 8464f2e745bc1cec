import { useQuery } from '@tanstack/react-query';
import type { CannedReply } from '../../../protocol/canned-replies';
import { useConsole } from '../../context';
import { allPages } from '../../data/http';

/** All that this person may take. */
export function useReplies(): { replies: readonly CannedReply[]; known: boolean } {
  const { http } = useConsole();
  const { data, isPending } = useQuery({
    queryKey: ['canned-replies', 'all'],
    queryFn: () => allPages<CannedReply>(http, 'canned-replies'),
    staleTime: 60_000,
  });
  return { replies: data ?? [], known: !isPending };
}
