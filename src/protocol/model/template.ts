// A message that the channel's provider has approved before: some take nothing else once the customer has been silent.
import { z } from 'zod';
import type { MessageContent } from './message';
import { formed, text } from './text-types';

export const template = z
  .strictObject({
    name: formed(/^[a-z0-9_]{1,512}$/, 'must be the name of a template').describe(
      'As the provider lists it.',
    ),
    language: formed(/^[A-Za-z]{2,3}([_-][A-Za-z0-9]{2,8}){0,2}$/, 'must be a language code').describe(
      'Its language, such as en_US.',
    ),
    parameters: z.array(text(1_024).min(1)).max(50).optional().describe('What its places are filled with.'),
  })
  .describe('A template of the channel, instead of words of your own.');

export type Template = z.infer<typeof template>;

/** What the log holds of a reply: words, or a template, named and with what it was filled with. */
export function contentOf(words: string | undefined, filled: Template | undefined): MessageContent {
  if (!filled) return { text: words ?? '' };
  const shown = words || [`Template ${filled.name}`, ...(filled.parameters ?? [])].join('\n');
  return { text: shown, data: { template: filled } };
}
