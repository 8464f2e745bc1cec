import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useState, type ReactNode } from 'react';
import { Link } from 'react-router';
import type { TimelineItem } from '../../../protocol/timeline';
import { useConsole } from '../../context';
import { useAct } from '../../hooks';
import { channelIcon, Icon, type IconName } from '../../icons';
import { DeleteButton } from '../../ui/delete-button';
import { channelWord } from '../../text/channel-name';
import { MergedInto } from '../../conversation/merged-into';
import { withoutHalf } from '../../text/clip';
import { short, whole } from '../../text/time';
import { changeWords, directionWords, followUpWords, lengthWords } from './timeline-words';
import { withParts } from '../../i18n/parts';
import { t } from '../../i18n/translate';

const CallDialog = lazy(() => import('./call-dialog'));

interface Props {
  item: TimelineItem;
  now: number;
  labels: ReadonlyMap<string, string>;
  /** What the linked customer is called whose it is; undefined: it is of this one. */
  of: string | undefined;
}

export function TimelineRow({ item, now, labels, of }: Props) {
  return (
    <li className="timeline-row">
      <span className="quiet timeline-icon">
        <Icon name={iconOf(item)} size={16} {...iconLabel(item)} />
      </span>
      <div className="timeline-what">
        <What item={item} labels={labels} />
        {of !== undefined && (
          <p className="quiet">
            {withParts(t('Of {name}, who is linked as the same person.'), { name: <bdi>{of}</bdi> })}
          </p>
        )}
      </div>
      <time className="quiet" dateTime={item.at} title={whole(item.at)}>
        {short(item.at, now)}
      </time>
    </li>
  );
}

const icons: Record<Exclude<TimelineItem['kind'], 'session'>, IconName> = {
  note: 'lock',
  customer_note: 'lock',
  call: 'phone',
  change: 'pencil',
  follow_up: 'clock',
};

const iconOf = (item: TimelineItem): IconName =>
  item.kind === 'session' ? channelIcon(item.session.channelType) : icons[item.kind];
const iconLabel = (item: TimelineItem) =>
  item.kind === 'session' ? { label: channelWord(item.session.channelType) } : {};

function What({ item, labels }: Pick<Props, 'item' | 'labels'>): ReactNode {
  switch (item.kind) {
    case 'session':
      return <Conversation item={item} />;
    case 'note':
      return (
        <>
          <p className="quiet">
            {withParts(t('Note of {name}, <a>in a conversation</a>'), {
              name: <bdi>{item.by ?? t('the team|who wrote')}</bdi>,
              a: (words) => (
                <Link className="link" to={`/inbox/${item.sessionId}?tab=all&seq=${item.seq}`}>
                  {words}
                </Link>
              ),
            })}
          </p>
          <p className="timeline-text">
            <bdi>{item.text}</bdi>
          </p>
        </>
      );
    case 'customer_note':
      return (
        <>
          <p className="quiet">
            {withParts(t('Note of {name} about the customer'), { name: <bdi>{item.note.author.name}</bdi> })}
          </p>
          <p className="timeline-text">
            <bdi>{item.note.text}</bdi>
          </p>
        </>
      );
    case 'call':
      return <Call item={item} />;
    case 'change':
      return (
        <p>
          {changeWords(item, labels)} {item.by && <By name={item.by} />}
        </p>
      );
    case 'follow_up':
      return (
        <p>
          <Link className="link" to={`/inbox/${item.sessionId}?tab=all`}>
            {followUpWords[item.state]}
          </Link>{' '}
          {item.by && <By name={item.by} />}
        </p>
      );
  }
}

const By = ({ name }: { name: string }) => (
  <span className="quiet">{withParts(t('by {name}'), { name: <bdi>{name}</bdi> })}</span>
);

function Conversation({
  item: { session, firstWords },
}: {
  item: Extract<TimelineItem, { kind: 'session' }>;
}) {
  return (
    <>
      <Link
        className="link timeline-text"
        to={`/inbox/${session.id}?tab=${session.status === 'closed' ? 'closed' : 'all'}`}
      >
        <bdi>{withoutHalf(firstWords ?? '') || session.subject || t('No message')}</bdi>
      </Link>
      <p className="quiet">
        {channelWord(session.channelType)}
        {!session.mergedInto && ` · ${statusWords[session.status]}`}
      </p>
      <MergedInto session={session} />
    </>
  );
}

const statusWords = {
  active: t('With the AI'),
  waiting: t('Waiting'),
  with_agent: t('With an agent'),
  closed: t('Closed|one conversation'),
} as const;

function Call({ item: { call } }: { item: Extract<TimelineItem, { kind: 'call' }> }) {
  const { http, user } = useConsole();
  const queries = useQueryClient();
  const [changing, setChanging] = useState(false);
  const [busy, act] = useAct();
  const mayChange = user.role === 'admin' || call.author.id === user.id;
  const remove = () =>
    act(async () => {
      await http.remove(`customers/${call.customerId}/calls/${call.id}`);
      await queries.invalidateQueries({ queryKey: ['timeline'] });
    });
  return (
    <>
      <p>
        {t('{what}, {length}', { what: directionWords[call.direction], length: lengthWords(call.minutes) })}{' '}
        <By name={call.author.name} />
      </p>
      <p className="timeline-text">
        <bdi>{call.outcome}</bdi>
      </p>
      {mayChange && (
        <p className="timeline-ways">
          <Button size="compact-sm" variant="default" onClick={() => setChanging(true)}>
            {t('Change…')}
          </Button>
          <DeleteButton busy={busy} onDelete={remove} />
        </p>
      )}
      <Suspense>
        {changing && (
          <CallDialog customerId={call.customerId} call={call} onClose={() => setChanging(false)} />
        )}
      </Suspense>
    </>
  );
}
