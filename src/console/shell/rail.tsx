import { Menu, Tooltip, UnstyledButton } from '@mantine/core';
import { Link, NavLink, useLocation } from 'react-router';
import type { Presence } from '../../protocol/model/presence';
import { useConsole, useInbox } from '../context';
import { agentName } from '../data/inbox-state';
import { syncOf, type Sync } from '../data/in-sync';
import { waitingFor } from '../data/session-list';
import { fail } from '../hooks';
import { useUnreadMentions } from '../mentions/use-mentions';
import { Icon, type IconName } from '../icons';
import { Avatar } from './avatar';
import type { Leaving } from './leave-first';
import { presenceWords } from './presence-words';
import { soundIsOn, toggleSound } from './use-alerts';
import { listed, t } from '../i18n/translate';

interface Place {
  to: string;
  label: string;
  icon: IconName;
}

const places: Place[] = [
  { to: '/inbox', label: t('Inbox'), icon: 'inbox' },
  { to: '/search', label: t('Search'), icon: 'search' },
  { to: '/my-day', label: t('My day'), icon: 'day' },
  { to: '/mentions', label: t('Mentions'), icon: 'at' },
  { to: '/customers', label: t('Customers'), icon: 'people' },
  { to: '/knowledge', label: t('Knowledge'), icon: 'book' },
  { to: '/analytics', label: t('Analytics'), icon: 'chart' },
  { to: '/quality', label: t('Quality'), icon: 'medal' },
  { to: '/settings', label: t('Settings'), icon: 'gear' },
];

/** So many have room on a phone; the others are behind "More". */
const onPhone = 5;

interface Props {
  onKeys: () => void;
  onLeave: (how: Leaving) => void;
}

export function Rail({ onKeys, onLeave }: Props) {
  const { user, agent } = useConsole();
  const waiting = useInbox(waitingFor);
  const unread = useUnreadMentions();
  const news: Record<string, [number, string]> = {
    '/inbox': [waiting, t('waiting')],
    '/mentions': [unread, t('not read')],
  };
  const shown = places.filter(
    ({ to }) =>
      (to !== '/analytics' || user.role !== 'agent') &&
      ((to !== '/mentions' && to !== '/my-day') || agent !== undefined) &&
      (to !== '/quality' || user.role !== 'agent' || agent !== undefined),
  );
  return (
    <nav className="rail" aria-label={t('Main')}>
      {shown.map(({ to, label, icon }, index) => {
        const [count, word] = news[to] ?? [0, ''];
        return (
          <Tooltip key={to} label={label} position="right" openDelay={300}>
            <NavLink
              to={to}
              className={index < onPhone ? 'rail-link' : 'rail-link only-wide'}
              aria-label={count > 0 ? listed([label, `${count} ${word}`]) : label}
            >
              <Icon name={icon} size={20} />
              {count > 0 && (
                <span className="rail-dot" translate="no">
                  {count > 99 ? '99+' : count}
                </span>
              )}
            </NavLink>
          </Tooltip>
        );
      })}
      <More places={shown.slice(onPhone)} />
      <span className="rail-space" />
      <SyncMark />
      <OwnMenu onKeys={onKeys} onLeave={onLeave} />
    </nav>
  );
}

const marks: Record<Sync, [icon: IconName, word: string]> = {
  current: ['check', t('Up to date')],
  sending: ['clock', t('Sending')],
  failed: ['alert', t('A message was not sent')],
  connecting: ['clock', t('Connecting')],
  offline: ['alert', t('Not connected')],
};

function SyncMark() {
  const sync = useInbox(syncOf);
  if (!sync) return null;
  const [icon, word] = marks[sync];
  return (
    <span className={`sync-mark ${sync}`} title={word}>
      <Icon name={icon} size={14} label={word} />
    </span>
  );
}

function More({ places: rest }: { places: readonly Place[] }) {
  const { pathname } = useLocation();
  const isHere = rest.some(({ to }) => pathname.startsWith(to));
  return (
    <Menu position="top-end" width={200} shadow="md" withinPortal={false} withInitialFocusPlaceholder={false}>
      <Menu.Target>
        <UnstyledButton
          className={isHere ? 'rail-link rail-more active' : 'rail-link rail-more'}
          aria-label={t('More places')}
        >
          <Icon name="dots" size={20} />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        {rest.map(({ to, label, icon }) => (
          <Menu.Item key={to} component={Link} to={to} leftSection={<Icon name={icon} size={16} />}>
            {label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

function OwnMenu({ onKeys, onLeave }: Props) {
  const { user, agent } = useConsole();
  const presence = useInbox((state) => state.presence);
  const live = useInbox((state) => state.agent);
  const name = agentName(live) || agentName(agent) || user.firstName || user.email;
  return (
    <Menu
      position="right-end"
      width={220}
      shadow="md"
      withinPortal={false}
      withInitialFocusPlaceholder={false}
    >
      <Menu.Target>
        <UnstyledButton
          className="rail-link own"
          aria-label={
            presence
              ? t('{name}, {presence}: presence and account', {
                  name,
                  presence: presenceWords[presence].toLocaleLowerCase(),
                })
              : t('{name}: presence and account', { name })
          }
        >
          <Avatar name={name} size={30} agentId={agent?.id} />
          {presence && <span className={`presence-dot ${presence}`} />}
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          <bdi>{name}</bdi>
        </Menu.Label>
        {agent && <Presences onLeave={onLeave} />}
        <Menu.Divider />
        <Menu.Item leftSection={<Icon name="clock" size={16} />} onClick={toggleSound}>
          {soundIsOn() ? t('Sound off') : t('Sound on')}
        </Menu.Item>
        <Menu.Item leftSection={<Icon name="keyboard" size={16} />} onClick={onKeys}>
          {t('Keys')}
        </Menu.Item>
        <Menu.Item
          leftSection={<Icon name="lock" size={16} />}
          component={Link}
          to="/settings?section=password"
        >
          {t('Change your password')}
        </Menu.Item>
        <Menu.Item leftSection={<Icon name="out" size={16} />} onClick={() => onLeave('out')}>
          {t('Sign out')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

function Presences({ onLeave }: Pick<Props, 'onLeave'>) {
  const { inbox } = useConsole();
  const presence = useInbox((state) => state.presence);
  return (Object.keys(presenceWords) as Presence[]).map((status) => (
    <Menu.Item
      key={status}
      leftSection={<span className={`presence-mark ${status}`} />}
      rightSection={presence === status ? <Icon name="check" size={16} label={t('now')} /> : undefined}
      onClick={() => (status === 'offline' ? onLeave(status) : void inbox.presence(status).catch(fail))}
    >
      {presenceWords[status]}
    </Menu.Item>
  ));
}
