// What a channel's provider sent, as it came, and what became of it: for whoever looks why something is missing.
import { Button, Modal, Select } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { InboundEvent, InboundStatus } from '../../../protocol/inbound-events';
import type { Channel } from '../../../protocol/model/channel';
import { useConsole } from '../../context';
import { sentence } from '../../data/failure';
import { useAct, useNow } from '../../hooks';
import { Icon, type IconName } from '../../icons';
import { ago, whole } from '../../text/time';
import { Listing, More } from '../../ui/page-frame';
import { usePages } from '../../data/use-pages';
import { fixed, listed, plural, t } from '../../i18n/translate';

const states: Record<InboundStatus, { word: string; icon: IconName; className: string }> = {
  pending: { word: t('Pending'), icon: 'clock', className: 'warns' },
  done: { word: t('Done'), icon: 'check', className: 'works' },
  failed: { word: t('Failed'), icon: 'alert', className: 'failed' },
  not_understood: { word: t('Not understood'), icon: 'alert', className: 'warns' },
  blocked: { word: t('Blocked'), icon: 'lock', className: 'quiet' },
};
const choices = Object.entries(states).map(([value, { word }]) => ({ value, label: word }));
const lookMs = 2_000;

export function InboundEvents({ channel, onClose }: { channel: Channel; onClose: () => void }) {
  const [status, setStatus] = useState<string | null>(null);
  const pages = usePages<InboundEvent>('inbound-events', {
    channelId: channel.id,
    status: status ?? undefined,
  });
  const replaying = useReplay();
  // What was replayed is pending for a moment, and may be in no list that is shown.
  const busy = replaying.replayed !== undefined || pages.items.some(({ status }) => status === 'pending');
  useEffect(() => {
    const timer = busy ? setInterval(pages.retry, lookMs) : undefined;
    return () => clearInterval(timer);
  }, [busy]);
  return (
    <Modal
      opened
      size="xl"
      onClose={onClose}
      title={t('Inbound events of {name}', { name: channel.name })}
      closeButtonProps={{ 'aria-label': t('Close') }}
    >
      <div className="toolbar">
        <Select
          label={t('State')}
          placeholder={t('All')}
          data={choices}
          clearable
          value={status}
          onChange={setStatus}
        />
        <ReplayAll status="failed" word={t('Replay all that failed')} replaying={replaying} />
        <ReplayAll status="not_understood" word={t('Replay all not understood')} replaying={replaying} />
      </div>
      <Replayed count={replaying.replayed} />
      <Listing pages={pages} empty={t('Nothing came in that is still kept.')}>
        {pages.items.map((event) => (
          <EventItem key={event.id} event={event} channelType={channel.type} replaying={replaying} />
        ))}
      </Listing>
      <More pages={pages} word={t('Older events')} />
    </Modal>
  );
}

function useReplay() {
  const { http } = useConsole();
  const queries = useQueryClient();
  const [busy, act] = useAct();
  const [replayed, setReplayed] = useState<number>();
  const replay = (path: string, body?: object) =>
    act(async () => {
      setReplayed(undefined);
      setReplayed((await http.post<{ replayed: number }>(path, body)).replayed);
      await queries.invalidateQueries({ queryKey: ['inbound-events'] });
    });
  return { busy, replay, replayed };
}

type Replaying = ReturnType<typeof useReplay>;

function Replayed({ count }: { count: number | undefined }) {
  return (
    <p className="quiet pad" role="status">
      {count === undefined
        ? t('What is in a conversation already stays one message.')
        : plural(count, { one: '1 event runs again.', other: '{count} events run again.' })}
    </p>
  );
}

interface AllProps {
  status: InboundStatus;
  word: string;
  replaying: Replaying;
}

function ReplayAll({ status, word, replaying: { busy, replay } }: AllProps) {
  return (
    <Button
      variant="default"
      title={t('Those of every channel')}
      loading={busy}
      onClick={() => replay('inbound-events/replay', { status })}
    >
      {word}
    </Button>
  );
}

const kindWords: Record<string, string> = {
  echo: t('Written on the phone'),
  edit: t('Edit'),
  revoke: t('Taken back'),
  identity_changed: t('New number'),
  not_understood: t('Unknown'),
};

/** "Text", "Delivered, read" */
function wordsOf({ kinds = [] }: InboundEvent, channelType: Channel['type']): string {
  if (channelType === 'email') return t('Mail');
  const words = listed(kinds.map((kind) => kindWords[kind] ?? kind));
  return words ? words.charAt(0).toUpperCase() + words.slice(1) : t('Nothing that is known');
}

interface ItemProps {
  event: InboundEvent;
  channelType: Channel['type'];
  replaying: Replaying;
}

function EventItem({ event, channelType, replaying }: ItemProps) {
  const [open, setOpen] = useState(false);
  const now = useNow(30_000);
  const { word, icon, className } = states[event.status];
  return (
    <li>
      <span className={`event-state ${className}`}>
        <Icon name={icon} size={16} /> <span>{word}</span>
      </span>
      <span className="main">
        <strong>{wordsOf(event, channelType)}</strong>{' '}
        <bdi className="quiet">
          {listed((event.customers ?? []).map(({ name }) => name ?? t('A visitor')))}
        </bdi>
      </span>
      <time className="quiet" dateTime={event.receivedAt} title={whole(event.receivedAt)}>
        {ago(event.receivedAt, now)}
      </time>
      <Button size="compact-sm" variant="default" aria-expanded={open} onClick={() => setOpen(!open)}>
        {open ? t('Hide the body') : t('Show the body')}
      </Button>
      <Button
        size="compact-sm"
        variant="default"
        disabled={replaying.busy || event.status === 'pending'}
        onClick={() => replaying.replay(`inbound-events/${event.id}/replay`)}
      >
        {t('Replay')}
      </Button>
      {event.lastError && (
        <p className={`event-error ${className}`} dir="auto">
          {event.attempts > 0
            ? t('{error} ({attempts} tries)', { error: fixed(event.lastError), attempts: event.attempts })
            : fixed(event.lastError)}
        </p>
      )}
      {open && <Body id={event.id} />}
    </li>
  );
}

function Body({ id }: { id: string }) {
  const { http } = useConsole();
  const { data, error } = useQuery({
    queryKey: ['inbound-event', id],
    queryFn: () => http.get<{ body: string }>(`inbound-events/${id}`),
  });
  if (error) return <p className="event-error failed">{sentence(error)}</p>;
  return (
    <code className="snippet event-body" tabIndex={0} translate="no" aria-label={t('Body')}>
      {data ? indented(data.body) : t('Loading')}
    </code>
  );
}

function indented(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    return body;
  }
}
