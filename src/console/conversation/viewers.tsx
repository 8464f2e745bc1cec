// Colleagues who look at this conversation now, so that two do not answer at once.
import { useInbox } from '../context';
import { useNow } from '../hooks';
import { Icon } from '../icons';
import { useAgents } from '../macros/use-agents';

export function Viewers({ sessionId }: { sessionId: string }) {
  const viewers = useInbox((state) => state.viewers[sessionId]);
  const now = useNow(5_000);
  const ids = Object.entries(viewers ?? {}).flatMap(([id, until]) => (until > now ? [id] : []));
  const { agents } = useAgents(ids.length > 0);
  const names = agents.filter(({ id }) => ids.includes(id)).map(({ displayName }) => displayName);
  if (names.length === 0) return null;
  return (
    <span className="quiet viewers" role="status">
      <Icon name="person" size={13} /> <bdi>{names.join(', ')}</bdi>{' '}
      <span>{names.length === 1 ? 'is here, too' : 'are here, too'}</span>
    </span>
  );
}
