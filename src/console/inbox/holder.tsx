// Who has a session, and since when its customer waits: never by colour alone.
import type { Session } from '../../protocol/model/session';
import { useInbox } from '../context';
import { waitsSince } from '../../protocol/session-where';
import type { Tab } from '../data/session-list';
import { useNow } from '../hooks';
import { Icon } from '../icons';
import { Avatar } from '../shell/avatar';
import { closedWord } from '../text/closed-word';
import { untilShort, untilWords, waited, whole } from '../text/time';
import { t } from '../i18n/translate';

/** The AI answers within seconds: before that its silence is no news. */
const aiIsLateMs = 30_000;

export function Holder({ session, tab }: { session: Session; tab: Tab }) {
  const since = waitsSince(session);
  switch (session.status) {
    case 'active':
      return <WithAi since={since} />;
    case 'waiting':
      return <WaitingFor since={since!} gone={session.customerGoneSince} />;
    case 'closed':
      return (
        <span className="state closed">
          <Icon name={session.mergedInto ? 'merge' : 'check'} size={14} /> <span>{closedWord(session)}</span>
        </span>
      );
    case 'with_agent':
      return (
        <>
          {since && <NeedsReply since={since} />}
          {session.snoozed && <PutAway session={session} />}
          {!(since && tab === 'mine') && <WithAgent session={session} short={since !== undefined} />}
        </>
      );
  }
}

function WithAi({ since }: { since: string | undefined }) {
  const now = useNow(10_000);
  return (
    <>
      {since && now - Date.parse(since) > aiIsLateMs && <NeedsReply since={since} />}
      <span className="state ai" title={t('With the AI')}>
        <Icon name="spark" size={14} /> <span>{t('AI')}</span>
      </span>
    </>
  );
}

function WithAgent({ session, short }: { session: Session; short: boolean }) {
  const me = useInbox((state) => state.agent?.id);
  const name = session.agentId === me ? t('You') : session.agentName || t('Agent');
  return (
    <span className="state agent" title={t('With {name}', { name: session.agentName || t('an agent') })}>
      <Avatar name={session.agentName} size={18} agentId={session.agentId} />
      <span className={short ? 'hidden' : 'state-name'}>{name}</span>
    </span>
  );
}

interface WaitingProps {
  since: string;
  /** Since when the customer's page is gone. */
  gone?: string | undefined;
}

export function WaitingFor({ since, gone }: WaitingProps) {
  return (
    <span className="state waiting" title={t('Waits since {time}', { time: whole(since) })}>
      {gone && (
        <span title={t('The customer has left, {time}', { time: whole(gone) })}>
          <Icon name="out" size={14} label={t('The customer has left')} />
        </span>
      )}
      <Icon name="clock" size={14} label={t('Waiting')} /> <Running since={since} />
    </span>
  );
}

/** Somebody has it, and the customer waits nevertheless. */
export function NeedsReply({ since }: { since: string }) {
  return (
    <span className="state waiting" title={t('Needs a reply since {time}', { time: whole(since) })}>
      <Icon name="reply" size={14} label={t('Needs a reply')} /> <Running since={since} />
    </span>
  );
}

export function PutAway({ session }: { session: Session }) {
  const now = useNow(60_000);
  const until = session.snoozed?.until;
  return (
    <span className="state closed" title={t('Put away {time}', { time: untilWords(until) })}>
      <Icon name="moon" size={14} label={t('Put away until')} /> <span>{untilShort(until, now)}</span>
    </span>
  );
}

/** A translator would fight with it every second. */
function Running({ since }: { since: string }) {
  const now = useNow(1_000);
  return (
    <span className="digits" translate="no">
      {waited(since, now)}
    </span>
  );
}
