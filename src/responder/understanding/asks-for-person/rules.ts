// What an organization always gives to a person: words of a question, or categories and tags of articles.
import { plainWords } from '../word-classes';

/** The first of the rules that a text names, as whole words; "data breach" and "Data-Breach" are one. */
export function alwaysForPerson(text: string, rules: readonly string[] = []): string | undefined {
  if (rules.length === 0) return undefined;
  const words = ` ${plainWords(text)} `;
  return rules.find((rule) => {
    const plain = plainWords(rule);
    if (plain === '') return false;
    return unspaced.test(plain) ? words.includes(plain) : words.includes(` ${plain} `);
  });
}

/** Scripts without spaces between words, and endings that are written onto the word. */
const unspaced = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}]/u;
