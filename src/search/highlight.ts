// The part of a text that holds what was searched, and where in it.
import { plainSign } from '../protocol/spellings';
import type { Words } from './store';

export interface Highlight {
  /** Number of the message; absent when the customer, the subject or a label was found. */
  seq?: number;
  /** At most some 160 UTF-16 units, around the first hit. */
  text: string;
  /** Where the hits are in `text`: from, to (exclusive), in UTF-16 units, ascending. */
  marks: Array<[from: number, to: number]>;
  /** Of the file in which it stands, else it is the message's own words. */
  fileName?: string;
  /** Found by what was wanted in it, and not by words. */
  byMeaning?: true;
}

/** Few, so that a hit is in sight where one line is shown. */
const before = 20;
const most = 160;

/** @param words as `searchWords` makes them */
export function highlight(text: string, words: Words): Omit<Highlight, 'seq'> {
  const line = text.replace(/\s/gu, ' ');
  const hits = (['plain', 'out'] as const)
    .map((spelling) => spelled(line, spelling))
    .flatMap((one) => words.flat().flatMap((word) => beginnings(one, word)))
    .sort(([a], [b]) => a - b);
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

/** How many of the words stand in it. */
export function wordsIn(text: string, words: Words): number {
  const line = text.replace(/\s/gu, ' ');
  const all = (['plain', 'out'] as const).map((spelling) => spelled(line, spelling));
  return words.filter((word) =>
    all.some((one) => [word].flat().some((spelling) => beginnings(one, spelling).length > 0)),
  ).length;
}

const letter = /[\p{L}\p{N}]/u;
const unspaced = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]/u;

interface Spelled {
  text: string;
  /** Where in the line each unit of the text is from; at its end, the end of the line. */
  from: number[];
}

function spelled(line: string, spelling: 'plain' | 'out'): Spelled {
  const from: number[] = [];
  let [text, at] = ['', 0];
  for (const sign of line) {
    const plain = plainSign(sign, spelling);
    text += plain;
    for (let unit = 0; unit < plain.length; unit += 1) from.push(at);
    at += sign.length;
  }
  return { text, from: [...from, at] };
}

/** Where words begin with this one. Scripts without spaces have words anywhere. */
function beginnings({ text, from }: Spelled, word: string): Array<[number, number]> {
  const found: Array<[number, number]> = [];
  const anywhere = unspaced.test(word);
  for (let at = text.indexOf(word); at !== -1; at = text.indexOf(word, at + word.length)) {
    if (anywhere || at === 0 || !letter.test(text[at - 1]!))
      found.push([from[at]!, endOf(from, at + word.length)]);
  }
  return found;
}

/** After the sign that holds the unit before: of a sign that is spelled as two, all of it. */
function endOf(from: readonly number[], after: number): number {
  let unit = after;
  while (from[unit] === from[after - 1]) unit += 1;
  return from[unit]!;
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
