// What the log holds of a message that a provider brings.
import { cleanFileName } from '../files/file-name';
import type { MessageContent, MessageType } from '../protocol/model/message';
import type { InboundContent } from './channel';

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
