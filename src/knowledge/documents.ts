// Files to articles: whatever the format, what is kept is Markdown. The readers are loaded when a file needs them.
import { extname } from 'node:path';
import { DomainError } from '../errors';
import { maxArticleLength } from '../protocol/knowledge';
import { say } from '../protocol/server-texts/said';
import { decodeText } from '../tools/decode-text';
import { withoutFrontMatter } from './front-matter';
import { htmlTitle, htmlToMarkdown } from './html-to-markdown';

export interface DocumentText {
  /** What the document says it is called, else its first heading, or the file's name without its ending. */
  title: string;
  /** Markdown. */
  content: string;
}

interface Read {
  title?: string | undefined;
  content: string;
}

type Reader = (bytes: Buffer) => Promise<Read> | Read;

const fromMarkdown: Reader = (bytes) => withoutFrontMatter(textOf(bytes));

const readers: Record<string, Reader> = {
  '.md': fromMarkdown,
  '.markdown': fromMarkdown,
  '.txt': (bytes) => ({ content: textOf(bytes) }),
  '.html': fromHtml,
  '.htm': fromHtml,
  '.docx': fromWord,
  '.pdf': fromPdf,
};

export const documentEndings: readonly string[] = Object.keys(readers);

/** Files that customers and agents send are read to be found again: tables, too, and of a long one its beginning. */
const searched: Record<string, (bytes: Buffer, most: number) => Promise<Read> | Read> = {
  ...readers,
  '.csv': (bytes) => ({ content: textOf(bytes) }),
  '.pdf': beginningOfPdf,
};

export const searchedEndings: readonly string[] = Object.keys(searched);

/**
 * The words of a file, or some more than its first `most` UTF-16 units.
 * @throws `invalid` (another format, damaged)
 */
export async function readText(fileName: string, bytes: Buffer, most: number): Promise<{ text: string }> {
  const read = searched[extname(fileName).toLowerCase()];
  if (!read) throw new DomainError('invalid', say('document_endings', { said: searchedEndings.join(', ') }));
  const { content } = await readable((all) => read(all, most), bytes);
  return { text: content.replaceAll('\0', '').slice(0, most).trim() };
}

/** @throws `invalid` (another format, damaged, no text), `too_large` */
export async function readDocument(fileName: string, bytes: Buffer): Promise<DocumentText> {
  const ending = extname(fileName).toLowerCase();
  const read = readers[ending];
  if (!read) throw new DomainError('invalid', say('document_endings', { said: documentEndings.join(', ') }));
  const found = await readable(read, bytes);
  const content = found.content.replaceAll('\0', '').trim();
  if (content === '') throw new DomainError('invalid', say('document_empty'));
  if (content.length > maxArticleLength) {
    throw new DomainError('too_large', say('document_long', { count: maxArticleLength }));
  }
  const name = fileName
    .slice(0, -ending.length)
    .replaceAll('\0', '')
    .replace(/^.*[/\\]/, '');
  const heading = /^#{1,2}[ \t]+(\S.*)$/m.exec(content)?.[1]?.trim();
  return {
    title: titled(found.title, heading).slice(0, 255).trim() || name.trim().slice(0, 255) || 'Document',
    content,
  };
}

/** Pages often add the site's name to what their heading says. */
function titled(title: string | undefined, heading: string | undefined): string {
  const said = title?.replaceAll('\0', '').replace(/\s+/g, ' ').trim();
  if (!said) return heading ?? '';
  return heading && said.split(/ [|–—·:-] /).includes(heading) ? heading : said;
}

async function readable(read: Reader, bytes: Buffer): Promise<Read> {
  try {
    return await read(bytes);
  } catch (error) {
    if (error instanceof DomainError) throw error;
    throw new DomainError('invalid', say('document_damaged'), {
      cause: error,
    });
  }
}

/** Control characters do no harm in UTF-8: a document is text by its name. */
function textOf(bytes: Buffer): string {
  const decoded = decodeText(bytes);
  if (decoded) return decoded.text;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new DomainError('invalid', say('document_not_text'));
  }
}

async function fromHtml(bytes: Buffer): Promise<Read> {
  const html = textOf(bytes);
  return { title: await htmlTitle(html), content: await htmlToMarkdown(html) };
}

async function fromWord(bytes: Buffer): Promise<Read> {
  const { default: mammoth } = await import('mammoth');
  return { content: await htmlToMarkdown((await mammoth.convertToHtml({ buffer: bytes })).value) };
}

async function fromPdf(bytes: Buffer): Promise<Read> {
  const { extractText, getDocumentProxy } = await import('unpdf');
  const pdf = await getDocumentProxy(new Uint8Array(bytes), { verbosity: 0 });
  const { text } = await extractText(pdf, { mergePages: false });
  return { content: text.join('\n\n') };
}

/** Page by page: of a book only as much as is kept is read. */
async function beginningOfPdf(bytes: Buffer, most: number): Promise<Read> {
  const { getDocumentProxy } = await import('unpdf');
  const pdf = await getDocumentProxy(new Uint8Array(bytes), { verbosity: 0 });
  let content = '';
  for (let number = 1; number <= pdf.numPages && content.length < most; number += 1) {
    const { items } = await (await pdf.getPage(number)).getTextContent();
    const words = items.map((item) => ('str' in item ? item.str + (item.hasEOL ? '\n' : '') : ''));
    content += `${words.join('')}\n\n`;
  }
  return { content };
}
