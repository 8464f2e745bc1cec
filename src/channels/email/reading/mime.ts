// Bytes -> the tree of a mail's parts (RFC 2046). One pass, slices of the same bytes, and ends to depth and number: a bomb costs what its size costs.
// The bytes of heads and texts are kept as they came: what charset they are in is seen from all of the mail.
import { oneLine, readHead, valueOf, type Decoding, type Field } from './header-fields';
import { parseParameters, type Parameterized } from './parameters';
import { decodeTransfer } from './transfer';
import { trimmed } from './trimmed';

export interface Part {
  fields: Field[];
  /** Like text/plain. */
  type: string;
  params: Map<string, string>;
  /** '' where there is none. */
  disposition: string;
  fileName?: string;
  contentId?: string;
  encoding: string;
  /** As it came. */
  body: Buffer;
  children: Part[];
}

const deepest = 40;
export const mostParts = 1_000;

interface Parsing {
  decoding: Decoding;
  parts: number;
}

export function parseMime(raw: Buffer, decoding: Decoding): Part {
  return parsePart(raw, { decoding, parts: 0 }, { depth: 0, type: 'text/plain' });
}

/** The part that all others are in, without them. */
export function parseRoot(raw: Buffer, decoding: Decoding): Part {
  return partOf(raw, decoding, 'text/plain');
}

/** @param most bytes of it as it came; more are left out */
export const contentOf = (part: Part, most = Infinity): Buffer =>
  decodeTransfer(part.body.length > most ? part.body.subarray(0, most) : part.body, part.encoding);

function parsePart(bytes: Buffer, parsing: Parsing, { depth, type }: { depth: number; type: string }): Part {
  parsing.parts += 1;
  const part = partOf(bytes, parsing.decoding, type);
  if (part.type.startsWith('multipart/')) parseChildren(part, parsing, depth);
  return part;
}

function partOf(bytes: Buffer, decoding: Decoding, usual: string): Part {
  const head = readHead(bytes);
  if (head.cut) decoding.oddities.add('head cut');
  const type = parameters(head.fields, 'content-type', decoding);
  const disposition = parameters(head.fields, 'content-disposition', decoding);
  const fileName = disposition.params.get('filename') ?? type.params.get('name');
  const contentId = valueOf(head.fields, 'content-id');
  const body = bytes.subarray(head.bodyStart);
  return {
    fields: head.fields,
    type: /^[\w!#$&^.+-]+\/[\w!#$&^.+-]+$/.test(type.value) ? type.value : usual,
    params: type.params,
    disposition: disposition.value,
    ...(fileName ? { fileName } : {}),
    ...(contentId ? { contentId: trimmed(oneLine(contentId, 500), /[<>\s]/) } : {}),
    encoding: encodingOf(head.fields, body, decoding),
    body,
    children: [],
  };
}

function parameters(fields: Field[], name: string, decoding: Decoding): Parameterized {
  return parseParameters(valueOf(fields, name) ?? '', decoding);
}

const plain = new Set(['', '7bit', '8bit', 'binary', 'base64', 'quoted-printable']);

function encodingOf(fields: Field[], body: Buffer, decoding: Decoding): string {
  const given = (valueOf(fields, 'content-transfer-encoding') ?? '')
    .toLowerCase()
    .split(/[;(]/)[0]!
    .replace(/[^a-z0-9-]/g, '');
  if (!plain.has(given)) decoding.oddities.add('unknown transfer encoding');
  if (given !== 'base64' || isBase64(body)) return given;
  decoding.oddities.add('not the base64 that it says');
  return '';
}

/** Some programs say so over plain text. A footer that was put below, or a stray letter, is passed over. */
function isBase64(body: Buffer): boolean {
  const lines = body.toString('latin1', 0, 4_096).split(/[\r\n]+/);
  return lines
    .filter((line) => line.trim())
    .slice(0, 2)
    .every((line) => line.replace(/[A-Za-z0-9+/=]/g, '').length * 16 < line.length);
}

/** Where nothing is found that the boundary bounds, the part is a text. */
function parseChildren(part: Part, parsing: Parsing, depth: number): void {
  const { oddities } = parsing.decoding;
  const boundary = part.params.get('boundary') || firstBoundary(part.body);
  if (depth >= deepest || !boundary) {
    oddities.add(boundary ? 'parts nested too deep' : 'multipart without boundary');
    part.type = boundary ? 'application/octet-stream' : 'text/plain';
    return;
  }
  const usual = part.type === 'multipart/digest' ? 'message/rfc822' : 'text/plain';
  for (const piece of pieces(part.body, boundary)) {
    if (parsing.parts >= mostParts) {
      oddities.add(`more than ${mostParts} parts`);
      break;
    }
    part.children.push(parsePart(piece, parsing, { depth: depth + 1, type: usual }));
  }
  if (part.children.length || !part.body.some((byte) => byte > 0x20)) return;
  oddities.add('multipart without parts');
  part.type = 'text/plain';
}

/** The line that looks like one, where the head names none. */
function firstBoundary(body: Buffer): string | undefined {
  const start = body.toString('latin1', 0, 4_096);
  return /^--([\w'()+,./:=?-]{1,70})[ \t]*\r?$/m.exec(start)?.[1];
}

/** Between lines of `--boundary`, up to `--boundary--`, or the end where that is missing. */
function* pieces(body: Buffer, boundary: string): Generator<Buffer> {
  const mark = Buffer.from(`--${boundary}`, 'utf8');
  let start = -1;
  let at = body.indexOf(mark);
  while (at >= 0) {
    const after = at + mark.length;
    const line = lineAfter(body, at, after);
    if (line) {
      if (start >= 0) yield body.subarray(start, withoutLineEnd(body, start, at));
      if (line.closes) return;
      start = line.next;
    }
    at = body.indexOf(mark, after);
  }
  if (start >= 0) yield withoutClosing(body.subarray(start), boundary);
}

/** The last boundary may stand at the end of a line that had no end. */
function withoutClosing(last: Buffer, boundary: string): Buffer {
  const closing = Buffer.from(`--${boundary}--`, 'utf8');
  const at = last.lastIndexOf(closing);
  return at >= 0 && last.length - at - closing.length <= 4 ? last.subarray(0, at) : last;
}

/** Undefined: that is text which only begins like the boundary. */
function lineAfter(body: Buffer, at: number, after: number): { closes: boolean; next: number } | undefined {
  if (at > 0 && body[at - 1] !== 0x0a) return undefined;
  const closes = body[after] === 0x2d && body[after + 1] === 0x2d;
  let end = closes ? after + 2 : after;
  while (end < body.length && (body[end] === 0x20 || body[end] === 0x09 || body[end] === 0x0d)) end += 1;
  if (end < body.length && body[end] !== 0x0a) return undefined;
  return { closes, next: Math.min(end + 1, body.length) };
}

/** The line end before a boundary belongs to it. */
function withoutLineEnd(body: Buffer, start: number, at: number): number {
  if (at - 1 < start) return start;
  return at - 2 >= start && body[at - 2] === 0x0d ? at - 2 : at - 1;
}
