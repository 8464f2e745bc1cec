import { useEffect } from 'react';
import type { Rules } from '../../protocol/model/rules';
import { useConsole, useInbox } from '../context';

/** What the session's channel takes now; undefined until the server has said so. */
export function useRules(sessionId: string): Rules | undefined {
  const { inbox } = useConsole();
  const rules = useInbox((state) => state.opened[sessionId]?.rules);
  const until = rules?.until;
  // The server says what holds once the time is over, and why.
  useEffect(() => {
    if (until === undefined) return;
    const left = Math.max(0, Date.parse(until) - Date.now());
    const timer = setTimeout(() => void inbox.conversations.renewRules(sessionId), left + 1_000);
    return () => clearTimeout(timer);
  }, [inbox, sessionId, until]);
  return rules;
}
