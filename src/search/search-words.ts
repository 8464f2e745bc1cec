// A text as search compares it: words in order, the same for what is written and what is asked.
import { spellings } from '../protocol/spellings';
import type { Words } from './store';

const longestWord = 60;
/** Of a longer text the rest is not searched. */
const mostWords = 5_000;

/** @param split cuts a text of any script into words */
export function searchWords(text: string, split: (text: string) => string[]): Words {
  return split(text)
    .slice(0, mostWords)
    .map((word) => spellings(word).map((one) => one.slice(0, longestWord)))
    .filter(([plain]) => plain !== '');
}
