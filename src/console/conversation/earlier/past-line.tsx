import { Link, useNavigate } from 'react-router';
import type { Session } from '../../../protocol/model/session';
import { useNow } from '../../hooks';
import { channelIcon, Icon } from '../../icons';
import { channelWord } from '../../text/channel-name';
import type { PastLine as Line } from '../../text/past-lines';
import { dateShort, dayLine } from '../../text/time';
import '../../styles/earlier.css';
import { t } from '../../i18n/translate';
import { Said } from '../said';
import { SystemLine } from '../system-line';

/** To be read, and nothing else. */
export default function PastLine({ line: past }: { line: Line }) {
  const now = useNow(60_000);
  const navigate = useNavigate();
  if (past.kind === 'earlier') return <Above session={past.session} />;
  const { line, customer } = past;
  return (
    <>
      {line.day && (
        <p className="day-line">
          <span>{dayLine(line.at, now)}</span>
        </p>
      )}
      {line.kind === 'system' ? (
        <SystemLine message={line.message} reactions={line.reactions} readOnly />
      ) : (
        <Said
          line={line}
          customer={customer}
          receipt={false}
          readOnly
          onGoTo={(seq) => void navigate(`/inbox/${past.sessionId}?tab=all&seq=${seq}`)}
        />
      )}
    </>
  );
}

function Above({ session }: { session: Session }) {
  const { channelType, startedAt, status, subject, id } = session;
  return (
    <p className="day-line earlier-rule">
      <span>
        <Icon name="up" size={14} /> <strong>{t('Earlier conversation')}</strong>
        {' · '}
        <Icon name={channelIcon(channelType)} size={14} label={channelWord(channelType)} />{' '}
        <time dateTime={startedAt}>{dateShort(startedAt)}</time>
        {' · '}
        {status === 'closed' ? t('Closed|one conversation') : t('Open|one conversation')}
        {subject && (
          <>
            {' · '}
            <bdi>{subject}</bdi>
          </>
        )}
        {' · '}
        <Link className="link" to={`/inbox/${id}?tab=${status === 'closed' ? 'closed' : 'all'}`}>
          {t('Open it|conversation')}
        </Link>
      </span>
    </p>
  );
}
