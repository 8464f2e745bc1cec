// What the log holds of a message that a provider brings.
import { cleanFileName } from '../../files/file-name';
import type { Message, MessageContent, MessageType } from '../../protocol/model/message';
import type { ChannelEvent, InboundContent } from '../channel';

type Received = Pick<Extract<ChannelEvent, { kind: 'message' }>, 'content' | 'at'>;

/** The file itself comes later, into the message that is there. */
export function contentOf({ type, text, data, mail, media }: InboundContent): MessageContent {
  return {
    ...(text !== undefined && { text }),
    ...(data && { data }),
    ...(mail && { mail }),
    ...(media && {
      fileName: cleanFileName(media.fileName ?? nameOf(type, media.mediaType)),
      file: 'pending',
    }),
  };
}

function nameOf(type: MessageType, mediaType = 'application/octet-stream'): string {
  return `${type}.${mediaType.split('/')[1]?.replace(/[^a-z0-9]/gi, '') || 'bin'}`;
}

/** On a channel that shows no mail its words, or its file, are all. */
export function wordsAlone({ mail, media, ...content }: InboundContent): InboundContent {
  if (!mail) return { ...content, ...(media && { media }) };
  const { from, subject, verdict } = mail;
  return {
    ...content,
    mail: { ...(from && { from }), ...(subject !== undefined && { subject }), ...(verdict && { verdict }) },
  };
}

/** Some programs give all their mails one id. */
export function isAnother(
  { content: { mail, text }, metadata }: Message,
  { content, at }: Received,
): boolean {
  if (!mail?.from || !content.mail?.from || !content.media) return false;
  if (mail.from.address !== content.mail.from.address) return true;
  return text !== content.text && at !== '' && metadata.sentAt !== at;
}
