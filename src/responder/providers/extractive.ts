// Answers in the articles' own words: the passage that is nearest, or a person.
import { excerpt } from '../../knowledge/excerpt';
import type { Passage } from '../../knowledge/organization-index';
import { plainText } from '../plain-text';
import { toSource, type Provider } from './provider';

/** Longest answer, in UTF-16 units: what fits a chat without scrolling. */
const longest = 450;

export function extractiveProvider(): Provider {
  return {
    name: 'extractive',
    // At 0.40, 93 % of the questions that an article answers were above it, and 4 % of far others (scripts/answers.ts).
    floor: 0.38,
    async answer({ question, passages }) {
      const best = passages[0];
      if (!best) return { text: '', sources: [], confidence: 0 };
      return {
        text: spoken(best, question),
        sources: [toSource(best)],
        confidence: best.score,
      };
    },
  };
}

function spoken({ text }: Passage, question: string): string {
  const plain = plainText(text);
  return plain.length <= longest ? plain : excerpt(plain, question, longest);
}
