import { Button, Modal, Select, Switch, Textarea, TextInput } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Channel, ChannelType } from '../../protocol/things';
import { useConsole } from '../context';
import { sentence } from '../data/failure';
import { useAct } from '../hooks';
import { Icon } from '../icons';
import { channelWords } from '../inbox/row';
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
      <Icon name={channel.type} label={channelWords[channel.type]} />
      <span className="main">
        <strong dir="auto">{channel.name}</strong>{' '}
        <span className={channel.health.ok ? 'quiet' : 'failed'}>
          {channel.health.ok ? '' : `Fails: ${channel.health.lastError ?? 'no reason given'}`}
        </span>
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
      {mayWrite && (
        <Button size="compact-sm" variant="default" onClick={onEdit} aria-label={`Configure ${channel.name}`}>
          Configure
        </Button>
      )}
      {channel.type === 'web' && <Snippet channelKey={channel.key} />}
      {channel.type !== 'web' && (
        <p className="quiet" style={{ flexBasis: '100%' }}>
          Webhook: <bdi>{`${location.origin}/webhooks/${channel.type}/${channel.id}`}</bdi>
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

const examples: Record<ChannelType, object> = {
  web: { greeting: 'Hello. How can we help?' },
  whatsapp: { phoneNumberId: '', accessToken: '', appSecret: '', verifyToken: '' },
  email: { address: '', inboundSecret: '', smtp: { host: '', port: 587, user: '', pass: '' } },
};

/** The configuration as JSON: secrets come masked, and a mask that is sent back changes nothing. */
function ChannelDialog({ channel, onClose }: { channel: Channel | undefined; onClose: () => void }) {
  const { http } = useConsole();
  const queries = useQueryClient();
  const [name, setName] = useState(channel?.name ?? '');
  const [type, setType] = useState<ChannelType>(channel?.type ?? 'web');
  const [config, setConfig] = useState(JSON.stringify(channel?.config ?? examples.web, null, 2));
  const [error, setError] = useState('');
  const [busy, setBusy] = useState(false);

  async function save() {
    setBusy(true);
    setError('');
    try {
      const body = { name, config: JSON.parse(config) as unknown };
      await (channel ? http.patch(`channels/${channel.id}`, body) : http.post('channels', { ...body, type }));
      await queries.invalidateQueries({ queryKey: ['channels'] });
      onClose();
    } catch (failure) {
      setError(failure instanceof SyntaxError ? 'The configuration is no valid JSON.' : sentence(failure));
      setBusy(false);
    }
  }

  return (
    <Modal
      opened
      onClose={onClose}
      title={channel ? 'Channel' : 'New channel'}
      closeButtonProps={{ 'aria-label': 'Close without saving' }}
    >
      <div className="form">
        <TextInput label="Name" value={name} onChange={(event) => setName(event.currentTarget.value)} />
        {!channel && (
          <Select
            label="Type"
            allowDeselect={false}
            data={Object.entries(channelWords).map(([value, label]) => ({ value, label }))}
            value={type}
            onChange={(value) => {
              setType(value as ChannelType);
              setConfig(JSON.stringify(examples[value as ChannelType], null, 2));
            }}
          />
        )}
        <Textarea
          label="Configuration"
          description="JSON. Secrets are masked; a masked one stays as it is."
          autosize
          minRows={5}
          maxRows={16}
          value={config}
          onChange={(event) => setConfig(event.currentTarget.value)}
          error={error}
        />
        <div className="dialog-foot">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button loading={busy} disabled={!name.trim()} onClick={() => void save()}>
            Save
          </Button>
        </div>
      </div>
    </Modal>
  );
}
