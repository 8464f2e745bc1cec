// What the server says to people of the team, as a code: whoever shows it says it in the reader's language.
import { z } from 'zod';
import { said } from './text-types';

export const wording = z.object({
  code: said().describe('Which sentence it is; what is not known is shown as the text beside it.'),
  values: z
    .record(said(), z.union([said(), z.number()]))
    .optional()
    .describe('What is filled in, by name.'),
});

export type Wording = z.infer<typeof wording>;

/** A sentence in English, and as a code. */
export interface Said {
  text: string;
  wording: Wording;
}

/** What somebody wrote, or a sentence of ours. */
export type Words = string | Said;

export const textOfWords = (words: Words): string => (typeof words === 'string' ? words : words.text);

/** As it goes on the wire, beside its text. */
export const wordingOf = (words: Words): { wording?: Wording } =>
  typeof words === 'string' ? {} : { wording: words.wording };
