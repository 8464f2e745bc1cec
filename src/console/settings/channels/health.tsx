// Whether a channel works, in words, and since when it does not.
import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { graphVersions, newestGraphVersion } from '../../../protocol/graph-versions';
import type { Channel, MailboxHealth } from '../../../protocol/model/channel';
import { useConsole } from '../../context';
import { useAct, useNow } from '../../hooks';
import { Icon } from '../../icons';
import { ago, dateOf, whole } from '../../text/time';
import { asText } from './config';
import { fixed, t } from '../../i18n/translate';
import { withParts } from '../../i18n/parts';

/** Asks the server to look; what it finds is in the list, too. */
export function useCheck(channel: Channel) {
  const { http } = useConsole();
  const queries = useQueryClient();
  const [checked, setChecked] = useState(channel);
  const [busy, act] = useAct();
  const check = () =>
    act(async () => {
      setChecked(await http.post<Channel>(`channels/${channel.id}/check`));
      await queries.invalidateQueries({ queryKey: ['channels'] });
    });
  return { checked, busy, check };
}

/** As it was found, to be looked at again. */
export function Checked({ channel }: { channel: Channel }) {
  const { checked, busy, check } = useCheck(channel);
  return (
    <>
      <Health channel={checked} />
      <div>
        <Button size="compact-sm" variant="default" loading={busy} onClick={check}>
          {t('Check now')}
        </Button>
      </div>
    </>
  );
}

export function Health({ channel: { type, health, config } }: { channel: Channel }) {
  const now = useNow(30_000);
  return (
    <div className="health" role="status">
      {health.ok ? (
        <p className="works">
          <Icon name="check" size={16} /> <span>{t('It works.')}</span>{' '}
          <LastEvent at={health.lastEventAt} now={now} />
        </p>
      ) : (
        <p className="failed">
          <Icon name="alert" size={16} />{' '}
          <span dir="auto">
            {health.lastError ? fixed(health.lastError) : t('This channel does not work.')}
          </span>{' '}
          {health.lastErrorAt && <At at={health.lastErrorAt} now={now} />}
        </p>
      )}
      {health.mailbox && <Mailbox mailbox={health.mailbox} now={now} />}
      {type === 'whatsapp' && <GraphVersion version={asText(config['graphVersion'])} now={now} />}
    </div>
  );
}

const ways: Record<MailboxHealth['state'], string> = {
  connected: '',
  trouble: t('It is tried again by itself.'),
  needs_attention: t('Change what is wrong under Configure.'),
  reconnect_needed: t('Press Connect, and sign in once more.'),
};

/** The mailbox that is read, and what a person has to do about it. */
function Mailbox({ mailbox: { state, lastUid, readAt, error, errorAt }, now }: MailboxProps) {
  if (state !== 'connected') {
    return (
      <p className={state === 'trouble' ? 'warns' : 'failed'}>
        <Icon name="alert" size={16} />{' '}
        <span dir="auto">{[t('The mailbox is not read.'), error].filter(Boolean).join(' ')}</span>{' '}
        <span>{ways[state]}</span> {errorAt && <At at={errorAt} now={now} />}
      </p>
    );
  }
  return (
    <p className="quiet">
      {readAt
        ? withParts(t('Mailbox read: {time}'), { time: <At at={readAt} now={now} /> })
        : t('The mailbox is being read.')}
      {lastUid !== undefined && (
        <span>{t(', up to mail number {lastUid}', { lastUid: String(lastUid) })}</span>
      )}
    </p>
  );
}

interface MailboxProps {
  mailbox: MailboxHealth;
  now: number;
}

function LastEvent({ at, now }: { at: string | undefined; now: number }) {
  if (!at) return <span className="quiet">{t('Nothing has come in yet.')}</span>;
  return (
    <span className="quiet">{withParts(t('Last event: {time}'), { time: <At at={at} now={now} /> })}</span>
  );
}

function At({ at, now }: { at: string; now: number }) {
  return (
    <time className="quiet" dateTime={at} title={whole(at)}>
      {ago(at, now)}
    </time>
  );
}

const soonMs = 90 * 24 * 3_600_000;

/** A version that ends takes the channel along: said in time. */
function GraphVersion({ version, now }: { version: string; now: number }) {
  const spoken = version || newestGraphVersion;
  const known = graphVersions.find((one) => one.version === spoken);
  if (!known?.endsOn) {
    const words = known
      ? t('Graph API {version}, the newest; Meta has named no end yet.', { version: spoken })
      : t('Graph API {version}, its end is not known here.', { version: spoken });
    return <p className="quiet">{words}</p>;
  }
  const left = Date.parse(known.endsOn) - now;
  const end = dateOf(known.endsOn);
  if (left > soonMs)
    return <p className="quiet">{t('Graph API {version}, until {end}.', { version: spoken, end })}</p>;
  const about = { version: spoken, end };
  return (
    <p className={left > 0 ? 'warns' : 'failed'}>
      <Icon name="alert" size={16} />{' '}
      <span>
        {left > 0
          ? t('Graph API {version} ends on {end}. Choose a newer one under Configure.', about)
          : t('Graph API {version} has ended on {end}. Choose a newer one under Configure.', about)}
      </span>
    </p>
  );
}
