// The list stays at its end unless the reader has scrolled up; earlier pages come in above without a jump, and only
// what is in sight is on the page, so that the hundredth page costs what the first does.
import { Button, Loader } from '@mantine/core';
import { useVirtualizer, type ReactVirtualizer } from '@tanstack/react-virtual';
import { lazy, memo, Suspense, useEffect, useMemo, useRef, useState, type RefObject } from 'react';
import { useSearchParams } from 'react-router';
import type { Message } from '../../protocol/model/message';
import { useConsole, useInbox } from '../context';
import { agentName } from '../data/inbox-state';
import { hasOlder } from '../data/transcript';
import { useNow } from '../hooks';
import { Icon } from '../icons';
import { dayLine } from '../text/time';
import { lines, type Line } from '../text/lines';
import { seqOf, ToUnanswered, UnreadRule, useUnreadFrom } from './landmarks';
import { Said } from './said';
import { SystemLine } from './system-line';
import { TypingLine } from './typing-line';
import { plural, t } from '../words/words';

const MergeLine = lazy(() => import('./merge-line').then((all) => ({ default: all.MergeLine })));

interface Props {
  sessionId: string;
  messages: readonly Message[];
  customer: { id: string; name: string };
}

const nearEnd = 60;
const nearStart = 300;

export function Messages({ sessionId, messages, customer }: Props) {
  const { inbox } = useConsole();
  const box = useRef<HTMLDivElement>(null);
  const stopped = useInbox((state) => Boolean(state.opened[sessionId]?.error));
  const { read, receiptKey } = useLines(sessionId, messages);
  const list = useList(box, read);
  const fresh = useFresh(sessionId, messages, list);
  const hasEarlier = hasOlder(messages);
  const goTo = useGoTo({ sessionId, read, list, hasEarlier });
  const aimed = useAimed(goTo);
  const unreadFrom = useUnreadFrom(sessionId, messages);
  const staysAtEnd = useStaysAtEnd(box, list);

  function onScroll() {
    fresh.onScroll();
    staysAtEnd.onScroll();
    if (hasEarlier && !stopped && box.current!.scrollTop < nearStart)
      void inbox.conversations.older(sessionId);
  }

  return (
    <div className="messages-place">
      <div
        className="messages"
        ref={box}
        onScroll={onScroll}
        role="log"
        aria-label={t('Messages')}
        aria-live="off"
        tabIndex={0}
      >
        <div className="messages-inner" style={{ height: list.getTotalSize() }}>
          {list.getVirtualItems().map(({ key, index, start }) => (
            <div
              key={key}
              data-index={index}
              ref={list.measureElement}
              className={seqOf(read[index]!) === aimed ? 'line-place aimed' : 'line-place'}
              style={{ transform: `translateY(${start}px)` }}
            >
              <LineView
                line={read[index]!}
                unread={unreadFrom !== undefined && seqOf(read[index]!) === unreadFrom}
                customer={customer}
                receipt={read[index]!.key === receiptKey}
                onGoTo={goTo}
              />
            </div>
          ))}
        </div>
        {hasEarlier && <Earlier sessionId={sessionId} />}
      </div>
      <ToUnanswered {...{ sessionId, messages, read }} top={list.range?.startIndex} onGoTo={goTo} />
      <TypingLine sessionId={sessionId} customerName={customer.name} />
      <Heard messages={messages} customerName={customer.name} />
      <ToNew {...fresh} />
    </div>
  );
}

function ToNew({ count, toEnd }: Pick<ReturnType<typeof useFresh>, 'count' | 'toEnd'>) {
  if (count === 0) return null;
  return (
    <button type="button" className="pill bottom" onClick={toEnd}>
      <Icon name="down" size={14} />
      <span>{plural(count, { one: '{count} new', other: '{count} new' })}</span>
    </button>
  );
}

type LineProps = {
  line: Line;
  /** The first that nobody has read. */
  unread: boolean;
  customer: Props['customer'];
  receipt: boolean;
  onGoTo: (seq: number) => void;
};

const LineView = memo(function LineView({ line, unread, customer, receipt, onGoTo }: LineProps) {
  return (
    <>
      {line.day && <DayLine at={line.at} />}
      {unread && <UnreadRule />}
      {line.kind === 'system' ? (
        <>
          <SystemLine message={line.message} />
          {line.message.content.systemAction?.startsWith('merged') && (
            <Suspense>
              <MergeLine {...line.message} />
            </Suspense>
          )}
        </>
      ) : (
        <Said line={line} customer={customer} receipt={receipt} onGoTo={onGoTo} />
      )}
    </>
  );
});

function DayLine({ at }: { at: string }) {
  const now = useNow(60_000);
  return (
    <p className="day-line">
      <span>{dayLine(at, now)}</span>
    </p>
  );
}

function Earlier({ sessionId }: { sessionId: string }) {
  const { inbox } = useConsole();
  const loading = useInbox((state) => state.opened[sessionId]?.loadingOlder === true);
  return (
    <div className="older">
      {loading ? (
        <Loader size="xs" aria-label={t('Loading earlier messages')} />
      ) : (
        <Button size="compact-xs" variant="subtle" onClick={() => void inbox.conversations.older(sessionId)}>
          {t('Earlier messages')}
        </Button>
      )}
    </div>
  );
}

