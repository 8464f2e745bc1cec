// Cuts an article into passages that each can be found, shown and cited alone.
import { countWords, sentences } from './tokenize';

export interface Chunk {
  /** `${articleId}#${n}`, n = 0, 1, 2… in reading order. */
  id: string;
  /** The headings above the passage, outermost first, without the article's title. */
  heading: string;
  text: string;
}

/** A passage is closed when it has this many words, or a new heading begins. */
const targetWords = 130;
/** No passage has more, save for a single sentence that is longer. */
const mostWords = 180;
/** No paragraph and no sentence is longer, in UTF-16 units. */
const longestPiece = 1_500;
/** What is longer, in UTF-16 units, is no heading: it would stand above every passage. */
const longestHeading = 300;
/** A remainder shorter than this joins the passage before it. */
const fewestWords = 25;

interface Block {
  heading: string;
  text: string;
  words: number;
}

/** @param content Markdown or plain text. Cutting the same content again gives the same chunks. */
export function chunk(articleId: string, content: string): Chunk[] {
  return passages(blocks(content)).map(({ heading, text }, n) => ({
    id: `${articleId}#${n}`,
    heading,
    text,
  }));
}

/** Paragraphs with the headings that they stand under; a paragraph that is too long falls into sentences. */
function blocks(content: string): Block[] {
  const path: string[] = [];
  const found: Block[] = [];
  for (const paragraph of content
    .replace(/\r\n?/g, '\n')
    .split(/\n\s*\n|\n(?=#{1,6}\s)|\n(?<=^#{1,6}\s.*\n)/m)) {
    const heading = headingOf(paragraph.trim());
    if (heading) {
      path.length = Math.min(path.length, heading.level - 1);
      path[heading.level - 1] = heading.text;
      continue;
    }
    const under = path.filter(Boolean).join(' · ');
    for (const piece of pieces(paragraph.trim())) found.push({ heading: under, ...piece });
  }
  return found.filter(({ text }) => text !== '');
}

function headingOf(line: string): { level: number; text: string } | undefined {
  const marked = line.length <= longestHeading ? /^(#{1,6})\s+(\S.*)$/.exec(line) : null;
  if (!marked) return undefined;
  const [, marks, rest] = marked;
  const text = withoutEnd(rest!, '#').trimEnd();
  return { level: marks!.length, text: text || rest! };
}

function withoutEnd(text: string, sign: string): string {
  let end = text.length;
  while (end > 0 && text[end - 1] === sign) end -= 1;
  return text.slice(0, end);
}

function pieces(paragraph: string): Array<Pick<Block, 'text' | 'words'>> {
  const counted = (text: string) => ({ text, words: countWords(text) });
  if (paragraph.length <= longestPiece) {
    const whole = counted(paragraph);
    if (whole.words <= mostWords) return [whole];
  }
  return sentences(paragraph).flatMap(slices).map(counted);
}

/** A "sentence" without an end, as in tables and in text that means harm. */
function slices(sentence: string): string[] {
  if (sentence.length <= longestPiece) return [sentence];
  const cut = sentence.lastIndexOf(' ', longestPiece);
  const at = cut > 0 ? cut : longestPiece;
  return [sentence.slice(0, at), ...slices(sentence.slice(at).trimStart())];
}

function passages(all: Block[]): Block[] {
  const closed: Block[] = [];
  let open: Block | undefined;
  for (const block of all) {
    if (open && (open.heading !== block.heading || open.words + block.words > mostWords)) {
      closed.push(open);
      open = undefined;
    }
    open = open ? joined(open, block) : block;
    if (open.words < targetWords) continue;
    closed.push(open);
    open = undefined;
  }
  if (open) closed.push(open);
  return closed.reduce<Block[]>(absorbed, []);
}

function absorbed(result: Block[], block: Block): Block[] {
  const last = result.at(-1);
  const fits = last && last.heading === block.heading && last.words + block.words <= mostWords + fewestWords;
  if (fits && block.words < fewestWords) result[result.length - 1] = joined(last, block);
  else result.push(block);
  return result;
}

function joined(first: Block, second: Block): Block {
  return {
    heading: first.heading,
    text: `${first.text}\n\n${second.text}`,
    words: first.words + second.words,
  };
}
