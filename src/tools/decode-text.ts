// Bytes to text: UTF-8, and UTF-16 of either byte order, with its mark or without, as some editors on Windows save it.

export interface DecodedText {
  encoding: 'utf-8' | 'utf-16le' | 'utf-16be';
  /** Without the byte order mark. */
  text: string;
}

/** Anything but tabs, line ends and escape sequences; what is no character yet, or never will be, is not text either. */
const notInText = /[\u0000-\u0008\u000e-\u001a\u001c-\u001f\u007f\p{Cn}\p{Co}\p{Cs}]/u;
const notInUtf8 = /[\u0000-\u0008\u000e-\u001a\u001c-\u001f]/;
/** Characters of ASCII and the stops of Chinese and Japanese: any text has some, and in the wrong byte order they are others. */
const usual = /[\t-\r -~\u3001\u3002\uff01\uff0c\uff1a\uff1f]/g;

/** @param bytes a whole text or its beginning; undefined where it is none */
export function decodeText(bytes: Uint8Array): DecodedText | undefined {
  return marked(bytes) ?? utf8(bytes) ?? unmarkedUtf16(bytes);
}

function marked(bytes: Uint8Array): DecodedText | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return utf16(bytes, 'utf-16le');
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return utf16(bytes, 'utf-16be');
  return undefined;
}

function utf8(bytes: Uint8Array): DecodedText | undefined {
  const text = decoded(bytes, 'utf-8');
  return text === undefined || notInUtf8.test(text) ? undefined : { encoding: 'utf-8', text };
}

function unmarkedUtf16(bytes: Uint8Array): DecodedText | undefined {
  const [best] = (['utf-16le', 'utf-16be'] as const)
    .flatMap((encoding) => utf16(bytes, encoding) ?? [])
    .map((one) => ({ one, score: one.text.match(usual)?.length ?? 0 }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score);
  return best?.one;
}

function utf16(bytes: Uint8Array, encoding: 'utf-16le' | 'utf-16be'): DecodedText | undefined {
  const text = decoded(bytes, encoding);
  return text === undefined || notInText.test(text) ? undefined : { encoding, text };
}

/** A character that is cut at the end is left out. */
function decoded(bytes: Uint8Array, encoding: DecodedText['encoding']): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes, { stream: true });
  } catch {
    return undefined;
  }
}
