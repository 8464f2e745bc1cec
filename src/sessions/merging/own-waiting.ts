// Since when a conversation's own customer waits, once what was merged into it is separated again: pure.
import type { Message } from '../../protocol/model/message';
import { fold } from '../fold';
import { separatedFrom, type Waiting } from './separate-rules';
import type { SessionState } from '../session';

/**
 * @param start as it was before `log`
 * @param mergeLine the `merged_here` that is undone now
 * @returns who waits at the end of the log for an answer of its own, or of what else was merged into it and is still
 */
export function ownWaiting(start: SessionState, log: readonly Message[], mergeLine: Message): Waiting {
  const undone = new Set([mergeLine.seq]);
  const open = new Map<unknown, number>();
  for (const message of log) {
    const { systemAction, data } = message.content;
    if (systemAction === 'merged_here') open.set(data?.['from'], message.seq);
    const from = separatedFrom(message);
    if (from === undefined) continue;
    undone.add(message.seq).add(open.get(from) ?? message.seq);
    open.delete(from);
  }
  const { status, awaitingSince, personAwaitedSince } = fold(
    start,
    log.map((message) => (undone.has(message.seq) ? withoutWaiting(message) : message)),
  );
  const person = personAwaitedSince ?? (status === 'active' ? undefined : awaitingSince);
  return {
    ...(awaitingSince !== undefined && { awaitingSince }),
    ...(person !== undefined && { personAwaitedSince: person }),
  };
}

/** It says who has it now, and nothing of who waits. */
function withoutWaiting(message: Message): Message {
  const { awaitingSince, personAwaitedSince, wasAwaitedSince, ...data } = message.content.data ?? {};
  return { ...message, content: { ...message.content, data } };
}
