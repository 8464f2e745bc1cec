// What a file is, by its content. What a browser could run is `application/octet-stream`: to be downloaded, never shown.
import { extname } from 'node:path';
import { fileTypeFromBuffer } from 'file-type';
import { decodeText, type DecodedText } from '../tools/decode-text';

/** So much of a file is looked at. */
export const sampleBytes = 64 * 1024;

const images = ['image/png', 'image/jpeg', 'image/gif', 'image/webp'];
const documents = [
  'application/pdf',
  'application/zip',
  'application/gzip',
  'video/mp4',
  'video/webm',
  'video/quicktime',
  'image/avif',
  'image/heic',
  'image/tiff',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  'application/vnd.openxmlformats-officedocument.presentationml.presentation',
  'application/vnd.oasis.opendocument.text',
  'application/vnd.oasis.opendocument.spreadsheet',
  'application/vnd.oasis.opendocument.presentation',
];
const audio = /^audio\/(mpeg|ogg|opus|wav|aac|flac|mp4|x-m4a|amr|webm)$/;
const texts: Record<string, string> = {
  '.txt': 'text/plain',
  '.log': 'text/plain',
  '.md': 'text/markdown',
  '.csv': 'text/csv',
  '.tsv': 'text/tab-separated-values',
  '.eml': 'message/rfc822',
  '.ics': 'text/calendar',
  '.vcf': 'text/vcard',
  '.json': 'application/json',
};
const unknown = 'application/octet-stream';

/** @param sample the first bytes of the file */
export async function mediaTypeOf(sample: Buffer, fileName: string): Promise<string> {
  const text = decodeText(sample);
  // Looked for first: the byte order mark of UTF-16 looks like the beginning of a sound.
  if (text && text.encoding !== 'utf-8') return textTypeOf(text, fileName);
  const found = await fileTypeFromBuffer(sample).catch(() => undefined);
  if (found) {
    const mime = soundAlone(found.mime.split(';')[0]!.replace('audio/vnd.wave', 'audio/wav'), sample);
    return isInline(mime) || documents.includes(mime) ? mime : unknown;
  }
  return text ? textTypeOf(text, fileName) : unknown;
}

/** Voice notes of browsers are films without a picture. */
function soundAlone(mime: string, sample: Buffer): string {
  const has = (...marks: string[]) => marks.some((mark) => sample.includes(mark, 0, 'latin1'));
  if (mime === 'video/webm' && has('A_OPUS', 'A_VORBIS') && !has('V_VP', 'V_AV1')) return 'audio/webm';
  if (mime === 'video/mp4' && has('soun') && !has('vide')) return 'audio/mp4';
  return mime;
}

/** Nothing that begins like markup or a script. */
function textTypeOf({ text }: DecodedText, fileName: string): string {
  return (!/^\s*(<|#!)/.test(text) && texts[extname(fileName).toLowerCase()]) || unknown;
}

/** What a page may show in its place: nothing that could hold a script. */
export function isInline(mediaType: string): boolean {
  return images.includes(mediaType) || audio.test(mediaType);
}

export function messageTypeOf(mediaType: string): 'image' | 'audio' | 'file' {
  if (!isInline(mediaType)) return 'file';
  return mediaType.startsWith('image/') ? 'image' : 'audio';
}
