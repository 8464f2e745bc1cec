// One session: header, the pinned handover, the messages, the composer.
import { lazy, Suspense, useEffect, useMemo, useRef } from 'react';
import { Button } from '@mantine/core';
import type { SuggestedReply } from '../../protocol/copilot';
import type { Message } from '../../protocol/model/message';
import type { Session } from '../../protocol/model/session';
import { useConsole, useInbox } from '../context';
import { openHandover, writtenSince } from '../data/transcript';
import { useLasting } from '../hooks';
import { Icon } from '../icons';
import { useMentionsRead } from '../mentions/use-mentions';
import { Part } from '../ui/part';
import { useKey } from '../ui/use-key';
import { customerNameOf } from '../text/visitor-name';
import { Composer } from './composer';
import { HandoverCard } from './handover-card';
import { Header } from './header';
import { Messages } from './messages';
import { LookedAt, useLookedAt } from './looked-at';
import { ShowsPdfs } from './pdf-card';
import { useOwnSession } from './use-own-session';
import { t } from '../i18n/translate';

const Scheduled = lazy(() => import('./scheduled'));

interface Props {
  sessionId: string;
  onBack: () => void;
  /** Opens the customer beside it, where there is no room for it. */
  onContext: (() => void) | undefined;
}

const none: readonly Message[] = [];

export default function Conversation({ sessionId, onBack, onContext }: Props) {
  const { session, mine } = useOwnSession(sessionId);
  const messages = useInbox((state) => state.transcripts[sessionId]?.messages);
  const error = useInbox((state) => state.opened[sessionId]?.error);
  const lookedAt = useLookedAt();
  useReadMarks(sessionId, mine);
  useMentionsRead(sessionId);
  useOpenSteps(sessionId, session?.status);
  useKey('Escape', onBack);
  const { customerId: id = '' } = session ?? {};
  const name = session ? customerNameOf(session) : t('a visitor');
  const customer = useMemo(() => ({ id, name }), [id, name]);

  if (!session && !messages && error)
    return <NotLoaded sessionId={sessionId} error={error} onBack={onBack} />;
  // Not read, but known: the draft stays where it is, and what is sent is shown.
  const shown = messages ?? (error ? none : undefined);
  return (
    <section className="conversation" aria-label={t('Conversation with {name}', { name })}>
      {session && (
        <Part name={t('the head of the conversation')}>
          <Header session={session} mine={mine} onBack={onBack} onContext={onContext} />
        </Part>
      )}
      {session?.metadata['senderNotVerified'] === true && (
        <p className="bar failed">
          <Icon name="alert" size={16} />
          <span>
            {t(
              'Sender not verified: anybody may have written this. Disclose nothing before you know who it is.',
            )}
          </span>
        </p>
      )}
      <Part name={t('the messages')}>
        {session && <Handover session={session} messages={messages ?? none} />}
        {session && shown ? (
          <LookedAt value={lookedAt}>
            <ShowsPdfs>
              <Messages key={String(!messages)} session={session} messages={shown} customer={customer} />
            </ShowsPdfs>
          </LookedAt>
        ) : (
          <MessagesSkeleton />
        )}
        {error && <Behind sessionId={sessionId} error={error} />}
      </Part>
      {session && (
        <Part name={t('the composer')}>
          <Suspense>{lookedAt && <Scheduled session={session} />}</Suspense>
          <Composer session={session} mine={mine} />
        </Part>
      )}
    </section>
  );
}

function Handover({ session, messages }: { session: Session; messages: readonly Message[] }) {
  const { drafts, agent, http } = useConsole();
  const handover = useMemo(() => openHandover(messages), [messages]);
  const since = useMemo(() => writtenSince(handover, messages), [messages, handover]);
  if (!handover || session.status === 'closed') return null;
  return (
    <HandoverCard
      message={handover}
      customerId={session.customerId}
      since={since}
      onSuggestion={
        agent &&
        ((text, caret) => {
          drafts.insert(session.id, text, caret);
          // It is counted like those that are made on demand; the draft does not wait for that.
          http
            .post<SuggestedReply>(`sessions/${session.id}/suggested-replies`, { packetSeq: handover.seq })
            .then(({ id }) => drafts.get(session.id, 'reply') && drafts.set(session.id, 'suggestion', id!))
            .catch(() => {});
        })
      }
    />
  );
}

