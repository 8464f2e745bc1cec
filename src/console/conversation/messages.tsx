// The list stays at its bottom unless the reader has scrolled up; older pages come in above without a jump.
import { Button, Loader } from '@mantine/core';
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { Message } from '../../protocol/model/message';
import { useConsole, useInbox } from '../context';
import { agentName } from '../data/inbox-state';
import { useNow } from '../hooks';
import { Icon } from '../icons';
import { dayLine } from '../text/time';
import { lines } from '../text/lines';
import { Group } from './group';
import { SystemLine } from './system-line';

interface Props {
  sessionId: string;
  messages: readonly Message[];
  customerName: string;
}

const nearBottom = 60;

export function Messages({ sessionId, messages, customerName }: Props) {
  const { inbox } = useConsole();
  const outbox = useInbox((state) => state.outbox);
  const opened = useInbox((state) => state.opened[sessionId]);
  const ownName = agentName(useInbox((state) => state.agent));
  const now = useNow(60_000);
  const pending = useMemo(() => outbox.filter((item) => item.sessionId === sessionId), [outbox, sessionId]);
  const read = useMemo(() => lines(messages, pending, ownName), [messages, pending, ownName]);
  const scroll = useScroll(messages, pending.length);
  const older = (messages[0]?.seq ?? 1) > 1;
  const lastOwn = messages.findLast(
    ({ sender, type }) => sender === 'agent' && type !== 'note' && type !== 'system',
  );
  const receiptSeq = pending.length === 0 ? lastOwn?.seq : undefined;

  function onScroll() {
    scroll.onScroll();
    if (scroll.box.current!.scrollTop < 300 && older && !opened?.error)
      void inbox.conversations.older(sessionId);
  }

  return (
    <div className="messages-place">
      <div
        className="messages"
        ref={scroll.box}
        onScroll={onScroll}
        role="log"
        aria-label="Messages"
        aria-live="polite"
        tabIndex={0}
      >
        <div className="messages-inner">
          {older && (
            <div className="older">
              {opened?.loadingOlder ? (
                <Loader size="xs" aria-label="Loading earlier messages" />
              ) : (
                <Button
                  size="compact-xs"
                  variant="subtle"
                  onClick={() => void inbox.conversations.older(sessionId)}
                >
                  Earlier messages
                </Button>
              )}
            </div>
          )}
          {read.map((line) => {
            if (line.kind === 'day') {
              return (
                <p key={line.key} className="day-line">
                  <span>{dayLine(line.at, now)}</span>
                </p>
              );
            }
            if (line.kind === 'system') return <SystemLine key={line.key} message={line.message} />;
            return <Group key={line.key} group={line} customerName={customerName} receiptSeq={receiptSeq} />;
          })}
          <TypingLine sessionId={sessionId} customerName={customerName} />
        </div>
      </div>
      {scroll.fresh > 0 && (
        <button type="button" className="pill bottom" onClick={scroll.toBottom}>
          <Icon name="down" size={14} /> {scroll.fresh} new
        </button>
      )}
    </div>
  );
}

function useScroll(messages: readonly Message[], pendingCount: number) {
  const box = useRef<HTMLDivElement>(null);
  const atBottom = useRef(true);
  const before = useRef({ first: 0, last: 0, height: 0 });
  const [fresh, setFresh] = useState(0);

  const toBottom = () => {
    const element = box.current;
    if (element) element.scrollTop = element.scrollHeight;
    setFresh(0);
  };

  useLayoutEffect(() => {
    const element = box.current!;
    const first = messages[0]?.seq ?? 0;
    const last = messages.at(-1)?.seq ?? 0;
    const was = before.current;
    if (was.first && first < was.first) element.scrollTop += element.scrollHeight - was.height;
    else if (atBottom.current) element.scrollTop = element.scrollHeight;
    else if (last > was.last) setFresh((count) => count + last - was.last);
    before.current = { first, last, height: element.scrollHeight };
  }, [messages]);

  // What I write is what I want to see.
  useLayoutEffect(() => {
    if (pendingCount > 0) toBottom();
  }, [pendingCount]);

  useEffect(() => {
    const observer = new ResizeObserver(() => {
      if (atBottom.current && box.current) box.current.scrollTop = box.current.scrollHeight;
    });
    observer.observe(box.current!);
    observer.observe(box.current!.firstElementChild!);
    return () => observer.disconnect();
  }, []);

  return {
    box,
    fresh,
    toBottom,
    onScroll: () => {
      const element = box.current!;
      atBottom.current = element.scrollHeight - element.scrollTop - element.clientHeight < nearBottom;
      if (atBottom.current) setFresh(0);
    },
  };
}

function TypingLine({ sessionId, customerName }: { sessionId: string; customerName: string }) {
  const typing = useInbox((state) => state.typing[sessionId]);
  const now = useNow(2_000);
  return (
    <p className="typing-line" aria-live="off">
      {typing && typing.until > now && (
        <>
          <bdi>{typing.name || customerName}</bdi> writes
          <span className="typing-dots" aria-hidden>
            <i />
            <i />
            <i />
          </span>
        </>
      )}
    </p>
  );
}
