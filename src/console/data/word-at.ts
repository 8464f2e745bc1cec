import { isLike } from '../../protocol/spellings';

/** What is being asked of a picker: where its sign stands, and the words after it. */
export interface Asked {
  at: number;
  words: string;
}

const longest = 40;

/** What the caret stands in after `sign` at the start of a word; undefined where it stands in no such thing. */
export function askedAt(text: string, caret: number, sign: '/' | '@'): Asked | undefined {
  const before = text.slice(0, caret);
  const at = before.lastIndexOf(sign);
  if (at < 0 || caret - at > longest || (at > 0 && !/\s/.test(before[at - 1]!))) return undefined;
  const words = before.slice(at + 1);
  if (words.includes('\n') || words.startsWith(' ') || /\s{2}/.test(words)) return undefined;
  return { at, words };
}

/** Every word of what is asked begins a word of one of these; the earlier the text that it begins, the better. Undefined: no. */
export function rankOf(asked: string, texts: readonly string[]): number | undefined {
  const wanted = asked.split(/\s+/).filter(Boolean);
  const found = wanted.map((word) => texts.findIndex((text) => begins(text, word)));
  return found.includes(-1) ? undefined : found.reduce((sum, at) => sum + at, 0);
}

const begins = (text: string, word: string) =>
  isLike(` ${text.replace(notWords, ' ')}`, ` ${word.replace(notWords, ' ')}`);

const notWords = /[^\p{L}\p{N}\p{M}]+/gu;
