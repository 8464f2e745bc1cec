// What answers a customer; how long they waited for each answer of a person, and who gave it, as a session's fold keeps it.
import type { Message } from '../protocol/model/message';
import type { SessionState } from './session';

/** As the fold ends the waiting. */
export function isAnswer({ sender, type, metadata }: Message): boolean {
  const isSilent = ['system', 'handover', 'note'].includes(type) || metadata.past || metadata.automated;
  return sender !== 'customer' && !isSilent;
}

/** Of a very long session the newest count. */
const nextResponsesKept = 100;

/** What nobody waited for, such as a greeting, is no response. */
export function answeredByPerson(next: SessionState, { timestamp, senderId }: Message): void {
  const since = next.personAwaitedSince ?? next.awaitingSince;
  delete next.personAwaitedSince;
  if (since === undefined) return;
  const seconds = (Date.parse(timestamp) - Date.parse(since)) / 1000;
  const newest = <Item>(before: Item[] = [], item: Item) => [...before, item].slice(-nextResponsesKept);
  if (next.firstHumanResponseSeconds === undefined) {
    next.firstHumanResponseSeconds = seconds;
    if (senderId !== undefined) next.firstHumanResponseBy = senderId;
  } else {
    next.nextHumanResponseSeconds = newest(next.nextHumanResponseSeconds, seconds);
    next.nextHumanResponsesBy = newest(next.nextHumanResponsesBy, senderId ?? null);
  }
}
