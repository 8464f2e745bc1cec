// What was said in a session, as the responder reads it: no notes, no system lines, nothing private.
import type { Source } from '../protocol/model/handover';
import type { Message } from '../protocol/model/message';

export interface Turn {
  sender: 'customer' | 'ai' | 'agent';
  /** Empty for a file without words. */
  text: string;
  /** The message carries a picture, a recording or a file. */
  file?: boolean;
  /** What an AI answer was taken from. */
  sources?: readonly Source[];
}

/** @param messages of one session, ascending */
export function toTurns(messages: readonly Message[]): Turn[] {
  return messages.flatMap(({ type, sender, content, metadata }) => {
    if (type === 'system' || type === 'handover' || type === 'note') return [];
    return {
      // A program that writes for the team has answered, as a person would have.
      sender: sender === 'system' ? 'agent' : sender,
      text: content.text ?? '',
      ...(type !== 'text' && { file: true }),
      ...(sender === 'ai' && metadata.sources && { sources: metadata.sources }),
    };
  });
}

/** What the customer has written since somebody last answered: one question, however many messages it came in. */
export function openQuestion(turns: readonly Turn[]): Turn[] {
  const last = turns.findLastIndex(({ sender }) => sender !== 'customer');
  return turns.slice(last + 1);
}

export function textOf(turns: readonly Turn[]): string {
  return turns
    .map(({ text }) => text.trim())
    .filter(Boolean)
    .join('\n');
}
