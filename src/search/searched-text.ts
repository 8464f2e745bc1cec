import type { Message } from '../protocol/model/message';

/** What is searched of a message: its words, its file's name, and what an agent got with a handover. */
export function searchedText({ type, content }: Message): string {
  const { text, fileName, packet, data } = content;
  if (type === 'handover')
    return [packet?.summary, packet?.intent, ...Object.values(packet?.facts ?? {})]
      .filter(Boolean)
      .join('\n');
  if (type === 'system') return typeof data?.['comment'] === 'string' ? data['comment'] : '';
  return [text, fileName].filter(Boolean).join('\n');
}
