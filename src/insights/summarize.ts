// What a session was about and how it ended, from its log alone. Pure.
import type { HandoverPacket } from '../protocol/model/handover';
import type { Message } from '../protocol/model/message';
import type { Conversation } from './store';
import { summaryByRules, topicsOf, type Reading } from './summary-by-rules';

const longestSummary = 200;

/**
 * @param messages the whole log of the session, in order
 */
export function summarize(
  { organizationId, id }: { organizationId: string; id: string },
  messages: readonly Message[],
  reading: Reading = { promisesIn: () => [], isFarewell: () => false, masked: (text) => text },
): Conversation {
  const packets = messages.flatMap(({ content }) => content.packet ?? []);
  const closed = messages.findLast(({ content }) => content.systemAction === 'closed');
  const rated = messages.findLast(({ content }) => content.systemAction === 'rated');
  const score = rated?.content.data?.['score'];
  const sentiment = sentimentOf(packets, messages);
  const language = packets.at(-1)?.language;
  const [first, last] = [messages[0], messages.at(-1)];
  return {
    organizationId,
    sessionId: id,
    summary: reading.masked(summaryOf(packets, messages)).slice(0, longestSummary),
    topics: topicsOf(messages),
    intents: intentsOf(packets, messages),
    ...(sentiment && { sentiment }),
    ...(typeof score === 'number' && { satisfactionScore: score }),
    aiResolved: closed !== undefined && !messages.some(neededPeople),
    messageCount: messages.length,
    ...(first && { firstMessageAt: first.timestamp }),
    ...(last && { lastMessageAt: last.timestamp }),
    ...(first && closed && { resolutionTime: seconds(first, closed) }),
    metadata: { ...(language && { language }), ...summaryByRules(messages, reading) },
  };
}

function summaryOf(packets: readonly HandoverPacket[], messages: readonly Message[]): string {
  const handedOver = packets.findLast(({ summary }) => summary.trim() !== '')?.summary;
  const said = messages.find(({ sender, content }) => sender === 'customer' && content.text?.trim());
  return (handedOver ?? said?.content.text ?? '').trim();
}

function sentimentOf(packets: readonly HandoverPacket[], messages: readonly Message[]): string | undefined {
  const felt = messages.findLast(({ sender, metadata }) => sender === 'customer' && metadata.sentiment);
  return felt?.metadata.sentiment ?? packets.at(-1)?.sentiment;
}

function intentsOf(packets: readonly HandoverPacket[], messages: readonly Message[]): string[] {
  const detected = messages.flatMap(({ metadata }) => metadata.intentDetected ?? []);
  return [...new Set([...detected, ...packets.flatMap(({ intent }) => intent ?? [])])];
}

function neededPeople({ type, sender, agentId }: Message): boolean {
  return type === 'handover' || agentId !== undefined || (sender === 'agent' && type !== 'note');
}

function seconds(from: Message, to: Message): number {
  return Math.round((Date.parse(to.timestamp) - Date.parse(from.timestamp)) / 1000);
}
