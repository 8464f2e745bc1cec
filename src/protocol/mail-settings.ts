// What an organization sets about e-mail.
import { z } from 'zod';
import { filledText, formed } from './model/text-types';

const mostLanguages = 50;

/** Settings of category 'mail'. */
export const mailSettings = z.strictObject({
  /** Minutes until a customer who left gets by mail what they have not read; 0: never. */
  answerAfterMinutes: z.number().min(0).max(1_440).default(3),
  /** Minutes after a conversation by e-mail was closed until its customer is asked by mail how it was; 0: never. */
  rateAfterMinutes: z.number().min(0).max(10_080).default(0),
  /** The same of customers of the web who are gone, and have left an address; 0: never. */
  rateWebAfterMinutes: z.number().min(0).max(10_080).default(0),
  /** What is asked in the languages that have no text of their own; unset: a sentence in the customer's language. */
  rateText: filledText(1_000).optional(),
  /** What is asked of who writes in these. */
  rateTexts: z
    .array(
      z.strictObject({
        language: formed(/^[a-z]{2}$/, 'must be a language like de'),
        text: filledText(1_000),
      }),
    )
    .max(mostLanguages)
    .refine((all) => new Set(all.map(({ language }) => language)).size === all.length, {
      message: 'must have each language once',
    })
    .default([]),
});

export type MailSettings = z.infer<typeof mailSettings>;
