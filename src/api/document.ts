// A document becomes one article; the same file name again updates it.
import { basename } from 'node:path';
import { DomainError } from '../errors';
import { readDocument } from '../knowledge/documents';
import { articleInput, type ArticleInput } from '../protocol/knowledge';
import type { UploadedFile } from './route';

/** @throws `invalid` (a format that cannot be read, damaged, no text), `too_large` */
export async function articleOfDocument({ fileName, bytes }: UploadedFile): Promise<ArticleInput> {
  const name = basename(fileName.replaceAll('\\', '/'));
  const text = await readDocument(name, bytes);
  const parsed = articleInput.safeParse({ externalId: `document:${name}`.slice(0, 255), ...text });
  if (!parsed.success) throw new DomainError('invalid', 'The document has no text.');
  return parsed.data;
}
