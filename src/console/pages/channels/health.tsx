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
          Check now
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
          <Icon name="check" size={16} /> <span>It works.</span>{' '}
          <LastEvent at={health.lastEventAt} now={now} />
        </p>
      ) : (
        <p className="failed">
          <Icon name="alert" size={16} />{' '}
          <span dir="auto">{health.lastError ?? 'This channel does not work.'}</span>{' '}
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
  trouble: 'It is tried again by itself.',
  needs_attention: 'Change what is wrong under Configure.',
  reconnect_needed: 'Press Connect, and sign in once more.',
};

/** The mailbox that is read, and what a person has to do about it. */
function Mailbox({ mailbox: { state, lastUid, readAt, error, errorAt }, now }: MailboxProps) {
  if (state !== 'connected') {
    return (
      <p className={state === 'trouble' ? 'warns' : 'failed'}>
        <Icon name="alert" size={16} />{' '}
        <span dir="auto">{`The mailbox is not read. ${error ?? ''}`.trim()}</span> <span>{ways[state]}</span>{' '}
        {errorAt && <At at={errorAt} now={now} />}
      </p>
    );
  }
  return (
    <p className="quiet">
      <span>{readAt ? 'Mailbox read: ' : 'The mailbox is being read.'}</span>
      {readAt && <At at={readAt} now={now} />}
      {lastUid !== undefined && <span>{`, up to mail number ${lastUid}`}</span>}
    </p>
  );
}

interface MailboxProps {
  mailbox: MailboxHealth;
  now: number;
}

function LastEvent({ at, now }: { at: string | undefined; now: number }) {
  if (!at) return <span className="quiet">Nothing has come in yet.</span>;
  return (
    <span className="quiet">
      Last event: <At at={at} now={now} />
    </span>
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
    const about = known ? 'the newest; Meta has named no end yet' : 'its end is not known here';
    return <p className="quiet">{`Graph API ${spoken}, ${about}.`}</p>;
  }
  const left = Date.parse(known.endsOn) - now;
  const end = dateOf(known.endsOn);
  if (left > soonMs) return <p className="quiet">{`Graph API ${spoken}, until ${end}.`}</p>;
  const words = left > 0 ? `ends on ${end}` : `has ended on ${end}`;
  return (
    <p className={left > 0 ? 'warns' : 'failed'}>
      <Icon name="alert" size={16} />{' '}
      <span>{`Graph API ${spoken} ${words}. Choose a newer one under Configure.`}</span>
    </p>
  );
}
