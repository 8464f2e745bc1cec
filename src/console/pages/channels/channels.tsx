import { Button, Menu, Modal, Switch } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useState, type ComponentType } from 'react';
import type { Channel, ChannelType } from '../../../protocol/model/channel';
import { channelWord } from '../../text/channel-name';
import { useConsole } from '../../context';
import { useAct } from '../../hooks';
import { channelIcon, Icon } from '../../icons';
import { Listing } from '../page-frame';
import { usePages } from '../use-pages';
import { Counts } from './counts';
import { asksConsent, Connect, EmailNext } from './email-next';
import { Health, useCheck } from './health';
import { InboundEvents } from './inbound-events';
import { SendTest } from './send-test';
import { Snippet } from './snippet';
import { WebDialog } from './web-dialog';
import { WhatsAppDialog } from './whatsapp-dialog';
import { WhatsAppWebhook } from './whatsapp-webhook';

const EmailDialog = lazy(() => import('./email-dialog'));

type Dialog = ComponentType<{ channel: Channel | undefined; onClose: () => void }>;

/** What can be added and configured here, in the order in which it is offered. */
const kinds: ReadonlyArray<{ type: ChannelType; about: string; Dialog: Dialog }> = [
  { type: 'web', about: 'A chat on your own pages.', Dialog: WebDialog },
  { type: 'whatsapp', about: 'A number at Meta’s WhatsApp Cloud API.', Dialog: WhatsAppDialog },
  { type: 'email', about: 'A mailbox that your customers write to.', Dialog: EmailDialog },
];
const dialogOf = (type: ChannelType) => kinds.find((kind) => kind.type === type)?.Dialog;

export default function Channels({ mayWrite }: { mayWrite: boolean }) {
  const pages = usePages<Channel>('channels');
  const [open, setOpen] = useState<{ type: ChannelType; channel?: Channel } | null>(null);
  const Dialog = open && dialogOf(open.type);
  return (
    <>
      {mayWrite && (
        <div className="toolbar">
          <NewChannel onChoose={(type) => setOpen({ type })} />
        </div>
      )}
      <Listing pages={pages} empty="No channel yet: customers cannot reach you.">
        {pages.items.map((channel) => (
          <ChannelItem
            key={channel.id}
            channel={channel}
            mayWrite={mayWrite}
            onEdit={() => setOpen({ type: channel.type, channel })}
          />
        ))}
      </Listing>
      <Suspense>{Dialog && <Dialog channel={open.channel} onClose={() => setOpen(null)} />}</Suspense>
    </>
  );
}

function NewChannel({ onChoose }: { onChoose: (type: ChannelType) => void }) {
  return (
    <Menu position="bottom-start" width={280}>
      <Menu.Target>
        <Button leftSection={<Icon name="plus" size={16} />}>New channel</Button>
      </Menu.Target>
      <Menu.Dropdown>
        {kinds.map(({ type, about }) => (
          <Menu.Item
            key={type}
            leftSection={<Icon name={channelIcon(type)} size={18} />}
            onClick={() => onChoose(type)}
          >
            <span className="kind">
              <strong>{channelWord(type)}</strong>
              <span className="quiet">{about}</span>
            </span>
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

interface ItemProps {
  channel: Channel;
  mayWrite: boolean;
  onEdit: () => void;
}

function ChannelItem({ channel, mayWrite, onEdit }: ItemProps) {
  const configurable = mayWrite && dialogOf(channel.type) !== undefined;
  return (
    <li>
      <Icon name={channelIcon(channel.type)} label={channelWord(channel.type)} />
      <span className="main">
        <strong dir="auto">{channel.name}</strong>
      </span>
      <OnOff channel={channel} mayWrite={mayWrite} />
      {configurable && (
        <Button size="compact-sm" variant="default" onClick={onEdit} aria-label={`Configure ${channel.name}`}>
          Configure
        </Button>
      )}
      {channel.type === 'web' && <Snippet channelKey={channel.key} />}
      {channel.type === 'web' ? (
        !channel.health.ok && <Health channel={channel} />
      ) : (
        <Outside channel={channel} mayWrite={configurable} />
      )}
    </li>
  );
}

function OnOff({ channel, mayWrite }: { channel: Channel; mayWrite: boolean }) {
  const { http } = useConsole();
  const queries = useQueryClient();
  const [busy, act] = useAct();
  return (
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
  );
}

/** How it stands with a channel whose provider may fail, and what is done about it. */
function Outside({ channel, mayWrite }: { channel: Channel; mayWrite: boolean }) {
  const { busy, check } = useCheck(channel);
  const { name } = channel;
  const [shown, setShown] = useState<'webhook' | 'events' | 'test' | null>(null);
  const close = () => setShown(null);
  return (
    <div className="outside">
      <Health channel={channel} />
      <Counts channel={channel} />
      {mayWrite && (
        <div className="toolbar">
          <Act word="Check now" label={`Check now: ${name}`} busy={busy} onClick={check} />
          {channel.config['imap'] !== undefined && <ReadNow channel={channel} />}
          <Act word="Send a test" label={`Send a test on ${name}`} onClick={() => setShown('test')} />
          {channel.type === 'email' && asksConsent(channel) && <Connect channel={channel} />}
          <Act
            word={channel.type === 'email' ? 'Incoming mail' : 'Webhook'}
            label={channel.type === 'email' ? `Incoming mail of ${name}` : `Webhook of ${name}`}
            onClick={() => setShown('webhook')}
          />
          <Act word="Inbound events" label={`Inbound events of ${name}`} onClick={() => setShown('events')} />
        </div>
      )}
      {shown === 'test' && <SendTest channel={channel} onClose={close} />}
      {shown === 'events' && <InboundEvents channel={channel} onClose={close} />}
      {shown === 'webhook' && (
        <Modal
          opened
          size="lg"
          title={channel.type === 'email' ? 'Incoming mail' : 'What Meta must be told'}
          onClose={close}
          closeButtonProps={{ 'aria-label': 'Close' }}
        >
          {channel.type === 'email' ? (
            <EmailNext channel={channel} onClose={close} />
          ) : (
            <WhatsAppWebhook channel={channel} onClose={close} />
          )}
        </Modal>
      )}
    </div>
  );
}

/** Does not wait for the next look, also after a failure. */
function ReadNow({ channel: { id, name } }: { channel: Channel }) {
  const { http } = useConsole();
  const queries = useQueryClient();
  const [busy, act] = useAct();
  const read = () =>
    act(async () => {
      await http.post(`channels/${id}/read`);
      await queries.invalidateQueries({ queryKey: ['channels'] });
    });
  return <Act word="Read now" label={`Read now: ${name}`} busy={busy} onClick={read} />;
}

interface ActProps {
  word: string;
  label: string;
  busy?: boolean;
  onClick: () => void;
}

function Act({ word, label, busy = false, onClick }: ActProps) {
  return (
    <Button size="compact-sm" variant="default" loading={busy} onClick={onClick} aria-label={label}>
      {word}
    </Button>
  );
}
