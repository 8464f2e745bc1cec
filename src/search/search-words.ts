// A text as search compares it: words in order, the same for what is written and what is asked.
import { spellings } from '../protocol/spellings';
import type { Word, Words } from './store';

const longestWord = 60;
/** Of a longer text the rest is not searched. */
const mostWords = 5_000;

/** @param split cuts a text of any script into words */
export function searchWords(text: string, split: (text: string) => string[]): Words {
  const found: Word[] = [];
  for (const word of split(text)) {
    if (found.length === mostWords) break;
    const [plain = '', out] = spellings(word);
    if (plain === '') continue;
    const one = plain.slice(0, longestWord);
    found.push(out === undefined ? one : [one, out.slice(0, longestWord)]);
  }
  return found;
}
