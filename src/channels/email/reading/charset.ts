// Bytes to text: by what the mail declares where the bytes agree, else by what they look like.
import { decode as iconvDecode, encodingExists } from 'iconv-lite';
import { trimmed } from './trimmed';
import { guessEastAsian, guessOneByte } from './guess-charset';

export interface Decoded {
  text: string;
  /** The charset, where the mail did not name it, or named another. */
  guessed?: string;
}

/** Names that the wild has for what TextDecoder calls otherwise. */
const aliases: Record<string, string> = {
  'utf-8mb4': 'utf-8',
  utf8mb4: 'utf-8',
  'utf-8-mac': 'utf-8',
  cp65001: 'utf-8',
  'x-unknown': '',
  'unknown-8bit': '',
  '8bit': '',
  binary: '',
  default: '',
  none: '',
  ansi: '',
  'cp-850': 'cp850',
  cp932: 'shift_jis',
  'windows-932': 'shift_jis',
  cp936: 'gbk',
  'windows-936': 'gbk',
  gb18030: 'gb18030',
  cp949: 'euc-kr',
  ms949: 'euc-kr',
  cp950: 'big5',
  'x-gbk': 'gbk',
  'iso-8859-1-windows-3.1-latin-1': 'windows-1252',
};
/** They never fail, so that a wrong label goes unseen. */
const anyBytes = /^(windows-|iso-8859-|koi8|us-ascii|macintosh|x-mac|ibm|cp)/;
/** Texts of these are ASCII bytes that mean something else. */
const sevenBit = /^(iso-2022-|hz-|utf-?7|utf-?16|utf-?32|ucs|unicode)/;
const replacement = /\ufffd/g;

/** @param hint a charset that the rest of the mail has, tried before any guess */
export function decodeBytes(bytes: Uint8Array, declared: string | undefined, hint?: string): Decoded {
  const label = normalLabel(declared);
  const isPlain = isAscii(bytes);
  const marked = byMark(bytes) ?? (label ? undefined : (byZeros(bytes) ?? byEscapes(bytes, isPlain)));
  if (marked) return { text: marked.text, ...(label === marked.charset ? {} : { guessed: marked.charset }) };
  if (isPlain && !sevenBit.test(label)) return { text: latin1(bytes) };
  const strict = label ? strictly(bytes, label) : undefined;
  if (strict !== undefined && !anyBytes.test(label)) return { text: strict };
  const utf8 = strictly(bytes, 'utf-8');
  if (utf8 !== undefined) return { text: utf8, guessed: 'utf-8' };
  const byHint = normalLabel(hint);
  const hinted = byHint && !anyBytes.test(byHint) ? strictly(bytes, byHint) : undefined;
  if (hinted !== undefined) return { text: hinted, guessed: byHint };
  const damaged = label && !anyBytes.test(label) ? leniently(bytes, label) : undefined;
  if (damaged !== undefined && slightlyDamaged(damaged)) return { text: damaged };
  const guessed = guessEastAsian(bytes);
  if (guessed) return { text: leniently(bytes, guessed)!, guessed };
  if (strict !== undefined && label !== 'us-ascii') return { text: strict };
  const ofMail = byHint && byHint !== 'us-ascii' ? strictly(bytes, byHint) : undefined;
  if (ofMail !== undefined) return { text: ofMail, guessed: byHint };
  const ofOneByte = guessOneByte(bytes);
  return { text: leniently(bytes, ofOneByte) ?? latin1(bytes), guessed: ofOneByte };
}

/** '' and undefined: it says nothing. */
export function normalLabel(declared: string | undefined): string {
  const [label = ''] = trimmed((declared ?? '').slice(0, 80), /["'\s]/)
    .toLowerCase()
    .split('*');
  const known = aliases[label] ?? label;
  try {
    return new TextDecoder(known).encoding === 'replacement' ? '' : named(known);
  } catch {
    return known && encodingExists(known) ? known : '';
  }
}

/** TextDecoder calls ASCII and Latin 1 windows-1252: the mail's own name says more. */
const named = (label: string) => {
  const { encoding } = new TextDecoder(label);
  return encoding === 'windows-1252' && /ascii|646/.test(label) ? 'us-ascii' : encoding;
};

function isAscii(bytes: Uint8Array): boolean {
  for (const byte of bytes) if (byte >= 0x80) return false;
  return true;
}

const latin1 = (bytes: Uint8Array) =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');

/** UTF-16 of letters that ASCII has, too. */
function byZeros(bytes: Uint8Array): Guess | undefined {
  const start = bytes.subarray(0, 1_024);
  const zeros = start.reduce((sum, byte) => sum + (byte === 0 ? 1 : 0), 0);
  if (start.length < 4 || zeros < start.length / 4) return undefined;
  const charset = bytes[0] === 0 ? 'utf-16be' : 'utf-16le';
  return { text: leniently(bytes, charset) ?? '', charset };
}

function byEscapes(bytes: Uint8Array, isPlain: boolean): Guess | undefined {
  const text = isPlain && /\x1b[$(]/.test(latin1(bytes)) ? strictly(bytes, 'iso-2022-jp') : undefined;
  return text === undefined ? undefined : { text, charset: 'iso-2022-jp' };
}

interface Guess {
  text: string;
  charset: string;
}

function byMark(bytes: Uint8Array): Guess | undefined {
  const charset =
    bytes[0] === 0xff && bytes[1] === 0xfe
      ? 'utf-16le'
      : bytes[0] === 0xfe && bytes[1] === 0xff
        ? 'utf-16be'
        : bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf
          ? 'utf-8'
          : undefined;
  const text = charset && leniently(bytes, charset);
  return charset && text !== undefined ? { text, charset } : undefined;
}

function strictly(bytes: Uint8Array, label: string): string | undefined {
  if (!isStandard(label)) return viaIconv(bytes, label);
  try {
    return new TextDecoder(label === 'us-ascii' ? 'windows-1252' : label, { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function leniently(bytes: Uint8Array, label: string): string | undefined {
  return isStandard(label)
    ? new TextDecoder(label === 'us-ascii' ? 'windows-1252' : label).decode(bytes)
    : viaIconv(bytes, label);
}

function isStandard(label: string): boolean {
  try {
    return Boolean(new TextDecoder(label));
  } catch {
    return false;
  }
}

function viaIconv(bytes: Uint8Array, label: string): string | undefined {
  if (!encodingExists(label)) return undefined;
  const text = iconvDecode(Buffer.from(bytes), label);
  return text.includes('\ufffd') ? undefined : text;
}

/** A few broken letters in a long text, or beside whole ones: it is what it says, and was hurt on its way. */
function slightlyDamaged(text: string): boolean {
  const broken = text.match(replacement)?.length ?? 0;
  const whole = text.match(/[^\x00-\x7f\ufffd]/g)?.length ?? 0;
  return broken * 50 < text.length || broken <= whole;
}
