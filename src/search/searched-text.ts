import type { Message } from '../protocol/model/message';
import type { FoundKind } from '../protocol/search';

/** What is searched of a message: its words, its file's name, and what an agent got with a handover. */
export function searchedText({ type, content }: Message): string {
  const { text, fileName, packet, data, moreFiles = [] } = content;
  if (type === 'handover')
    return [packet?.summary, packet?.intent, ...Object.values(packet?.facts ?? {})]
      .filter(Boolean)
      .join('\n');
  if (type === 'system') return typeof data?.['comment'] === 'string' ? data['comment'] : '';
  return [text, fileName, ...moreFiles.map((file) => file.fileName)].filter(Boolean).join('\n');
}

/** A message with a file is both; what a person got with a handover is said of the conversation. */
export function kindsOf({ type, content }: Pick<Message, 'type' | 'content'>): FoundKind[] {
  const kind = type === 'note' ? 'note' : type === 'handover' ? 'conversation' : 'message';
  return content.fileName === undefined ? [kind] : [kind, 'file'];
}
