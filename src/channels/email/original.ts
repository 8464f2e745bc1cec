// A mail as it came, for whoever wants to see more than the words that are new: read anew, so that what cleans it is today's.
import { notFound } from '../../errors';
import type { Message } from '../../protocol/model/message';
import type { Outgoing } from '../channel';
import type { Mail, MailReader } from './reading/mail';

export interface OriginalDeps {
  reader: Pick<MailReader, 'read' | 'attachment'>;
  /** The content of a file that a message names. */
  fileOf(organizationId: string, message: Message): Promise<Outgoing<unknown>['media'] | undefined>;
}

export interface Original {
  text?: string;
  /** Sanitized; its own pictures are in it, remote ones have their address in `data-src` only. */
  html?: string;
}

/** What a page may show; in all at most so many bytes of them, each as often as it is shown. */
const pictures = /^image\/(png|jpeg|gif|webp)$/;
const mostPictureBytes = 5 * 1024 * 1024;

/** @throws `not_found` for a message that is no mail, or whose mail is not there any more; `invalid` for one that cannot be read */
export function createOriginal({ reader, fileOf }: OriginalDeps) {
  return async (organizationId: string, message: Message): Promise<Original> => {
    const file =
      message.content.mail && message.content.mediaType === 'message/rfc822'
        ? await fileOf(organizationId, message)
        : undefined;
    if (!file) throw notFound('mail');
    const raw = await file.read();
    const mail = await reader.read(raw);
    const text = mail.wholeText ?? mail.text;
    return {
      ...(text !== '' && { text }),
      ...(mail.html !== undefined && { html: await withPictures(reader, raw, { ...mail, html: mail.html }) }),
    };
  };
}

async function withPictures(
  reader: OriginalDeps['reader'],
  raw: Buffer,
  { html, attachments }: Mail & { html: string },
): Promise<string> {
  let shown = html;
  let bytes = 0;
  for (const { index, contentId, mediaType, size } of attachments) {
    const name = contentId === undefined ? undefined : `cid:${contentId}`;
    if (name === undefined || !shown.includes(name) || !pictures.test(mediaType)) continue;
    // As often as it is shown: one picture may be named a thousand times.
    bytes += size * (shown.split(`"${name}"`).length - 1);
    if (bytes > mostPictureBytes) break;
    const { body } = await reader.attachment(raw, index);
    shown = shown.replaceAll(`"${name}"`, `"data:${mediaType};base64,${body.toString('base64')}"`);
  }
  return shown;
}
