// The conversations behind a figure.
import { Modal } from '@mantine/core';
import { Link } from 'react-router';
import { channelWord } from '../../protocol/reply-text';
import type { Session } from '../../protocol/model/session';
import { useNow } from '../hooks';
import { Listing, More } from '../pages/page-frame';
import { usePages } from '../pages/use-pages';
import { ago, whole } from '../text/time';
import { customerNameOf } from '../text/visitor-name';
import { RatingOf } from './ratings';
import type { Asked, Open } from './use-asked';

interface Props {
  asked: Asked;
  open: Open;
  onClose: () => void;
}

export default function Behind({ asked, open, onClose }: Props) {
  const query = Object.fromEntries(
    Object.entries({ ...asked, ...open.query }).map(([name, value]) => [name, String(value)]),
  );
  const pages = usePages<Session>('analytics/sessions', query);
  const now = useNow(60_000);
  return (
    <Modal opened onClose={onClose} title={open.title} size="lg" closeButtonProps={{ 'aria-label': 'Close' }}>
      <Listing pages={pages} empty="There is no conversation behind this.">
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
              {[channelWord(session.channelType), stateWords[session.status], session.agentName]
                .filter(Boolean)
                .join(', ')}
            </span>
            <time className="quiet" dateTime={session.startedAt} title={whole(session.startedAt)}>
              {ago(session.startedAt, now)}
            </time>
          </li>
        ))}
      </Listing>
      <More pages={pages} />
    </Modal>
  );
}

const stateWords: Record<Session['status'], string> = {
  active: 'with the AI',
  waiting: 'waiting',
  with_agent: 'open',
  closed: 'closed',
};
