// Five questions at a glance: who, what, how urgent, since when do they wait, who has it.
import { Checkbox } from '@mantine/core';
import { memo, type ReactNode } from 'react';
import { Link } from 'react-router';
import { withoutMarks } from '../../protocol/marked-text';
import type { Session } from '../../protocol/model/session';
import { channelWord } from '../text/channel-name';
import { useInbox } from '../context';
import { isNew } from '../data/inbox-state';
import { shownAt, type Tab } from '../data/session-list';
import { useNow } from '../hooks';
import { channelIcon, Icon } from '../icons';
import { Avatar } from '../shell/avatar';
import { withoutHalf } from '../text/clip';
import { short, whole } from '../text/time';
import { customerNameOf } from '../text/visitor-name';
import { Marked, useHighlight } from './highlights';
import { BlockedMark } from './blocked-mark';
import { TierMark } from '../companies/tier-mark';
import { LabelChip } from './label-chip';
import { SentimentMark } from './sentiment-mark';
import { PriorityMark } from './priority-mark';
import { Due } from '../sla/due';
import { Holder } from './holder';
import type { Selection } from './use-selection';
import { t } from '../i18n/translate';

interface Props {
  id: string;
  top: number;
  selected: boolean;
  tab: Tab;
  /** Only while rows are being selected. */
  selection: Selection | undefined;
}

export const Row = memo(function Row({ id, top, selected, tab, selection }: Props) {
  const session = useInbox((state) => state.sessions[id]);
  const given = useInbox((state) => isNew(state, id)) && !selected;
  if (!session) return null;
  const className = session.unread > 0 || given ? 'row unread' : 'row';
  const lines = (
    <span className="row-lines">
      <FirstLine session={session} />
      <SecondLine session={session} given={given} tab={tab} />
    </span>
  );
  return (
    <div role="listitem" className="row-place" style={{ transform: `translateY(${top}px)` }}>
      {selection ? (
        <SelectRow id={id} selection={selection} className={className} name={customerNameOf(session)}>
          {lines}
        </SelectRow>
      ) : (
        <Link
          to={`/inbox/${id}?tab=${tab}`}
          className={className}
          aria-current={selected ? 'true' : undefined}
        >
          {lines}
        </Link>
      )}
    </div>
  );
});

interface SelectProps {
  id: string;
  selection: Selection;
  className: string;
  name: string;
  children: ReactNode;
}

function SelectRow({ id, selection, className, name, children }: SelectProps) {
  return (
    <label className={`${className} selecting`}>
      <Checkbox
        size="xs"
        aria-label={t('Select {name}', { name })}
        checked={selection.has(id)}
        onChange={() => selection.toggle(id)}
      />
      {children}
    </label>
  );
}

function FirstLine({ session }: { session: Session }) {
  const name = customerNameOf(session);
  return (
    <span className="row-line">
      <Avatar name={name} size={20} customerId={session.customerId} />
      <span className="row-name">
        <bdi>{name}</bdi>
      </span>
      <BlockedMark session={session} />
      <TierMark company={session.company} />
      <SentimentMark session={session} />
      <PriorityMark session={session} />
      <Due session={session} />
      <span className="row-channel">
        <Icon name={channelIcon(session.channelType)} size={14} label={channelWord(session.channelType)} />
      </span>
      <When session={session} />
    </span>
  );
}

function SecondLine({ session, given, tab }: { session: Session; given: boolean; tab: Tab }) {
  const highlight = useHighlight(session.id);
  const drafted = useInbox((state) => state.drafted[session.id]);
  return (
    <span className="row-line">
      {highlight ? <Marked highlight={highlight} /> : <LastWords session={session} />}
      {drafted && (
        <span className="row-draft">
          <Icon name="pencil" size={12} /> <span>{t('Draft')}</span>
        </span>
      )}
      {session.labels.slice(0, 2).map((label) => (
        <LabelChip key={label} name={label} />
      ))}
      {given && (
        <span className="unread-count" title={t('You have not opened it yet')}>
          {t('New')}
        </span>
      )}
      {!given && session.unread > 0 && (
        <span className="unread-count">
          <span>{session.unread > 99 ? '99+' : session.unread}</span>
          <span className="hidden"> {t('unread')}</span>
        </span>
      )}
      <Holder session={session} tab={tab} />
    </span>
  );
}

/** When what is shown was said. */
function When({ session }: { session: Session }) {
  const now = useNow(30_000);
  const at = shownAt(session);
  return (
    <time className="row-when" dateTime={at} title={whole(at)} translate="no">
      {short(at, now)}
    </time>
  );
}

function LastWords({ session }: { session: Session }) {
  const typing = useInbox((state) => state.typing[session.id]);
  return (
    <span className="row-last" dir="auto">
      {typing ? (
        <em>{typing.sender === 'customer' ? t('writes…') : t('{name} writes…', { name: typing.name })}</em>
      ) : (
        <>
          {session.channelType === 'email' && session.subject && session.lastMessage && (
            <strong className="row-subject">{session.subject}</strong>
          )}
          {said(session)}
        </>
      )}
    </span>
  );
}

function said({ lastMessage, subject, channelType }: Session): string {
  if (!lastMessage) return subject ?? t('No message yet');
  const { sender, text } = lastMessage;
  const isOurs = sender === 'agent' || sender === 'ai';
  const form = channelType === 'whatsapp' ? 'whatsapp' : isOurs ? 'markdown' : undefined;
  const words = withoutHalf(form ? withoutMarks(text, form) : text);
  return (isOurs ? '↩ ' : '') + (words || t('A file'));
}
