// A conversation as a file: who said what and when, in the reader's language.
import type { Message } from '../../protocol/model/message';
import type { State } from '../state';
import type { Words } from '../translations';
import { speaker } from '../view/thread-view';
import { sayMore } from './more';

export function transcript({ threads, channel }: Pick<State, 'threads' | 'channel'>, words: Words): string {
  const organization = channel?.name;
  const nameOf = (message: Message) =>
    message.sender === 'customer' ? sayMore(words, 'you') : speaker(message, words, organization);
  const said = threads
    .flatMap(({ messages }) => messages)
    .filter(({ type }) => type !== 'system' && type !== 'handover');
  const entries = said.map(
    (message) => `${words.full(message.timestamp)}\n${nameOf(message)}: ${wordsOf(message, words)}\n`,
  );
  return [`${channel?.name ?? words.say('title')}\n`, ...entries].join('\n');
}

export function saveTranscript(state: State, words: Words): void {
  const link = document.createElement('a');
  // A mark at the beginning: editors take it for UTF-8.
  link.href = URL.createObjectURL(new Blob([`\uFEFF${transcript(state, words)}`], { type: 'text/plain' }));
  link.download = `${words.say('title')}.txt`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

function wordsOf({ content: { text, more, fileName, mediaUrl } }: Message, words: Words): string {
  return [text, more, mediaUrl && (fileName ?? words.say('file'))].filter(Boolean).join('\n');
}
