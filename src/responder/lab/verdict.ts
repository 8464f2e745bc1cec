// What a customer got, beside what should have happened: pure.
import type { Verdict } from '../../protocol/answer-tests';
import type { Source } from '../../protocol/model/handover';

/** What the AI did with one question. */
export interface Outcome {
  decision: 'answer' | 'ask' | 'handover';
  text?: string;
  /** What an answer was taken from, or what a question back offers; best first. Empty for small talk. */
  sources: readonly Pick<Source, 'articleId'>[];
}

export interface Expected {
  /** Any of them answers it. Empty, without facts: no article does, so a person must. */
  articleIds: readonly string[];
  /** All of them must be in the words of the answer. */
  facts?: readonly string[];
}

/**
 * `right`: answered from an expected article, with the expected facts; or, where a person must answer, handed over.
 * `handed_over`: where an answer was to be had.
 */
export function verdictOf({ decision, text = '', sources }: Outcome, expected: Expected): Verdict {
  const { articleIds, facts = [] } = expected;
  const mustHandOver = articleIds.length === 0 && facts.length === 0;
  if (decision === 'handover') return mustHandOver ? 'right' : 'handed_over';
  if (decision === 'ask') return 'asked_back';
  const from =
    articleIds.length === 0 ? !mustHandOver : sources.some((one) => articleIds.includes(one.articleId));
  return from && facts.every((fact) => says(text, fact)) ? 'right' : 'wrong';
}

function says(text: string, fact: string): boolean {
  return plain(text).includes(plain(fact));
}

/** Without case, accents, and how spaces and dashes happen to be written. */
function plain(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/\p{Pd}/gu, '-')
    .replace(/\s+/g, ' ')
    .trim()
    .toLowerCase();
}
