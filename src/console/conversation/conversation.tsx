// One session: header, the pinned handover, the messages, the composer.
import { useEffect, useMemo } from 'react';
import { Button } from '@mantine/core';
import { useConsole, useInbox } from '../context';
import { openHandover } from '../data/transcript';
import { useLasting } from '../hooks';
import { Icon } from '../icons';
import { useKey } from '../shell/use-key';
import { Composer } from './composer';
import { HandoverCard } from './handover-card';
import { Header } from './header';
import { Messages } from './messages';
import { useOwnSession } from './use-own-session';

interface Props {
  sessionId: string;
  onBack: () => void;
  /** Opens the customer beside it, where there is no room for it. */
  onContext: (() => void) | undefined;
}

export function Conversation({ sessionId, onBack, onContext }: Props) {
  const { inbox, drafts, agent } = useConsole();
  const { session, mine } = useOwnSession(sessionId);
  const transcript = useInbox((state) => state.transcripts[sessionId]);
  const opened = useInbox((state) => state.opened[sessionId]);
  const messages = useMemo(() => transcript?.messages ?? [], [transcript]);
  const handover = useMemo(() => openHandover(messages), [messages]);
  const slow = useLasting(!transcript && !opened?.error);
  useReadMarks(sessionId, mine);
  useKey('Escape', onBack);

  if (!transcript && opened?.error) {
    return (
      <section className="conversation empty" aria-label="Conversation">
        <Icon name="alert" size={28} />
        <p role="alert">{opened.error}</p>
        <Button variant="default" onClick={() => void inbox.conversations.sync(sessionId)}>
          Try again
        </Button>
        <Button variant="subtle" onClick={onBack}>
          Back to the list
        </Button>
      </section>
    );
  }
  return (
    <section
      className="conversation"
      aria-label={`Conversation with ${session?.customerName ?? 'a visitor'}`}
    >
      {session && <Header session={session} mine={mine} onBack={onBack} onContext={onContext} />}
      {handover && session?.status !== 'closed' && (
        <HandoverCard
          message={handover}
          onSuggestion={agent && ((text, caret) => drafts.insert(sessionId, text, caret))}
        />
      )}
      {transcript ? (
        <Messages
          sessionId={sessionId}
          messages={messages}
          customerName={session?.customerName ?? 'Visitor'}
        />
      ) : (
        <div className="messages" aria-busy="true">
          {slow &&
            [60, 40, 75].map((width) => (
              <div key={width} className="bubble-skeleton" style={{ width: `${width}%` }} />
            ))}
        </div>
      )}
      {opened?.error && transcript && (
        <div className="bar failed" role="alert">
          <Icon name="alert" size={16} />
          <span>{opened.error}</span>
          <Button
            size="compact-xs"
            variant="default"
            onClick={() => void inbox.conversations.sync(sessionId)}
          >
            Try again
          </Button>
        </div>
      )}
      {session && <Composer session={session} mine={mine} />}
    </section>
  );
}

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
    const read = () => document.visibilityState === 'visible' && inbox.read(sessionId, last);
    read();
    document.addEventListener('visibilitychange', read);
    return () => document.removeEventListener('visibilitychange', read);
  }, [inbox, sessionId, mine, online, last]);
}
