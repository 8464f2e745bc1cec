// What an organization sets about e-mail.
import { z } from 'zod';
import { filledText } from './model/text-types';

/** Settings of category 'mail'. */
export const mailSettings = z.strictObject({
  /** Minutes until a customer who left gets by mail what they have not read; 0: never. */
  answerAfterMinutes: z.number().min(0).max(1_440).default(3),
  /** Minutes after a conversation by e-mail was closed until its customer is asked by mail how it was; 0: never. */
  rateAfterMinutes: z.number().min(0).max(10_080).default(0),
  /** The same of customers of the web who are gone, and have left an address; 0: never. */
  rateWebAfterMinutes: z.number().min(0).max(10_080).default(0),
  /** What is asked; unset: a sentence in the customer's language. */
  rateText: filledText(1_000).optional(),
});

export type MailSettings = z.infer<typeof mailSettings>;
