import { useEffect } from 'react';
import { useConsole, useInbox } from '../context';

/** Once a conversation is drawn, those beside it are read: the next two, and the one before. */
export function useFetchedAhead(ids: readonly string[], selected = ''): void {
  const { inbox } = useConsole();
  const isRead = useInbox(({ transcripts }) => transcripts[selected] !== undefined);
  const at = ids.indexOf(selected);
  const beside = at < 0 ? '' : [ids[at + 1], ids[at + 2], ids[at - 1]].filter(Boolean).join(' ');
  useEffect(() => {
    if (!isRead || !beside) return;
    return whenIdle(() => inbox.conversations.fetchAhead(beside.split(' ')));
  }, [inbox, isRead, beside]);
}

const soonMs = 200;

/** @returns what calls it off */
function whenIdle(run: () => void): () => void {
  // Safari has none.
  if (!('requestIdleCallback' in window)) {
    const timer = setTimeout(run, soonMs);
    return () => clearTimeout(timer);
  }
  const asked = requestIdleCallback(run, { timeout: soonMs });
  return () => cancelIdleCallback(asked);
}
