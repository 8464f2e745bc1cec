// A transcript is what this browser holds of a session's log: in order of seq, each number once, without a hole.
import { between, valuesOf } from '../../protocol/fact-values';
import type { HandoverPacket } from '../../protocol/model/handover';
import type { Message } from '../../protocol/model/message';

export interface Transcript {
  messages: readonly Message[];
  /** The highest number that the server has spoken of; above the last message held, there is something to fetch. */
  headSeq: number;
}

export type MessageChange = { id: string; seq: number } & Partial<Message>;

export const emptyTranscript: Transcript = { messages: [], headSeq: 0 };

/** Adds messages in whatever order and number they come; the one that was there first is kept. */
export function merge(
  transcript: Transcript,
  incoming: readonly Message[],
  headSeq = transcript.headSeq,
): Transcript {
  const bySeq = new Map(transcript.messages.map((message) => [message.seq, message]));
  const held = bySeq.size;
  for (const message of incoming) if (!bySeq.has(message.seq)) bySeq.set(message.seq, message);
  if (bySeq.size === held && headSeq <= transcript.headSeq) return transcript;
  const sorted = [...bySeq.values()].sort((a, b) => a.seq - b.seq);
  const messages = incoming.some(isErased) ? withoutErased(sorted) : sorted;
  return { messages, headSeq: Math.max(headSeq, transcript.headSeq, messages.at(-1)?.seq ?? 0) };
}

export const isErased = ({ content }: Message): boolean => content.systemAction === 'erased';

/** What it says goes without a number of its own. */
function withoutErased(messages: readonly Message[]): Message[] {
  const upTo = messages.findLast(isErased)?.seq ?? 0;
  const isSaid = ({ seq, type }: Message) => seq < upTo && type !== 'system';
  return messages.map((one) => (isSaid(one) ? { ...one, content: { data: { redacted: true } } } : one));
}

/**
 * Messages that are held, as the server has them now; the same objects where nothing has changed.
 * @param asked what was held when the server was asked: news that came since is newer than its answer
 */
export function refresh(
  transcript: Transcript,
  fresh: readonly Message[],
  asked: Transcript = transcript,
): Transcript {
  const bySeq = new Map(fresh.map((message) => [message.seq, message]));
  const unchanged = new Set(asked.messages);
  const now = (one: Message) => {
    const found = unchanged.has(one) ? bySeq.get(one.seq) : undefined;
    return found && JSON.stringify(found) !== JSON.stringify(one) ? found : one;
  };
  const messages = transcript.messages.map(now);
  const same = messages.every((one, index) => one === transcript.messages[index]);
  return same ? transcript : { ...transcript, messages };
}

/** The number up to which nothing is missing: where a sync goes on. 0 when nothing is held. */
export function completeTo({ messages }: Transcript): number {
  let last = messages[0]?.seq ?? 0;
  for (const message of messages.slice(1)) {
    if (message.seq !== last + 1) break;
    last = message.seq;
  }
  return last;
}

export function isBehind(transcript: Transcript): boolean {
  return completeTo(transcript) < transcript.headSeq;
}

export function hasOlder(messages: readonly Message[]): boolean {
  return (messages[0]?.seq ?? 1) > 1;
}

/** Applies `message:update`; unknown numbers are left alone, the log brings them. */
export function change(transcript: Transcript, update: MessageChange): Transcript {
  if (!transcript.messages.some((message) => message.seq === update.seq)) return transcript;
  return {
    ...transcript,
    messages: transcript.messages.map((message) => {
      if (message.seq !== update.seq) return message;
      const { deliveryError: _, ...rest } = message;
      // An error belongs to the state that it came with.
      const before = update.delivery === undefined ? message : rest;
      return { ...before, ...update, metadata: { ...message.metadata, ...update.metadata } };
    }),
  };
}

/** Whether the session was handed to people and nobody of them has answered since: the packet to pin. */
export function openHandover(messages: readonly Message[]): Message | undefined {
  for (let index = messages.length - 1; index >= 0; index -= 1) {
    const message = messages[index]!;
    if (message.type === 'handover') return message.content.packet ? message : undefined;
    if (message.sender === 'agent' && message.type !== 'note' && message.type !== 'system') return undefined;
  }
  return undefined;
}

/** What the customer has written since the handover: the packet does not know it. */
export function writtenSince(handover: Message | undefined, messages: readonly Message[]): Message[] {
  return handover ? messages.filter(({ sender, seq }) => sender === 'customer' && seq > handover.seq) : [];
}

/** More words, or a question, are about something else; fewer go with what was said before. */
const fewWords = 5;
const isMatter = (line: string): boolean => /[?？؟]$/.test(line) || line.split(/\s+/).length > fewWords;

/** The last that the customer has said since of what they want; undefined where that is what the packet says. */
function wantedSince({ intent }: HandoverPacket, since: readonly Message[]): string | undefined {
  const lines = since.flatMap(({ metadata }) => metadata.intentDetected ?? []);
  return lines.findLast(isMatter) ?? (intent === undefined ? lines.at(-1) : undefined);
}

/** What the packet says of the matter, facts and mood, with what the customer has written since. */
export function refreshed(packet: HandoverPacket, since: readonly Message[]): HandoverPacket {
  const facts = { ...packet.facts };
  for (const { name, value } of since.flatMap(({ metadata }) => metadata.entities ?? [])) {
    const known = facts[name] === undefined ? [] : valuesOf(name, facts[name]);
    facts[name] = [...new Set([...known, ...valuesOf(name, value)])].join(between(name));
  }
  const heard = since.findLast(({ metadata }) => metadata.sentiment)?.metadata.sentiment;
  const { suggestedReply, ...rest } = packet;
  const sentiment = heard ?? packet.sentiment;
  const intent = wantedSince(packet, since);
  // What was suggested in calmer times, or for another matter, would be the wrong words; comfort is for whatever is said.
  const suggests =
    suggestedReply !== undefined &&
    (packet.sentiment === 'negative' || (sentiment !== 'negative' && intent === undefined));
  return {
    ...rest,
    ...(intent !== undefined && { intent }),
    ...{ facts, sentiment },
    ...(suggests && { suggestedReply }),
  };
}