interface TroubleProps {
  sessionId: string;
  error: string;
}

function NotLoaded({ sessionId, error, onBack }: TroubleProps & { onBack: () => void }) {
  const { inbox } = useConsole();
  const isMissing = useInbox((state) => state.opened[sessionId]?.isMissing);
  if (isMissing)
    return (
      <section className="conversation empty" aria-label={t('Conversation')}>
        <Icon name="alert" size={28} />
        <p role="alert" style={{ textAlign: 'center' }}>
          <strong>{t('This conversation does not exist.')}</strong>
          <br />
          {t('Its address may have been cut off, or it is not there any more.')}
        </p>
        <Button variant="default" onClick={onBack}>
          {t('Back to the list')}
        </Button>
      </section>
    );
  return (
    <section className="conversation empty" aria-label={t('Conversation')}>
      <Icon name="alert" size={28} />
      <p role="alert">{error}</p>
      <Button variant="default" onClick={() => void inbox.conversations.sync(sessionId)}>
        {t('Try again')}
      </Button>
      <Button variant="subtle" onClick={onBack}>
        {t('Back to the list')}
      </Button>
    </section>
  );
}

function Behind({ sessionId, error }: TroubleProps) {
  const { inbox } = useConsole();
  return (
    <div className="bar failed" role="alert">
      <Icon name="alert" size={16} />
      <span>{error}</span>
      <Button size="compact-xs" variant="default" onClick={() => void inbox.conversations.sync(sessionId)}>
        {t('Try again')}
      </Button>
    </div>
  );
}

function MessagesSkeleton() {
  const slow = useLasting(true);
  return (
    <div className="messages" aria-busy="true">
      {slow &&
        [60, 40, 75].map((width) => (
          <div key={width} className="bubble-skeleton" style={{ width: `${width}%` }} />
        ))}
    </div>
  );
}

/** Whoever closes a conversation hears which steps of its playbooks were left open. */
function useOpenSteps(sessionId: string, status: Session['status'] | undefined): void {
  const { inbox, http } = useConsole();
  const before = useRef(status);
  useEffect(() => {
    const closed = before.current !== undefined && before.current !== 'closed' && status === 'closed';
    before.current = status;
    if (closed && inbox.isOwn(sessionId))
      void import('../playbooks/after-close').then(({ sayWhatIsOpen }) =>
        sayWhatIsOpen(http, [{ id: sessionId }]),
      );
  }, [inbox, http, sessionId, status]);
}

/** What got lost on its way is said again. */
const readAgainMs = 2_000;

/** What the customer wrote counts as read when its agent has it on a visible page. */
function useReadMarks(sessionId: string, mine: boolean): void {
  const { inbox } = useConsole();
  const last = useInbox(
    (state) =>
      state.transcripts[sessionId]?.messages.findLast(
        ({ sender, isRead }) => sender === 'customer' && !isRead,
      )?.seq,
  );
  const online = useInbox((state) => state.connection === 'online');
  useEffect(() => {
    if (!mine || !online || last === undefined) return;
    let again: ReturnType<typeof setTimeout>;
    let isOver = false;
    function read(): void {
      clearTimeout(again);
      if (isOver || document.visibilityState !== 'visible') return;
      inbox.read(sessionId, last!).catch(() => (again = setTimeout(read, readAgainMs)));
    }
    read();
    document.addEventListener('visibilitychange', read);
    return () => {
      isOver = true;
      clearTimeout(again);
      document.removeEventListener('visibilitychange', read);
    };
  }, [inbox, sessionId, mine, online, last]);
}
