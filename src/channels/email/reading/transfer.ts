// Content-Transfer-Encoding undone, and lines of format=flowed joined again. None of it fails: what is no encoding is left as it stands.

const equals = 0x3d;

export function decodeTransfer(body: Buffer, encoding: string): Buffer {
  if (encoding === 'base64') return decodeBase64(body);
  if (encoding === 'quoted-printable') return decodeQuotedPrintable(body);
  return body;
}

/** How many bytes {@link decodeTransfer} gives, near enough to tell people. */
export function decodedSize(body: Buffer, encoding: string): number {
  if (encoding !== 'base64')
    return encoding === 'quoted-printable' ? decodeQuotedPrintable(body).length : body.length;
  let letters = 0;
  for (const byte of body) if (byte > 0x2a && byte !== equals && byte < 0x7b) letters += 1;
  return Math.floor((letters * 3) / 4);
}

/** Several texts that each end in = may stand one after the other; what is no letter of base64 is passed over. */
function decodeBase64(body: Buffer): Buffer {
  const text = body.toString('latin1').replace(/[^A-Za-z0-9+/=]+/g, '');
  if (text.search(/=[^=]/) < 0) return Buffer.from(text, 'base64');
  const pieces = text.split(/=+/);
  const last = pieces.pop()!;
  // Words below the end are no text of four letters each.
  pieces.push(last.slice(0, last.length - (last.length % 4)));
  return Buffer.concat(pieces.map((piece) => Buffer.from(piece, 'base64')));
}

/** RFC 2045, section 6.7. */
export function decodeQuotedPrintable(body: Buffer): Buffer {
  const decoded = Buffer.allocUnsafe(body.length);
  let at = 0;
  for (let i = 0; i < body.length; i += 1) {
    const byte = body[i]!;
    if (byte !== equals) {
      decoded[at++] = byte;
      continue;
    }
    const high = hex(body[i + 1]);
    const low = hex(body[i + 2]);
    if (high >= 0 && low >= 0) {
      decoded[at++] = high * 16 + low;
      i += 2;
      continue;
    }
    const next = afterSoftBreak(body, i + 1);
    if (next < 0) decoded[at++] = byte;
    else i = next - 1;
  }
  return decoded.subarray(0, at);
}

/** Where the next line begins, when only blanks stand before it; -1 where something else does. */
function afterSoftBreak(body: Buffer, from: number): number {
  for (let i = from; i < body.length && i < from + 80; i += 1) {
    if (body[i] === 0x0a) return i + 1;
    if (body[i] !== 0x20 && body[i] !== 0x09 && body[i] !== 0x0d) return -1;
  }
  return body.length - from < 80 ? body.length : -1;
}

function hex(byte: number | undefined): number {
  if (byte === undefined) return -1;
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const letter = byte | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : -1;
}

/** RFC 3676. @param deleteSpace DelSp=yes */
export function unflow(text: string, deleteSpace: boolean): string {
  const lines: string[] = [];
  let open: { quote: string; pieces: string[] } | undefined;
  const close = () => {
    if (open) lines.push(open.quote + (open.quote ? ' ' : '') + open.pieces.join(''));
    open = undefined;
  };
  for (const line of text.split('\n')) {
    const quote = /^>*/.exec(line)![0];
    const stuffed = line.slice(quote.length);
    const content = stuffed.startsWith(' ') ? stuffed.slice(1) : stuffed;
    const isSignature = content === '-- ';
    if (open && (open.quote !== quote || isSignature)) close();
    open ??= { quote, pieces: [] };
    const flows = content.endsWith(' ') && !isSignature;
    open.pieces.push(flows && deleteSpace ? content.slice(0, -1) : content);
    if (!flows) close();
  }
  close();
  return lines.join('\n');
}
