// Marks in a long conversation: where the new begins, and the way to what waits for an answer.
import { useRef } from 'react';
import type { Message } from '../../protocol/model/message';
import { useInbox } from '../context';
import { Icon } from '../icons';
import type { Line } from '../text/lines';
import type { PastLine } from '../text/past-lines';
import { firstUnanswered, firstUnread } from '../text/unread';
import { useOffer } from '../shell/use-offer';
import { useKey } from '../ui/use-key';
import { t } from '../i18n/translate';

/** A line of what is shown: of this conversation, or of an earlier one above it. */
export type Shown = Line | PastLine;

/** Number of the message of this conversation. */
export function seqOf(line: Shown): number | undefined {
  if (line.kind === 'past' || line.kind === 'earlier') return undefined;
  if (line.kind === 'system') return line.message.seq;
  return line.entry.kind === 'message' ? line.entry.message.seq : undefined;
}

/**
 * What was not read when the conversation was opened: reading it neither moves the rule nor brings one, and what comes
 * later has none.
 */
export function useUnreadFrom(sessionId: string, messages: readonly Message[]): number | undefined {
  const loading = useInbox((state) => state.opened[sessionId]?.loading === true);
  const began = useRef(false);
  const over = useRef(false);
  const found = useRef<number | null>(undefined);
  if (!over.current && found.current === undefined) found.current = firstUnread(messages);
  if (loading) began.current = true;
  else if (began.current) over.current = true;
  return found.current ?? undefined;
}

export function UnreadRule() {
  return (
    <p className="day-line unread-rule">
      <span>{t('New messages')}</span>
    </p>
  );
}

interface Props {
  sessionId: string;
  messages: readonly Message[];
  read: readonly Shown[];
  /** Index of the first line that is seen. */
  top: number | undefined;
  onGoTo: (seq: number) => void;
}

/** Only while it lies above what is seen. */
export function ToUnanswered({ sessionId, messages, read, top, onGoTo }: Props) {
  const since = useInbox((state) => state.sessions[sessionId]?.needsReplySince);
  const seq = firstUnanswered(messages, since);
  const go = () => seq !== undefined && onGoTo(seq);
  useKey('u', go, { off: seq === undefined });
  useOffer('unanswered', seq === undefined ? undefined : go);
  if (seq === undefined || read.findIndex((line) => seqOf(line) === seq) >= (top ?? 0)) return null;
  return (
    <button type="button" className="pill top" aria-keyshortcuts="u" onClick={go}>
      <Icon name="up" size={14} />
      <span>{t('To the first unanswered')}</span>
    </button>
  );
}
