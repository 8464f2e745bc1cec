// Long texts, a piece at a time: so that whoever waits for an answer has it meanwhile.
import { setImmediate } from 'node:timers/promises';
import { wordsIn } from './highlight';
import type { Words } from './store';

const pieceLength = 2_000;
const atOnce = 10;

/** Pieces of at most some 2,000 UTF-16 units, between words where there are spaces. */
export function* piecesOf(text: string): Generator<string> {
  for (let from = 0; from < text.length;) {
    const most = from + pieceLength;
    const space = most < text.length ? text.slice(from, most).search(/\s\S*$/) : -1;
    const to = space > 0 ? from + space + 1 : most;
    yield text.slice(from, to);
    from = to;
  }
}

/** The first piece in which all of the words stand, else the one with the most of them. */
export async function passageWith(text: string, words: Words): Promise<string> {
  let best = { piece: '', count: -1 };
  let looked = 0;
  for (const piece of piecesOf(text)) {
    const count = wordsIn(piece, words);
    if (count > best.count) best = { piece, count };
    if (count === words.length) break;
    looked += 1;
    if (looked % atOnce === 0) await setImmediate();
  }
  return best.piece;
}

/** Of a long text, in order. @param split as for short ones */
export async function wordsOfLong(text: string, split: (text: string) => Words): Promise<Words> {
  const words: Array<Words[number]> = [];
  let looked = 0;
  for (const piece of piecesOf(text)) {
    words.push(...split(piece));
    looked += 1;
    if (looked % atOnce === 0) await setImmediate();
  }
  return words;
}
