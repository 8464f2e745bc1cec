// A document that is text already becomes one article; the same file name again updates it.
import { basename, extname } from 'node:path';
import { DomainError } from '../errors';
import { articleInput, maxArticleLength, type ArticleInput } from '../protocol/knowledge';
import type { UploadedFile } from './route';

const readable = new Set(['.md', '.markdown', '.txt']);

/** @throws `invalid` (a format that cannot be read here, no text), `too_large` */
export function articleOfDocument({ fileName, bytes }: UploadedFile): ArticleInput {
  const name = basename(fileName.replaceAll('\\', '/'));
  if (!readable.has(extname(name).toLowerCase())) {
    throw new DomainError(
      'invalid',
      'Only Markdown and plain text can be read so far: .md, .markdown, .txt.',
    );
  }
  const content = textOf(bytes);
  if (content.length > maxArticleLength) {
    throw new DomainError('too_large', `A document has at most ${maxArticleLength} characters.`);
  }
  const heading = /^#\s+(.+)$/m.exec(content)?.[1];
  const parsed = articleInput.safeParse({
    externalId: `document:${name}`.slice(0, 255),
    title: (heading ?? name).slice(0, 255),
    content,
  });
  if (!parsed.success) throw new DomainError('invalid', 'The document has no text.');
  return parsed.data;
}

function textOf(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new DomainError('invalid', 'The document is not text in UTF-8.');
  }
}
