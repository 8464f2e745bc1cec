import { useNavigate, useSearchParams } from 'react-router';
import type { Session } from '../../protocol/model/session';
import { useConsole } from '../context';
import type { Mergeable } from './use-mergeable';

/** Merges, and shows what goes on, beside the list as it is; what the agent had begun to write comes along. */
export function useMerging(session: Session | undefined): (choice: Mergeable) => Promise<void> {
  const { inbox, drafts } = useConsole();
  const navigate = useNavigate();
  const tab = useSearchParams()[0].get('tab') ?? 'all';
  return async ({ other, goesThere }) => {
    if (!session) return;
    const [from, into] = goesThere ? [session.id, other.id] : [other.id, session.id];
    const draft = drafts.get(from, 'reply');
    await inbox.merge(from, into);
    if (draft && !drafts.get(into, 'reply')) {
      drafts.set(into, 'reply', draft);
      drafts.set(from, 'reply', '');
    }
    if (goesThere) await navigate(`/inbox/${into}?${new URLSearchParams({ tab })}`);
  };
}
