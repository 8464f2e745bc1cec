// A text as search compares it: words in order, in lower case, without accents, the same for what is written and what is asked.

const longestWord = 60;
/** Of a longer text the rest is not searched. */
const mostWords = 5_000;

/** @param split cuts a text of any script into words */
export function searchWords(text: string, split: (text: string) => string[]): string[] {
  return split(text)
    .slice(0, mostWords)
    .map((word) => fold(word).slice(0, longestWord))
    .filter((word) => word !== '');
}

/** Lower case without accents, sign by sign: as long as the text. */
export function fold(text: string): string {
  let folded = '';
  for (const sign of text) {
    const plain = sign.normalize('NFD').toLowerCase();
    folded += sign.length === 1 && plain.length > 0 ? plain[0] : sign;
  }
  return folded;
}
