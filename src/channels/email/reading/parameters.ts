// `type/subtype; name=value`, with the continuations and charsets of RFC 2231, and with what programs write instead.
import { decodeBytes } from './charset';
import { decodeText, type Decoding } from './header-fields';

export interface Parameterized {
  /** Lower case, '' where there is none. */
  value: string;
  /** Names in lower case. Of two with one name the first counts. */
  params: Map<string, string>;
}

const mostParams = 100;

export function parseParameters(field: string, decoding: Decoding): Parameterized {
  const [first = '', ...rest] = split(field);
  const raw = new Map<string, string>();
  // `application/pdf name="a.pdf"`: the semicolon was forgotten.
  const [value = '', ...forgotten] = first.trim().split(/\s(?=[\w-]{1,40}=)/);
  for (const piece of [...forgotten, ...rest].slice(0, mostParams)) {
    const equals = piece.indexOf('=');
    if (equals <= 0) continue;
    const name = piece.slice(0, equals).trim().toLowerCase();
    if (!raw.has(name)) raw.set(name, unquoted(piece.slice(equals + 1).trim()));
  }
  return { value: value.trim().toLowerCase(), params: joined(raw, decoding) };
}

/** At semicolons outside quotes. */
function split(field: string): string[] {
  const pieces: string[] = [];
  let from = 0;
  let quoted = false;
  for (let i = 0; i < field.length && pieces.length <= mostParams; i += 1) {
    const letter = field[i];
    if (quoted && letter === '\\') i += 1;
    else if (letter === '"') quoted = !quoted;
    else if (letter === ';' && !quoted) {
      pieces.push(field.slice(from, i));
      from = i + 1;
    }
  }
  pieces.push(field.slice(from));
  return pieces;
}

function unquoted(value: string): string {
  if (!value.startsWith('"')) return value;
  const inside = /^"((?:[^"\\]|\\[^])*)/.exec(value)?.[1] ?? '';
  // Windows' folders are no escapes.
  return inside.replace(/\\(["\\])/g, '$1');
}

function joined(raw: Map<string, string>, decoding: Decoding): Map<string, string> {
  const params = new Map<string, string>();
  const continued = new Map<string, Array<{ at: number; value: string; encoded: boolean }>>();
  for (const [name, value] of raw) {
    const parts = /^([^*]+)\*(?:(\d{1,3})(\*)?)?$/.exec(name);
    if (!parts) {
      params.set(name, decodeText(value, decoding));
      continue;
    }
    const list = continued.get(parts[1]!) ?? [];
    list.push({ at: Number(parts[2] ?? 0), value, encoded: !parts[2] || Boolean(parts[3]) });
    continued.set(parts[1]!, list);
  }
  for (const [name, list] of continued) {
    list.sort((a, b) => a.at - b.at);
    const charset = /^([^']*)'[^']*'/.exec(list[0]!.encoded ? list[0]!.value : '');
    const bytes = list.map(({ value, encoded }, n) =>
      percentDecoded(n === 0 && charset ? value.slice(charset[0].length) : value, encoded),
    );
    const { text } = decodeBytes(Buffer.concat(bytes), charset?.[1], decoding.hint);
    params.set(name, decodeText(text, { ...decoding }));
  }
  return params;
}

function percentDecoded(value: string, encoded: boolean): Buffer {
  const bytes = Buffer.from(value, 'latin1');
  if (!encoded) return bytes;
  return Buffer.from(
    value.replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16))),
    'latin1',
  );
}
