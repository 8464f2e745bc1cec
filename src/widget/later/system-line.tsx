import type { Message } from '../../protocol/model/message';
import type { Words } from '../translations';
import { sayMore } from './more';

/** What a small line says happened. */
export function SystemLine({ message, words }: { message: Message; words: Words }) {
  return <p class="line">{line(message, words)}</p>;
}

function line({ type, content }: Message, words: Words): string | undefined {
  const name = content.data?.['agentName'];
  if (typeof name === 'string' && name !== '') return sayMore(words, 'joined', { name });
  if (type === 'handover') return sayMore(words, 'queued');
  switch (content.systemAction) {
    case 'claimed':
      return sayMore(words, 'joined', { name: words.say('person') });
    case 'queued':
      return sayMore(words, 'queued');
    case 'transferred':
    case 'agent_left':
      return sayMore(words, 'left');
    case 'closed':
      return sayMore(words, 'closedLine');
    case 'reopened':
      return sayMore(words, 'reopened');
    default:
      return content.text;
  }
}
