// What an organization sets about e-mail.
import { z } from 'zod';

/** Settings of category 'mail'. */
export const mailSettings = z.strictObject({
  /** Minutes until a customer who left gets by mail what they have not read; 0: never. */
  answerAfterMinutes: z.number().min(0).max(1_440).default(3),
});

export type MailSettings = z.infer<typeof mailSettings>;
