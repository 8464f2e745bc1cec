// List, conversation and context side by side; fewer of them at a time on smaller screens.
import { Drawer } from '@mantine/core';
import { lazy, Suspense, useEffect, useRef, useState, type ComponentProps } from 'react';
import { useNavigate, useParams, useSearchParams } from 'react-router';
import { useConsole, useInbox } from '../context';
import { isPlain, type Tab } from '../data/session-list';
import { useMedia } from '../hooks';
import { Icon } from '../icons';
import { Part } from '../ui/part';
import { useKey } from '../ui/use-key';
import { SessionList } from './session-list';
import { t } from '../i18n/translate';

const ContextPane = lazy(() => import('../context-panel/context-pane'));
const FirstDay = lazy(() => import('../first-day/first-day'));
const fetchConversation = () => import('../conversation/conversation');
const Conversation = lazy(fetchConversation);

// Whoever comes by a link to a conversation does not wait for it once the sign-in is known.
if (/\/inbox\/./.test(location.pathname)) fetchAhead();

/** What fails here is fetched, and said, when it is shown. */
function fetchAhead(): void {
  void fetchConversation().catch(() => {});
}

export function useTab(): Tab {
  const [search] = useSearchParams();
  const counts = useInbox((state) => state.counts);
  const asked = search.get('tab') as Tab | null;
  if (asked && (isPlain(asked) || asked.startsWith('where:'))) return asked;
  return counts && counts.mine > 0 ? 'mine' : 'waiting';
}

export function InboxPage() {
  const { inbox } = useConsole();
  const { sessionId } = useParams();
  const navigate = useNavigate();
  const wide = useMedia('(min-width: 1280px)');
  const narrow = useMedia('(max-width: 767px)');
  const [drawer, setDrawer] = useState(false);
  const tab = useTab();
  // Once it was seen it stays, below the conversation on a phone: who goes back is where they were.
  const listed = useRef(false);
  if (!narrow || !sessionId) listed.current = true;

  useEffect(() => inbox.show(tab), [inbox, tab]);
  useOpened(sessionId);
  useKey('p', () => setDrawer(true), { off: wide || !sessionId });
  useEffect(() => setDrawer(false), [sessionId]);

  return (
    <main className="inbox">
      <h1 className="hidden">{t('Inbox')}</h1>
      {listed.current && (
        <Part name={t('the list')}>
          <SessionList tab={tab} selected={sessionId} />
        </Part>
      )}
      {sessionId ? (
        <Part name={t('the conversation')} key={sessionId}>
          <OpenConversation
            sessionId={sessionId}
            onBack={() => void navigate(`/inbox?tab=${tab}`)}
            onContext={wide ? undefined : () => setDrawer(true)}
          />
        </Part>
      ) : (
        !narrow && <NothingOpen />
      )}
      {wide && (
        <Part name={t('the customer')} key={`customer ${sessionId}`}>
          <Suspense fallback={<aside className="context" aria-label={t('Customer')} />}>
            <ContextPane sessionId={sessionId} />
          </Suspense>
        </Part>
      )}
      {!wide && (
        <Drawer
          opened={drawer}
          onClose={() => setDrawer(false)}
          position="right"
          overlayProps={{ backgroundOpacity: 0.25 }}
          size={narrow ? '100%' : 360}
          title={t('Customer')}
          closeButtonProps={{ 'aria-label': t('Close the customer') }}
          transitionProps={{ duration: 120 }}
        >
          <Suspense>
            <ContextPane sessionId={sessionId} bare />
          </Suspense>
        </Drawer>
      )}
    </main>
  );
}

function useOpened(sessionId: string | undefined): void {
  const { inbox } = useConsole();
  useEffect(fetchAhead, []);
  useEffect(() => {
    if (!sessionId) return;
    void inbox.conversations.open(sessionId);
    return () => inbox.conversations.leave(sessionId);
  }, [inbox, sessionId]);
}

function OpenConversation(props: ComponentProps<typeof Conversation>) {
  return (
    <Suspense fallback={<section className="conversation" aria-label={t('Conversation')} aria-busy="true" />}>
      <Conversation {...props} />
    </Suspense>
  );
}

function NothingOpen() {
  const { user } = useConsole();
  return (
    <section className="conversation empty" aria-label={t('Conversation')}>
      <Icon name="inbox" size={32} />
      <p>{t('Choose a conversation, or press J.')}</p>
      <Suspense>{user.role === 'admin' && <FirstDay />}</Suspense>
    </section>
  );
}
