// A text as search compares it: words in order, the same for what is written and what is asked.
import { spellings } from '../protocol/spellings';
import type { Word, Words } from './store';

const longestWord = 60;
/** Of a longer text the rest is not searched. */
const mostWords = 5_000;

/** @param split cuts a text of any script into words */
export function searchWords(text: string, split: (text: string) => string[]): Words {
  const found: Word[] = [];
  for (const word of split(text).slice(0, mostWords)) {
    const [plain = '', ...others] = spellings(word).map((one) => one.slice(0, longestWord));
    if (plain !== '') found.push(others.length > 0 ? [plain, ...others] : plain);
  }
  return found;
}
