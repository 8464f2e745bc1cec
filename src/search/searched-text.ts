import type { Message } from '../protocol/model/message';
import type { FoundInConversation } from '../protocol/search';

/** What is searched of a message: its words, its file's name, and what an agent got with a handover. */
export function searchedText({ type, content }: Message): string {
  const { text, packet, data, moreFiles = [] } = content;
  if (type === 'handover')
    return [packet?.summary, packet?.intent, ...Object.values(packet?.facts ?? {})]
      .filter(Boolean)
      .join('\n');
  if (type === 'system') return typeof data?.['comment'] === 'string' ? data['comment'] : '';
  const fileName = text && isMail(content) ? undefined : content.fileName;
  return [text, fileName, ...moreFiles.map((file) => file.fileName)].filter(Boolean).join('\n');
}

/** Its file is the mail itself, as it came. */
const isMail = ({ mail, mediaType }: Message['content']): boolean =>
  mail !== undefined && mediaType === 'message/rfc822';

/** Under which a file was attached. */
export const attachedName = (content: Message['content']): string | undefined =>
  isMail(content) ? undefined : content.fileName;

/** A message with a file is both; what a person got with a handover is said of the conversation. */
export function kindsOf({
  type,
  content,
}: Pick<Message, 'type' | 'content'>): Array<FoundInConversation['kind']> {
  const kind = type === 'note' ? 'note' : type === 'handover' ? 'conversation' : 'message';
  return attachedName(content) === undefined ? [kind] : [kind, 'file'];
}
