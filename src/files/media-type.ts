// What a file is, by its content. What a browser could run is `application/octet-stream`: to be downloaded, never shown.
import { extname } from 'node:path';
import { fileTypeFromBuffer } from 'file-type';
import type { MessageType } from '../protocol/model/message';

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
  '.ics': 'text/calendar',
  '.vcf': 'text/vcard',
  '.json': 'application/json',
};
const unknown = 'application/octet-stream';

/** @param sample the first bytes of the file */
export async function mediaTypeOf(sample: Buffer, fileName: string): Promise<string> {
  const found = await fileTypeFromBuffer(sample).catch(() => undefined);
  if (found) {
    const mime = found.mime.split(';')[0]!.replace('audio/vnd.wave', 'audio/wav');
    return isInline(mime) || documents.includes(mime) ? mime : unknown;
  }
  return (isPlainText(sample) && texts[extname(fileName).toLowerCase()]) || unknown;
}

/** What a page may show in its place: nothing that could hold a script. */
export function isInline(mediaType: string): boolean {
  return images.includes(mediaType) || audio.test(mediaType);
}

export function messageTypeOf(mediaType: string): MessageType {
  if (!isInline(mediaType)) return 'file';
  return mediaType.startsWith('image/') ? 'image' : 'audio';
}

/** UTF-8 without control characters that does not begin like markup or a script. */
function isPlainText(sample: Buffer): boolean {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(sample, { stream: true });
    return !/[\u0000-\u0008\u000e-\u001a\u001c-\u001f]/.test(text) && !/^\s*(<|#!)/.test(text);
  } catch {
    return false;
  }
}
