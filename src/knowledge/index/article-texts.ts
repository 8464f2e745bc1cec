// The texts of an article that become vectors: what a passage is called, its pieces, and questions that people asked.
import type { Article } from '../../protocol/knowledge';
import type { Chunk } from '../chunk';
import { sentences } from '../tokenize';

/** No piece is longer, in UTF-16 units, save for a single sentence that is: a short text has one meaning. */
const longestPiece = 300;

export type Titled = Pick<Article, 'title'>;

export function titleText({ title }: Titled, { heading }: Pick<Chunk, 'heading'>): string {
  return heading ? `${title}. ${heading}` : title;
}

/** Each with the article's title before it: alone, "It takes five days" could be anything. */
export function pieceTexts({ title }: Titled, { text }: Pick<Chunk, 'text'>): string[] {
  const pieces: string[] = [];
  let open = '';
  for (const sentence of sentences(withoutMarks(text))) {
    if (open !== '' && open.length + sentence.length >= longestPiece) {
      pieces.push(open);
      open = '';
    }
    open = open === '' ? sentence : `${open} ${sentence}`;
  }
  if (open !== '') pieces.push(open);
  return pieces.map((piece) => `${title}. ${piece}`);
}

/** All of them, each once. */
export function textsOf(
  article: Titled & { questions?: readonly string[] | undefined },
  chunks: readonly Chunk[],
): string[] {
  const ofChunks = chunks.flatMap((one) => [titleText(article, one), ...pieceTexts(article, one)]);
  return [...new Set([...ofChunks, ...(article.questions ?? [])])];
}

/** Links keep their words, Markdown its text. */
function withoutMarks(text: string): string {
  if (!/[*_`~>\]]/.test(text)) return text;
  return text
    .replace(/!?\[([^\]]{0,500})\]\([^)\s]{0,1000}\)/g, '$1')
    .replace(/[*_`~]{1,3}(?=\S)|(?<=\S)[*_`~]{1,3}/g, '')
    .replace(/^\s{0,3}>\s?/gm, '');
}
