// The list stays at its end unless the reader has scrolled up; earlier pages come in above without a jump, and only
// what is in sight is on the page, so that the hundredth page costs what the first does.
import { Button, Loader } from '@mantine/core';
import {
  lazy,
  memo,
  Suspense,
  useContext,
  useEffect,
  useMemo,
  useRef,
  useState,
  type RefObject,
  type WheelEvent,
} from 'react';
import type { Message } from '../../protocol/model/message';
import type { Session } from '../../protocol/model/session';
import { useConsole, useInbox } from '../context';
import { agentName } from '../data/inbox-state';
import { hasOlder } from '../data/transcript';
import { useNow } from '../hooks';
import { Icon } from '../icons';
import { dayLine } from '../text/time';
import { lines } from '../text/lines';
import { useEarlier, type Earlier } from './earlier/use-earlier';
import { seqOf, ToUnanswered, UnreadRule, useUnreadFrom, type Shown } from './landmarks';
import { LookedAt } from './looked-at';
import { useAimed, useGoTo, useList, useStaysAtEnd, type List } from './message-list';
import { Said } from './said';
import { SystemLine } from './system-line';
import { TypingLine } from './typing-line';
import { plural, t } from '../i18n/translate';

const PastLine = lazy(() => import('./earlier/past-line'));
const EarlierTop = lazy(() => import('./earlier/earlier-top'));
const MergeLine = lazy(() => import('./merge-line').then((all) => ({ default: all.MergeLine })));

interface Props {
  session: Session;
  messages: readonly Message[];
  customer: { id: string; name: string };
}

/** So many times what is in sight: what is above is there before the reader comes to it. */
const nearStart = 2;
/** So far up nobody comes but who wants to see what was before. */
const atStart = 8;

export function Messages({ session, messages, customer }: Props) {
  const sessionId = session.id;
  const box = useRef<HTMLDivElement>(null);
  const earlier = useEarlier(session);
  const { read, receiptKey } = useLines(sessionId, messages, earlier);
  const list = useList(box, read);
  const fresh = useFresh(sessionId, messages, list);
  const hasEarlier = hasOlder(messages);
  const staysAtEnd = useStaysAtEnd(box, list);
  const goTo = useGoTo({ sessionId, read, list, hasEarlier, leave: staysAtEnd.leave });
  const aimed = useAimed(goTo);
  const unreadFrom = useUnreadFrom(sessionId, messages);
  const readOn = useReadOn({ sessionId, hasEarlier, earlier, list, box });

  const onScroll = () => [fresh, staysAtEnd, readOn].forEach((one) => one.onScroll());

  return (
    <div className="messages-place">
      <div
        className="messages"
        ref={box}
        onScroll={onScroll}
        onWheel={readOn.onWheel}
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
              className={classOf(read[index]!, aimed)}
              style={{ transform: `translateY(${start}px)` }}
            >
              <LineView
                line={read[index]!}
                unread={unreadFrom !== undefined && seqOf(read[index]!) === unreadFrom}
                receipt={read[index]!.key === receiptKey}
                {...{ customer, onGoTo: goTo }}
              />
            </div>
          ))}
        </div>
        <div className="older">
          {hasEarlier && <OlderButton sessionId={sessionId} />}
          <Suspense>{earlier.next && <EarlierTop {...earlier} customerId={session.customerId} />}</Suspense>
        </div>
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

function classOf(line: Shown, aimed: number | undefined): string {
  if (line.kind === 'past') return 'line-place past';
  return aimed !== undefined && seqOf(line) === aimed ? 'line-place aimed' : 'line-place';
}

interface ReadOn {
  sessionId: string;
  hasEarlier: boolean;
  earlier: Earlier;
  list: List;
  box: RefObject<HTMLDivElement | null>;
}

/** Who scrolls up reads on: what was written before, then the conversations before this one. */
function useReadOn({ sessionId, hasEarlier, earlier, list, box }: ReadOn) {
  const lookedAt = useContext(LookedAt);
  const isBeginning = !hasEarlier && list.getVirtualItems()[0]?.index === 0;
  useEffect(() => {
    if (lookedAt && isBeginning) earlier.begin();
  }, [lookedAt, isBeginning]);
  const { inbox } = useConsole();
  const stopped = useInbox((state) => Boolean(state.opened[sessionId]?.error));
  function onScroll() {
    const { scrollTop, clientHeight } = box.current!;
    const isNear = scrollTop < nearStart * clientHeight;
    if (hasEarlier) {
      if (!stopped && isNear) void inbox.conversations.older(sessionId);
    } else if (!earlier.error && (earlier.read.length > 0 ? isNear : scrollTop < atStart)) earlier.more();
  }
  // Where there is nothing to scroll.
  const onWheel = ({ deltaY }: WheelEvent) => {
    if (deltaY < 0 && box.current!.scrollTop < atStart) onScroll();
  };
  return { onScroll, onWheel };
}

type LineProps = {
  line: Shown;
  /** The first that nobody has read. */
  unread: boolean;
  customer: Props['customer'];
  receipt: boolean;
  onGoTo: (seq: number) => void;
};

const LineView = memo(function LineView({ line, unread, customer, receipt, onGoTo }: LineProps) {
  if (line.kind === 'past' || line.kind === 'earlier')
    return (
      <Suspense>
        <PastLine line={line} />
      </Suspense>
    );
  return (
    <>
      {line.day && <DayLine at={line.at} />}
      {unread && <UnreadRule />}
      {line.kind === 'system' ? (
        <>
          <SystemLine message={line.message} reactions={line.reactions} />
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

function OlderButton({ sessionId }: { sessionId: string }) {
  const { inbox } = useConsole();
  const loading = useInbox((state) => state.opened[sessionId]?.loadingOlder === true);
  if (loading) return <Loader size="xs" aria-label={t('Loading earlier messages')} />;
  return (
    <Button size="compact-xs" variant="subtle" onClick={() => void inbox.conversations.older(sessionId)}>
      {t('Earlier messages')}
    </Button>
  );
}

function useLines(sessionId: string, messages: readonly Message[], { read: past }: Earlier) {
  const outbox = useInbox((state) => state.outbox);
  const ownName = agentName(useInbox((state) => state.agent));
  const own = useMemo(() => {
    const pending = outbox.filter((item) => item.sessionId === sessionId);
    return lines(messages, pending, ownName);
  }, [messages, outbox, sessionId, ownName]);
  const receiptKey = own.findLast((line) => line.kind === 'said' && line.by === 'agent')?.key;
  return { read: useMemo((): Shown[] => [...past, ...own], [past, own]), receiptKey };
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
