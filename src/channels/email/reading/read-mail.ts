// Bytes -> a mail that is read, and one of its attachments. Runs in a thread (reader.ts).
import { DomainError } from '../../../errors';
import { cleanFileName } from '../../../files/file-name';
import { cleanText } from '../../../protocol/text';
import { bodyStructure } from './body-structure';
import { bounceOf } from './bounce';
import { decodeBytes } from './charset';
import { readEnvelope } from './envelope';
import { decodeText, manyLines, oneLine, type Decoding } from './header-fields';
import { isTooDeep, withoutTags } from './html-depth';
import { htmlLines } from './html-lines';
import type { Mail, MailAttachment } from './mail';
import { contentOf, parseMime, type Part } from './mime';
import { forwardedSubject } from './quote-words';
import { plainLines, replyOf, textOf, type Line } from './reply';
import { longestHtml, longestHtmlRead, sanitizeMailHtml } from './sanitize';
import { decodedSize, unflow } from './transfer';

const longestText = 200_000;
const mostAttachments = 50;
/** Bytes of a text part that are looked at: more than its text may be long, in the most wasteful encoding. */
const mostOfText = 4_000_000;

export function readMail(raw: Buffer): Mail {
  const decoding: Decoding = { ...hintOf(raw), oddities: new Set() };
  const root = parseMime(raw, decoding);
  const { text, html, attachments } = bodyStructure(root);
  const envelope = readEnvelope(root, decoding);
  const plain = joined(
    text.filter(({ type }) => type !== 'text/html'),
    decoding,
  );
  const markup = joined(
    html.filter(({ type }) => type === 'text/html'),
    decoding,
  );
  const readable = markup.slice(0, longestHtmlRead);
  const tooDeep = isTooDeep(readable);
  const marked = tooDeep ? plainLines(withoutTags(readable)) : htmlLines(readable);
  const written = writtenTexts(plain, marked, envelope.subject ?? '');
  const bounce = bounceOf(root, written.whole, decoding);
  if (tooDeep) decoding.oddities.add('HTML nested too deep');
  const shown = tooDeep ? undefined : shownHtml(markup, decoding);
  const mail: Mail = {
    ...envelope,
    text: written.text,
    ...(written.whole !== written.text ? { wholeText: written.whole } : {}),
    ...(shown ? { html: shown } : {}),
    attachments: attachments.slice(0, mostAttachments).map((part, index) => describe(part, index, shown)),
    ...(bounce ? { bounce, automatic: 'bounce' } : {}),
    oddities: [],
  };
  if (attachments.length > mostAttachments)
    decoding.oddities.add(`attachments left out: ${attachments.length - mostAttachments}`);
  return { ...mail, oddities: [...decoding.oddities].slice(0, 20) };
}

/** @throws `not_found` */
export function readAttachment(
  raw: Buffer,
  index: number,
): { body: Buffer; mediaType: string; fileName: string } {
  const decoding: Decoding = { ...hintOf(raw), oddities: new Set() };
  const part = bodyStructure(parseMime(raw, decoding)).attachments[index];
  if (!part || index >= mostAttachments)
    throw new DomainError('not_found', 'The mail has no such attachment.');
  return { body: contentOf(part), mediaType: part.type, fileName: nameOf(part, index) };
}

