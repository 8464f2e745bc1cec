// A closed conversation in parts: what was wanted, what was done, what comes next, what may go wrong. By rules, from its log. Pure.
import type { Message } from '../protocol/model/message';

export interface Story {
  wanted: string[];
  done: string[];
  next: string[];
  risks: string[];
}

/** How the words of a conversation are understood. */
export interface Reading {
  /** Without numbers of cards, passwords and keys. */
  masked(text: string): string;
  /** What a message of an agent promises. */
  promisesIn(message: Message): string[];
  /** Whether what the customer said last wants no answer: "thanks, bye". */
  isFarewell(messages: readonly Message[]): boolean;
}

/** Of each part. */
const most = 5;
const longest = 160;
/** A rating of at most so many of five is a bad one. */
const lowRating = 2;

/** Only parts in which there is something. */
export function summaryByRules(
  messages: readonly Message[],
  { promisesIn, isFarewell, masked }: Reading,
): Partial<Story> {
  const story: Story = {
    wanted: wantedIn(messages),
    done: doneIn(messages),
    next: messages.filter(isOfAgent).flatMap(promisesIn),
    risks: risksIn(messages, isFarewell),
  };
  return Object.fromEntries(
    Object.entries(story)
      .map(
        ([part, lines]: [string, string[]]) =>
          [part, [...new Set(lines.map((line) => cut(masked(line))))].slice(0, most)] as const,
      )
      .filter(([, lines]) => lines.length > 0),
  );
}

/** Titles of the articles that answered, and that were nearest where a person was needed. */
export function topicsOf(messages: readonly Message[]): string[] {
  const sources = messages.flatMap(({ metadata, content }) => [
    ...(metadata.sources ?? []),
    ...(content.packet?.sources ?? []).slice(0, 1),
  ]);
  return [...new Set(sources.map(({ title }) => title))].slice(0, most);
}

function wantedIn(messages: readonly Message[]): string[] {
  const intents = messages.flatMap(({ content }) => content.packet?.intent ?? []);
  if (intents.length > 0) return intents;
  // Who only asked for a person said afterwards what it is about.
  const heard = messages.find(({ metadata }) => metadata.intentDetected)?.metadata.intentDetected;
  if (heard !== undefined) return [heard];
  const said = messages
    .filter(({ sender }) => sender === 'customer')
    .flatMap(({ content }) => content.text ?? []);
  const questions = said
    .flatMap((text) => text.split(/(?<=[.!?。？！؟])|\n/u))
    .filter((sentence) => /[?？؟]\s*$/.test(sentence));
  return questions.length > 0 ? questions : said.slice(0, 1);
}

function doneIn(messages: readonly Message[]): string[] {
  const steps = messages.flatMap(({ sender, metadata, content }) => {
    if (sender === 'ai' && metadata.sources?.length)
      return [`The AI answered from ${metadata.sources.map(({ title }) => title).join(', ')}.`];
    return content.packet ? [`Handed over: ${content.packet.reason}`] : [];
  });
  const replies = messages.filter(isOfAgent).length;
  const who = [...new Set(messages.filter(isOfAgent).flatMap(({ senderName }) => senderName ?? []))].join(
    ', ',
  );
  if (replies === 0) return steps;
  return [...steps, `${who || 'An agent'} replied ${replies === 1 ? 'once' : `${replies} times`}.`];
}

function risksIn(messages: readonly Message[], isFarewell: Reading['isFarewell']): string[] {
  const said = messages.filter(({ type }) => !['system', 'handover', 'note'].includes(type));
  const score = messages.findLast(({ content }) => content.systemAction === 'rated')?.content.data?.['score'];
  const lastWords = said.findLast(({ sender }) => sender === 'customer');
  const isUpset = lastWords?.metadata.sentiment === 'negative';
  return [
    ...(said.at(-1)?.sender === 'customer' && !isFarewell(messages)
      ? ['The last word of the customer has no answer.']
      : []),
    ...(isUpset ? ['The customer was upset at the end.'] : []),
    ...(typeof score === 'number' && score <= lowRating ? [`Rated ${score} of 5.`] : []),
    ...(said.some(({ metadata }) => metadata.helpful === false)
      ? ['An answer was marked as not helpful.']
      : []),
    ...(said.some(({ delivery }) => delivery === 'failed') ? ['A message did not reach the customer.'] : []),
  ];
}

const isOfAgent = ({ sender, type }: Message): boolean =>
  sender === 'agent' && type !== 'note' && type !== 'system';

function cut(line: string): string {
  const plain = line.replace(/\s+/g, ' ').trim();
  return plain.length <= longest ? plain : `${plain.slice(0, longest - 1).trimEnd()}…`;
}
