// The conversations behind a figure or an insight, each a way into the inbox.
import { Link } from 'react-router';
import { channelWord } from '../text/channel-name';
import type { Session } from '../../protocol/model/session';
import { useNow } from '../hooks';
import { Listing, type Pages } from '../ui/page-frame';
import { ago, whole } from '../text/time';
import { customerNameOf } from '../text/visitor-name';
import { RatingOf } from './ratings';
import { listed, t } from '../i18n/translate';

export function ConversationLines({
  pages,
  empty,
}: {
  pages: Omit<Pages, 'items'> & { items: readonly Session[] };
  empty: string;
}) {
  const now = useNow(60_000);
  return (
    <Listing pages={pages} empty={empty}>
      {pages.items.map((session) => (
        <li key={session.id}>
          <span className="main">
            <Link
              to={`/inbox/${session.id}?tab=${session.status === 'closed' ? 'closed' : 'all'}`}
              dir="auto"
            >
              {customerNameOf(session)}
            </Link>
            <span className="quiet behind-line" dir="auto">
              {session.subject ?? session.lastMessage?.text}
            </span>
            <RatingOf session={session} />
          </span>
          <span className="quiet">
            {listed(
              [channelWord(session.channelType), stateWords[session.status], session.agentName].filter(
                Boolean,
              ),
            )}
          </span>
          <time className="quiet" dateTime={session.startedAt} title={whole(session.startedAt)}>
            {ago(session.startedAt, now)}
          </time>
        </li>
      ))}
    </Listing>
  );
}

const stateWords: Record<Session['status'], string> = {
  active: t('with the AI'),
  waiting: t('waiting'),
  with_agent: t('open|of a conversation'),
  closed: t('closed|of a conversation'),
};