/** The first charset that the mail names and that says something: what is undeclared is likely in it, too. */
function hintOf(raw: Buffer): { hint?: string } {
  const start = raw.toString('latin1', 0, 64 * 1024);
  for (const match of start.matchAll(/charset\s{0,5}=\s{0,5}["']?([\w.:-]{2,40})/gi))
    if (!/^(?:utf-?8|us-ascii|iso-8859-1|windows-1252)$/i.test(match[1]!)) return { hint: match[1]! };
  return {};
}

function joined(parts: Part[], decoding: Decoding): string {
  return parts
    .map((part) => textOfPart(part, decoding))
    .filter((text) => text.trim())
    .join('\n');
}

function textOfPart(part: Part, decoding: Decoding): string {
  if (part.body.length > mostOfText) decoding.oddities.add('text cut');
  const bytes = contentOf(part, mostOfText);
  const declared =
    part.params.get('charset') ?? (part.type === 'text/html' ? charsetOfHtml(bytes) : undefined);
  const { text, guessed } = decodeBytes(bytes, declared, decoding.hint);
  if (guessed) decoding.oddities.add(`charset guessed: ${guessed}`);
  const clean = manyLines(text);
  if ((part.params.get('format') ?? '').toLowerCase() !== 'flowed') return clean;
  return unflow(clean, (part.params.get('delsp') ?? '').toLowerCase() === 'yes');
}

const charsetOfHtml = (bytes: Buffer) =>
  /<meta[^>]{1,200}charset\s{0,5}=\s{0,5}["']?([\w.:-]{2,40})/i.exec(bytes.toString('latin1', 0, 4_096))?.[1];

/** From the text part; from the HTML where that is missing, or where it alone knows which lines are a quote. */
function writtenTexts(plain: string, marked: Line[], subject: string): { text: string; whole: string } {
  const forwarded = forwardedSubject.test(subject);
  const lines = plain ? plainLines(capped(plain.trim())) : [];
  const whole = capped(textOf(lines) || textOf(marked.map(quotedAsText)));
  const fromPlain = lines.length ? replyOf(lines, forwarded) : undefined;
  const isCut = fromPlain !== undefined && fromPlain !== textOf(lines);
  if (fromPlain !== undefined && (isCut || !marked.some(({ kind }) => kind)))
    return { text: capped(fromPlain), whole };
  return { text: capped(replyOf(marked, forwarded)), whole };
}

const quotedAsText = (line: Line): Line => (line.kind === 'quote' ? { text: `> ${line.text}` } : line);

function capped(text: string): string {
  return text.length <= longestText ? text : cleanText(text.slice(0, longestText));
}

function shownHtml(markup: string, decoding: Decoding): string | undefined {
  if (!markup) return undefined;
  const shown = markup.length <= longestHtmlRead ? sanitizeMailHtml(markup) : undefined;
  if (shown === undefined) decoding.oddities.add(`HTML longer than ${longestHtml} characters`);
  return shown;
}

function describe(part: Part, index: number, shown: string | undefined): MailAttachment {
  const { contentId } = part;
  return {
    index,
    fileName: nameOf(part, index),
    mediaType: part.type.slice(0, 100),
    size: decodedSize(part.body, part.encoding),
    ...(contentId ? { contentId } : {}),
    isInline: Boolean(contentId && shown?.includes(`cid:${contentId}`)),
  };
}

const endings: Record<string, string> = {
  'message/rfc822': '.eml',
  'text/calendar': '.ics',
  'text/html': '.html',
  'text/plain': '.txt',
  'image/jpeg': '.jpg',
  'text/rfc822-headers': '.txt',
  'message/delivery-status': '.txt',
  'message/disposition-notification': '.txt',
  'message/partial': '.eml',
  'application/octet-stream': '',
};

function nameOf(part: Part, index: number): string {
  const given = part.fileName && cleanFileName(oneLine(part.fileName, 500));
  if (given && given !== 'file') return given;
  const [subtype = ''] = part.type.split('/')[1]!.replace(/^x-/, '').split('+');
  const ending = endings[part.type] ?? `.${subtype.slice(0, 10)}`;
  if (part.type !== 'message/rfc822') return `attachment-${index + 1}${ending}`;
  const subject = /^subject:(.{0,200})$/im.exec(part.body.toString('latin1', 0, 8_192))?.[1] ?? '';
  return (
    cleanFileName(oneLine(decodeText(subject, { oddities: new Set() }), 100) || `mail-${index + 1}`) + ending
  );
}
