// Answers in the articles' own words: the passage that is nearest, two where either may be meant, or a person.
import { excerpt, withMore } from '../../knowledge/excerpt';
import type { Passage } from '../../knowledge/organization-index';
import { plainText } from '../plain-text';
import { toSource, type Provider } from './provider';

/** Longest passage, in UTF-16 units: what fits a chat without scrolling. */
const longest = 450;
/** Of each of two. */
const longestOfTwo = 260;
/**
 * A second article whose score is so near may be the one that was meant: of first passages that stand clear of it,
 * 76 to 80 % were of the right article, of all first passages 56 to 59 % (npm run answers:evaluate, words and meaning).
 */
const near = 0.08;

export function extractiveProvider(): Provider {
  return {
    name: 'extractive',
    // At 0.40, 93 % of the questions that an article answers were above it, and 4 % of far others (npm run answers:evaluate).
    floor: 0.38,
    async answer({ question, passages }) {
      const quoted = toQuote(passages);
      return {
        text: spoken(quoted, question),
        sources: quoted.map(toSource),
        confidence: quoted[0]?.score ?? 0,
      };
    },
  };
}

/** The best passage, and the best of another article if that is as good as level with it. */
export function toQuote<P extends Pick<Passage, 'articleId' | 'score'>>(passages: readonly P[]): P[] {
  const best = passages[0];
  if (!best) return [];
  const other = passages.find(({ articleId }) => articleId !== best.articleId);
  return other && best.score - other.score <= near ? [best, other] : [best];
}

/** Two stand under their titles, for the reader to choose. */
function spoken(quoted: readonly Passage[], question: string): string {
  if (quoted.length < 2) return quoted.map((one) => shortened(one, question, longest)).join();
  return quoted
    .map((one) => [heading(one.title), ...shortened(one, question, longestOfTwo).split(/\n+/)].join('\n'))
    .join('\n\n');
}

const heading = (title: string) => (/[\p{L}\p{N})]$/u.test(title) ? `${title}:` : title);

function shortened({ text, continues }: Passage, question: string, most: number): string {
  const plain = plainText(text);
  const cut = plain.length <= most ? plain : excerpt(plain, question, most);
  return continues && plain.endsWith(cut) ? withMore(cut) : cut;
}
