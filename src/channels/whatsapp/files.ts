// What WhatsApp takes of files (Meta, "Supported media types"): https://developers.facebook.com/docs/whatsapp/cloud-api/reference/media
import { fittingLimit, mebibyte, type FileLimit } from '../../files/limits';

type Kind = 'image' | 'audio' | 'video' | 'document';

/** A sticker is for whoever writes on a phone: a WebP that is sent from here is a document. */
const limits: readonly (FileLimit & { sentAs: Kind })[] = [
  { sentAs: 'image', kind: 'images', mediaTypes: ['image/jpeg', 'image/png'], maxBytes: 5 * mebibyte },
  {
    sentAs: 'audio',
    kind: 'audio files',
    mediaTypes: ['audio/aac', 'audio/mp4', 'audio/mpeg', 'audio/amr', 'audio/ogg'],
    maxBytes: 16 * mebibyte,
  },
  { sentAs: 'video', kind: 'videos', mediaTypes: ['video/mp4', 'video/3gpp'], maxBytes: 16 * mebibyte },
  { sentAs: 'document', kind: 'documents', maxBytes: 100 * mebibyte },
];
export const whatsappFiles: readonly FileLimit[] = limits;

/** What WhatsApp shows as such; everything else, what is too large, and a recording with words is a document. */
export function kindOf(file: { mediaType: string; size: number }, hasWords: boolean): Kind {
  const kind = fittingLimit(limits, file)?.sentAs ?? 'document';
  return kind === 'audio' && hasWords ? 'document' : kind;
}
