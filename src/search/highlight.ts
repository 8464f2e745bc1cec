// The part of a text that holds what was searched, and where in it.
import { fold } from './search-words';

export interface Highlight {
  /** Number of the message; absent when the customer, the subject or a label was found. */
  seq?: number;
  /** At most some 160 UTF-16 units, around the first hit. */
  text: string;
  /** Where the hits are in `text`: from, to (exclusive), in UTF-16 units, ascending. */
  marks: Array<[from: number, to: number]>;
  /** Found by what was wanted in it, and not by words. */
  byMeaning?: true;
}

/** Few, so that a hit is in sight where one line is shown. */
const before = 20;
const most = 160;

/** @param words as `searchWords` makes them */
export function highlight(text: string, words: readonly string[]): Omit<Highlight, 'seq'> {
  const line = text.replace(/\s/gu, ' ');
  const folded = fold(line);
  const hits = words.flatMap((word) => beginnings(folded, word)).sort(([a], [b]) => a - b);
  const first = hits[0]?.[0] ?? 0;
  const start = edge(line, first > before ? wordStart(line, first - before) : 0);
  const end = edge(line, Math.min(line.length, start + most));
  const prefix = start > 0 ? '…' : '';
  const shift = prefix.length - start;
  return {
    text: `${prefix}${line.slice(start, end)}${end < line.length ? '…' : ''}`,
    marks: hits
      .filter(([from, to]) => from >= start && to <= end)
      .reduce(withoutOverlap, [])
      .map(([from, to]) => [from + shift, to + shift]),
  };
}

const letter = /[\p{L}\p{N}]/u;
const unspaced = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]/u;

/** Where words begin with this one. Scripts without spaces have words anywhere. */
function beginnings(folded: string, word: string): Array<[number, number]> {
  const found: Array<[number, number]> = [];
  const anywhere = unspaced.test(word);
  for (let at = folded.indexOf(word); at !== -1; at = folded.indexOf(word, at + word.length)) {
    if (anywhere || at === 0 || !letter.test(folded[at - 1]!)) found.push([at, at + word.length]);
  }
  return found;
}

/** Hits that touch are one. */
function withoutOverlap(kept: Array<[number, number]>, hit: [number, number]): Array<[number, number]> {
  const last = kept.at(-1);
  if (!last || hit[0] > last[1]) return [...kept, hit];
  last[1] = Math.max(last[1], hit[1]);
  return kept;
}

/** The next beginning of a word, when there is one near. */
function wordStart(line: string, at: number): number {
  const space = line.indexOf(' ', at);
  return space !== -1 && space - at < before ? space + 1 : at;
}

/** Never between the halves of a sign. */
function edge(line: string, at: number): number {
  return /[\uDC00-\uDFFF]/.test(line[at] ?? '') ? at - 1 : at;
}
