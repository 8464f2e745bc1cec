import { useInbox } from '../context';

export function useOwnSession(sessionId: string) {
  const session = useInbox((state) => state.sessions[sessionId]);
  const me = useInbox((state) => state.agent?.id);
  const mine = session?.status === 'with_agent' && me !== undefined && session.agentId === me;
  return { session, mine };
}
