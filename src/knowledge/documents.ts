// Files to articles: whatever the format, what is kept is Markdown. The readers are loaded when a file needs them.
import { extname } from 'node:path';
import { DomainError } from '../errors';
import { maxArticleLength } from '../protocol/knowledge';

/** What is used of turndown's elements: it brings its own DOM. */
interface Tag {
  getAttribute(name: string): string | null;
  hasAttribute(name: string): boolean;
}

export interface DocumentText {
  /** The first heading, or the file's name without its ending. */
  title: string;
  /** Markdown. */
  content: string;
}

const readers: Record<string, (bytes: Buffer) => Promise<string> | string> = {
  '.md': utf8,
  '.markdown': utf8,
  '.txt': utf8,
  '.html': (bytes) => fromHtml(utf8(bytes)),
  '.htm': (bytes) => fromHtml(utf8(bytes)),
  '.docx': fromWord,
  '.pdf': fromPdf,
};

export const documentEndings: readonly string[] = Object.keys(readers);

/** @throws `invalid` (another format, damaged, no text), `too_large` */
export async function readDocument(fileName: string, bytes: Buffer): Promise<DocumentText> {
  const ending = extname(fileName).toLowerCase();
  const read = readers[ending];
  if (!read) throw new DomainError('invalid', `Only these can be read: ${documentEndings.join(', ')}.`);
  const content = (await readable(read, bytes)).replaceAll('\0', '').trim();
  if (content === '') throw new DomainError('invalid', 'The document has no text.');
  if (content.length > maxArticleLength) {
    throw new DomainError('too_large', `A document has at most ${maxArticleLength} characters of text.`);
  }
  const name = fileName.slice(0, -ending.length).replace(/^.*[/\\]/, '');
  const heading = /^#{1,2}[ \t]+(\S.*)$/m.exec(content)?.[1];
  return { title: (heading ?? name).trim().slice(0, 255) || 'Document', content };
}

async function readable(read: (bytes: Buffer) => Promise<string> | string, bytes: Buffer): Promise<string> {
  try {
    return await read(bytes);
  } catch (error) {
    if (error instanceof DomainError) throw error;
    throw new DomainError(
      'invalid',
      'The document cannot be read: it is damaged, or not what its name says.',
      {
        cause: error,
      },
    );
  }
}

function utf8(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new DomainError('invalid', 'The document is not text in UTF-8.');
  }
}

/** Text that a browser would not show is not taken: nobody could see what the AI reads there. */
async function fromHtml(html: string): Promise<string> {
  const { default: TurndownService } = await import('turndown');
  const turndown = new TurndownService({ headingStyle: 'atx', bulletListMarker: '-' });
  turndown.remove(['script', 'style', 'noscript', 'iframe', 'object', 'template', 'head'] as Parameters<
    typeof turndown.remove
  >[0]);
  turndown.addRule('hidden', { filter: isHidden, replacement: () => '' });
  turndown.addRule('image', {
    filter: 'img',
    replacement: (_, node) => (node as unknown as Tag).getAttribute('alt') ?? '',
  });
  return turndown.turndown(html.replace(/<(head|title)\b[^]*?<\/\1\s*>/gi, ''));
}

function isHidden(node: Tag): boolean {
  const style = node.getAttribute('style') ?? '';
  return (
    node.hasAttribute('hidden') ||
    node.getAttribute('aria-hidden') === 'true' ||
    /display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0|opacity\s*:\s*0(?![.\d])/i.test(style)
  );
}

async function fromWord(bytes: Buffer): Promise<string> {
  const { default: mammoth } = await import('mammoth');
  return fromHtml((await mammoth.convertToHtml({ buffer: bytes })).value);
}

async function fromPdf(bytes: Buffer): Promise<string> {
  const { extractText, getDocumentProxy } = await import('unpdf');
  const pdf = await getDocumentProxy(new Uint8Array(bytes), { verbosity: 0 });
  const { text } = await extractText(pdf, { mergePages: false });
  return text.join('\n\n');
}
