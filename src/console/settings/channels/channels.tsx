import { Button, Menu, Modal, Switch } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useState, type ComponentType } from 'react';
import type { Channel, ChannelType } from '../../../protocol/model/channel';
import { channelWord } from '../../text/channel-name';
import { useConsole } from '../../context';
import { useAct } from '../../hooks';
import { channelIcon, Icon } from '../../icons';
import { Listing } from '../../ui/page-frame';
import { usePages } from '../../data/use-pages';
import { Counts } from './counts';
import { asksConsent, Connect, EmailNext } from './email-next';
import { Health, useCheck } from './health';
import { InboundEvents } from './inbound-events';
import { SendTest } from './send-test';
import { Snippet } from './snippet';
import { WebDialog } from './web-dialog';
import { WhatsAppDialog } from './whatsapp-dialog';
import { WhatsAppWebhook } from './whatsapp-webhook';
import { t } from '../../i18n/translate';

const EmailDialog = lazy(() => import('./email-dialog'));

type Dialog = ComponentType<{ channel: Channel | undefined; onClose: () => void }>;

/** What can be added and configured here, in the order in which it is offered. */
const kinds: ReadonlyArray<{ type: ChannelType; about: string; Dialog: Dialog }> = [
  { type: 'web', about: t('A chat on your own pages.'), Dialog: WebDialog },
  { type: 'whatsapp', about: t('A number at Meta’s WhatsApp Cloud API.'), Dialog: WhatsAppDialog },
  { type: 'email', about: t('A mailbox that your customers write to.'), Dialog: EmailDialog },
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
      <Listing pages={pages} empty={t('No channel yet: customers cannot reach you.')}>
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
    <Menu position="bottom-start" width={280} withinPortal={false} withInitialFocusPlaceholder={false}>
      <Menu.Target>
        <Button leftSection={<Icon name="plus" size={16} />}>{t('New channel')}</Button>
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
        <Button
          size="compact-sm"
          variant="default"
          onClick={onEdit}
          aria-label={t('Configure {name}', { name: channel.name })}
        >
          {t('Configure')}
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
      label={t('On')}
      disabled={!mayWrite || busy}
      aria-label={t('{name}: on', { name: channel.name })}
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
          <Act word={t('Check now')} label={t('Check now: {name}', { name })} busy={busy} onClick={check} />
          {channel.config['imap'] !== undefined && <ReadNow channel={channel} />}
          <Act
            word={t('Send a test')}
            label={t('Send a test on {name}', { name })}
            onClick={() => setShown('test')}
          />
          {channel.type === 'email' && asksConsent(channel) && <Connect channel={channel} />}
          <Act
            word={channel.type === 'email' ? t('Incoming mail') : t('Webhook')}
            label={
              channel.type === 'email'
                ? t('Incoming mail of {name}', { name })
                : t('Webhook of {name}', { name })
            }
            onClick={() => setShown('webhook')}
          />
          <Act
            word={t('Inbound events')}
            label={t('Inbound events of {name}', { name })}
            onClick={() => setShown('events')}
          />
        </div>
      )}
      {shown === 'test' && <SendTest channel={channel} onClose={close} />}
      {shown === 'events' && <InboundEvents channel={channel} onClose={close} />}
      {shown === 'webhook' && (
        <Modal
          opened
          size="lg"
          title={channel.type === 'email' ? t('Incoming mail') : t('What Meta must be told')}
          onClose={close}
          closeButtonProps={{ 'aria-label': t('Close') }}
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
  return <Act word={t('Read now')} label={t('Read now: {name}', { name })} busy={busy} onClick={read} />;
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
