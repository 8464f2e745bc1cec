// Answers in the articles' own words: the passage that is nearest, or a person.
import { excerpt } from '../../knowledge/excerpt';
import type { Passage } from '../../knowledge/organization-index';
import { plainText } from '../plain-text';
import { toSource, type Provider } from './provider';

/** Longest answer, in UTF-16 units: what fits a chat without scrolling. */
const longest = 700;
/** Other passages are named as sources when they are nearly as good as the best. */
const nearlyAsGood = 0.85;
const mostSources = 3;

export function extractiveProvider(): Provider {
  return {
    name: 'extractive',
    // 95 % of the questions that an article answers are above it, and 4 % of those that none does: scripts/answers.ts.
    floor: 0.45,
    async answer({ question, passages }) {
      const best = passages[0];
      if (!best) return { text: '', sources: [], confidence: 0 };
      return {
        text: spoken(best, question),
        sources: distinct(passages.filter(({ score }) => score >= best.score * nearlyAsGood)).map(toSource),
        confidence: best.score,
      };
    },
  };
}

function spoken({ text }: Passage, question: string): string {
  const plain = plainText(text);
  return plain.length <= longest ? plain : excerpt(plain, question, longest);
}

/** One passage an article. */
function distinct(passages: readonly Passage[]): Passage[] {
  const seen = new Set<string>();
  return passages
    .filter(({ articleId }) => !seen.has(articleId) && seen.add(articleId))
    .slice(0, mostSources);
}