function useLines(sessionId: string, messages: readonly Message[]) {
  const outbox = useInbox((state) => state.outbox);
  const ownName = agentName(useInbox((state) => state.agent));
  return useMemo(() => {
    const pending = outbox.filter((item) => item.sessionId === sessionId);
    const read = lines(messages, pending, ownName);
    const last = read.findLast((line) => line.kind === 'said' && line.by === 'agent');
    return { read, receiptKey: last?.key };
  }, [messages, outbox, sessionId, ownName]);
}

type List = ReactVirtualizer<HTMLDivElement, HTMLDivElement>;

function useList(box: RefObject<HTMLDivElement | null>, read: readonly Line[]): List {
  return useVirtualizer<HTMLDivElement, HTMLDivElement>({
    count: read.length,
    getScrollElement: () => box.current,
    getItemKey: (index) => read[index]!.key,
    estimateSize: () => 64,
    overscan: 8,
    paddingStart: 28,
    paddingEnd: 8,
    anchorTo: 'end',
    followOnAppend: true,
    scrollEndThreshold: nearEnd,
    // The list begins at its end.
    initialOffset: () => 1e9,
  });
}

/** What grows above or below takes its room from the list: who was at its end stays there. */
function useStaysAtEnd(box: RefObject<HTMLDivElement | null>, list: List) {
  const atEnd = useRef(true);
  useEffect(() => {
    let height = box.current!.clientHeight;
    const observer = new ResizeObserver(() => {
      const before = height;
      height = box.current?.clientHeight ?? 0;
      if (height !== before && atEnd.current) list.scrollToEnd();
    });
    observer.observe(box.current!);
    return () => observer.disconnect();
  }, [box, list]);
  return { onScroll: () => void (atEnd.current = list.isAtEnd()) };
}

interface Going {
  sessionId: string;
  read: readonly Line[];
  list: List;
  hasEarlier: boolean;
}

/** Scrolls to a message; earlier ones are fetched until it is there. */
function useGoTo({ sessionId, read, list, hasEarlier }: Going): (seq: number) => void {
  const { inbox } = useConsole();
  const [wanted, setWanted] = useState<number>();
  useEffect(() => {
    if (wanted === undefined) return;
    const index = read.findIndex((line) => seqOf(line) === wanted);
    if (index < 0 && hasEarlier) {
      const first = () => inbox.state.get().transcripts[sessionId]?.messages[0]?.seq;
      const before = first();
      // What cannot be had is not gone to later, when the reader is elsewhere.
      const stay = () => first() === before && setWanted(undefined);
      return void inbox.conversations.older(sessionId).then(stay);
    }
    setWanted(undefined);
    if (index >= 0) list.scrollToIndex(index, { align: 'center' });
  }, [wanted, read, hasEarlier]);
  return setWanted;
}

/** The message that the address names: `?seq=`. */
function useAimed(goTo: (seq: number) => void): number | undefined {
  const [search] = useSearchParams();
  const seq = Number(search.get('seq')) || undefined;
  useEffect(() => {
    if (seq !== undefined) goTo(seq);
  }, [seq]);
  return seq;
}

/** How many words of others came below while the reader was further up. */
function useFresh(sessionId: string, messages: readonly Message[], list: List) {
  const me = useInbox((state) => state.agent?.id);
  const [count, setCount] = useState(0);
  const lastSeq = useRef(messages.at(-1)?.seq ?? 0);
  const written = useInbox(({ outbox }) => outbox.findLast((one) => one.sessionId === sessionId)?.at ?? '');
  const lastWritten = useRef(written);
  const toEnd = () => {
    list.scrollToEnd();
    setCount(0);
  };
  useEffect(() => {
    const came = messages.filter(({ seq }) => seq > lastSeq.current);
    lastSeq.current = messages.at(-1)?.seq ?? 0;
    if (list.isAtEnd()) return;
    const theirs = came.filter(
      ({ type, sender, senderId }) => type !== 'system' && !(sender === 'agent' && senderId === me),
    );
    if (theirs.length > 0) setCount((before) => before + theirs.length);
  }, [messages]);
  // What I write is what I want to see.
  useEffect(() => {
    if (written > lastWritten.current) toEnd();
    if (written) lastWritten.current = written;
  }, [written]);
  return {
    count,
    toEnd,
    onScroll: () => {
      if (list.isAtEnd()) setCount(0);
    },
  };
}

/** Says what comes to who cannot see it; the list itself says nothing, for scrolling puts old messages onto the page. */
function Heard({ messages, customerName }: { messages: readonly Message[]; customerName: string }) {
  const begun = useRef(messages.at(-1)?.seq ?? 0);
  const last = messages.findLast(({ sender, type }) => sender !== 'system' && type !== 'system');
  const name = last?.sender === 'customer' ? customerName : (last?.senderName ?? t('AI assistant'));
  return (
    <p className="hidden" aria-live="polite">
      {last && last.seq > begun.current ? `${name}: ${last.content.text ?? t('A file')}` : ''}
    </p>
  );
}
