// What may be written to a customer now.
import { z } from 'zod';
import { timestamp } from './ids';
import { said } from './text-types';

export const forms = ['text', 'attachment', 'template', 'html', 'reaction'] as const;

export const rules = z
  .object({
    mayWrite: z.boolean().describe('Whether the channel takes words of your own now.'),
    until: timestamp.optional().describe('When that ends.'),
    forms: z.array(z.enum(forms)).describe('In which forms.'),
    signature: said().optional().describe('Stands under what is written, by e-mail.'),
    why: said().optional().describe('Why not, in plain words.'),
  })
  .describe('What the channel takes now.');

export type Rules = z.infer<typeof rules>;
export type Form = (typeof forms)[number];
