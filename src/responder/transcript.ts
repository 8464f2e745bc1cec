// What was said in a session, as the responder reads it: no notes, no system lines, nothing private.
import type { Source } from '../protocol/model/handover';
import type { Verdict } from '../protocol/model/mail';
import type { Message } from '../protocol/model/message';

export interface Turn {
  sender: 'customer' | 'ai' | 'agent';
  /** Empty for a file without words, and for what the channel could not bring: the text that stands in for it is nobody's. */
  text: string;
  /** The message carries a picture, a recording, a file, or what only a person can ask for again. */
  file?: boolean;
  /** What an AI answer was taken from. */
  sources?: readonly Source[];
  /** Of a mail: whether its sender's domain vouches for it. */
  verdict?: Verdict;
  /** The customer's word on it. */
  helpful?: boolean;
  /** What the AI asked: which of these is meant. */
  options?: ReadonlyArray<{ articleId: string; title: string }>;
}

/** @param messages of one session, ascending */
export function toTurns(messages: readonly Message[]): Turn[] {
  return messages.flatMap(({ type, sender, content, metadata }) => {
    if (type === 'system' || type === 'handover' || type === 'note') return [];
    // Nobody has answered by what a rule sends.
    if (metadata.automated) return [];
    // "I am away until Monday" is no part of what is asked.
    if (content.mail?.automatic === 'reply') return [];
    const isStandIn = content.data?.['standIn'] === true;
    return {
      // A program that writes for the team has answered, as a person would have.
      sender: sender === 'system' ? 'agent' : sender,
      text: isStandIn ? '' : withSubject(content),
      ...((type !== 'text' || isStandIn) && { file: true }),
      ...(sender === 'ai' && metadata.sources && { sources: metadata.sources }),
      ...(content.mail?.verdict && { verdict: content.mail.verdict }),
      ...(metadata.helpful !== undefined && { helpful: metadata.helpful }),
      ...(sender === 'ai' && metadata.options && { options: metadata.options }),
    };
  });
}

/** The subject of a letter that begins a thread may be the question. */
function withSubject(content: Message['content']): string {
  const words = ownWords(content);
  const { subject, references } = content.mail ?? {};
  const isSaid = subject === undefined || references !== undefined || words.includes(subject);
  return isSaid ? words : `${subject}\n${words}`;
}

/** What was brought along from another conversation quotes what was answered there. */
export function ownWords({ text = '', data }: Message['content']): string {
  if (data?.['broughtFrom'] === undefined) return text;
  return text
    .split('\n')
    .filter((line) => !line.startsWith('>'))
    .join('\n');
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

/** A mail whose sender's domain does not vouch for it may be anybody's. */
export function isVouched(turns: readonly Turn[]): boolean {
  return openQuestion(turns).every(({ verdict }) => verdict === undefined || verdict === 'pass');
}
