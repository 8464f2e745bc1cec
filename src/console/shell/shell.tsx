// The frame: rail, what is wrong with the connection, presence, and the page.
import { Button } from '@mantine/core';
import { lazy, Suspense, useRef, useState, type ReactNode } from 'react';
import { Outlet, useLocation, useNavigate, useParams } from 'react-router';
import type { AwayReason } from '../../protocol/model/presence';
import { useConsole, useInbox } from '../context';
import { useAct, useLasting } from '../hooks';
import { Icon } from '../icons';
import { useLeaveFirst } from './leave-first';
import { Part } from '../ui/part';
import { Rail } from './rail';
import { useAlerts } from './use-alerts';
import { useBackSaid, useSignsOfLife } from './use-signs-of-life';
import { useFocusBack } from '../ui/use-focus-back';
import { useKey } from '../ui/use-key';
import { t } from '../i18n/translate';

const KeyHelp = lazy(() => import('./key-help'));
const Palette = lazy(() => import('./palette'));

export function Shell() {
  const { sessionId } = useParams();
  const navigate = useNavigate();
  const [palette, setPalette] = useState(false);
  const typed = useRef('');
  const before = useRef<Element | null>(null);
  const [help, setHelp] = useState(false);
  const [dialog, setDialog] = useState<ReactNode>(null);
  const [leave, question] = useLeaveFirst();
  // Another page begins anew, whatever went wrong on the one before.
  const place = useLocation().pathname.split('/')[1];
  useAlerts();
  useSignsOfLife();
  useFocusBack();
  useBackSaid();
  useKey('mod+k', () => openPalette(), { anywhere: true });
  useKey('?', () => setHelp(true));
  useKey('/', () => void navigate('/search'), { off: place === 'inbox' || place === 'search' });

  function openPalette() {
    if (palette) return;
    typed.current = '';
    before.current = document.activeElement;
    setPalette(true);
  }

  function closePalette() {
    setPalette(false);
    if (before.current instanceof HTMLElement) before.current.focus();
  }
  return (
    <div className={sessionId ? 'shell has-session' : 'shell'}>
      <Rail onKeys={() => setHelp(true)} onLeave={leave} />
      <div className="stage">
        <ConnectionBar />
        <AwayBar />
        <Part name={t('this page')} key={place}>
          <Suspense fallback={<div className="page" aria-busy="true" />}>
            <Outlet />
          </Suspense>
        </Part>
      </div>
      <Part name={t('the command bar')}>
        <Suspense fallback={<TypedAhead onWords={(words) => (typed.current = words)} />}>
          {palette && (
            <Palette
              typed={typed}
              onClose={closePalette}
              onKeys={() => setHelp(true)}
              onLeave={leave}
              onDialog={setDialog}
            />
          )}
        </Suspense>
        <Suspense>{dialog}</Suspense>
        <Suspense>{help && <KeyHelp onClose={() => setHelp(false)} />}</Suspense>
      </Part>
      {question}
    </div>
  );
}

/** What is typed before the command bar is there is meant for it: no letter is a key, or goes to the customer. */
function TypedAhead({ onWords }: { onWords: (words: string) => void }) {
  return (
    <input
      className="hidden"
      autoFocus
      aria-label={t('Go to a place, or say what to do')}
      onChange={(event) => onWords(event.currentTarget.value)}
    />
  );
}

function ConnectionBar() {
  const connection = useInbox((state) => state.connection);
  const waiting = useInbox((state) => state.outbox.filter(({ state: at }) => at === 'sending').length);
  const away = useLasting(connection === 'offline' || connection === 'connecting', 1500);
  if (!away) return null;
  return (
    <div className="bar offline" role="status">
      <Icon name="alert" size={16} />
      <span>
        {t('Not connected.')}{' '}
        {waiting > 0 ? t('What you wrote is kept and will be sent.') : t('Trying again on its own.')}
      </span>
    </div>
  );
}

/** The server made this agent away. */
const awayWords: Readonly<Record<AwayReason, string>> = {
  idle: t('You are away: nothing was done here for a while.'),
  unanswered: t('You are away: a conversation that was given to you went back unanswered.'),
};

/** An agent who is away gets nothing: that is said, and undone in one press. */
function AwayBar() {
  const { inbox, agent } = useConsole();
  const presence = useInbox((state) => state.presence);
  const reason = useInbox((state) => state.awayReason);
  const online = useInbox((state) => state.connection === 'online');
  const [busy, act] = useAct();
  if (!agent || !presence || presence === 'online' || !online) return null;
  return (
    <div className="bar away" role="status">
      <Icon name="moon" size={16} />
      <span>
        {presence === 'away' ? (reason ? awayWords[reason] : t('You are away.')) : t('You are offline.')}{' '}
        <span className="bar-more">
          {reason === 'idle'
            ? t('You are online again as soon as you do something here.')
            : t('Go online to receive conversations.')}
        </span>
      </span>
      <Button size="compact-sm" loading={busy} onClick={() => act(() => inbox.presence('online'))}>
        {t('Go online')}
      </Button>
    </div>
  );
}
