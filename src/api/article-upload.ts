// A document becomes one article; the same file name again updates it.
import { basename } from 'node:path';
import { DomainError } from '../errors';
import type { DocumentText } from '../knowledge/documents';
import { articleInput, type ArticleInput } from '../protocol/knowledge';
import { say } from '../protocol/server-texts/said';
import type { UploadedFile } from './http/route';

/** What the routes need of src/knowledge/document-reader.ts. */
export interface DocumentsApi {
  read(fileName: string, bytes: Buffer): Promise<DocumentText>;
}

/** @throws `invalid` (a format that cannot be read, damaged, no text, too much work), `too_large`, `unavailable` */
export async function articleOfDocument(
  documents: DocumentsApi,
  { fileName, bytes }: UploadedFile,
): Promise<ArticleInput> {
  const name = nameOfFile(fileName);
  const text = await documents.read(name, bytes);
  const parsed = articleInput.safeParse({ externalId: `document:${name}`.slice(0, 255), ...text });
  if (!parsed.success) throw new DomainError('invalid', say('document_empty'));
  return parsed.data;
}

export const nameOfFile = (fileName: string): string => basename(fileName.replaceAll('\\', '/'));
