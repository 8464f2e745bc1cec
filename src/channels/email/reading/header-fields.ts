// The head of a mail or of a part: bytes -> fields, and what stands in them (RFC 5322, 2047, 2231), as broken as they come.
import { cleanText } from '../../../protocol/text';
import { decodeBytes, normalLabel } from './charset';
import { decodeQuotedPrintable } from './transfer';

export interface Field {
  /** Lower case. */
  name: string;
  /** Unfolded; one character a byte, as it came. */
  value: string;
}

export interface Head {
  fields: Field[];
  /** Where the body begins. */
  bodyStart: number;
  cut: boolean;
}

const largestHead = 256 * 1024;
const mostFields = 1_000;
const longestField = 64 * 1024;
const newline = 0x0a;

/** Where the fields end: after the first empty line, or where the bytes do. */
export function readHead(bytes: Buffer): Head {
  const fields: Field[] = [];
  let at = 0;
  let cut = false;
  while (at < bytes.length) {
    const found = bytes.indexOf(newline, at);
    const end = found < 0 ? bytes.length : found;
    const next = found < 0 ? bytes.length : found + 1;
    const length = end > at && bytes[end - 1] === 0x0d ? end - 1 - at : end - at;
    if (length === 0 && (fields.length > 0 || at === 0)) return { fields, bodyStart: next, cut };
    cut ||= length > longestField;
    if (at > largestHead || fields.length > mostFields) cut = true;
    else cut = addLine(fields, bytes.toString('latin1', at, at + Math.min(length, longestField))) || cut;
    at = next;
  }
  // Without any field all of it is text.
  return { fields, bodyStart: fields.length ? bytes.length : 0, cut };
}

/** @returns whether something was left out */
function addLine(fields: Field[], line: string): boolean {
  const last = fields.at(-1);
  const isField = /^[!-9;-~]{1,100}[ \t]*:/.test(line);
  if (last && (/^[ \t]/.test(line) || !isField)) {
    if (last.value.length + line.length > longestField) return true;
    last.value += line.replace(/^[ \t]*/, ' ');
    return false;
  }
  // The line of a mailbox file, or what stands indented before the first field.
  const text = line.trimStart();
  const colon = text.indexOf(':');
  if (colon <= 0 || /\s/.test(text.slice(0, colon).trim()) || text.startsWith('>From ')) return false;
  fields.push({ name: text.slice(0, colon).trim().toLowerCase(), value: text.slice(colon + 1).trim() });
  return false;
}

export const valueOf = (fields: Field[], name: string) => fields.find((field) => field.name === name)?.value;
export const valuesOf = (fields: Field[], ...names: string[]) =>
  fields.filter((field) => names.includes(field.name)).map((field) => field.value);

/** How texts of one mail are decoded: what was guessed once holds for all of it. */
export interface Decoding {
  hint?: string;
  oddities: Set<string>;
}

/** Bytes of eight bits, as the mail declares them or as they look. */
export function decodeEightBit(value: string, decoding: Decoding): string {
  if (!/[\x1b\x80-\xff]/.test(value)) return value;
  const { text, guessed } = decodeBytes(Buffer.from(value, 'latin1'), undefined, decoding.hint);
  if (guessed && guessed !== 'utf-8') decoding.oddities.add(`charset guessed: ${guessed}`);
  return text;
}

const encodedWord = /=\? ?([^?\s]{1,60}) ?\? ?([bq]) ?\?([^?\r\n]*)\?=/gi;

/** Text of a field: encoded words and raw bytes. Words of one charset are decoded together: some cut a letter in two. */
export function decodeText(value: string, decoding: Decoding): string {
  const text = decodeEightBit(value, decoding);
  const pieces: string[] = [];
  let open: { charset: string; bytes: Buffer[] } | undefined;
  const close = () => {
    if (!open) return;
    const { text: decoded, guessed } = decodeBytes(Buffer.concat(open.bytes), open.charset, decoding.hint);
    if (guessed) decoding.oddities.add(`charset guessed: ${guessed}`);
    pieces.push(decoded);
    open = undefined;
  };
  let at = 0;
  for (const match of text.matchAll(encodedWord)) {
    const between = text.slice(at, match.index);
    const isGap = at > 0 && !between.trim();
    at = match.index + match[0].length;
    const charset = normalLabel(match[1]);
    if (!isGap || open?.charset !== charset) close();
    if (!isGap) pieces.push(between);
    open ??= { charset, bytes: [] };
    open.bytes.push(wordBytes(match[2]!, match[3]!));
  }
  close();
  pieces.push(text.slice(at));
  return pieces.join('');
}

function wordBytes(kind: string, content: string): Buffer {
  if (kind.toLowerCase() === 'b') return Buffer.from(content.replace(/[^A-Za-z0-9+/]/g, ''), 'base64');
  return decodeQuotedPrintable(Buffer.from(content.replace(/_/g, ' '), 'utf8'));
}

/** One line without control and direction characters, well formed. */
export function oneLine(text: string, longest: number): string {
  const clean = cleanText(text)
    .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .replace(/[\u202a-\u202e\u2066-\u2069\ufeff]/g, '')
    .replace(/\s+/g, ' ')
    .trim();
  return clean.length <= longest ? clean : cleanText(clean.slice(0, longest)).trim();
}

/** Many lines: tabs and line ends stay. */
export function manyLines(text: string): string {
  return cleanText(text)
    .replace(/\r\n?|\u2028|\u2029/g, '\n')
    .replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, '');
}
