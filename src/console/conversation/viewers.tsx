// Colleagues who look at this conversation now, so that two do not answer at once.
import { useInbox } from '../context';
import { useNow } from '../hooks';
import { useAgents } from '../macros/use-agents';
import { Avatar } from '../shell/avatar';
import { withParts } from '../i18n/parts';
import { listed, plural } from '../i18n/translate';

const mostFaces = 3;

export function Viewers({ sessionId }: { sessionId: string }) {
  const viewers = useInbox((state) => state.viewers[sessionId]);
  const now = useNow(5_000);
  const ids = Object.entries(viewers ?? {}).flatMap(([id, until]) => (until > now ? [id] : []));
  const { agents } = useAgents(ids.length > 0);
  const here = agents.filter(({ id }) => ids.includes(id));
  const names = here.map(({ displayName }) => displayName);
  if (names.length === 0) return null;
  return (
    <span className="quiet viewers" role="status">
      {here.slice(0, mostFaces).map(({ id, displayName }) => (
        <Avatar key={id} name={displayName} size={16} agentId={id} />
      ))}{' '}
      <span>
        {withParts(plural(names.length, { one: '{names} is here, too', other: '{names} are here, too' }), {
          names: <bdi>{listed(names)}</bdi>,
        })}
      </span>
    </span>
  );
}
