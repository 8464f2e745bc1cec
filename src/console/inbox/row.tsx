import { memo } from 'react';
import { Link } from 'react-router';
import type { Session } from '../../protocol/model/session';
import { useInbox } from '../context';
import type { Tab } from '../data/session-list';
import { useNow } from '../hooks';
import { Icon } from '../icons';
import { Avatar } from '../shell/avatar';
import { short, waited, whole } from '../text/time';

export const channelWords = { web: 'Web chat', whatsapp: 'WhatsApp', email: 'E-mail' } as const;

interface Props {
  id: string;
  top: number;
  selected: boolean;
  tab: Tab;
}

export const Row = memo(function Row({ id, top, selected, tab }: Props) {
  const session = useInbox((state) => state.sessions[id]);
  const me = useInbox((state) => state.agent?.id);
  const typing = useInbox((state) => state.typing[id]);
  const fresh = useInbox((state) => state.given[id] === true) && !selected;
  if (!session) return null;
  const name = session.customerName ?? 'Visitor';
  return (
    <div role="listitem" className="row-place" style={{ top }}>
      <Link
        to={`/inbox/${id}?tab=${tab}`}
        className={session.unread > 0 || fresh ? 'row unread' : 'row'}
        aria-current={selected ? 'true' : undefined}
      >
        <span className="row-line">
          <span className="row-channel">
            <Icon name={session.channelType} size={14} label={channelWords[session.channelType]} />
          </span>
          <span className="row-name">
            <bdi>{name}</bdi>
          </span>
          {(session.priority === 'high' || session.priority === 'urgent') && (
            <span className={`priority ${session.priority}`}>
              <Icon name="up" size={12} />
              {session.priority === 'urgent' ? 'Urgent' : 'High'}
            </span>
          )}
          <When session={session} />
        </span>
        <span className="row-line">
          <span className="row-last" dir="auto">
            {typing ? <em>writes…</em> : lastWords(session)}
          </span>
          {session.labels.slice(0, 2).map((label) => (
            <span key={label} className="label" title={label}>
              {label}
            </span>
          ))}
          {session.unread > 0 && (
            <span className="unread-count">
              {session.unread > 99 ? '99+' : session.unread}
              <span className="hidden"> unread</span>
            </span>
          )}
          {fresh && session.unread === 0 && <span className="unread-count">New</span>}
          <Holder session={session} me={me} />
        </span>
      </Link>
    </div>
  );
});

function When({ session }: { session: Session }) {
  const now = useNow(30_000);
  return (
    <time className="row-when" dateTime={session.lastMessageAt} title={whole(session.lastMessageAt)}>
      {short(session.lastMessageAt, now)}
    </time>
  );
}

function lastWords({ lastMessage, subject }: Session): string {
  if (!lastMessage) return subject ?? 'No message yet';
  const by = lastMessage.sender === 'agent' || lastMessage.sender === 'ai' ? '↩ ' : '';
  return by + (lastMessage.text || 'A file');
}

/** Who has it: never by colour alone. */
function Holder({ session, me }: { session: Session; me: string | undefined }) {
  switch (session.status) {
    case 'active':
      return (
        <span className="state ai" title="With the AI">
          <Icon name="spark" size={14} /> AI
        </span>
      );
    case 'waiting':
      return <WaitingFor since={session.queuedAt ?? session.startedAt} />;
    case 'closed':
      return (
        <span className="state closed">
          <Icon name="check" size={14} /> Closed
        </span>
      );
    case 'with_agent':
      return (
        <span className="state agent" title={`With ${session.agentName || 'an agent'}`}>
          <Avatar name={session.agentName} size={18} />
          <span className="state-name">{session.agentId === me ? 'You' : session.agentName || 'Agent'}</span>
        </span>
      );
  }
}

export function WaitingFor({ since }: { since: string }) {
  const now = useNow(1_000);
  return (
    <span className="state waiting" title={`Waits since ${whole(since)}`}>
      <Icon name="clock" size={14} label="Waiting" /> <span className="digits">{waited(since, now)}</span>
    </span>
  );
}
