import { languageOf } from './language';

/** Enough to tell, in UTF-16 units. */
const longest = 2_000;

/** ISO 639-1, by the words of an article: markup, addresses and numbers are of no language. */
export function languageOfArticle({
  title,
  content,
}: {
  title: string;
  content: string;
}): string | undefined {
  const text = `${title}. ${content.slice(0, longest)}`
    .replace(/<[^<>]*>|https?:\/\/\S+/g, ' ')
    .replace(/[^\p{L}\p{M}'’.?!,\s]+/gu, ' ')
    .replace(/\s+/g, ' ');
  return languageOf(text);
}

/** Of words that are there; what an editor says of the language stands before it. */
export function withGuess<A extends { title?: string; content?: string }>(
  article: A,
): A & { guessedLanguage?: string } {
  const { title = '', content } = article;
  const guessedLanguage = content === undefined ? undefined : languageOfArticle({ title, content });
  return { ...article, ...(guessedLanguage !== undefined && { guessedLanguage }) };
}
