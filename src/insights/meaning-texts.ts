// What of a conversation is compared by meaning: what was wanted, not how it went. Pure.
import { partsOf } from '../protocol/sessions';
import type { Conversation } from './store';

/** Each is a vector. */
const most = 4;
const longest = 300;
/** "Hello there" is no wish. Scripts without spaces have it in fewer signs. */
const fewestWords = 3;
const fewestSigns = 8;
const unspaced = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]/u;

export function meaningTexts({ summary, metadata }: Pick<Conversation, 'summary' | 'metadata'>): string[] {
  const lines = [...partsOf(metadata).wanted, summary]
    .map((line) => line.replace(/\s+/g, ' ').trim().slice(0, longest))
    .filter(saysSomething);
  return [...new Set(lines)].slice(0, most);
}

function saysSomething(line: string): boolean {
  return unspaced.test(line) ? line.length >= fewestSigns : line.split(' ').length >= fewestWords;
}
