// What a model made of a conversation that was closed, beside what the rules make of its log. Pure.
import { z } from 'zod';
import type { Message } from '../protocol/model/message';
import type { Conversation } from './store';

const lines = z.array(z.string());
const reread = z.object({
  parts: z.object({ wanted: lines, done: lines, next: lines, risks: lines, topics: lines }),
  model: z.string(),
  /** The last message that it read which somebody said. */
  upTo: z.number(),
});
export type Reread = z.infer<typeof reread>;

const asked = z.object({
  /** The last message that somebody said by then. */
  upTo: z.number(),
  times: z.number(),
});
/** How often a model was asked to read the same words. */
export type Asked = z.infer<typeof asked>;

/** It costs money: what a model made nothing of so often is left to the rules. */
const mostTimes = 3;
const mostRisks = 5;
const mostTopics = 5;

/** The number of the last message that somebody said: a close and a rating say nothing new of what was wanted. */
export const lastSaid = (messages: readonly Message[]): number =>
  messages.findLast(({ type }) => type !== 'system')?.seq ?? 0;

/** Of a stored summary. */
export function rereadOf(stored: Conversation | undefined): Reread | undefined {
  const found = reread.safeParse(stored?.metadata['reread']);
  return found.success ? found.data : undefined;
}

export function writtenBy(stored: Conversation): { by: 'rules' } | { by: 'model'; model: string } {
  const read = rereadOf(stored);
  const saysAnything = read && Object.values(read.parts).some((part) => part.length > 0);
  return saysAnything ? { by: 'model', model: read.model } : { by: 'rules' };
}

/** Up to which message a model has read it, also where more was said since. */
export const readUpTo = (stored: Conversation | undefined): number =>
  z.number().catch(0).parse(stored?.metadata['readUpTo']);

/** @param upTo the last message that somebody said; without it, that of then */
export function askedFor(stored: Conversation | undefined, upTo?: number): Asked {
  const found = asked.safeParse(stored?.metadata['asked']);
  const isOfThese = found.success && (upTo ?? found.data.upTo) === found.data.upTo;
  return isOfThese ? found.data : { upTo: upTo ?? 0, times: 0 };
}

export const isLeftToRules = ({ times }: Asked): boolean => times >= mostTimes;

/** A part of which the model says nothing stays as the rules have it; what they know of risks and topics for sure stays before the model's. */
export function withReread(byRules: Conversation, read: Reread): Conversation {
  const { wanted, done, next, risks, topics } = read.parts;
  const { metadata } = byRules;
  const sure = lines.catch([]).parse(metadata['risks']);
  return {
    ...byRules,
    topics: [...new Set([...byRules.topics, ...topics])].slice(0, mostTopics),
    metadata: {
      ...metadata,
      ...(wanted.length > 0 && { wanted }),
      ...(done.length > 0 && { done }),
      ...(next.length > 0 && { next }),
      ...([...sure, ...risks].length > 0 && {
        risks: [...new Set([...sure, ...risks])].slice(0, mostRisks),
      }),
      reread: read,
    },
  };
}
