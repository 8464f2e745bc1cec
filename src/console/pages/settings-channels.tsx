import { Button, Switch } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Channel } from '../../protocol/model/channel';
import { useConsole } from '../context';
import { useAct } from '../hooks';
import { channelIcon, Icon } from '../icons';
import { channelWord } from '../inbox/row';
import { ChannelDialog } from './channel-dialog';
import { Listing } from './page-frame';
import { usePages } from './use-pages';

export function Channels({ mayWrite }: { mayWrite: boolean }) {
  const pages = usePages<Channel>('channels');
  const [open, setOpen] = useState<{ channel?: Channel } | null>(null);
  return (
    <>
      {mayWrite && (
        <div className="toolbar">
          <Button leftSection={<Icon name="plus" size={16} />} onClick={() => setOpen({})}>
            New channel
          </Button>
        </div>
      )}
      <Listing pages={pages} empty="No channel yet: customers cannot reach you.">
        {pages.items.map((channel) => (
          <ChannelItem
            key={channel.id}
            channel={channel}
            mayWrite={mayWrite}
            onEdit={() => setOpen({ channel })}
          />
        ))}
      </Listing>
      {open && <ChannelDialog channel={open.channel} onClose={() => setOpen(null)} />}
    </>
  );
}

function ChannelItem({
  channel,
  mayWrite,
  onEdit,
}: {
  channel: Channel;
  mayWrite: boolean;
  onEdit: () => void;
}) {
  const { http } = useConsole();
  const queries = useQueryClient();
  const [busy, act] = useAct();
  return (
    <li>
      <Icon name={channelIcon(channel.type)} label={channelWord(channel.type)} />
      <span className="main">
        <strong dir="auto">{channel.name}</strong>
      </span>
      <Switch
        label="On"
        disabled={!mayWrite || busy}
        aria-label={`${channel.name}: on`}
        checked={channel.isActive}
        onChange={() =>
          act(async () => {
            await http.patch(`channels/${channel.id}`, { isActive: !channel.isActive });
            await queries.invalidateQueries({ queryKey: ['channels'] });
          })
        }
      />
      {mayWrite && channel.type === 'web' && (
        <Button size="compact-sm" variant="default" onClick={onEdit} aria-label={`Configure ${channel.name}`}>
          Configure
        </Button>
      )}
      {channel.type === 'web' && <Snippet channelKey={channel.key} />}
      {!channel.health.ok && (
        <p className="failed" style={{ flexBasis: '100%' }}>
          <Icon name="alert" size={16} /> {channel.health.lastError ?? 'This channel does not work.'}
        </p>
      )}
    </li>
  );
}

function Snippet({ channelKey }: { channelKey: string }) {
  const clipboard = useClipboard({ timeout: 1_500 });
  const code = `<script src="${location.origin}/widget.js" data-channel-key="${channelKey}" async></script>`;
  return (
    <div style={{ flexBasis: '100%', minWidth: 0 }}>
      <p className="quiet">Put this before the end of the body of your pages.</p>
      <code className="snippet" tabIndex={0}>
        {code}
      </code>
      <Button
        mt={4}
        size="compact-sm"
        variant="default"
        leftSection={<Icon name={clipboard.copied ? 'check' : 'copy'} size={14} />}
        onClick={() => clipboard.copy(code)}
      >
        {clipboard.copied ? 'Copied' : 'Copy the snippet'}
      </Button>
    </div>
  );
}
