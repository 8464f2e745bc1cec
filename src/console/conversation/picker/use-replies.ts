import { useQuery } from '@tanstack/react-query';
import type { CannedReply } from '../../../protocol/canned-replies';
import { useConsole } from '../../context';
import type { Http, Page } from '../../data/http';

/** More than anybody writes; what comes after is found in the settings. */
const mostPages = 10;

/** All that this person may take. */
export function useReplies(): { replies: readonly CannedReply[]; known: boolean } {
  const { http } = useConsole();
  const { data, isPending } = useQuery({
    queryKey: ['canned-replies', 'all'],
    queryFn: () => all(http),
    staleTime: 60_000,
  });
  return { replies: data ?? [], known: !isPending };
}

async function all(http: Http): Promise<CannedReply[]> {
  const found: CannedReply[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < mostPages; page += 1) {
    const { items, nextCursor } = await http.get<Page<CannedReply>>('canned-replies', { limit: 200, cursor });
    found.push(...items);
    if (nextCursor === null) break;
    cursor = nextCursor;
  }
  return found;
}
