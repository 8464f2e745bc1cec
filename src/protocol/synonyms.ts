// Words of a trade that mean the same, as an editor writes them down: what is asked with one of them finds what says another.
import { z } from 'zod';
import { line } from './model/text-types';

export const mostGroups = 200;
export const mostWords = 12;
export const longestWord = 60;

const group = z
  .array(line(longestWord))
  .min(2, 'must have two words at least')
  .max(mostWords, 'must have 12 words at most')
  .meta({ description: 'Words, or phrases, that mean the same.', examples: [['refund', 'money back']] });

const groups = z
  .array(group)
  .max(mostGroups, 'must be 200 groups at most')
  .superRefine((all, { addIssue }) => {
    const known = new Set<string>();
    all.forEach((words, at) =>
      words.forEach((word, n) => {
        const plain = word.toLowerCase();
        const message = 'is in a group already';
        if (known.has(plain)) addIssue({ code: 'custom', path: [at, n], message });
        known.add(plain);
      }),
    );
  });

/** Settings of category 'knowledge'. */
export const knowledgeSettings = z.strictObject({ synonyms: groups.default([]) });

export const synonymList = z.strictObject({
  items: groups.describe('All of them: each is a list of words, or phrases, that mean the same.'),
});

export type SynonymGroups = string[][];
